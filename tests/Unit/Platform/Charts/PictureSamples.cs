using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

/// <summary>Pictures of analyses as they come in practice, and the odd cases around them.</summary>
internal static class PictureSamples
{
    private static readonly string[] Names =
    [
        "Cēsu novads", "Ķekavas novads", "Talsu novads", "Kuldīgas novads", "Ogres novads", "Limbažu novads", "Gulbenes novads",
        "Madonas novads", "Alūksnes novads", "Tukuma novads", "Dienvidkurzemes novads", "Augšdaugavas novads", "Rīga", "Liepāja",
    ];

    private static readonly string[] Components =
    [
        "Ekonomiski aktīvās statistikas vienības uz 1000 iedzīvotājiem", "Bezdarba līmenis", "Trūcīgo personu īpatsvars",
        "Noziedzīgi nodarījumi uz 1000 iedzīvotājiem", "Dabiskā pieauguma bilance", "Ilgtermiņa migrācijas saldo",
        "Iedzīvotāji virs darbspējas vecuma uz 1000 darbspējas vecuma iedzīvotājiem", "Iedzīvotāju ienākuma nodoklis uz vienu iedzīvotāju",
    ];

    public static IEnumerable<(string Name, Scene Scene)> Scenes()
    {
        foreach (var language in new[] { ChartLanguage.Latvian, ChartLanguage.English })
        {
            yield return ($"position {language}", ComparisonBarChart.Draw(Position(language)));
            yield return ($"efficiency {language}", ComparisonBarChart.Draw(Efficiency(language, 14)));
            yield return ($"forecast {language}", TrendChart.Draw(Forecast(language)));
            yield return ($"control {language}", TrendChart.Draw(Control(language)));
            yield return ($"impact {language}", TrendChart.Draw(Impact(language)));
            yield return ($"quadrant {language}", ScatterChart.Draw(Quadrant(language, 43)));
            yield return ($"funnel {language}", ScatterChart.Draw(Funnel(language, 43)));
            yield return ($"waterfall {language}", WaterfallChart.Draw(Waterfall(language)));
            yield return ($"stack {language}", StackChart.Draw(Stack(language, 14, 8)));
            yield return ($"sun {language}", SunChart.Draw(Sun(language, 8)));
            yield return ($"intervals {language}", IntervalChart.Draw(Intervals(language, 12)));
        }

        foreach (var count in new[] { 0, 1, 2, 119 })
        {
            yield return ($"efficiency of {count}", ComparisonBarChart.Draw(Efficiency(ChartLanguage.Latvian, count)));
            yield return ($"quadrant of {count}", ScatterChart.Draw(Quadrant(ChartLanguage.Latvian, count)));
            yield return ($"funnel of {count}", ScatterChart.Draw(Funnel(ChartLanguage.Latvian, count)));
            yield return ($"stack of {count}", StackChart.Draw(Stack(ChartLanguage.Latvian, count, 4)));
            yield return ($"intervals of {count}", IntervalChart.Draw(Intervals(ChartLanguage.Latvian, count)));
        }

        foreach (var rays in new[] { 0, 1, 2, 3, 24 })
            yield return ($"sun of {rays}", SunChart.Draw(Sun(ChartLanguage.Latvian, rays)));
        foreach (var (name, scene) in Odd())
            yield return (name, scene);
    }

