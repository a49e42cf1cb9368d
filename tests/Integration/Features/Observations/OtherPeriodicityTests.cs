using System.Text.Json;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Indicators;
using Benchlearning.Contracts.V1.Observations;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Observations;

/// <summary>A monthly rate, a quarterly ratio with its components, an indicator with two definitions and one without values, from their definition to a comparison.</summary>
[TestFixture]
public sealed class OtherPeriodicityTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync();
        var catalogue = new
        {
            topics = Array.Empty<object>(), units = Array.Empty<object>(), sources = Array.Empty<object>(), dimensions = Array.Empty<object>(),
            indicators = new[]
            {
                Indicator("monthly-unemployment", Version("monthly", "weightedMean", weight: "population", direction: "lowerIsBetter")),
                Indicator("quarterly-spending", Version("quarterly", "sum", measure: "flow", decimals: 0)), Indicator("quarterly-places", Version("quarterly", "sum", measure: "flow", decimals: 0)),
                Indicator("quarterly-cost", Version("quarterly", "recompute", numerator: "quarterly-spending", denominator: "quarterly-places", direction: "lowerIsBetter")),
                Indicator("redefined", Version("annual", "notConvertible", direction: "higherIsBetter"),
                    Version("annual", "notConvertible", direction: "lowerIsBetter", version: 2, from: "2013", decimals: 2, breakNote: "Counted anew from 2013.")),
                Indicator("empty", Version("monthly", "sum", measure: "flow")),
            },
        };
        await using (var content = new MemoryStream(JsonSerializer.SerializeToUtf8Bytes(catalogue)))
            Assert.That((await api.SendAsync(new DefineCatalogue.Command(content))).Indicators, Is.EqualTo(7));
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await api.TextAsync("/v1/indicators")).Contains("quarterly-cost", StringComparison.Ordinal), "defined");

        string[] codes = ["LV0420200", "LV0804400", "LV0805200", "LV0010000", "LV0700200", "LV0400200"];
        var rows = new List<string>();
        for (var unit = 0; unit < codes.Length; unit++)
        {
            foreach (var month in new[] { "2012-11", "2012-12", "2013-01", "2013-02", "2013-04" })
                rows.Add($"{codes[unit]},{month},monthly-unemployment,,{5 + unit}.{month[^1]},,,");
            foreach (var quarter in new[] { "2012-Q4", "2013-Q1" })
                rows.AddRange([$"{codes[unit]},{quarter},quarterly-spending,,{(unit + 1) * 1000},,,", $"{codes[unit]},{quarter},quarterly-places,,{unit + 3},,,",
                    string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{codes[unit]},{quarter},quarterly-cost,,{(unit + 1) * 1000m / (unit + 3):0.0},,,")]);
            rows.AddRange([$"{codes[unit]},2012,redefined,,{unit}.25,,,", $"{codes[unit]},2013,redefined,,{unit}.255,,,"]);
        }
        var report = await api.ImportAsync([.. rows]);
        Assert.That((report.Refused, report.New), Is.EqualTo((0, rows.Count)));
        await Asking.WithinAsync(TimeSpan.FromSeconds(20), async () => (await api.TextAsync("/v1/indicators")).Contains("\"2013-04\"", StringComparison.Ordinal), "imported");
    }

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [TestCase("2013-02", "2013-02")]
    [TestCase("2012..2012", "2012-11,2012-12")]
    [TestCase("2012-12..2013-01", "2012-12,2013-01")]
    [TestCase("latest(2)", "2013-02,2013-04")]
    [TestCase("2013", "")]
    public async Task Months_are_selected_by_month_year_and_count(string period, string expected)
    {
        var rows = (await api.AskAsync<ObservationPage>($"/v1/observations?indicator=monthly-unemployment&territory=LV0420200&period={period}")).Rows;

        Assert.That(string.Join(',', rows.Select(row => row.Period)), Is.EqualTo(expected));
    }

    [Test]
    public async Task Indicators_of_several_periodicities_stand_in_one_dataset()
    {
        using var document = JsonDocument.Parse(await api.TextAsync("/v1/observations?indicator=monthly-unemployment,quarterly-cost,unemployment-rate&territory=LV0420200,LV0010000&period=latest&format=json-stat"));
        var periods = document.RootElement.GetProperty("dimension").GetProperty("period").GetProperty("category").GetProperty("index").EnumerateObject().Select(entry => entry.Name);

        Assert.That(periods, Is.EqualTo(new[] { "2013", "2013-04", "2013-Q1" }));
        Assert.That(document.RootElement.GetProperty("value").EnumerateArray().Count(value => value.ValueKind == JsonValueKind.Number), Is.EqualTo(6));
    }

    [Test]
    public async Task A_month_is_compared_by_the_variables_of_years_that_have_ended()
    {
        var comparison = await api.AskAsync<Comparison>("/v1/comparisons?indicator=monthly-unemployment&territory=LV0420200&period=2013-02&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That(comparison.Territory.Value, Is.EqualTo(5.2m));
            Assert.That(comparison.Group.Variables!.Select(variable => (variable.Indicator, variable.Period)), Is.EqualTo(new[]
            {
                ("population", "2019,2026"), ("dependency-ratio", "2012"), ("unemployment-rate", "2012"), ("income-tax-per-capita", "2012"),
            }));
            Assert.That(comparison.Summary, Does.Contain("in February 2013"));
        });
    }

    [Test]
    public async Task A_year_is_compared_by_months_that_lie_within_it()
    {
        var comparison = await api.AskAsync<Comparison>("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2012&similarBy=monthly-unemployment&lang=lv");

        Assert.That(comparison.Group.Variables!.Single().Period, Is.EqualTo("2012-12"));
        Assert.That(comparison.Summary, Does.Contain("2012. gadā"));
    }

    [Test]
    public async Task A_year_is_no_period_of_a_monthly_indicator()
    {
        var problem = await api.RefusedAsync("/v1/comparisons?indicator=monthly-unemployment&territory=LV0420200&period=2013", 400);

        Assert.That(problem.Errors!.Single().Code, Is.EqualTo("wrong-periodicity"));
    }

    [Test]
    public async Task A_trend_over_months_changes_from_month_to_month_and_not_over_a_missing_one()
    {
        var trend = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=monthly-unemployment&territory=LV0420200&group=municipalities");

        Assert.That(trend.Points.Select(point => (point.Period, point.Change)), Is.EqualTo(new[]
        {
            ("2012-11", (decimal?)null), ("2012-12", 0.1m), ("2013-01", -0.1m), ("2013-02", 0.1m), ("2013-04", null),
        }));
    }

    // Ādaži 2,000 / 4 and Carnikava 3,000 / 5: (2,000 + 3,000) / (4 + 5) = 555.6; the group as a whole likewise.
    [Test]
    public async Task A_ratio_is_recomputed_from_its_components_across_the_reform_and_in_a_group()
    {
        var row = (await api.AskAsync<ObservationPage>("/v1/observations?indicator=quarterly-cost&territory=LV0023000&period=2013-Q1&boundaries=2021-07-01")).Rows.Single();
        var comparison = await api.AskAsync<Comparison>("/v1/comparisons?indicator=quarterly-cost&territory=LV0420200&period=2013-Q1&group=municipalities&lang=lv");

        Assert.Multiple(() =>
        {
            Assert.That(row.Value, Is.EqualTo(555.6m));
            Assert.That(row.Conversion, Is.EqualTo(new Conversion("recompute", 2, 2, 1, null, null)));
            Assert.That(row.Flags, Is.Empty);
            // Five municipalities: (1 + 2 + 3 + 5 + 6) x 1,000 / (3 + 4 + 5 + 7 + 8) = 629.63; from ratios with one decimal 629.63 within 0.05
            Assert.That(comparison.Statistics.WeightedMean, Is.EqualTo(629.63m).Within(0.05m));
            Assert.That((comparison.Statistics.Weight!.Indicator, comparison.Statistics.Weight.Period, comparison.Statistics.Weight.IsEstimate), Is.EqualTo(("quarterly-places", "2013-Q1", false)));
            Assert.That(comparison.Summary, Does.Contain("2013. gada 1. ceturksnī"));
        });
    }

    [Test]
    public async Task Figures_keep_the_definition_of_their_period()
    {
        var rows = (await api.AskAsync<ObservationPage>("/v1/observations?indicator=redefined&territory=LV0420200,LV0010000")).Rows;
        var old = await CompareAsync("2012");
        var recent = await CompareAsync("2013");
        var trend = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=redefined&territory=LV0420200&group=municipalities&lang=en");
        var stat = await api.TextAsync("/v1/observations?indicator=redefined&territory=LV0420200&format=json-stat");
        var csv = await api.TextAsync("/v1/observations?indicator=redefined&territory=LV0420200&format=csv");

        Assert.Multiple(() =>
        {
            Assert.That(rows.Select(row => (row.Period, row.IndicatorVersion, row.Direction)).Distinct(), Is.EqualTo(new[] { ("2012", 1, "higherIsBetter"), ("2013", 2, "lowerIsBetter") }));
            Assert.That((old.Indicator.Version, old.Indicator.Direction, old.Territory.Rank), Is.EqualTo((1, "higherIsBetter", (int?)5)));
            Assert.That((recent.Indicator.Version, recent.Indicator.Direction, recent.Territory.Rank), Is.EqualTo((2, "lowerIsBetter", (int?)1)));
            Assert.That((old.Notes.Count, recent.Notes.Count(note => note == "Counted anew from 2013.")), Is.EqualTo((old.Notes.Count(note => !note.StartsWith("Counted", StringComparison.Ordinal)), 1)));
            Assert.That(trend.Breaks, Is.EqualTo(new[] { new SeriesBreak("2013", "Counted anew from 2013.") }));
            Assert.That(trend.Points.Select(point => point.Change), Is.All.Null);
            Assert.That(stat, Does.Contain("\"value\":[0.3,0.26]"));
            Assert.That(csv, Does.Contain(",0.3,").And.Contain(",0.26,"));
        });

        Task<Comparison> CompareAsync(string period) => api.AskAsync<Comparison>($"/v1/comparisons?indicator=redefined&territory=LV0420200&period={period}&group=municipalities&lang=en");
    }

    [Test]
    public async Task An_indicator_without_values_answers_with_none()
    {
        var listed = (await api.AskAsync<Page<Indicator>>("/v1/indicators?q=empty")).Items.Single(indicator => indicator.Code == "empty");
        var comparison = await api.AskAsync<Comparison>("/v1/comparisons?indicator=empty&territory=LV0420200&group=municipalities");
        var trend = await api.AskAsync<Trend>("/v1/comparisons/trend?indicator=empty&territory=LV0420200");
        var estimate = await api.AskAsync<ObservationEstimate>("/v1/observations/estimate?indicator=empty");

        Assert.Multiple(() =>
        {
            Assert.That((listed.FirstPeriod, listed.LastPeriod), Is.EqualTo(((string?)null, (string?)null)));
            Assert.That((comparison.Period, comparison.Territory.MissingReason, comparison.Statistics.N, comparison.Statistics.Missing), Is.EqualTo(("2021-06", "notAvailable", 0, 110)));
            Assert.That(trend.Points, Is.Empty);
            Assert.That(estimate.Cells, Is.Zero);
        });
    }

    private static object Indicator(string code, params object[] versions) => new { code, topic = "economy", breakdowns = Array.Empty<string>(), versions };

    private static object Version(
        string periodicity, string conversion, string? weight = null, string? numerator = null, string? denominator = null, string direction = "neutral", string measure = "ratio",
        int decimals = 1, int version = 1, string from = "2009", string? breakNote = null) => new
        {
            version, nameLv = "Pārbaudes rādītājs", nameEn = "A tested indicator", definitionLv = "Definīcija.", definitionEn = "Definition.", unit = "percent", direction, decimals, measure, periodicity,
            control = "low", interpretationLv = "Skaidrojums.", interpretationEn = "Interpretation.", limitsLv = "Robežas.", limitsEn = "Limits.", conversion, weightIndicator = weight,
            numeratorIndicator = numerator, denominatorIndicator = denominator, validFrom = from, breakNoteLv = breakNote, breakNoteEn = breakNote, source = "raim",
        };
}
