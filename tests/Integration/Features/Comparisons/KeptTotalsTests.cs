using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Comparisons;

/// <summary>Totals kept in memory are never older than the data that an answer's tag names.</summary>
[TestFixture]
public sealed class KeptTotalsTests
{
    private const string Question = "/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&lang=en";

    [Test]
    public async Task A_comparison_follows_a_change_of_the_figure_of_the_weight_and_of_a_likeness()
    {
        await using var api = await ApiServer.StartAsync();
        var before = await api.AskAsync<Comparison>(Question);
        var nearest = before.Group.Similar![0];

        // The compared figure, the likest municipality's population (also the weight) and nothing else.
        await Http.NewData.ImportAsync(api, "LV0420200,2013,unemployment-rate,,7.5,,,", $"{nearest.Territory.Code},2013,population,,900000,,,");
        var after = await api.AskAsync<Comparison>(Question);

        Assert.Multiple(() =>
        {
            Assert.That((before.Territory.Value, after.Territory.Value), Is.EqualTo(((decimal?)6.5m, (decimal?)7.5m)));
            Assert.That(after.Group.Similar!.Select(unit => unit.Territory.Identity), Does.Not.Contain(nearest.Territory.Identity), "a city of 900,000 is not like Cēsis");
            Assert.That(after.Territory.Revision!.Value, Is.GreaterThan(before.Territory.Revision!.Value));
        });
    }

    [Test]
    public async Task The_same_question_needs_the_database_once()
    {
        await using var api = await ApiServer.StartAsync();
        await api.AskAsync<Comparison>(Question);
        await using var administrator = new Http.DatabaseAdministrator(api.ConnectionString);
        await administrator.ForbidConnectionsAsync();
        var other = await api.AskAsync<Comparison>(Question + "&mixTypes=true"); // another question about the same figures
        Assert.That(other.Territory.Value, Is.EqualTo(6.5m));
        await administrator.AllowConnectionsAsync();
    }
}
