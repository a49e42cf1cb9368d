using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

/// <summary>Charts as they come in practice: real names, 2013 figures of RAIM, and the odd cases around them.</summary>
internal static class ChartSamples
{
    public const string Own = "Cēsu novads";

    private static readonly (string Name, double Value)[] Unemployment =
    [
        ("Cēsu novads", 6.5),
        ("Ķekavas novads", 3.63),
        ("Talsu novads", 8.61),
        ("Kuldīgas novads", 11.04),
        ("Ogres novads", 4.95),
        ("Limbažu novads", 10.27),
        ("Gulbenes novads", 8.62),
        ("Madonas novads", 11.2),
        ("Alūksnes novads", 12.55),
        ("Tukuma novads", 7.06),
    ];

    public static ChartCaption Caption(ChartLanguage language = ChartLanguage.Latvian) => language == ChartLanguage.Latvian
        ? new ChartCaption(
            "Bezdarba līmenis",
            "Līdzīgās pašvaldības, 2013. gads",
            "VRAA, Reģionālās attīstības indikatoru modulis; dati 01.03.2014.",
            ["Reģistrēto bezdarbnieku īpatsvars darbspējas vecuma iedzīvotāju skaitā gada beigās. Robežas: 2013. gada novadi."],
            language)
        : new ChartCaption(
            "Unemployment rate",
            "Similar municipalities, 2013",
            "SRDA, regional development indicator module; data of 1 March 2014.",
            ["Registered unemployed as a share of the working-age population at the end of the year. Boundaries: 2013."],
            language);

    public static ComparisonInput Comparison(ChartLanguage language = ChartLanguage.Latvian) => Comparison(
        [
            .. Unemployment.Select(row => new ComparisonMember(row.Name, row.Value, row.Name == Own)),
            new ComparisonMember("Dienvidkurzemes novads", null),
            new ComparisonMember("Augšdaugavas novads", null, MissingReason: NotYet(language)),
        ],
        language: language);

    public static ComparisonInput Comparison(
        IReadOnlyList<ComparisonMember> members,
        ChartDirection direction = ChartDirection.LowerIsBetter,
        ChartLanguage language = ChartLanguage.Latvian,
        ChartUnit? unit = null)
    {
        var values = members.Select(member => member.Value).OfType<double>().Where(double.IsFinite).Order().ToList();
        double? median = values.Count == 0 ? null : (values[(values.Count - 1) / 2] + values[values.Count / 2]) / 2;
        return new ComparisonInput(
            Caption(language), unit ?? new ChartUnit("%", 1), direction, members, [new ReferenceLine(ReferenceKind.Median, median)]);
    }

    /// <summary>So many members with names of real length and values from 2 to about 20.</summary>
    public static ComparisonInput Many(int count) => Comparison(
        [
            .. Enumerable.Range(0, count).Select(index => new ComparisonMember(
                index == count / 3 ? Own : $"{Places[index % Places.Length]} novads",
                2 + ((index * 37 % 181) / 10d),
                index == count / 3)),
        ]);

    public static TrendInput Trend(ChartLanguage language = ChartLanguage.Latvian) => new(
        Caption(language),
        new ChartUnit("%", 1),
        ChartDirection.LowerIsBetter,
        Own,
        [
            new TrendPeriod("2009", 12.4, new Spread(8.7, 11.7, 12.4, 13.1, 16.5), 10),
            new TrendPeriod("2010", 10.1, new Spread(6.5, 10.2, 11.9, 12.8, 16.0), 10),
            new TrendPeriod("2011", null, new Spread(4.0, 7.3, 9.7, 11.2, 13.0), 9),
            new TrendPeriod("2012", 6.0, new Spread(3.4, 6.1, 8.1, 10.1, 12.1), 10),
            new TrendPeriod("2013", 6.5, new Spread(3.6, 6.6, 8.6, 11.0, 12.6), 10, Reform(language)),
            new TrendPeriod("2014", null, Spread.Unknown, 0),
            new TrendPeriod("2015", 5.9, new Spread(3.0, 5.2, 7.7, 9.6, 11.2), 8),
        ]);

