using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Benchlearning.Tests.Architecture;

/// <summary>
/// Every write is in the audit log: a transaction is committed with a note or not at all, what is asked for by a caller always with one,
/// and nothing is written outside of a transaction.
/// </summary>
public sealed class AuditTests
{
    [Test]
    public void Every_command_that_callers_give_notes_who_gave_it() => Assert.That(Unsigned(House.Api), Is.Empty);

    [Test]
    public void There_are_commands_to_look_at() => Assert.That(House.Api.SelectMany(file => file.TopLevelTypes).Count(IsCallersCommand), Is.GreaterThan(15));

    [Test]
    public void A_command_without_a_note_is_found() =>
        Assert.That(Unsigned(Planted("Db db", "await using var transaction = await db.BeginAsync(cancellationToken); return 1;")), Has.Some.Contains("AuditTrail"));

    [Test]
    public void A_command_that_is_given_the_trail_and_does_not_use_it_is_found() =>
        Assert.That(Unsigned(Planted("AuditTrail audit", "return await Task.FromResult(1);")), Has.Some.Contains("AuditTrail"));

    [Test]
    public void A_command_that_notes_is_not_found() =>
        Assert.That(Unsigned(Planted("Db db, AuditTrail audit", "await using var transaction = await db.BeginAsync(cancellationToken); await transaction.CommitAsync(audit.Of(\"planted.do\", \"planted/1\"), cancellationToken); return 1;")), Is.Empty);

    [Test]
    public void No_command_of_a_caller_is_committed_as_the_services_own_work() => Assert.That(Disowned(House.Api), Is.Empty);

    [Test]
    public void A_command_committed_as_the_services_own_work_is_found() =>
        Assert.That(Disowned(Planted("Db db, AuditTrail audit", "await using var transaction = await db.BeginAsync(cancellationToken); _ = audit.Of(\"planted.do\", \"planted/1\"); await transaction.CommitOwnWorkAsync(\"Nobody sees it.\", cancellationToken); return 1;")), Is.Not.Empty);

    [Test]
    public void What_is_written_is_written_in_a_transaction() => Assert.That(WrittenOutside(House.Api), Is.Empty);

    [Test]
    public void A_write_outside_of_a_transaction_is_found() =>
        Assert.That(WrittenOutside(Planted("Db db", "return (await db.QueryAsync<int>(PlantedSql, null, cancellationToken))[0];", "private const string PlantedSql = \"delete from webhook returning 1\";")), Is.Not.Empty);

    [Test]
    public void Entries_are_written_by_Platform_alone() => Assert.That(Forged(House.Api), Is.Empty);

    [Test]
    public void An_entry_written_by_a_feature_is_found() =>
        Assert.That(Forged(Planted("Db db", "return await Task.FromResult(1);", "private const string PlantedSql = \"insert into audit_pending (actor) values ('somebody')\";")), Is.Not.Empty);

    private static IReadOnlyList<SourceFile> Planted(string dependencies, string statements, string member = "") => House.Planted("Features/Planned/Planted.cs", $$"""
        using Benchlearning.Api.Platform.Audit;
        using Benchlearning.Api.Platform.Database;
        using MediatR;
        namespace Benchlearning.Api.Features.Planned;
        internal static class Planted
        {
            public static Task<int> HandleAsync(IMediator mediator, CancellationToken cancellationToken) => mediator.Send(new Command(), cancellationToken);
            internal sealed record Command : IRequest<int>;
            internal sealed class Handler({{dependencies}}) : IRequestHandler<Command, int>
            {
                {{member}}
                public async Task<int> Handle(Command command, CancellationToken cancellationToken)
                {
                    {{statements}}
                }
            }
        }
        """);

    /// <summary>A use case that changes something and has a door.</summary>
    private static bool IsCallersCommand(INamedTypeSymbol type) => UseCase.Nested(type, "Command").Any() && type.GetMembers("HandleAsync").Length > 0;

    private static IEnumerable<string> Unsigned(IEnumerable<SourceFile> files) =>
        from file in files
        where file.TopLevelTypes.Any(IsCallersCommand)
        where !file.Uses.Any(use => use.Symbol is IMethodSymbol { Name: "Of" } or IPropertySymbol { Name: "Origin" } && use.Type?.Name == "AuditTrail")
        select $"{file.Path}: a command of callers takes AuditTrail, and commits with what it notes.";

    private static IEnumerable<string> Disowned(IEnumerable<SourceFile> files) =>
        from file in files
        where file.TopLevelTypes.Any(IsCallersCommand)
        from call in file.Calls("DbTransaction", "CommitOwnWorkAsync")
        select $"{file.Place(call.Call)}: what a caller asks for is a deed of theirs: commit it with a note.";

    private static IEnumerable<string> WrittenOutside(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Feature is not null
        from call in file.Calls("Db", "QueryAsync", "FirstOrNullAsync", "StreamAsync")
        where file.Model.GetConstantValue(call.Call.ArgumentList.Arguments[0].Expression) is { HasValue: true, Value: string sql } && SqlTests.Writes(sql)
        select $"{file.Place(call.Call)}: a write goes through a transaction, which is committed with a note.";

    private static IEnumerable<string> Forged(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Feature is not null
        from literal in file.Tree.GetRoot().DescendantNodes().OfType<LiteralExpressionSyntax>()
        where literal.Token.ValueText.Contains("insert into audit_", StringComparison.OrdinalIgnoreCase) && !literal.Token.ValueText.Contains("insert into audit_verification", StringComparison.OrdinalIgnoreCase)
        select $"{file.Place(literal)}: entries are written with the commit.";
}
