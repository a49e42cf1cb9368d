using System.Net;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Practices;
using Benchlearning.Tests.Integration.Features.Access;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Practices;

/// <summary>Practices are written by their keepers, reviewed by the association, and seen by everybody once they are published.</summary>
[TestFixture]
public sealed class PracticeTests
{
    private const string CountSql = "select count(*)::integer from practice p where p.practice_id = @id";

    private Library library = null!;

    [OneTimeSetUp]
    public async Task Start() => library = await Library.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await library.DisposeAsync();

    [Test]
    public async Task A_practice_goes_from_a_title_to_being_found()
    {
        var draft = await library.CreateAsync(library.Cesis, Library.Practice(("problemLv", null), ("problemEn", null), ("contactEmail", null), ("stepsLv", null)));
        var lacking = await Library.FindingsAsync(await Library.TryMoveAsync(library.Cesis, draft.Id, "submit"), HttpStatusCode.Conflict);
        var course = await Library.AskAsync<LifeCourse>(library.Cesis, $"/v1/practices/{draft.Id}/moves");
        using var changed = await Library.SendAsync(library.Cesis, HttpMethod.Put, $"/v1/practices/{draft.Id}", Library.Practice(), ("If-Match", "\"1\""));
        var whole = await Library.ReadAsync<Practice>(changed, HttpStatusCode.OK);
        await library.MoveAsync(library.Cesis, draft.Id, "submit");
        await library.MoveAsync(library.Reviewer, draft.Id, "startReview");
        await library.MoveAsync(library.Reviewer, draft.Id, "sendBack", "Which law does it rest on?");
        await library.MoveAsync(library.Cesis, draft.Id, "submit");
        await library.MoveAsync(library.Reviewer, draft.Id, "startReview");
        var published = await library.MoveAsync(library.Reviewer, draft.Id, "publish");
        var history = await Library.AskAsync<LifeCourse>(library.Stranger, $"/v1/practices/{draft.Id}/moves");

        Assert.Multiple(() =>
        {
            Assert.That((draft.State, draft.Version, draft.UsefulMarks), Is.EqualTo(("draft", 1, 0)));
            Assert.That(lacking, Is.EqualTo(new[] { "/move problem", "/move steps", "/move contact" }));
            Assert.That(course.Open.Single().Lacking.Select(lack => lack.Code), Is.EqualTo(new[] { "problem", "steps", "contact" }));
            Assert.That((whole.Version, whole.ProblemEn), Is.EqualTo((2, "People wait long for the first talk.")));
            Assert.That((published.State, published.PublishedAt is not null, published.ConfirmedOn is not null), Is.EqualTo(("published", true, true)));
            Assert.That(history.Moves.Select(move => move.Move), Is.EqualTo(new[] { "submit", "startReview", "sendBack", "submit", "startReview", "publish" }));
            Assert.That(history.Moves[2].Reason, Is.EqualTo("Which law does it rest on?"));
        });
    }

    [Test]
    public async Task What_is_not_published_is_there_for_its_municipality_and_the_association_only()
    {
        var draft = await library.CreateAsync(library.Cesis, Library.Practice(("titleLv", "Neredzamā prakse")));
        using var politician = await library.WithAsync(new Granted("politician", Callers.CesisNow));
        var db = library.Api.Services.GetRequiredService<Db>();
        var path = $"/v1/practices/{draft.Id}";
        var seen = new List<HttpStatusCode>();
        foreach (var client in new[] { library.Cesis, politician, library.Reviewer, library.OfRiga, library.Reader, library.Stranger })
            seen.Add(await Library.StatusAsync(client, path));
        using var foreign = await Library.SendAsync(library.OfRiga, HttpMethod.Put, path, Library.Practice(), ("If-Match", "*"));
        var own = await Library.AskAsync<Page<PracticeHit>>(library.Cesis, "/v1/practices?state=draft");
        var others = await Library.AskAsync<Page<PracticeHit>>(library.OfRiga, "/v1/practices?state=draft");
        var found = await Library.AskAsync<Page<PracticeHit>>(library.Cesis, "/v1/practices?q=neredzama");

        Assert.Multiple(async () =>
        {
            Assert.That(seen, Is.EqualTo(new[] { HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.OK, HttpStatusCode.NotFound, HttpStatusCode.NotFound, HttpStatusCode.NotFound }));
            Assert.That(foreign.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
            Assert.That(own.Items.Select(hit => hit.Id), Does.Contain(draft.Id));
            Assert.That(others.Items.Select(hit => hit.Id), Does.Not.Contain(draft.Id));
            Assert.That(found.Items, Is.Empty);
            Assert.That((await db.QueryAsync<int>(CountSql, new { id = draft.Id }, CancellationToken.None))[0], Is.Zero, "the wall in the database");
            Assert.That((await db.QueryAsync<int>(CountSql, new { id = draft.Id }, Reach.Everything, CancellationToken.None))[0], Is.EqualTo(1));
        });
    }

    [Test]
    public async Task Whom_to_call_is_told_to_those_who_came_in_and_figures_to_everybody()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice(("organisation", Callers.CesisBefore)));
        var known = await Library.AskAsync<Practice>(library.Reader, $"/v1/practices/{practice.Id}?lang=en");
        var unknown = await Library.AskAsync<Practice>(library.Stranger, $"/v1/practices/{practice.Id}?lang=en");
        var figure = (await library.Api.SqlAsync("select round(o.value, 1) from current_observation o join indicator i on i.indicator_id = o.indicator_id join territory t on t.territory_id = o.territory_id where i.code = 'unemployment-rate' and t.identity = 'cesu-novads-2009' and o.period = '2013' and o.breakdown = ''"))[0][0];

