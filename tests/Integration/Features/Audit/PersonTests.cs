using System.Collections.Frozen;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using Benchlearning.Api.Features.Audit;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Audit;
using Benchlearning.Testing;
using MediatR;
using Microsoft.Extensions.DependencyInjection;

namespace Benchlearning.Tests.Integration.Features.Audit;

/// <summary>What is kept about persons can be had, and taken away, and the chain of the audit log holds.</summary>
[TestFixture]
public sealed class PersonTests
{
    private ApiServer api = null!;
    private Auditor auditor = null!;

    [SetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync(TestTemplate.Migrated);
        auditor = new Auditor(api);
    }

    [TearDown]
    public async Task Stop()
    {
        auditor.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task All_that_is_kept_about_a_person_is_told()
    {
        var id = await PersonAsync("anna", "Anna Bērziņa");
        await auditor.NoteAsync(3, actor: $"person:{id}");
        await AboutAsync(id);
        await auditor.SettleAsync();
        var data = (await auditor.Operator.GetFromJsonAsync<PersonData>($"/v1/persons/{id}/data"))!;

        Assert.Multiple(() =>
        {
            Assert.That((data.Id, data.Issuer, data.Subject, data.Name, data.ErasedAt), Is.EqualTo((id, "https://login.example", "anna", "Anna Bērziņa", (DateTimeOffset?)null)));
            Assert.That(data.Roles.Select(role => (role.Role, role.Reason)), Is.EqualTo(new[] { ("analyst", "Anna analyses") }));
            Assert.That(data.Entries.Select(entry => entry.Action), Is.EquivalentTo(new[] { "test.write", "test.write", "test.write", "role.grant" }));
            Assert.That(data.Next, Is.Null);
        });
        var pages = new List<long>();
        for (var address = $"/v1/persons/{id}/data?limit=2"; address.Length > 0;)
        {
            var page = (await auditor.Operator.GetFromJsonAsync<PersonData>(address))!;
            pages.AddRange(page.Entries.Select(entry => entry.Number));
            address = page.Next is null ? "" : $"/v1/persons/{id}/data?limit=2&cursor={page.Next}";
        }
        Assert.That(pages, Is.EqualTo(data.Entries.Select(entry => entry.Number)));
    }

    [Test]
    public async Task An_erased_person_has_no_name_no_role_and_no_address_and_the_chain_holds()
    {
        var id = await PersonAsync("anna", "Anna Bērziņa");
        var other = await PersonAsync("juris", "Juris Kalniņš");
        await auditor.NoteAsync(20, actor: $"person:{id}");
        await auditor.NoteAsync(5, actor: $"person:{other}");
        await AboutAsync(id);
        var before = await auditor.VerifyAsync();
        using var erased = await auditor.Operator.PostAsJsonAsync($"/v1/persons/{id}/erasure", new { reason = "Asked for by letter" });
        Assert.That(erased.StatusCode, Is.EqualTo(HttpStatusCode.OK), await erased.Content.ReadAsStringAsync());
        var verified = await auditor.VerifyAsync(new { anchorNumber = before.To, anchorHash = before.Hash });
        var everything = string.Concat((await api.SqlAsync("select to_jsonb(p)::text from person p union all select to_jsonb(g)::text from role_grant g union all select to_jsonb(e)::text from audit_entry e")).Select(row => row[0]));
        var data = (await auditor.Operator.GetFromJsonAsync<PersonData>($"/v1/persons/{id}/data"))!;
        var untouched = await api.SqlAsync($"select count(*) from audit_entry where actor = 'person:{other}' and address is not null and who_salt is not null");

        Assert.Multiple(() =>
        {
            Assert.That(before.Intact && verified.Intact, verified.Finding);
            Assert.That(everything, Does.Not.Contain("Anna").And.Not.Contain("anna"));
            Assert.That((data.Subject, data.Name, data.ErasedAt), Is.EqualTo(((string?)null, (string?)null, data.ErasedAt)));
            Assert.That(data.ErasedAt, Is.Not.Null);
            Assert.That(data.Roles.Single().RevokedAt, Is.Not.Null);
            Assert.That(data.Entries.Count(entry => entry.Actor == $"person:{id}"), Is.EqualTo(20), "what they did stays, with the pseudonym");
            Assert.That(data.Entries.Where(entry => entry.Actor == $"person:{id}").Select(entry => (entry.Address, entry.UserAgent, entry.Forgotten)), Has.All.EqualTo(((string?)null, (string?)null, "who")));
            Assert.That(data.Entries.Single(entry => entry.Action == "role.grant").Forgotten, Is.EqualTo("details"));
            Assert.That(untouched[0][0], Is.EqualTo("5"), "others are left as they are");
        });
    }

    [Test]
    public async Task Erasing_once_more_changes_nothing_and_answers_the_same()
    {
        var id = await PersonAsync("anna", "Anna");
        using var first = await auditor.Operator.PostAsJsonAsync($"/v1/persons/{id}/erasure", new { reason = "Asked for" });
        using var again = await auditor.Operator.PostAsJsonAsync($"/v1/persons/{id}/erasure", new { reason = "Asked for again" });
        Assert.That(await again.Content.ReadAsStringAsync(), Is.EqualTo(await first.Content.ReadAsStringAsync()));
        Assert.That(await auditor.EntriesAsync($"action=person.erase&subject=person/{id}"), Has.Count.EqualTo(1));
    }

    [Test]
    public async Task More_than_was_told_of_may_not_be_taken_out_under_the_name_of_an_erasure()
    {
        var id = await PersonAsync("anna", "Anna");
        await auditor.NoteAsync(5, actor: $"person:{id}");
        await auditor.NoteAsync(5, actor: "client:4", kind: "client");
        using (await auditor.Operator.PostAsJsonAsync($"/v1/persons/{id}/erasure", new { reason = "Asked for" }))
            Assert.That((await auditor.VerifyAsync()).Intact);
        await auditor.TamperAsync("""
            update audit_entry set actor = 'client:9', who_salt = null, who_forgotten_by = (select who_forgotten_by from audit_entry where who_forgotten_by is not null limit 1)
            where number = (select min(number) from audit_entry where actor = 'client:4')
            """);
        Assert.That((await auditor.VerifyAsync()).Intact, Is.False);
    }

    [Test]
    public async Task A_person_has_and_erases_their_own_data_and_sees_nobody_elses()
    {
        var (id, other) = (await PersonAsync("anna", "Anna"), await PersonAsync("juris", "Juris"));
        var own = await AsAsync(id, new GetPersonData.Query("me", null, null));
        Assert.That(own.Name, Is.EqualTo("Anna"));
        foreach (var foreign in new[] { other.ToString(CultureInfo.InvariantCulture), "4711", "you" })
        {
            Assert.That(async () => await AsAsync(id, new GetPersonData.Query(foreign, null, null)), Throws.InstanceOf<ProblemException>().With.Property("Type").EqualTo(ProblemTypes.NotFound));
            Assert.That(async () => await AsAsync(id, new ErasePerson.Command(foreign, new PersonErasure { Reason = "x" })), Throws.InstanceOf<ProblemException>().With.Property("Type").EqualTo(ProblemTypes.NotFound));
        }
        await AsAsync(id, new ErasePerson.Command("me", new PersonErasure { Reason = "I do not take part any more" }));
        var entry = (await auditor.EntriesAsync($"subject=person/{id}&action=person.erase")).Single();
        Assert.That((entry.Actor, entry.Address, entry.UserAgent), Is.EqualTo(($"person:{id}", (string?)null, (string?)null)), "the erasure does not tell where they are");
        Assert.That((await auditor.VerifyAsync()).Intact);
    }

    [Test]
    public async Task Who_comes_with_a_key_is_no_person()
    {
        using var answer = await auditor.Operator.GetAsync("/v1/persons/me/data");
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
    }

    [Test]
    public async Task An_erasure_says_why()
    {
        var id = await PersonAsync("anna", "Anna");
        using var answer = await auditor.Operator.PostAsJsonAsync($"/v1/persons/{id}/erasure", new { reason = " " });
        Assert.That(answer.StatusCode, Is.EqualTo(HttpStatusCode.BadRequest));
    }

    [Test]
    public async Task Old_readings_lose_their_readers_and_persons_who_do_not_come_any_more_are_erased()
    {
        var (gone, here) = (await PersonAsync("anna", "Anna"), await PersonAsync("juris", "Juris"));
        await auditor.ExecuteAsync(string.Create(CultureInfo.InvariantCulture, $"update person set last_seen_at = now() - interval '1096 days' where person_id = {gone}"));
        await auditor.ExecuteAsync($$"""
            insert into audit_pending (occurred_at, actor_kind, actor, key_prefix, address, action, subject)
            select now() - n * interval '1 day', 'person', 'person:{{here}}', null, '192.0.2.7', 'read.listImports', 'v1/imports' from generate_series(725, 735) n
            union all select now() - interval '740 days', 'client', 'client:4', 'ab12cd34ef', '192.0.2.8', 'read.listImports', 'v1/imports'
            union all select now() - interval '740 days', 'person', 'person:{{here}}', null, '192.0.2.7', 'correction.file', 'observation/x'
            """);
        var before = await auditor.VerifyAsync();
        var outcome = await api.Services.GetRequiredService<Retention>().CarryOutAsync(CancellationToken.None);
        var verified = await auditor.VerifyAsync(new { anchorNumber = before.To, anchorHash = before.Hash });
        var again = await api.Services.GetRequiredService<Retention>().CarryOutAsync(CancellationToken.None);
        var readers = (await api.SqlAsync("select distinct actor from audit_entry where action = 'read.listImports' and who_forgotten_by is not null order by actor")).ConvertAll(row => row[0]!);
        var kept = (await api.SqlAsync($"select count(*) from audit_entry where actor = 'person:{here}' and address is not null and occurred_at < now() - interval '700 days'"))[0][0];
        var persons = await api.SqlAsync("select name, erased_at is not null from person order by person_id");

        Assert.Multiple(() =>
        {
            Assert.That(outcome, Is.EqualTo(new RetentionOutcome(7, 1)));
            Assert.That(again, Is.EqualTo(new RetentionOutcome(0, 0)));
            Assert.That(verified.Intact, verified.Finding);
            Assert.That(readers, Has.Count.EqualTo(2));
            Assert.That(readers[0], Is.EqualTo("client:4"), "a system is no person");
            Assert.That(readers[1], Does.Match("^reader:[0-9a-f]{12}$"));
            Assert.That(kept, Is.EqualTo("6"), "newer readings and what was written stay");
            Assert.That(persons, Is.EqualTo(new[] { new[] { null, "True" }, new[] { "Juris", "False" } }));
        });
    }

    [Test]
    public async Task What_comes_into_the_log_of_a_person_after_their_erasure_is_forgotten_by_the_next_retention()
    {
        var id = await PersonAsync("anna", "Anna");
        using (await auditor.Operator.PostAsJsonAsync($"/v1/persons/{id}/erasure", new { reason = "Asked for" }))
            await auditor.NoteAsync(1, "read.listImports", actor: $"person:{id}");
        await auditor.SettleAsync();
        await api.Services.GetRequiredService<Retention>().CarryOutAsync(CancellationToken.None);
        Assert.That((await auditor.EntriesAsync($"actor=person:{id}")).Select(entry => entry.Address), Has.All.Null);
        var verified = await auditor.VerifyAsync();
        Assert.That(verified.Intact, verified.Finding);
    }

    [Test]
    public async Task Retention_is_carried_out_by_one_instance_at_a_time()
    {
        await using var held = await Benchlearning.Api.Platform.Database.AdvisoryLock.TryTakeAsync(api.Services.GetRequiredService<Benchlearning.Api.Platform.Database.DatabaseAddress>(), "benchlearning.retention", 0, CancellationToken.None);
        Assert.That(await api.Services.GetRequiredService<Retention>().CarryOutAsync(CancellationToken.None), Is.Null);
    }

    private async Task<long> PersonAsync(string subject, string name) =>
        long.Parse((await api.SqlAsync($"insert into person (issuer, subject, name) values ('https://login.example', '{subject}', '{name}') returning person_id"))[0][0]!, CultureInfo.InvariantCulture);

    /// <summary>A role of a person, and the entry about it.</summary>
    private Task AboutAsync(long id) => auditor.ExecuteAsync($$"""
        insert into role_grant (person_id, role, granted_by, reason) values ({{id}}, 'analyst', 'operator', 'Anna analyses');
        insert into audit_pending (actor_kind, actor, action, subject, reason, after) values ('operator', 'operator', 'role.grant', 'person/{{id}}/role/1', 'Anna analyses', '{"role":"analyst"}')
        """);

    /// <summary>Sends a request as a person.</summary>
    private async Task<T> AsAsync<T>(long personId, IRequest<T> request)
    {
        await using var scope = api.Services.CreateAsyncScope();
        var actor = string.Create(CultureInfo.InvariantCulture, $"person:{personId}");
        var current = scope.ServiceProvider.GetRequiredService<CurrentCaller>();
        current.Caller = new Caller(CallerKind.Person, actor, null, [], FrozenSet<Permission>.Empty, Reach.Public) { PersonId = personId };
        current.Origin = new AuditOrigin("person", actor, Address: "192.0.2.7", UserAgent: "a program");
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }
}
