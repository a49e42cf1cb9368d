using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Benchlearning.Tests.Architecture;

/// <summary>Who may see a figure is decided by one predicate: queries read the views that have it, not the tables behind them.</summary>
public sealed partial class LevelTests
{
    /// <summary>The service's own work, which must see every revision; whoever may ask for it is asked for a permission.</summary>
    private static readonly Dictionary<string, string> OwnWork = new(StringComparer.Ordinal)
    {
        ["Staging"] = "An import compares with what is held, and writes it.",
        ["ValidationRules"] = "An import is judged by what was before, hidden or not.",
        ["LoadSample"] = "Answers the quarantine of the sample.",
        ["CorrectionWriter"] = "Writes corrections.",
        ["CorrectionReading"] = "Stewards see what the source said beside a correction.",
        ["ConflictAnswer"] = "Stewards decide between a correction and the source.",
        ["FileCorrection"] = "Looks whether the cell can be corrected.",
        ["DecideCorrection"] = "Looks at what a decision is about.",
        ["ListQuarantinedValues"] = "Stewards see what waits for them.",
        ["AnswerQuarantine"] = "Looks at what an answer is about.",
        ["QuarantineDecision"] = "Accepts, corrects or rejects what waits.",
        ["PublishGroupAggregates"] = "Makes figures of groups over hidden ones, and sees to it that these cannot be worked out.",
        ["CycleFactsReading"] = "Guards of a cycle ask whether values of its members are there and whether some wait, never what they are.",
        ["SyncReading"] = "Which years a source is behind with, for those who follow imports.",
    };

    [Test]
    public void Every_query_of_figures_goes_through_the_predicate() => Assert.That(PastThePredicate(House.Api).Select(found => found.Type).Distinct(), Is.EquivalentTo(OwnWork.Keys));

    [Test]
    public void Only_the_services_own_work_has_its_reach() =>
        Assert.That(WithTheReachOfTheService(House.Api).Except(OwnWork.Keys), Is.Empty);

    [TestCase("select o.value from observation_revision o")]
    [TestCase("select c.value from seen_observation c join  observation_revision o on true")]
    [TestCase("with hidden as (select * from public.observation_revision) select value from hidden")]
    [TestCase("select change_number from level_change")]
    [TestCase("select p.value from group_aggregate a join group_aggregate_part p on true")]
    public void A_query_past_the_predicate_is_found(string sql) =>
        Assert.That(PastThePredicate(Planted($"private const string PlantedSql = \"{sql}\"; public static string Text => PlantedSql;")), Is.Not.Empty);

    [TestCase("select o.value from seen_observation o")]
    [TestCase("select o.value from current_observation o")]
    public void A_query_through_the_predicate_is_not(string sql) =>
        Assert.That(PastThePredicate(Planted($"private const string PlantedSql = \"{sql}\"; public static string Text => PlantedSql;")), Is.Empty);

    [Test]
    public void A_reader_with_the_reach_of_the_service_is_found() =>
        Assert.That(WithTheReachOfTheService(Planted("public static object Seen => Benchlearning.Api.Platform.Auth.Reach.Service;")), Is.EqualTo(new[] { "Planted" }));

    private static IReadOnlyList<SourceFile> Planted(string member) =>
        House.Planted("Features/Planned/Planted.cs", $"namespace Benchlearning.Api.Features.Planned; internal static class Planted {{ {member} }}");

    private static IEnumerable<(string Type, string Place)> PastThePredicate(IEnumerable<SourceFile> files) =>
        from file in files
        where file.Feature is not null
        from declaration in file.Tree.GetRoot().DescendantNodes().OfType<FieldDeclarationSyntax>().SelectMany(field => field.Declaration.Variables)
        let field = (IFieldSymbol)file.Model.GetDeclaredSymbol(declaration)!
        where field is { HasConstantValue: true, ConstantValue: string sql } && Protected().IsMatch(sql)
        select (file.Around(declaration).Name, file.Place(declaration));

    private static IEnumerable<string> WithTheReachOfTheService(IEnumerable<SourceFile> files) =>
        (from file in files
         where file.Feature is not null
         from name in file.Tree.GetRoot().DescendantNodes().OfType<MemberAccessExpressionSyntax>()
         where file.Model.GetSymbolInfo(name).Symbol is { Name: "Service", ContainingType.Name: "Reach" }
         select file.Around(name).Name).Distinct();

    /// <summary>Written as a table, not as a part of another name.</summary>
    [GeneratedRegex(@"\b(from|join|update|into|only)\s+(public\.)?(observation_revision|level_change|group_aggregate_part)\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Protected();
}
