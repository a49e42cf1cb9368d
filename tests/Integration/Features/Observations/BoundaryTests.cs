using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Observations;

/// <summary>Figures carried to other boundaries. The arithmetic is written out with the figures of the sample.</summary>
[TestFixture]
public sealed class BoundaryTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    // Ādaži = Ādaži 3.36 % of 11,391 people + Carnikava 3.32 % of 8,738: (11,391 x 3.36 + 8,738 x 3.32) / 20,129 = 3.3426 -> 3.3
    [TestCase("LV0023000", "unemployment-rate", "2013", "3.3", 2)]
    // Augšdaugava = Daugavpils novads 504 of 20,149 + Ilūkste 548 of 6,615: (20,149 x 504 + 6,615 x 548) / 26,764 = 514.88 -> 515
    [TestCase("LV0021000", "dependency-ratio", "2013", null, 0)] // Alūksne only: see below
    [TestCase("LV0022000", "dependency-ratio", "2013", "515", 2)]
    // Ogre = Ogre 499.72 of 32,997 + Ikšķile 810.59 of 9,708 + Ķegums 470.43 of 5,344 + Lielvārde 487.12 of 9,643:
    // (32,997 x 499.72 + 9,708 x 810.59 + 5,344 x 470.43 + 9,643 x 487.12) / 57,692 = 547.2118 -> 547.21
    [TestCase("LV0040000", "income-tax-per-capita", "2013", "547.21", 4)]
    // Saldus by pupils: (2,388 x 1,450.14 + 580 x 1,314.87) / 2,968 = 1,423.7058 -> 1,423.71
    [TestCase("LV0046000", "education-expenditure-per-pupil", "2011", "1423.71", 2)]
    // Talsi 2009: Talsi 13.024772 of 27,730, Dundaga 9.555345 of 3,641, Roja with Mērsrags 11.570248 of 3,427 + 1,439 = 4,866:
    // (27,730 x 13.024772 + 3,641 x 9.555345 + 4,866 x 11.570248) / 36,237 = 12.4809 -> 12.5; 2010: 12.1108 -> 12.1
    [TestCase("LV0051000", "unemployment-rate", "2009", "12.5", 3)]
    [TestCase("LV0051000", "unemployment-rate", "2010", "12.1", 3)]
    public async Task A_mean_is_weighted_by_the_people_or_pupils_of_each_part(string territory, string indicator, string period, string? value, int parts)
    {
        var row = await OneAsync($"indicator={indicator}&territory={territory}&period={period}&boundaries=2021-07-01");
        if (value is null)
        {
            Assert.That((row.Conversion, row.Revision), Is.EqualTo(((Conversion?)null, (int?)1)), "a unit that did not change keeps its figure as reported");
            return;
        }

        Assert.Multiple(() =>
        {
            Assert.That(row.Value, Is.EqualTo(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));
            Assert.That(row.Territory, Is.EqualTo(territory));
            Assert.That(row.Revision, Is.Null);
            Assert.That(row.MissingReason, Is.Null);
            Assert.That(row.Flags, Does.Contain("estimated"), "the weights are of another year");
            Assert.That(row.Conversion, Is.EqualTo(new Conversion("weightedMean", parts, parts, 1,
                indicator.StartsWith("education", StringComparison.Ordinal) ? "pupils-grades-1-9" : "population",
                indicator.StartsWith("education", StringComparison.Ordinal) ? "2014" : "2019")));
        });
    }

    // Cēsis: Cēsis 2,040 + Līgatne 190 + Amata 474 + Jaunpiebalga 249 + Priekuļi 577 + Pārgauja 336 + Vecpiebalga 297 = 4,163
    [TestCase("LV0026000", "pupils-grades-1-9", "4163", 7)]
    // Bauska: 2,312 + Iecava 1,042 + Rundāle 233 + Vecumnieki 702 = 4,289, in 14 + 6 + 1 + 5 = 26 schools
    [TestCase("LV0025000", "pupils-grades-1-9", "4289", 4)]
    [TestCase("LV0025000", "schools-grades-1-9", "26", 4)]
    public async Task Counts_add_up(string territory, string indicator, string value, int parts)
    {
        var row = await OneAsync($"indicator={indicator}&territory={territory}&boundaries=2021-07-01");

        Assert.Multiple(() =>
        {
            Assert.That(row.Value, Is.EqualTo(decimal.Parse(value, System.Globalization.CultureInfo.InvariantCulture)));
            Assert.That(row.Conversion, Is.EqualTo(new Conversion("sum", parts, parts, 1, null, null)));
            Assert.That(row.Flags, Is.Empty, "a sum is not an estimate");
        });
    }

    [Test]
    public async Task A_breakdown_adds_up_within_itself()
    {
        var whole = await OneAsync("indicator=children&territory=LV0023000&breakdown=stage:school&boundaries=2021-07-01");
        var parts = await RowsAsync("indicator=children&territory=LV0804400,LV0805200&breakdown=stage:school");

        Assert.That(whole.Value, Is.EqualTo(parts.Sum(row => row.Value)).And.GreaterThan(0));
    }

    [TestCase("LV0042000", "Aglona")] // Preiļi
    [TestCase("LV0032000", "Aglona")] // Krāslava
    [TestCase("LV0044000", "Inčukalns")] // Ropaži
    [TestCase("LV0048000", "Inčukalns")] // Sigulda
    public async Task What_a_divided_unit_brought_is_never_guessed(string territory, string divided)
    {
        foreach (var indicator in new[] { "pupils-grades-1-9", "unemployment-rate" })
        {
            var rows = await RowsAsync($"indicator={indicator}&territory={territory}&boundaries=2021-07-01&lang=en");
            Assert.That(rows, Is.Not.Empty);
            Assert.Multiple(() =>
            {
                Assert.That(rows.Select(row => (row.Value, row.MissingReason, row.Conversion!.Rule)), Is.All.EqualTo(((decimal?)null, "notConvertible", "notConvertible")));
                Assert.That(rows.Select(row => row.Note), Is.All.EqualTo($"Not convertible: the territory was divided ({divided} municipality), and the shares are not known."));
                Assert.That(rows.Select(row => row.Flags), Is.All.Empty);
            });
        }
    }

    [Test]
    public async Task Within_the_boundaries_of_2011_the_figures_of_Roja_before_Mersrags_left_are_not_convertible()
    {
        var rows = await RowsAsync("indicator=unemployment-rate&territory=LV0888301,LV0887600&boundaries=2011-12-31&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That(rows.Where(row => string.CompareOrdinal(row.Period, "2011") < 0).Select(row => (row.Identity, row.Period, row.MissingReason)), Is.EqualTo(new[]
            {
                ("mersraga-novads", "2009", "notConvertible"), ("mersraga-novads", "2010", "notConvertible"), ("rojas-novads", "2009", "notConvertible"), ("rojas-novads", "2010", "notConvertible"),
            }));
            Assert.That(rows.Where(row => string.CompareOrdinal(row.Period, "2011") >= 0).Select(row => row.Value), Has.None.Null);
            Assert.That(rows[0].Note, Does.Contain("Roja municipality"));
        });
    }

    [Test]
    public async Task Back_in_time_the_figure_of_a_merged_unit_is_of_more_than_was_asked()
    {
        var row = await OneAsync("indicator=population&territory=LV0420200&period=2026&boundaries=2013-12-31&lang=en");
        var riga = await OneAsync("indicator=population&territory=LV0001000&period=2026&boundaries=2013-12-31");

        Assert.Multiple(() =>
        {
            Assert.That((row.Value, row.MissingReason), Is.EqualTo(((decimal?)null, "notConvertible")));
            Assert.That(row.Note, Is.EqualTo("Not convertible: the figure is of a larger territory (Cēsis municipality, since 2021-07-01), and the shares are not known."));
            Assert.That(riga.Territory, Is.EqualTo("LV0010000"), "within old boundaries the code is the old one");
            Assert.That(riga.Value, Is.GreaterThan(500_000));
        });
    }

    [Test]
    public async Task A_date_within_2025_decides_whether_Varaklani_belongs_to_Madona()
    {
        // (22,261 x 11.2 + 2,339 x 11.13 + 2,226 x 11.23 + 2,689 x 10.96) / 29,515 = 11.1748 -> 11.2, and with Varakļāni 3,056 x 11: / 32,571 = 11.1584 -> 11.2
        var before = await OneAsync("indicator=unemployment-rate&territory=LV0038000&period=2013&boundaries=2025-06-30");
        var after = await OneAsync("indicator=unemployment-rate&territory=LV0038001&period=2013&boundaries=2025-07-01");
        var pupilsBefore = await OneAsync("indicator=pupils-grades-1-9&territory=LV0038000&boundaries=2025-06-30");
        var pupilsAfter = await OneAsync("indicator=pupils-grades-1-9&territory=LV0038001&boundaries=2025-07-01");
        var varaklani = await OneAsync("indicator=pupils-grades-1-9&territory=LV0055000&boundaries=2025-06-30");

        Assert.Multiple(() =>
        {
            Assert.That((before.Value, before.Conversion!.Parts), Is.EqualTo((11.2m, 4)));
            Assert.That((after.Value, after.Conversion!.Parts), Is.EqualTo((11.2m, 5)));
            Assert.That(pupilsAfter.Value, Is.EqualTo(pupilsBefore.Value + varaklani.Value));
            Assert.That(varaklani.Territory, Is.EqualTo("LV0055000"));
        });
    }

    [TestCase("LV0026000", "Līgatne municipality")] // Cēsis
    [TestCase("LV0027000", "Aizpute municipality")] // Dienvidkurzeme
    public async Task A_population_of_low_confidence_is_refused_as_a_weight_by_name(string territory, string without)
    {
        var row = await OneAsync($"indicator=unemployment-rate&territory={territory}&period=2013&boundaries=2021-07-01&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That((row.Value, row.MissingReason), Is.EqualTo(((decimal?)null, "notConvertible")));
            Assert.That(row.Note, Is.EqualTo($"Not convertible: there is no trustworthy weight or component ({without})."));
            Assert.That(row.Conversion!.PartsWithValue, Is.EqualTo(row.Conversion.Parts - 1));
            Assert.That(row.Conversion.Coverage, Is.Null, "without the weight the covered share is not known");
        });
    }

    [Test]
    public async Task A_missing_figure_of_a_part_is_missing_in_the_whole()
    {
        var row = await OneAsync("indicator=population-change&territory=LV0023000&period=2009&boundaries=2021-07-01&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That((row.Value, row.MissingReason), Is.EqualTo(((decimal?)null, "notAvailable")));
            Assert.That(row.Note, Is.EqualTo("A figure is missing: Ādaži municipality, Carnikava municipality."));
            Assert.That((row.Conversion!.PartsWithValue, row.Conversion.Coverage), Is.EqualTo((0, (double?)0)));
        });
    }

    [Test]
    public async Task A_suspect_part_makes_the_whole_suspect_and_is_named()
    {
        var row = await OneAsync("indicator=population-change&territory=LV0030000&period=2012&boundaries=2021-07-01&lang=en"); // Jelgava with Ozolnieki

        Assert.Multiple(() =>
        {
            Assert.That(row.Flags, Is.EqualTo(new[] { "suspect", "estimated" }));
            Assert.That(row.Note, Does.StartWith("Ozolnieki municipality: "));
        });
    }

    [Test]
    public async Task The_unharmonised_figures_stay_reachable()
    {
        var asReported = await RowsAsync("indicator=unemployment-rate&period=2013&boundaries=asReported");
        var unsaid = await RowsAsync("indicator=unemployment-rate&period=2013");

        Assert.Multiple(() =>
        {
            Assert.That(asReported, Has.Count.EqualTo(119));
            Assert.That(asReported.Select(row => (row.Identity, row.Value)), Is.EqualTo(unsaid.Select(row => (row.Identity, row.Value))));
            Assert.That(asReported.Select(row => row.Conversion), Is.All.Null);
        });
    }

    [Test]
    public async Task Every_unit_of_the_date_is_answered_for_once()
    {
        var rows = await RowsAsync("indicator=unemployment-rate&period=2013&boundaries=2021-07-01");
        var today = await RowsAsync("indicator=unemployment-rate&period=2013&boundaries=2026-01-01");

        Assert.Multiple(() =>
        {
            Assert.That(rows.Select(row => row.Identity), Is.Unique);
            Assert.That(rows, Has.Count.EqualTo(43));
            Assert.That(today.Select(row => row.Identity), Is.Unique);
            Assert.That(today, Has.Count.EqualTo(42));
            Assert.That(today.Count(row => row.MissingReason == "notConvertible"), Is.EqualTo(6), "four for the divided, two for untrusted weights");
        });
    }

    [Test]
    public async Task A_group_within_boundaries_is_that_of_their_date()
    {
        var rows = await RowsAsync("indicator=unemployment-rate&territory=group:region-vidzeme&period=2013&boundaries=2021-07-01&labels=true&lang=lv");

        Assert.That(rows.Select(row => row.TerritoryName), Does.Contain("Cēsu novads").And.Contain("Alūksnes novads").And.Not.Contain("Rīga"));
    }

    [Test]
    public async Task A_unit_that_is_not_within_the_boundaries_is_refused_with_those_of_its_area()
    {
        var problem = await api.RefusedAsync("/v1/observations?indicator=unemployment-rate&territory=LV0420200&boundaries=2021-07-01", 400);

        Assert.That((problem.Errors![0].Code, problem.Errors[0].Allowed![0]), Is.EqualTo(("territory-not-on-boundaries", "LV0026000")));
    }

    [Test]
    public async Task An_answer_that_rests_on_weights_has_another_tag_when_they_change()
    {
        await using var own = await ApiServer.StartAsync();
        const string Address = "/v1/observations?indicator=unemployment-rate&territory=LV0023000&period=2013&boundaries=2021-07-01";
        using var first = await own.Client.GetAsync(Address);
        await own.ImportAsync("LV0805200,2013,population,,100000,,,"); // the very year, so no estimate any more for this part
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () =>
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, Address);
            request.Headers.Add("If-None-Match", first.Headers.ETag!.Tag);
            using var second = await own.Client.SendAsync(request);
            return second.StatusCode == System.Net.HttpStatusCode.OK;
        }, "the weight's change reaches the tag");

        // (11,391 x 3.36 + 100,000 x 3.32) / 111,391 = 3.3241 -> 3.3
        var row = (await own.AskAsync<ObservationPage>(Address)).Rows.Single();
        Assert.That((row.Value, row.Conversion!.WeightPeriod), Is.EqualTo((3.3m, "2013,2019")));
    }

    private async Task<Observation> OneAsync(string query) => (await RowsAsync(query)).Single();

    private async Task<IReadOnlyList<Observation>> RowsAsync(string query) => (await api.AskAsync<ObservationPage>($"/v1/observations?{query}")).Rows;
}