    public static ProfileInput Profile(ChartLanguage language = ChartLanguage.Latvian, bool goodToTheRight = false)
    {
        var isLatvian = language == ChartLanguage.Latvian;
        return new ProfileInput(
            Caption(language) with { Title = isLatvian ? "Cēsu novada profils" : "Profile of Cēsis Municipality" },
            Own,
            [
                new ProfileRow(
                    isLatvian ? "Bezdarba līmenis" : "Unemployment rate", new ChartUnit("%", 1), ChartDirection.LowerIsBetter,
                    6.5, new Spread(3.6, 6.6, 8.6, 11.0, 12.6), 10, 3, ProfileStanding.BestQuarter),
                new ProfileRow(
                    isLatvian ? "Iedzīvotāju ienākuma nodoklis uz vienu iedzīvotāju" : "Personal income tax per inhabitant",
                    new ChartUnit("EUR", 2), ChartDirection.HigherIsBetter,
                    464.58, new Spread(304.59, 342, 371.37, 464.58, 783.71), 10, 3, ProfileStanding.BestQuarter),
                new ProfileRow(
                    isLatvian ? "Iedzīvotāju skaita izmaiņas gadā" : "Population change in the year", new ChartUnit("%", 2),
                    ChartDirection.HigherIsBetter, -1.62, new Spread(-1.64, -1.53, -1.21, -1.05, 1.33), 10, 9,
                    ProfileStanding.WeakestQuarter),
                new ProfileRow(
                    isLatvian ? "Sieviešu īpatsvars" : "Share of women", new ChartUnit("%", 1), ChartDirection.Neutral,
                    54.5, new Spread(52, 52.1, 52.4, 52.7, 54.5), 10),
                new ProfileRow(
                    isLatvian ? "Pašvaldības budžeta izdevumi izglītībai uz vienu izglītojamo" : "Education expenditure per student",
                    new ChartUnit("EUR", 0), ChartDirection.Neutral, null, new Spread(1204, 1377, 1502, 1733, 2210), 9,
                    MissingReason: NotYet(language)),
            ],
            goodToTheRight);
    }

    /// <summary>Every picture that must stay readable, by name.</summary>
    public static IEnumerable<TestCaseData> Pictures()
    {
        foreach (var (name, scene) in Scenes())
            yield return new TestCaseData(scene).SetArgDisplayNames(name);
    }

    private static IEnumerable<(string Name, Scene Scene)> Scenes()
    {
        foreach (var language in new[] { ChartLanguage.Latvian, ChartLanguage.English })
        {
            yield return ($"comparison {language}", ComparisonBarChart.Draw(Comparison(language)));
            yield return ($"trend {language}", TrendChart.Draw(Trend(language)));
            yield return ($"profile {language}", ProfileChart.Draw(Profile(language)));
            yield return ($"profile, good to the right, {language}", ProfileChart.Draw(Profile(language, goodToTheRight: true)));
        }

        foreach (var count in new[] { 0, 1, 2, 30, 45, 60, 61, 119, 200 })
            yield return ($"{count} bars", ComparisonBarChart.Draw(Many(count)));
        foreach (var (name, input) in OddComparisons())
            yield return (name, ComparisonBarChart.Draw(input));
        yield return ("forty quarters", TrendChart.Draw(Quarters(40)));
        yield return ("a hundred quarters", TrendChart.Draw(Quarters(100)));
        yield return ("no periods", TrendChart.Draw(Trend() with { Periods = [] }));
        yield return ("one period", TrendChart.Draw(Trend() with { Periods = [Trend().Periods[0]] }));
        foreach (var picture in PictureSamples.Scenes())
            yield return picture;
        yield return ("no indicators", ProfileChart.Draw(Profile() with { Rows = [] }));
    }

