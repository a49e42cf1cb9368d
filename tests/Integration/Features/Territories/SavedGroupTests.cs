using System.Net;
using System.Net.Http.Json;
using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Contracts.V1.Territories;
using Benchlearning.Tests.Integration.Features.Access;
using Benchlearning.Tests.Integration.Features.Analyses;

namespace Benchlearning.Tests.Integration.Features.Territories;

/// <summary>Lists of municipalities that an analysis found, saved as groups to compare within.</summary>
[TestFixture]
public sealed class SavedGroupTests
{
    private AccessBench bench = null!;

    [OneTimeSetUp]
    public async Task Start() => bench = await AccessBench.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await bench.DisposeAsync();

    [Test]
    public async Task Neighbours_are_saved_with_their_origin_and_compared_within()
    {
        var found = await bench.Api.AnalyseAsync<NeighbourAnalysis>("neighbours", new { territory = "LV0420200", k = 3, period = "2013", variables = new object[] { new { variable = "unemployment-rate" }, new { variable = "income-tax-per-capita" } } });
        var members = found.Neighbours.Select(neighbour => neighbour.Unit).Prepend("LV0420200").ToArray();
        using var answer = await PutAsync("similar-to-cesis-2013", Settings(members));
        var saved = await ReadAsync<SavedTerritoryGroup>(answer, HttpStatusCode.Created);
        var group = await bench.Api.AskAsync<TerritoryGroupMembers>("/v1/territory-groups/similar-to-cesis-2013?on=2013-12-31");
        var analysis = await bench.Api.AnalyseAsync<PositionAnalysis>("position", new { variable = "unemployment-rate", group = "similar-to-cesis-2013", period = "2013" });

        Assert.Multiple(() =>
        {
            Assert.That(answer.Headers.Location!.ToString(), Is.EqualTo("/v1/territory-groups/similar-to-cesis-2013"));
            Assert.That((saved.Version, saved.Members.Count, saved.Origin.Method), Is.EqualTo((1, 4, "neighbours")));
            Assert.That(group.Members.Select(member => member.Code), Is.EquivalentTo(members));
            Assert.That((group.Group.Kind, group.Group.Version, group.Group.Origin!.Method), Is.EqualTo(("list", 1, "neighbours")));
            Assert.That(group.Group.Origin!.Request, Does.Contain("LV0420200"));
            Assert.That((analysis.Frame.N, analysis.Frame.Group!.Code, analysis.Frame.Group.Version), Is.EqualTo((4, "similar-to-cesis-2013", (int?)1)));
        });
    }

    [Test]
    public async Task What_is_saved_again_is_the_next_version_and_only_by_whom_knows_the_present_one()
    {
        using var first = await PutAsync("ours", Settings(["LV0420200"]));
        using var unknowing = await PutAsync("ours", Settings(["LV0010000"]));
        using var stale = await PutAsync("ours", Settings(["LV0010000"]), "\"2\"");
        using var second = await PutAsync("ours", Settings(["LV0010000"]), "\"1\"");
        using var early = await PutAsync("not-there", Settings(["LV0010000"]), "*");
        var group = await bench.Api.AskAsync<TerritoryGroupMembers>("/v1/territory-groups/ours?on=2013-12-31");

        Assert.Multiple(() =>
        {
            Assert.That(new[] { first.StatusCode, unknowing.StatusCode, stale.StatusCode, second.StatusCode, early.StatusCode }, Is.EqualTo(new[]
            {
                HttpStatusCode.Created, HttpStatusCode.PreconditionRequired, HttpStatusCode.PreconditionFailed, HttpStatusCode.OK, HttpStatusCode.PreconditionFailed,
            }));
            Assert.That((group.Group.Version, group.Members.Single().Code), Is.EqualTo((2, "LV0010000")));
        });
    }

    [Test]
    public async Task A_rule_is_not_changed_and_everything_wrong_is_named_at_once()
    {
        using var rule = await PutAsync("state-cities", Settings(["LV0010000"]), "*");
        using var answer = await PutAsync("Not A Code", new { nameLv = "Grupa", members = new[] { "LV0010000", "LV9999999", "LV0010000" }, origin = new { request = "[]" } });
        var problem = await ReadAsync<Contracts.V1.ApiProblem>(answer, HttpStatusCode.BadRequest);

        Assert.Multiple(() =>
        {
            Assert.That(rule.StatusCode, Is.EqualTo(HttpStatusCode.Conflict));
            Assert.That(problem.Errors!.Select(error => $"{error.Pointer ?? error.Parameter} {error.Code}"), Is.EquivalentTo(new[]
            {
                "code invalid-code", "/nameEn required", "/descriptionLv required", "/descriptionEn required", "/members/1 unknown-code", "/members/2 repeated-code", "/origin/method required", "/origin/request invalid-json",
            }));
        });
    }

    private static object Settings(string[] members) => new
    {
        nameLv = "Līdzīgās", nameEn = "Similar", descriptionLv = "Pēc bezdarba un nodokļa.", descriptionEn = "By unemployment and tax.", members,
        origin = new { method = "neighbours", request = """{"territory":"LV0420200","k":3}""", asOf = "2026-01-01T00:00:00Z" },
    };

    private Task<HttpResponseMessage> PutAsync(string code, object settings, string? ifMatch = null) =>
        bench.SendAsync(HttpMethod.Put, $"/v1/territory-groups/{Uri.EscapeDataString(code)}", settings, ifMatch is null ? [] : [("If-Match", ifMatch)]);

    private static async Task<T> ReadAsync<T>(HttpResponseMessage answer, HttpStatusCode status)
    {
        Assert.That(answer.StatusCode, Is.EqualTo(status), await answer.Content.ReadAsStringAsync());
        return (await answer.Content.ReadFromJsonAsync<T>())!;
    }
}
