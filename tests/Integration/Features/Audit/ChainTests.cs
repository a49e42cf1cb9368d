using System.Globalization;
using Benchlearning.Api;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Testing;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;

namespace Benchlearning.Tests.Integration.Features.Audit;

/// <summary>Nobody changes the chain unseen: each tampering is found, and where.</summary>
[TestFixture]
public sealed class ChainTests
{
    private ApiServer api = null!;
    private Auditor auditor = null!;

    [SetUp]
    public async Task Start()
    {
        api = await ApiServer.StartAsync(TestTemplate.Migrated);
        auditor = new Auditor(api);
        await auditor.NoteAsync(40);
        await auditor.SettleAsync();
    }

    [TearDown]
    public async Task Stop()
    {
        auditor.Dispose();
        await api.DisposeAsync();
    }

    [Test]
    public async Task An_untouched_chain_holds_and_its_state_tells_the_last_verification()
    {
        var verified = await auditor.VerifyAsync();
        Assert.Multiple(() =>
        {
            Assert.That((verified.Intact, verified.From, verified.BrokenNumber, verified.Next), Is.EqualTo((true, 1L, (long?)null, (long?)null)), verified.Finding);
            Assert.That(verified.To, Is.GreaterThanOrEqualTo(40));
        });
        var chain = await auditor.Operator.GetStringAsync("/v1/audit-chain");
        Assert.That(chain, Does.Contain(verified.Hash).And.Contain("\"intact\":true"));
    }

    [TestCase("update audit_entry set subject = 'test/other' where number = 17", TestName = "A_changed_subject_is_found")]
    [TestCase("update audit_entry set outcome = 'refused' where number = 17", TestName = "A_changed_outcome_is_found")]
    [TestCase("update audit_entry set action = 'test.other' where number = 17", TestName = "A_changed_action_is_found")]
    [TestCase("update audit_entry set occurred_at = occurred_at - interval '1 microsecond' where number = 17", TestName = "A_changed_instant_is_found")]
    [TestCase("update audit_entry set actor = 'person:8' where number = 17", TestName = "A_changed_actor_is_found")]
    [TestCase("update audit_entry set address = '192.0.2.8' where number = 17", TestName = "A_changed_address_is_found")]
    [TestCase("update audit_entry set reason = null where number = 17", TestName = "A_removed_reason_is_found")]
    [TestCase("update audit_entry set before = '{\"value\": 1.5}' where number = 17", TestName = "A_value_written_otherwise_is_found")]
    [TestCase("update audit_entry set trace_id = '' where number = 17", TestName = "Nothing_in_place_of_null_is_found")]
    [TestCase("update audit_entry set hash = sha256('x') where number = 17", TestName = "A_changed_hash_is_found")]
    [TestCase("update audit_entry set who_commitment = sha256(who_salt || 'x'), actor = 'person:8' where number = 17", TestName = "A_changed_commitment_is_found")]
    [TestCase("delete from audit_entry where number = 17", TestName = "A_deleted_entry_is_found")]
    [TestCase("""
        alter table audit_entry drop constraint audit_entry_pkey;
        update audit_entry set number = case number when 17 then 18 else 17 end where number in (17, 18)
        """, TestName = "Two_entries_in_each_others_place_are_found")]
    [TestCase("""
        alter table audit_entry drop constraint audit_entry_pkey;
        update audit_entry set number = number + 1 where number >= 17;
        create temp table copied as select * from audit_entry where number = 16;
        update copied set number = 17;
        insert into audit_entry select * from copied
        """, TestName = "An_entry_put_in_between_is_found")]
    public async Task Tampering_is_found_at_the_first_entry_that_does_not_hold(string tampering)
    {
        await auditor.TamperAsync(tampering);
        var verified = await auditor.VerifyAsync();
        Assert.That((verified.Intact, verified.BrokenNumber, verified.Hash), Is.EqualTo((false, (long?)17, (string?)null)), verified.Finding);
    }

    [Test]
    public async Task A_tail_that_was_cut_off_is_missed()
    {
        var head = await auditor.HeadAsync();
        await auditor.TamperAsync("delete from audit_entry where number > 30");
        var verified = await auditor.VerifyAsync();
        Assert.That((verified.Intact, verified.BrokenNumber), Is.EqualTo((false, (long?)31)), verified.Finding);
        Assert.That(head.Length, Is.GreaterThan(30));
    }