    private static IEnumerable<(string Name, Scene Scene)> Odd()
    {
        var waterfall = Waterfall(ChartLanguage.Latvian);
        yield return ("waterfall with a missing step", WaterfallChart.Draw(waterfall with { Steps = [new WaterfallStep("Cena", null)] }));
        yield return ("waterfall below zero", WaterfallChart.Draw(waterfall with
        {
            Start = new WaterfallStep("Grupa", -10), Steps = [new WaterfallStep("Cena", -2), new WaterfallStep("Apjoms", 15)], End = new WaterfallStep("Cēsis", 3),
        }));
        yield return ("waterfall without steps or difference", WaterfallChart.Draw(waterfall with { Steps = [], End = new WaterfallStep("Cēsis", 100), Start = new WaterfallStep("Grupa", 100) }));
        yield return ("waterfall of absurd numbers", WaterfallChart.Draw(waterfall with
        {
            Start = new WaterfallStep("Grupa", 1e99), Steps = [new WaterfallStep("Cena", double.NaN)], End = new WaterfallStep("Cēsis", double.PositiveInfinity),
        }));
        yield return ("stack with a name without spaces and missing parts", StackChart.Draw(Stack(ChartLanguage.English, 3, 2) with
        {
            Bars = [new StackBar(new string('W', 200), 1, [1, null], true), new StackBar("Rīga", null, null), new StackBar("Liepāja", -1e-9, [-1e-9, 0])],
        }));
        yield return ("stack of twenty parts", StackChart.Draw(Stack(ChartLanguage.Latvian, 14, 20)));
        var quadrant = Quadrant(ChartLanguage.Latvian, 2);
        yield return ("quadrant all equal", ScatterChart.Draw(quadrant with
        {
            Points = [.. Names.Select((name, index) => new ScatterPoint(name, 5, 5, index == 0))], Cross = new ScatterCross(5, 5, "mediāna 5", "mediāna 5"),
        }));
        yield return ("quadrant of absurd and missing numbers", ScatterChart.Draw(quadrant with
        {
            Points = [new("Cēsis", 1e99, -1e99, true), new("Rīga", double.NaN, 1), new("Liepāja", 1e-12, 0), new("Ogre", null, null)], Cross = null,
        }));
        yield return ("funnel of sizes that differ much", ScatterChart.Draw(Funnel(ChartLanguage.English, 30) with
        {
            Points = [.. Enumerable.Range(0, 30).Select(index => new ScatterPoint(Names[index % 14], Math.Pow(1.6, index), 5 + Math.Sin(index), index == 4))], Curves = [],
        }));
        yield return ("intervals without intervals", IntervalChart.Draw(Intervals(ChartLanguage.Latvian, 2) with { Rows = [new("A", 1, null, null), new("B", 1, double.NaN, 2), new("C", null, 1, 2)] }));
        yield return ("sun all missing", SunChart.Draw(Sun(ChartLanguage.Latvian, 3) with { Rays = [new SunRay("Bezdarba līmenis", null, null, "nav datu", "")] }));
        yield return ("trend of a group alone", TrendChart.Draw(ChartSamples.Trend() with { OwnLabel = null, Periods = [.. ChartSamples.Trend().Periods.Select(period => period with { Own = null })] }));
        yield return ("forecast of thirty", TrendChart.Draw(Forecast(ChartLanguage.Latvian) with
        {
            Periods = [.. Enumerable.Range(0, 40).Select(index => new TrendPeriod($"{1990 + index}", index < 10 ? index : null, Spread.Unknown, Expected: index < 10 ? null : new Outlook(index, index - 9, index + 9)))],
        }));
        yield return ("forecast without an interval", TrendChart.Draw(Forecast(ChartLanguage.Latvian) with
        {
            Periods = [new TrendPeriod("2013", 4, Spread.Unknown), new TrendPeriod("2014", null, Spread.Unknown, Expected: new Outlook(4))],
        }));
    }

    private static ChartCaption Caption(ChartLanguage language, string latvian, string english) => ChartSamples.Caption(language) with
    {
        Title = language == ChartLanguage.Latvian ? latvian : english,
        Finding = language == ChartLanguage.Latvian
            ? "Cēsu novads: 6,5 %, 3. vieta no 10. Bezdarba līmenis: mediāna 8,6 %, vērtību 10."
            : "Cēsis Municipality: 6.5%, rank 3 of 10. Unemployment rate: median 8.6%, 10 values.",
    };

    private static ComparisonInput Position(ChartLanguage language)
    {
        var input = ChartSamples.Comparison(language);
        return input with
        {
            Members = [.. input.Members.Select(member => member with
            {
                Standing = member.Value switch { null => ProfileStanding.Between, <= 6.6 => ProfileStanding.BestQuarter, >= 11 => ProfileStanding.WeakestQuarter, _ => ProfileStanding.Between },
            })],
        };
    }

    private static ComparisonInput Efficiency(ChartLanguage language, int count) => new(
        Caption(language, "Efektivitāte (DEA)", "Efficiency (DEA)"),
        new ChartUnit("%", 1),
        ChartDirection.HigherIsBetter,
        [
            .. Enumerable.Range(0, count).Select(index => new ComparisonMember(
                Name(index), index % 4 == 0 ? 100 : 40 + (index * 37 % 59), index == 2, null, null,
                index % 4 == 0 ? ProfileStanding.BestQuarter : ProfileStanding.Between,
                index % 4 == 0 ? null : $"{Names[index % 7]} 0,{index % 9 + 1}, {Names[(index + 4) % 14]} 0,2, {Names[(index + 9) % 14]} 0,1")),
        ],
        [],
        language == ChartLanguage.Latvian ? "Aiz stabiņa – paraugi, no kuriem mācīties, ar to svaru." : "After a bar: the peers to learn from, with their weights.");