        Assert.Multiple(() =>
        {
            Assert.That(known.Contact, Is.EqualTo(new PracticeContact("Anna Bērziņa", "anna@cesis.example", null)));
            Assert.That(unknown.Contact, Is.Null);
            Assert.That(unknown.Indicators.Single().ValueAfter, Is.EqualTo(decimal.Parse(figure!, System.Globalization.CultureInfo.InvariantCulture)));
            Assert.That(unknown.Documents, Is.EqualTo(new[] { new PracticeDocument("Nolikums", "https://cesis.example/nolikums") }));
        });
    }

    [Test]
    public async Task Everything_that_is_wrong_is_named_at_once()
    {
        var wrong = Library.Practice(("organisation", "cesis"), ("theme", "labour"), ("titleLv", " "), ("titleEn", new string('x', 201)), ("evidence", "sure"), ("costEuro", -1), ("durationMonths", 0),
            ("contactEmail", "anna"), ("country", "LV"), ("documents", new[] { new { title = "", url = "http://cesis.example" } }),
            ("indicators", new[] { new { indicator = "unemployment-rate", before = "2013", after = "2010" }, new { indicator = "unemployment", before = (string?)null, after = (string?)null }! }));
        var findings = await Library.FindingsAsync(await Library.SendAsync(library.Cesis, HttpMethod.Post, "/v1/practices", wrong), HttpStatusCode.BadRequest);

        Assert.That(findings, Is.EquivalentTo(new[]
        {
            "Idempotency-Key required", "/organisation unknown-code", "/theme unknown-code", "/titleLv blank", "/titleEn too-long", "/evidence unknown-value", "/costEuro out-of-range", "/durationMonths out-of-range",
            "/contactEmail invalid-address", "/country invalid-country", "/documents/0/title required", "/documents/0/url invalid-address", "/indicators/0/after out-of-range", "/indicators/1/indicator unknown-code",
        }));
    }

    [Test]
    public async Task A_request_that_is_repeated_writes_one_practice_and_a_key_is_of_one_request()
    {
        var (key, settings) = (("Idempotency-Key", "once"), Library.Practice());
        var first = await Library.ReadAsync<Practice>(await Library.SendAsync(library.Cesis, HttpMethod.Post, "/v1/practices", settings, key), HttpStatusCode.Created);
        var again = await Library.ReadAsync<Practice>(await Library.SendAsync(library.Cesis, HttpMethod.Post, "/v1/practices", settings, key), HttpStatusCode.Created);
        using var other = await Library.SendAsync(library.Cesis, HttpMethod.Post, "/v1/practices", Library.Practice(("costEuro", 1)), key);
        using var anothers = await Library.SendAsync(library.OfRiga, HttpMethod.Post, "/v1/practices", Library.Practice(("organisation", Library.Riga)), key);

        Assert.Multiple(() =>
        {
            Assert.That(again.Id, Is.EqualTo(first.Id));
            Assert.That(other.StatusCode, Is.EqualTo(HttpStatusCode.UnprocessableEntity));
            Assert.That(anothers.StatusCode, Is.EqualTo(HttpStatusCode.Created));
        });
    }

    [Test]
    public async Task Only_who_keeps_a_practice_changes_it_and_only_who_reviews_publishes_it()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice());
        var path = $"/v1/practices/{practice.Id}";
        using var foreign = await Library.SendAsync(library.OfRiga, HttpMethod.Put, path, Library.Practice(), ("If-Match", "*"));
        using var reader = await Library.SendAsync(library.Reader, HttpMethod.Put, path, Library.Practice(), ("If-Match", "*"));
        using var stranger = await Library.SendAsync(library.Stranger, HttpMethod.Put, path, Library.Practice(), ("If-Match", "*"));
        using var untagged = await Library.SendAsync(library.Cesis, HttpMethod.Put, path, Library.Practice());
        using var stale = await Library.SendAsync(library.Cesis, HttpMethod.Put, path, Library.Practice(), ("If-Match", "\"1\""));
        using var moved = await Library.SendAsync(library.Cesis, HttpMethod.Put, path, Library.Practice(("organisation", Callers.CesisBefore)), ("If-Match", "*"));
        using var emptied = await Library.SendAsync(library.Cesis, HttpMethod.Put, path, Library.Practice(("solutionLv", null), ("solutionEn", null)), ("If-Match", "*"));
        using var asked = await Library.TryMoveAsync(library.Cesis, practice.Id, "askForUpdate", "It is old");
        using var reasonless = await Library.TryMoveAsync(library.Reviewer, practice.Id, "askForUpdate");

        Assert.That(new[] { foreign.StatusCode, reader.StatusCode, stranger.StatusCode, untagged.StatusCode, stale.StatusCode, moved.StatusCode, emptied.StatusCode, asked.StatusCode, reasonless.StatusCode }, Is.EqualTo(new[]
        {
            HttpStatusCode.Forbidden, HttpStatusCode.Forbidden, HttpStatusCode.Unauthorized, HttpStatusCode.PreconditionRequired, HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict,
            HttpStatusCode.Conflict, HttpStatusCode.Forbidden, HttpStatusCode.BadRequest,
        }));
    }

    [Test]
    public async Task Of_moves_at_the_same_time_one_is_made()
    {
        for (var round = 0; round < 5; round++)
        {
            var practice = await library.PublishAsync(library.Cesis, Library.Practice());
            var tag = $"\"{practice.Version}\"";
            var answers = await Task.WhenAll(
                Library.TryMoveAsync(library.Reviewer, practice.Id, "retire", "Of no use", tag), Library.TryMoveAsync(library.Cesis, practice.Id, "confirm", null, tag),
                Library.TryMoveAsync(library.Reviewer, practice.Id, "askForUpdate", "Old", tag), Library.TryMoveAsync(library.Cesis, practice.Id, "retire", "Over", tag));
            var moves = await Library.AskAsync<LifeCourse>(library.Cesis, $"/v1/practices/{practice.Id}/moves");

            Assert.That(answers.Count(answer => answer.StatusCode == HttpStatusCode.OK), Is.EqualTo(1));
            Assert.That(answers.Where(answer => answer.StatusCode != HttpStatusCode.OK).Select(answer => answer.StatusCode), Is.All.AnyOf(HttpStatusCode.PreconditionFailed, HttpStatusCode.Conflict));
            Assert.That(moves.Moves, Has.Count.EqualTo(4));
        }
    }

    [Test]
    public async Task What_nobody_has_confirmed_for_three_years_needs_an_update()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice());
        await library.Api.SqlAsync($"update practice set confirmed_on = current_date - interval '3 years 2 days' where practice_id = {practice.Id}");
        await library.Api.SqlAsync($"update practice_search set confirmed_on = current_date - interval '3 years 2 days' where practice_id = {practice.Id}");
        var old = await Library.AskAsync<Practice>(library.Stranger, $"/v1/practices/{practice.Id}");
        var listed = await Library.AskAsync<Page<PracticeHit>>(library.Stranger, "/v1/practices?state=needsUpdate");
        var confirmed = await library.MoveAsync(library.Cesis, practice.Id, "confirm");
        var after = await Library.AskAsync<Page<PracticeHit>>(library.Stranger, "/v1/practices?state=needsUpdate");

        Assert.Multiple(() =>
        {
            Assert.That((old.State, confirmed.State), Is.EqualTo(("needsUpdate", "published")));
            Assert.That(listed.Items.Select(hit => hit.Id), Does.Contain(practice.Id));
            Assert.That(after.Items.Select(hit => hit.Id), Does.Not.Contain(practice.Id));
        });
    }

    [Test]
    public async Task A_retired_practice_is_found_no_more_and_can_still_be_read()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice(("titleLv", "Pelēkais zirgs"), ("titleEn", null)));
        var before = await Library.AskAsync<Page<PracticeHit>>(library.Stranger, "/v1/practices?q=pelekais");
        await library.MoveAsync(library.Cesis, practice.Id, "retire", "Replaced by another");
        var found = await Library.AskAsync<Page<PracticeHit>>(library.Stranger, "/v1/practices?q=pelekais");
        var read = await Library.AskAsync<Practice>(library.Stranger, $"/v1/practices/{practice.Id}");

        Assert.Multiple(() =>
        {
            Assert.That(before.Items, Has.Count.EqualTo(1));
            Assert.That(found.Items, Is.Empty);
            Assert.That(read.State, Is.EqualTo("retired"));
        });
    }

    [Test]
    public async Task Comments_are_seen_by_all_and_removed_by_who_wrote_them()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice());
        var path = $"/v1/practices/{practice.Id}/comments";
        var key = ("Idempotency-Key", "question");
        var first = await Library.ReadAsync<PracticeComment>(await Library.SendAsync(library.Reader, HttpMethod.Post, path, new { text = "<script>alert(1)</script> Cik maksā?" }, key), HttpStatusCode.Created);
        var again = await Library.ReadAsync<PracticeComment>(await Library.SendAsync(library.Reader, HttpMethod.Post, path, new { text = "<script>alert(1)</script> Cik maksā?" }, key), HttpStatusCode.Created);
        using var unknown = await Library.SendAsync(library.Stranger, HttpMethod.Post, path, new { text = "?" }, key);
        using var others = await Library.SendAsync(library.OfRiga, HttpMethod.Delete, $"/v1/practice-comments/{first.Id}");
        var seen = await Library.AskAsync<Page<PracticeComment>>(library.Stranger, path);
        using var own = await Library.SendAsync(library.Reader, HttpMethod.Delete, $"/v1/practice-comments/{first.Id}");
        using var twice = await Library.SendAsync(library.Reader, HttpMethod.Delete, $"/v1/practice-comments/{first.Id}");
        var removed = await Library.AskAsync<Page<PracticeComment>>(library.Stranger, path);

        Assert.Multiple(() =>
        {
            Assert.That(again.Id, Is.EqualTo(first.Id));
            Assert.That((first.IsOwn, seen.Items.Single().IsOwn, seen.Items.Single().Text), Is.EqualTo((true, false, "<script>alert(1)</script> Cik maksā?")));
            Assert.That(new[] { unknown.StatusCode, others.StatusCode, own.StatusCode, twice.StatusCode }, Is.EqualTo(new[] { HttpStatusCode.Unauthorized, HttpStatusCode.NotFound, HttpStatusCode.NoContent, HttpStatusCode.NotFound }));
            Assert.That((removed.Items.Single().Text, removed.Items.Single().RemovedAt is not null), Is.EqualTo(((string?)null, true)));
        });
    }

    [Test]
    public async Task A_practice_is_marked_useful_once_by_each()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice());
        var path = $"/v1/practices/{practice.Id}/useful-marks";
        foreach (var client in new[] { library.Reader, library.Reader, library.OfRiga })
            await Library.ReadAsync<PracticeUsefulness>(await Library.SendAsync(client, HttpMethod.Post, path), HttpStatusCode.OK);
        var marked = await Library.AskAsync<Practice>(library.Stranger, $"/v1/practices/{practice.Id}");
        var taken = await Library.ReadAsync<PracticeUsefulness>(await Library.SendAsync(library.Reader, HttpMethod.Delete, path), HttpStatusCode.OK);

        Assert.That((marked.UsefulMarks, taken.UsefulMarks, taken.IsMarked), Is.EqualTo((2, 1, false)));
    }

    [Test]
    public async Task What_is_done_with_a_practice_is_in_the_audit_log()
    {
        var practice = await library.PublishAsync(library.Cesis, Library.Practice());
        await Asking.WithinAsync(TimeSpan.FromSeconds(10), async () => (await library.Api.SqlAsync($"select action from audit_entry where subject = 'practice/{practice.Id}' and action like 'practice.%' order by number")).Count == 4, "the entries");
        var entries = await library.Api.SqlAsync($"select action from audit_entry where subject = 'practice/{practice.Id}' and action like 'practice.%' order by number");
        Assert.That(entries.Select(entry => entry[0]), Is.EqualTo(new[] { "practice.create", "practice.move", "practice.move", "practice.move" }));
    }
}
