using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Benchlearning.Tests.Architecture;

/// <summary>No text can make a regular expression run for long: each one gives up, or never goes back.</summary>
public sealed class RegexTests
{
    [Test]
    public void Every_regular_expression_gives_up_after_a_time_or_never_goes_back() => Assert.That(Endless(House.Api), Is.Empty);

    [TestCase("[System.Text.RegularExpressions.GeneratedRegex(\"(a+)+$\")] private static partial System.Text.RegularExpressions.Regex Pattern(); private static partial System.Text.RegularExpressions.Regex Pattern() => null!;")]
    [TestCase("public static readonly System.Text.RegularExpressions.Regex Pattern = new(\"(a+)+$\");")]
    [TestCase("public static readonly System.Text.RegularExpressions.Regex Pattern = new System.Text.RegularExpressions.Regex(\"(a+)+$\");")]
    [TestCase("public static bool Matches(string text) => System.Text.RegularExpressions.Regex.IsMatch(text, \"(a+)+$\");")]
    public void One_that_could_run_for_ever_is_found(string member) =>
        Assert.That(Endless(House.Planted("Features/Planned/Planted.cs", $"namespace Benchlearning.Api.Features.Planned; internal static partial class Planted {{ {member} }}")), Is.Not.Empty);

    private static IEnumerable<string> Endless(IEnumerable<SourceFile> files) =>
        from file in files
        from node in file.Tree.GetRoot().DescendantNodes()
        let arguments = node switch
        {
            AttributeSyntax attribute when attribute.Name.ToString().EndsWith("GeneratedRegex", StringComparison.Ordinal) => attribute.ArgumentList?.ToString(),
            BaseObjectCreationExpressionSyntax made when file.Model.GetTypeInfo(made).Type?.ToDisplayString() == "System.Text.RegularExpressions.Regex" => made.ArgumentList?.ToString(),
            InvocationExpressionSyntax call when file.Model.GetSymbolInfo(call).Symbol is { IsStatic: true, ContainingType: { Name: "Regex" } type, Name: not "Escape" } && type.ToDisplayString() == "System.Text.RegularExpressions.Regex" => call.ArgumentList.ToString(),
            _ => null,
        }
        where arguments is not null && !Bounded(arguments)
        select $"{file.Place(node)}: {arguments}";

    private static bool Bounded(string arguments) =>
        arguments.Contains("NonBacktracking", StringComparison.Ordinal) || arguments.Contains("TimeSpan.", StringComparison.Ordinal) || arguments.Contains("matchTimeoutMilliseconds", StringComparison.Ordinal)
        || System.Text.RegularExpressions.Regex.IsMatch(arguments, @", [0-9_]+\)$", System.Text.RegularExpressions.RegexOptions.None, TimeSpan.FromSeconds(1));
}