    private static TrendInput Forecast(ChartLanguage language)
    {
        var trend = ChartSamples.Trend(language);
        return trend with
        {
            Caption = Caption(language, "Bezdarba līmenis", "Unemployment rate"),
            Periods =
            [
                .. Enumerable.Range(2007, 7).Select(year => new TrendPeriod($"{year}", 14 - (year - 2007) + (year % 3), Spread.Unknown)),
                new TrendPeriod("2014", null, Spread.Unknown, Expected: new Outlook(7.4, 6.1, 8.7)),
                new TrendPeriod("2015", null, Spread.Unknown, Expected: new Outlook(6.8, 4.5, 9.1)),
                new TrendPeriod("2016", null, Spread.Unknown, Expected: new Outlook(6.2, 3.0, 9.4)),
            ],
        };
    }

    private static TrendInput Control(ChartLanguage language) => new(
        Caption(language, "Noziedzīgi nodarījumi", "Crimes"), new ChartUnit("", 1), null, "Cēsu novads",
        [
            .. Enumerable.Range(0, 24).Select(index => new TrendPeriod(
                $"{2000 + index}",
                index == 9 ? null : index == 17 ? 31 : 20 + (index * 7 % 5),
                index < 12 ? new Spread(14, null, 22, null, 30) : new Spread(13, null, 21, null, 29),
                null,
                index == 12 ? "jauns likums" : null,
                Signal: index == 17 ? "ārpus robežām" : null)),
        ],
        language == ChartLanguage.Latvian ? new TrendNames("centra līnija", "robežas", Signal: "neparasti") : new TrendNames("centre line", "limits", Signal: "unusual"));

    private static TrendInput Impact(ChartLanguage language)
    {
        var isLatvian = language == ChartLanguage.Latvian;
        return new TrendInput(
            Caption(language, "Bezdarba līmenis", "Unemployment rate"), new ChartUnit("%", 1), ChartDirection.LowerIsBetter,
            isLatvian ? "rīkojās (2)" : "acted (2)",
            [
                .. Enumerable.Range(0, 7).Select(index => new TrendPeriod(
                    $"{2009 + index}", index < 4 ? 12 - index : 7 - (0.4 * index), new Spread(null, null, 13 - (0.9 * index), null, null),
                    Expected: index < 3 ? null : new Outlook(11.9 - (0.9 * index)))),
            ],
            isLatvian ? new TrendNames("pārējās (8)", Expected: "bez rīcības") : new TrendNames("others (8)", Expected: "without the action"),
            new TrendEvent(4, isLatvian ? "rīcība" : "action"));
    }

    private static ScatterInput Quadrant(ChartLanguage language, int count)
    {
        var isLatvian = language == ChartLanguage.Latvian;
        return new ScatterInput(
            Caption(language, "Izmaksas un kvalitāte", "Cost and quality"),
            "",
            new ScatterMeasure(isLatvian ? "Izdevumi uz vienu izglītojamo" : "Expenditure per student", new ChartUnit("EUR", 0)),
            new ScatterMeasure(isLatvian ? "Centralizēto eksāmenu vidējais rezultāts" : "Mean result of central examinations", new ChartUnit("%", 1)),
            [.. Enumerable.Range(0, count).Select(index => new ScatterPoint(Name(index), index % 17 == 16 ? null : 1200 + (index * 97 % 1000), 40 + (index * 31 % 23) + (index * 0.1), index == 3))],
            [],
            new ScatterCross(1650, 51.5, isLatvian ? "mediāna 1650" : "median 1,650", isLatvian ? "mediāna 51,5" : "median 51.5",
                new ScatterCorner(false, true, isLatvian ? "lētāk un labāk" : "cheaper and better", isLatvian ? "dārgāk un sliktāk" : "dearer and worse")));
    }