    private static IEnumerable<(string Name, ComparisonInput Input)> OddComparisons()
    {
        yield return ("population change", Comparison(
            [new(Own, -0.62, true), new("Ķekavas novads", 1.33), new("Limbažu novads", -1.64, Mark: "*")],
            ChartDirection.HigherIsBetter,
            unit: new ChartUnit("% gadā", 2)));
        yield return ("only negative", Comparison([new(Own, -3, true), new("Ogres novads", -5)]));
        yield return ("all equal", Comparison([new(Own, 5, true), new("Liepāja", 5), new("Rīga", 5)], ChartDirection.Neutral));
        yield return ("all zero", Comparison([new(Own, 0, true), new("Liepāja", 0)]));
        yield return ("all missing", Comparison([new(Own, null, true), new("Liepāja", double.NaN)]));
        yield return ("large numbers and many lines", WithAllLines(Comparison(
            [new(Own, 1234567.5, true), new(LongName, 12345678.25), new("Ķekavas novads", 8765432)],
            ChartDirection.Target,
            unit: new ChartUnit("EUR", 2))));
        yield return ("absurd numbers", Comparison([new(Own, 1e99, true), new("Liepāja", -1e99), new("Rīga", 1e15)]));
        yield return ("a name without spaces", Comparison([new(new string('W', 200), 1, true), new("Rīga", 2)]));
    }

    public const string LongName =
        "Starptautiskā kultūras, zinātnes un tehnoloģiju attīstības sadarbības tīkla Dienvidkurzemes pašvaldību apvienība";

    private static ComparisonInput WithAllLines(ComparisonInput input) => input with
    {
        References =
        [
            .. input.References,
            new ReferenceLine(ReferenceKind.Mean, 7448559.25),
            new ReferenceLine(ReferenceKind.WeightedMean, 8000000),
            new ReferenceLine(ReferenceKind.Target, 9000000),
        ],
    };

    private static TrendInput Quarters(int count) => Trend() with
    {
        Unit = new ChartUnit("EUR uz 1 iedzīvotāju", 0),
        Periods =
        [
            .. Enumerable.Range(0, count).Select(index => new TrendPeriod(
                $"{2000 + (index / 4)}-Q{(index % 4) + 1}",
                index % 11 == 5 ? null : 1000 + (index * 40) + (index % 4 * 90),
                index < 3
                    ? Spread.Unknown
                    : new Spread(700 + (index * 20), 900 + (index * 30), 1000 + (index * 35), 1300 + (index * 38), 1900 + (index * 50)),
                40,
                index % 30 == 12 ? "apvienoti novadi" : null)),
        ],
    };

    private static string NotYet(ChartLanguage language) =>
        language == ChartLanguage.Latvian ? "vēl nav publicēts" : "not yet published";

    private static string Reform(ChartLanguage language) => language == ChartLanguage.Latvian
        ? "mainīta darbspējas vecuma definīcija"
        : "the definition of working age changed";

    private static readonly string[] Places =
    [
        "Aizkraukles", "Jaunjelgavas", "Pļaviņu", "Kokneses", "Neretas", "Skrīveru", "Alūksnes", "Apes", "Balvu",
        "Viļakas", "Baltinavas", "Rugāju", "Bauskas", "Iecavas", "Rundāles", "Vecumnieku", "Cēsu", "Līgatnes", "Amatas",
        "Jaunpiebalgas", "Priekuļu", "Pārgaujas", "Raunas", "Vecpiebalgas", "Daugavpils", "Ilūkstes", "Dobeles",
        "Auces", "Tērvetes", "Gulbenes", "Jelgavas", "Ozolnieku", "Jēkabpils", "Aknīstes", "Viesītes", "Krustpils",
        "Salas", "Krāslavas", "Dagdas", "Aglonas", "Kuldīgas", "Skrundas", "Alsungas", "Aizputes", "Durbes", "Grobiņas",
        "Pāvilostas", "Priekules", "Nīcas", "Rucavas", "Vaiņodes", "Limbažu", "Alojas", "Salacgrīvas", "Ludzas",
        "Kārsavas", "Zilupes", "Ciblas", "Madonas", "Cesvaines",
    ];
}
