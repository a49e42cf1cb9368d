using System.Net;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Comparisons;
using Benchlearning.Contracts.V1.Practices;
using Benchlearning.Tests.Integration.Features.Access;

namespace Benchlearning.Tests.Integration.Features.Practices;

/// <summary>Whom to call, and what comes of it: from interest to an effect that is measured by published figures.</summary>
[TestFixture]
public sealed class AdoptionTests
{
    private Library library = null!;

    [OneTimeSetUp]
    public async Task Start() => library = await Library.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await library.DisposeAsync();

    [Test]
    public async Task Those_who_do_clearly_better_are_named_with_what_they_do()
    {
        var comparison = await library.Api.AskAsync<Comparison>("/v1/comparisons?indicator=unemployment-rate&territory=LV0420200&period=2013&lang=en");
        var none = await Library.AskAsync<PracticeContacts>(library.Reader, "/v1/practice-contacts?indicator=unemployment-rate&territory=LV0420200&period=2013&lang=en");
        var best = none.Better[0];
        var (id, code) = (await library.Api.SqlAsync($"select t.territory_id, o.code from territory t join organisation o on o.territory_id = t.territory_id where t.identity = '{best.Identity}'"))[0] is [var number, var organisation] ? (number, organisation) : default;
        using var keeper = await library.WithAsync(new Granted("municipalCoordinator", code));
        var about = await library.PublishAsync(keeper, Library.Practice(("organisation", code), ("theme", "finance")));
        var themed = await library.PublishAsync(keeper, Library.Practice(("organisation", code), ("indicators", null), ("evidence", "described")));
        await library.PublishAsync(keeper, Library.Practice(("organisation", code), ("theme", "finance"), ("indicators", null), ("evidence", "described")));
        var found = await Library.AskAsync<PracticeContacts>(library.Reader, "/v1/practice-contacts?indicator=unemployment-rate&territory=LV0420200&period=2013&lang=en");
        var unknown = await Library.AskAsync<PracticeContacts>(library.Stranger, "/v1/practice-contacts?indicator=unemployment-rate&territory=LV0420200&period=2013&lang=en");

        var own = comparison.Territory.Value!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(none.Better, Is.Not.Empty);
            Assert.That(none.Better.Select(better => better.Identity), Is.SubsetOf(comparison.Distribution.Select(point => point.Identity)));
            Assert.That(none.Better.Select(better => better.Value), Is.Ordered.Ascending.And.All.LessThan(own), "of unemployment less is better");
            Assert.That(none.Better.Select(better => better.Difference), Is.EqualTo(none.Better.Select(better => better.Value - own)));
            Assert.That(none.Better.SelectMany(better => better.Practices), Is.Empty);
            Assert.That(found.Better[0].Practices.Select(practice => (practice.Id, practice.IsAboutIndicator)), Is.EqualTo(new[] { (about.Id, true), (themed.Id, false) }));
            Assert.That(found.Better[0].Practices[0].Contact!.Email, Is.EqualTo("anna@cesis.example"));
            Assert.That(unknown.Better[0].Practices[0].Contact, Is.Null);
            Assert.That(found.Summary, Does.Contain(best.Name));
            Assert.That(id, Is.Not.Null);
        });
    }

    [Test]
    public async Task A_practice_of_the_municipality_that_one_became_part_of_counts_too()
    {
        // Compared in 2013, kept by the municipality that Cēsis of 2009 became part of.
        var practice = await library.PublishAsync(library.Cesis, Library.Practice());
        var asking = await library.Api.SqlAsync("""
            select v.code from current_observation o join indicator i on i.indicator_id = o.indicator_id and i.code = 'unemployment-rate'
            join territory_version v on v.territory_version_id = o.territory_version_id and v.type = 'municipality' and v.code is not null
            where o.period = '2013' and o.breakdown = '' order by o.value desc limit 1
            """);
        var found = await Library.AskAsync<PracticeContacts>(library.Reader, $"/v1/practice-contacts?indicator=unemployment-rate&territory={asking[0][0]}&period=2013&group=municipalities");

        Assert.That(found.Better.Where(better => better.Identity == "cesu-novads-2009").SelectMany(better => better.Practices).Select(called => called.Id), Does.Contain(practice.Id));
    }

    [Test]
    public async Task An_adoption_goes_from_interest_to_a_measured_effect()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice());
        var adoption = await AdoptAsync(library.OfRiga, practice.Id, Library.Riga);
        foreach (var move in new[] { "makeContact", "adapt", "use" })
            await Library.ReadAsync<PracticeAdoption>(await MoveAsync(library.OfRiga, adoption.Id, new { move }), HttpStatusCode.OK);
        using var unpublished = await MoveAsync(library.OfRiga, adoption.Id, new { move = "reportEffect", indicator = "unemployment-rate", before = "2011", after = "2099" });
        var lacking = await Library.FindingsAsync(unpublished, HttpStatusCode.Conflict);
        var reported = await Library.ReadAsync<PracticeAdoption>(await MoveAsync(library.OfRiga, adoption.Id, new { move = "reportEffect", indicator = "unemployment-rate", before = "2011", after = "2013" }), HttpStatusCode.OK);
        var seen = await Library.AskAsync<Page<PracticeAdoption>>(library.Stranger, $"/v1/practices/{practice.Id}/adoptions");
        var before = (await library.Api.AskAsync<Comparison>("/v1/comparisons?indicator=unemployment-rate&territory=LV0001000&period=2011")).Territory.Value!.Value;
        var after = (await library.Api.AskAsync<Comparison>("/v1/comparisons?indicator=unemployment-rate&territory=LV0001000&period=2013")).Territory.Value!.Value;

        Assert.Multiple(() =>
        {
            Assert.That((adoption.State, adoption.Version, adoption.Effect), Is.EqualTo(("interested", 1, (AdoptionEffect?)null)));
            Assert.That(lacking, Is.EqualTo(new[] { "/move figure-after" }));
            Assert.That(reported.State, Is.EqualTo("effectReported"));
            Assert.That((reported.Effect!.ValueBefore, reported.Effect.ValueAfter, reported.Effect.Change), Is.EqualTo((before, after, after - before)));
            Assert.That((reported.Effect.IsBetter, reported.Effect.IsRevised, reported.Effect.SimilarChange is not null), Is.EqualTo(((bool?)(after < before), false, true)));
            Assert.That(seen.Items.Single().Id, Is.EqualTo(adoption.Id));
        });
    }

    [Test]
    public async Task A_practice_is_taken_over_once_at_a_time_never_ones_own_and_by_ones_own_people()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice());
        var draft = await library.CreateAsync(library.OfRiga, Library.Practice(("organisation", Library.Riga)));
        var path = $"/v1/practices/{practice.Id}/adoptions";
        var adoption = await AdoptAsync(library.OfRiga, practice.Id, Library.Riga);
        using var twice = await Library.SendAsync(library.OfRiga, HttpMethod.Post, path, new { organisation = Library.Riga }, ("Idempotency-Key", "twice"));
        using var own = await Library.SendAsync(library.Cesis, HttpMethod.Post, path, new { organisation = Callers.CesisNow }, ("Idempotency-Key", "own"));
        using var others = await Library.SendAsync(library.Cesis, HttpMethod.Post, path, new { organisation = Library.Riga }, ("Idempotency-Key", "others"));
        using var association = await Library.SendAsync(library.OfRiga, HttpMethod.Post, path, new { organisation = "lalrg" }, ("Idempotency-Key", "association"));
        using var hidden = await Library.SendAsync(library.Cesis, HttpMethod.Post, $"/v1/practices/{draft.Id}/adoptions", new { organisation = Callers.CesisNow }, ("Idempotency-Key", "hidden"));
        using var backwards = await MoveAsync(library.OfRiga, adoption.Id, new { move = "use" });
        using var foreign = await MoveAsync(library.Cesis, adoption.Id, new { move = "makeContact" });
        using var reasonless = await MoveAsync(library.OfRiga, adoption.Id, new { move = "abandon" });
        using var abandoned = await MoveAsync(library.OfRiga, adoption.Id, new { move = "abandon", reason = "No money" });
        using var anew = await Library.SendAsync(library.OfRiga, HttpMethod.Post, path, new { organisation = Library.Riga }, ("Idempotency-Key", "anew"));

        Assert.That(new[] { twice.StatusCode, own.StatusCode, others.StatusCode, association.StatusCode, hidden.StatusCode, backwards.StatusCode, foreign.StatusCode, reasonless.StatusCode, abandoned.StatusCode, anew.StatusCode }, Is.EqualTo(new[]
        {
            HttpStatusCode.Conflict, HttpStatusCode.Conflict, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest, HttpStatusCode.NotFound, HttpStatusCode.Conflict, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest,
            HttpStatusCode.OK, HttpStatusCode.Created,
        }));
    }

    private static async Task<PracticeAdoption> AdoptAsync(HttpClient client, long practice, string organisation) =>
        await Library.ReadAsync<PracticeAdoption>(await Library.SendAsync(client, HttpMethod.Post, $"/v1/practices/{practice}/adoptions", new { organisation, note = "Sāksim rudenī" }, ("Idempotency-Key", Guid.NewGuid().ToString("N"))), HttpStatusCode.Created);

    private static Task<HttpResponseMessage> MoveAsync(HttpClient client, long id, object move) =>
        Library.SendAsync(client, HttpMethod.Post, $"/v1/practice-adoptions/{id}/moves", move, ("If-Match", "*"));
}