    private static ScatterInput Funnel(ChartLanguage language, int count)
    {
        var isLatvian = language == ChartLanguage.Latvian;
        double[] sizes = [.. Enumerable.Range(0, count).Select(index => 1500 * Math.Pow(1.08, index * 7 % 60))];
        return new ScatterInput(
            Caption(language, "Noziedzīgi nodarījumi", "Crimes"),
            isLatvian ? "Ārpus robežām der meklēt iemeslu; robežās atšķirības var būt nejaušas" : "Beyond the limits look for a reason; within them differences may be chance",
            new ScatterMeasure(isLatvian ? "Iedzīvotāju skaits" : "Population", new ChartUnit("", 0), IsSize: true),
            new ScatterMeasure(isLatvian ? "Noziedzīgi nodarījumi uz 1000 iedzīvotājiem" : "Crimes per 1,000 inhabitants", new ChartUnit("", 1)),
            [.. sizes.Select((size, index) => new ScatterPoint(Name(index), size, 20 + (((index * 37 % 21) - 10) * 60 / Math.Sqrt(size)) + (index == 5 ? 9 : 0), index == 2, index == 5 ? 2 : index % 19 == 18 ? 1 : 0))],
            count == 0 ? [] :
            [
                new ScatterCurve(isLatvian ? "95 % robežas" : "95% limits", new Stroke(ChartPalette.Axis, 1.4, Dash.Dashed), Curve(1.96)),
                new ScatterCurve(null, new Stroke(ChartPalette.Axis, 1.4, Dash.Dashed), Curve(-1.96)),
                new ScatterCurve(isLatvian ? "99,8 % robežas" : "99.8% limits", new Stroke(ChartPalette.Axis, 1.4), Curve(3.09)),
                new ScatterCurve(null, new Stroke(ChartPalette.Axis, 1.4), Curve(-3.09)),
            ],
            null,
            isLatvian ? new ScatterNames("ārpus 95 % robežām", "ārpus 99,8 % robežām") : new ScatterNames("beyond the 95% limits", "beyond the 99.8% limits"));

        ScenePoint[] Curve(double z) =>
            [.. Enumerable.Range(0, 61).Select(step => sizes.Min() * Math.Pow(sizes.Max() / sizes.Min(), step / 60d)).Select(size => new ScenePoint(size, 20 + (z * 200 / Math.Sqrt(size))))];
    }

    private static WaterfallInput Waterfall(ChartLanguage language)
    {
        var isLatvian = language == ChartLanguage.Latvian;
        return new WaterfallInput(
            Caption(language, "Izglītības izdevumi uz vienu iedzīvotāju", "Education expenditure per inhabitant"),
            new ChartUnit("EUR", 2),
            new WaterfallStep(isLatvian ? "Grupas vidējais" : "The group", 371.22),
            [
                new WaterfallStep(isLatvian ? "Izmaksas uz vienu izglītojamo" : "Cost per student", 48.1, "1733 / 1502"),
                new WaterfallStep(isLatvian ? "Izglītojamie uz vienu bērnu" : "Students per child", -12.4, "0,91 / 0,94"),
                new WaterfallStep(isLatvian ? "Bērnu īpatsvars iedzīvotāju skaitā" : "Children in the population", -31.9, "0,15 / 0,17"),
            ],
            new WaterfallStep("Cēsu novads", 375.02));
    }

    private static StackInput Stack(ChartLanguage language, int count, int parts) => new(
        Caption(language, "Teritorijas attīstības indekss", "Territory development index"),
        new ChartUnit("", 3),
        "",
        [.. Enumerable.Range(0, parts).Select(part => Components[part % 8] + (part < 8 ? "" : $" {part}"))],
        [
            .. Enumerable.Range(0, count).Select(index =>
            {
                double?[] values = [.. Enumerable.Range(0, parts).Select(part => (double?)(((index * 13 + (part * 29)) % 41) - 18) / 60)];
                return new StackBar(Name(index), values.Sum(), values, index == 2);
            }).OrderByDescending(bar => bar.Number),
        ]);

    private static SunInput Sun(ChartLanguage language, int rays) => new(
        Caption(language, "Cēsu novada attīstības indekss", "Development index of Cēsis Municipality"),
        "Cēsu novads",
        [
            .. Enumerable.Range(0, rays).Select(index => index == 4
                ? new SunRay(Components[index % 8], null, 0.5, language == ChartLanguage.Latvian ? "nav datu" : "no data", "")
                : new SunRay(Components[index % 8], (index * 37 % 100) / 100d, 0.45 + (index * 0.01), $"{index * 37 % 100},5 %", $"{(index % 3) - 1},12")),
        ],
        language == ChartLanguage.Latvian ? "Devums" : "Adds");

    private static IntervalInput Intervals(ChartLanguage language, int count) => new(
        Caption(language, "Saistības", "Correlations"),
        new ChartUnit("", 2),
        "",
        [
            .. Enumerable.Range(0, count).Select(index => new IntervalRow(
                $"{Components[index % 8]} – {Components[(index + 3) % 8]}", 0.9 - (index * 0.14 % 1.7), 0.7 - (index * 0.14 % 1.7), Math.Min(1, 1.1 - (index * 0.14 % 1.7)), false, index == 0)),
        ],
        [new ReferenceLabel(ReferenceKind.Target, 0, language == ChartLanguage.Latvian ? "nav saistības" : "no relation")],
        language == ChartLanguage.Latvian ? "95 % intervāls" : "95% interval",
        language == ChartLanguage.Latvian ? "atšķirama no nejaušības" : "can be told from chance");

    private static string Name(int index) => index < Names.Length ? Names[index] : $"{Names[index % 12][..^7]}{index} novads";
}
