using System.Text.Json;
using Benchlearning.Api.Features.Imports.Layouts;

namespace Benchlearning.Tests.Unit.Features.Imports;

/// <summary>Pages of the raim-http contract: strict about what is required, open to what comes later.</summary>
public sealed class RaimJsonTests
{
    private const string Row = """{"territory":"0026000","indicator":"UnemploymentRate","period":"2025","value":"4.89"}""";

    [Test]
    public void Fields_that_came_later_are_passed_over_and_optional_ones_may_be_left_out()
    {
        var page = JsonSerializer.Deserialize("{\"after\":0,\"next\":1,\"hasMore\":false,\"observations\":[" + Row + "],\"checksum\":\"x\",\"made\":{\"by\":\"RAIM\"}}", RaimJson.Page)!;

        Assert.That((page.Next, page.Observations[0].Value, page.Observations[0].Breakdown, page.Observations[0].Withdrawn), Is.EqualTo((1L, "4.89", (string?)null, false)));
    }

    [TestCase("""{"after":0,"next":1,"hasMore":false,"observations":[]}""", Description = "no checksum")]
    [TestCase("""{"next":1,"hasMore":false,"observations":[],"checksum":"x"}""", Description = "no cursor")]
    [TestCase("""{"after":0,"next":1,"observations":[],"checksum":"x"}""", Description = "not said whether there is more")]
    [TestCase("""{"after":0,"next":1,"hasMore":false,"observations":null,"checksum":"x"}""", Description = "null in place of rows")]
    [TestCase("""{"after":"0","next":1,"hasMore":false,"observations":[],"checksum":"x"}""", Description = "a cursor as text")]
    [TestCase("""{"after":0.5,"next":1,"hasMore":false,"observations":[],"checksum":"x"}""", Description = "a cursor that is not whole")]
    [TestCase("""{"after":0,"after":1,"next":1,"hasMore":false,"observations":[],"checksum":"x"}""", Description = "a field twice")]
    [TestCase("""{"after":0,"next":1,"hasMore":false,"observations":[{"indicator":"U","period":"2025"}],"checksum":"x"}""", Description = "a row without territory")]
    [TestCase("""{"after":0,"next":1,"hasMore":false,"observations":[{"territory":null,"indicator":"U","period":"2025"}],"checksum":"x"}""", Description = "a row with null as territory")]
    [TestCase("""{"after":0,"next":1,"hasMore":false,"observations":[{"territory":"0026000","indicator":"U","period":"2025","value":4.89}],"checksum":"x"}""", Description = "a value as number")]
    public void What_is_not_of_the_contract_is_refused(string json) => Assert.That(() => JsonSerializer.Deserialize(json, RaimJson.Page), Throws.InstanceOf<JsonException>());
}
