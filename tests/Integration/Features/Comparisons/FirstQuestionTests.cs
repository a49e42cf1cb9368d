using System.Net.Http.Json;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Comparisons;

/// <summary>How does Cēsis municipality's unemployment compare with similar municipalities in 2013?</summary>
[TestFixture]
public sealed class FirstQuestionTests
{
    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    [Test]
    public async Task Cesis_is_fifth_of_nine_with_the_unemployment_of_the_source()
    {
        var comparison = await api.Client.GetFromJsonAsync<Comparison>("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&lang=en");

        Assert.Multiple(() =>
        {
            Assert.That(comparison!.Territory.Value, Is.EqualTo(6.5m)); // as in the RAIM export
            Assert.That(comparison.Territory.Rank, Is.EqualTo(5));
            Assert.That(comparison.Territory.RankedAmong, Is.EqualTo(9));
            Assert.That(comparison.Group.Similar, Has.Count.EqualTo(8));
            Assert.That(comparison.Group.Similar!.Select(similar => similar.Contributions.Values.Sum()), Is.All.EqualTo(1).Within(1e-5));
        });
    }
}