    [Test]
    public async Task A_tail_that_was_cut_off_together_with_the_head_is_missed_by_who_kept_an_anchor_elsewhere()
    {
        var anchor = await auditor.HeadAsync();
        await auditor.TamperAsync("delete from audit_entry where number > 30; update audit_head set length = 30, hash = (select hash from audit_entry where number = 30)");
        var without = await auditor.VerifyAsync();
        var with = await auditor.VerifyAsync(new { anchorNumber = anchor.Length, anchorHash = anchor.Hash });
        Assert.Multiple(() =>
        {
            Assert.That(without.Intact, Is.True, "the database cannot answer for itself");
            Assert.That((with.Intact, with.BrokenNumber), Is.EqualTo((false, (long?)anchor.Length)), with.Finding);
        });
    }

    [Test]
    public async Task A_chain_that_was_made_anew_from_the_beginning_is_found_by_the_anchor()
    {
        var anchor = await auditor.HeadAsync();
        await auditor.TamperAsync("""
            alter table audit_pending disable trigger user;
            insert into audit_pending (occurred_at, actor_kind, actor, action, subject, outcome)
            select occurred_at, actor_kind, 'person:8', action, subject, outcome from audit_entry order by number;
            delete from audit_entry;
            update audit_head set length = 0, hash = decode(repeat('00', 32), 'hex');
            alter table audit_pending enable trigger user
            """);
        var without = await auditor.VerifyAsync();
        var with = await auditor.VerifyAsync(new { anchorNumber = anchor.Length, anchorHash = anchor.Hash });
        Assert.That((without.Intact, with.Intact), Is.EqualTo((true, false)), with.Finding);
    }

    [Test]
    public async Task An_anchor_of_an_untouched_chain_holds()
    {
        var anchor = await auditor.HeadAsync();
        await auditor.NoteAsync(5);
        var verified = await auditor.VerifyAsync(new { anchorNumber = anchor.Length, anchorHash = anchor.Hash });
        Assert.That(verified.Intact, Is.True, verified.Finding);
    }

    [Test]
    public async Task An_entry_beyond_the_end_is_found()
    {
        await auditor.TamperAsync("update audit_head set length = length - 1, hash = (select hash from audit_entry e where e.number = (select length - 1 from audit_head))");
        Assert.That((await auditor.VerifyAsync()).Intact, Is.False);
    }

    [Test]
    public async Task Forgetting_that_no_erasure_tells_of_is_found()
    {
        await auditor.TamperAsync("update audit_entry set actor = 'reader:0123456789ab', who_salt = null, who_forgotten_by = gen_random_uuid() where number = 17");
        var verified = await auditor.VerifyAsync();
        Assert.That((verified.Intact, verified.BrokenNumber), Is.EqualTo((false, (long?)17)), verified.Finding);
    }

    [Test]
    public async Task A_part_of_the_chain_is_verified_by_itself_and_what_is_broken_elsewhere_is_not_its_business()
    {
        await auditor.TamperAsync("update audit_entry set subject = 'test/other' where number = 17");
        var before = await auditor.VerifyAsync(new { from = 2, to = 16 });
        var after = await auditor.VerifyAsync(new { from = 18, to = 30 });
        var across = await auditor.VerifyAsync(new { from = 10, to = 20 });
        Assert.That((before.Intact, after.Intact, across.BrokenNumber), Is.EqualTo((true, true, (long?)17)));
    }

    [TestCase("insert into audit_entry select * from audit_entry where number = 1")]
    [TestCase("update audit_entry set subject = 'x' where number = 1")]
    [TestCase("delete from audit_entry where number = 1")]
    [TestCase("truncate audit_entry")]
    [TestCase("update audit_pending set subject = 'x'")]
    [TestCase("delete from audit_pending")]
    [TestCase("truncate audit_pending")]
    [TestCase("update audit_head set length = 1")]
    [TestCase("delete from audit_head")]
    [TestCase("do $$ begin update audit_entry set subject = 'x'; end $$")]
    [TestCase("create function chain_audit_entries(text) returns void language plpgsql as $$ begin truncate audit_entry; end $$; select chain_audit_entries('')")]
    public void Nobody_but_its_functions_writes_into_the_log(string sql) =>
        Assert.That(async () => await auditor.ExecuteAsync(sql), Throws.InstanceOf<PostgresException>().With.Property(nameof(PostgresException.SqlState)).EqualTo(PostgresErrorCodes.InsufficientPrivilege));

