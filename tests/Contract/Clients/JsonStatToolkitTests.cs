using System.Text.Json;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Contract.Clients;

/// <summary>
/// What the JSON-stat toolkit, the usual reader of the format, makes of our answers is what the JSON rows say: sizes, roles, units, values
/// and statuses. <c>node/jsonstat.mjs</c> compares; here stands what the sample must give.
/// </summary>
[TestFixture]
[CancelAfter(120_000)]
public sealed class JsonStatToolkitTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task One_indicator_of_all_territories(CancellationToken cancellationToken)
    {
        var reading = await ReadAsync("indicator=unemployment-rate&period=2009..2013&lang=en", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(reading.Id, Is.EqualTo(new[] { "indicator", "territory", "period" }));
            Assert.That(reading.Size, Is.EqualTo(new[] { 1, 119, 5 }));
            Assert.That(reading.Values, Is.EqualTo(593));
            Assert.That(reading.Missing, Is.EqualTo(2)); // Mērsrags, before it existed
            Assert.That(reading.Statuses, Is.EqualTo(new[] { "", "m", "s" }));
            Assert.That(reading.Units, Is.EqualTo(new[] { "%" }));
        });
    }

    [Test]
    public async Task Several_indicators_of_different_units_and_periods(CancellationToken cancellationToken)
    {
        var reading = await ReadAsync("indicator=unemployment-rate,income-tax-per-capita,population&territory=*&lang=lv", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(reading.Size[0], Is.EqualTo(3));
            Assert.That(reading.Size[2], Is.GreaterThan(5));
            Assert.That(reading.Units, Is.EquivalentTo(new[] { "%", "EUR", "cilv." }));
            Assert.That(reading.Missing, Is.GreaterThan(0));
        });
    }

    [Test]
    public async Task Breakdowns_are_dimensions_with_a_total(CancellationToken cancellationToken)
    {
        var reading = await ReadAsync("indicator=children&breakdown=sex:*,stage:*", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(reading.Id, Is.EqualTo(new[] { "indicator", "territory", "sex", "stage", "period" }));
            Assert.That(reading.Size, Is.EqualTo(new[] { 1, 119, 3, 3, 1 }));
            Assert.That(reading.Rows, Is.EqualTo(7 * 119));
            Assert.That(reading.Missing, Is.EqualTo(2 * 119)); // the totals of each sex are not published
            Assert.That(reading.Statuses, Is.EqualTo(new[] { "", "m" }));
        });
    }

    [Test]
    public async Task Missing_values_are_null_with_a_reason(CancellationToken cancellationToken)
    {
        var reading = await ReadAsync("indicator=education-expenditure-per-pupil&period=2009..2013", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(reading.Missing, Is.EqualTo(236 + 2)); // 236 empty in the source, and Mērsrags before it existed
            Assert.That(reading.Statuses, Does.Contain("m"));
        });
    }

    [Test]
    public async Task Flags_are_statuses_with_labels(CancellationToken cancellationToken)
    {
        var reading = await ReadAsync("indicator=female-share&territory=*&period=2009", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(reading.Cells, Is.EqualTo(118));
            Assert.That(reading.Statuses, Is.EqualTo(new[] { "s" })); // the whole year is suspect in the source
        });
    }

    [Test]
    public async Task Figures_carried_to_the_boundaries_of_2021(CancellationToken cancellationToken)
    {
        var reading = await ReadAsync("indicator=registered-population,unemployment-rate,population-change&period=2009..2013&boundaries=2021-07-01", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(reading.Size, Is.EqualTo(new[] { 3, 43, 5 }));
            Assert.That(reading.Statuses.Any(status => status.Contains('e', StringComparison.Ordinal)), Is.True); // weights of another year
        });
    }

    [Test]
    public async Task One_cell(CancellationToken cancellationToken)
    {
        var reading = await ReadAsync("indicator=unemployment-rate&territory=LV0420200&period=2013", cancellationToken);

        Assert.Multiple(() =>
        {
            Assert.That(reading.Size, Is.EqualTo(new[] { 1, 1, 1 }));
            Assert.That(reading.First, Is.EqualTo(6.5)); // as in the RAIM export
            Assert.That(reading.Statuses, Is.Empty);
        });
    }

    private async Task<Reading> ReadAsync(string selection, CancellationToken cancellationToken)
    {
        var output = await NodePackages.RunAsync(cancellationToken, "jsonstat.mjs", api.BaseAddress.ToString(), selection);
        var reading = JsonSerializer.Deserialize<Reading>(output, JsonSerializerOptions.Web)!;
        Assert.That(reading.Findings, Is.Empty);
        return reading;
    }

    private sealed record Reading(
        string[] Id, int[] Size, int Cells, int Rows, int Values, int Missing, string[] Statuses, string[] Units, double? First, string[] Findings);
}