    [Test]
    public async Task Eight_writers_and_two_instances_make_one_chain_without_a_gap_or_a_fork()
    {
        const int Each = 400;
        await using var second = await ApiServer.StartOnAsync(api.ConnectionString);
        var before = (await auditor.HeadAsync()).Length;
        await Task.WhenAll(Enumerable.Range(0, 8).Select(writer => Task.Run(async () =>
        {
            var db = (writer % 2 == 0 ? api : second).Services.GetRequiredService<Db>();
            for (var deed = 0; deed < Each; deed++)
            {
                await using var transaction = await db.BeginAsync(CancellationToken.None);
                await transaction.CommitAsync(AuditNote.Of(
                    AuditOrigin.OfService(string.Create(CultureInfo.InvariantCulture, $"writer-{writer}")), "test.parallel", string.Create(CultureInfo.InvariantCulture, $"test/{deed}")), CancellationToken.None);
            }
        })));
        await auditor.SettleAsync();
        var counts = (await api.SqlAsync("select count(*), count(distinct subject || actor), count(distinct hash) from audit_entry where action = 'test.parallel'"))[0];
        var ordered = (await api.SqlAsync("select count(*) from (select subject, lag(substr(subject, 6)::integer) over (partition by actor order by number) as earlier from audit_entry where action = 'test.parallel') s where substr(subject, 6)::integer <> coalesce(earlier + 1, 0)"))[0][0];
        var verified = await auditor.VerifyAsync();
        Assert.Multiple(() =>
        {
            Assert.That(counts, Is.EqualTo(new[] { "3200", "3200", "3200" }));
            Assert.That(ordered, Is.EqualTo("0"), "deeds of one writer stand in the order in which they were done");
            Assert.That(verified.Intact, Is.True, verified.Finding);
            Assert.That(verified.To, Is.GreaterThanOrEqualTo(before + 3200));
        });
    }

    [Test]
    public async Task Odd_texts_are_hashed_alike_by_the_database_and_by_the_verifier()
    {
        await auditor.ExecuteAsync("""
            insert into audit_pending (occurred_at, actor_kind, actor, action, subject, reason, before, after, trace_id)
            values ('2026-03-29 00:59:59.999999+00', 'client', 'client:4', 'test.odd', '-,5:Ā,', '', '{ "a" :  1.10, "b":"\u0000\ud83d\ude00" }', '[]', '😀'),
                   ('1970-01-01 00:00:00+00', 'client', 'client:4', 'test.odd', ' ', null, 'null', '"\n"', null)
            """);
        var verified = await auditor.VerifyAsync();
        Assert.That(verified.Intact, Is.True, verified.Finding);
        Assert.That(await auditor.EntriesAsync("action=test.odd"), Has.Count.EqualTo(2));
    }

    [Test]
    public async Task The_command_of_the_operator_streams_the_whole_chain_and_its_exit_code_tells_what_it_found()
    {
        var anchor = await auditor.HeadAsync();
        Assert.That(await RunAsync("verify-audit"), Is.EqualTo(0));
        Assert.That(await RunAsync("verify-audit", string.Create(CultureInfo.InvariantCulture, $"{anchor.Length}:{anchor.Hash}")), Is.EqualTo(0));
        Assert.That(await RunAsync("verify-audit", string.Create(CultureInfo.InvariantCulture, $"{anchor.Length}:{new string('0', 64)}")), Is.EqualTo(1));
        await auditor.TamperAsync("update audit_entry set subject = 'test/other' where number = 17");
        Assert.That(await RunAsync("verify-audit"), Is.EqualTo(1));
    }

    private async Task<int?> RunAsync(params string[] arguments)
    {
        var builder = WebApplication.CreateBuilder();
        builder.Configuration["ConnectionStrings:Benchlearning"] = api.ConnectionString;
        BenchlearningApp.AddServices(builder);
        await using var app = builder.Build();
        return await Maintenance.RunAsync(app, arguments);
    }
}
