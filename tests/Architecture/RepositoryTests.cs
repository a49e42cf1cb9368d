using System.Text.RegularExpressions;
using System.Xml.Linq;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Http;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Benchlearning.Tests.Architecture;

/// <summary>What holds for the clone as a whole.</summary>
public sealed partial class RepositoryTests
{
    private const int MostLines = 349;

    private static readonly string[] Text = [".cs", ".csproj", ".props", ".json", ".md", ".sql", ".yaml", ".yml", ".txt", ".sh", ".sln", ".mjs", ".ts", ".js", ""];

    [Test]
    public void Nothing_is_named_for_want_of_a_name()
    {
        var files = House.FilesOfTheClone("*.cs").ToArray();
        Assert.That(files.Select(file => Path.GetFileNameWithoutExtension(file)).Where(IsNoName), Is.Empty);
        Assert.That(files.SelectMany(file => file.Split('/')[..^1]).Distinct().Where(IsNoName), Is.Empty);
        Assert.That(files.SelectMany(file => TypesIn(House.Read(file))).Where(IsNoName), Is.Empty);
    }

    [TestCase("internal static class TerritoryHelper;", "TerritoryHelper")]
    [TestCase("internal enum Common { One }", "Common")]
    public void A_name_for_want_of_a_name_is_found(string code, string name) => Assert.That(TypesIn(code).Where(IsNoName), Is.EqualTo(new[] { name }));

    [Test]
    public void Words_that_only_look_alike_are_left_alone() => Assert.That(new[] { "Commonwealth", "Utilities", "Utility" }.Count(IsNoName), Is.EqualTo(2));

    [Test]
    public void Files_of_the_API_are_short_enough_to_hold_in_mind() =>
        Assert.That(House.FilesOfTheClone("*.cs").Where(file => file.StartsWith("api/", StringComparison.Ordinal) && IsLong(House.Read(file))), Is.Empty);

    [Test]
    public void A_file_of_350_lines_is_found() => Assert.That(IsLong(string.Join('\n', Enumerable.Repeat("//", 350))), Is.True);

    [Test]
    public void Every_problem_type_has_a_page_that_says_the_same()
    {
        var pages = House.FilesOfTheClone("*.md").Where(file => file.StartsWith("docs/problems/", StringComparison.Ordinal)).ToDictionary(file => Path.GetFileNameWithoutExtension(file), House.Read);
        Assert.That(pages.Keys, Is.EquivalentTo(ProblemTypes.All.Keys));
        Assert.That(ProblemTypes.All.Values.SelectMany(type => Differences(type, pages[type.Code])), Is.Empty);
    }

    [Test]
    public void A_page_with_another_title_is_found() =>
        Assert.That(Differences(ProblemTypes.NotFound, "# 404 Lost"), Is.EqualTo(new[] { "not-found: title", "not-found: title in Latvian", "not-found: code and status" }));

    [Test]
    public void Every_setting_is_in_the_README()
    {
        var settings = typeof(ServiceOptions).GetProperties().Concat(typeof(RateBudgets).GetProperties()).Concat(typeof(WebhookLimits).GetProperties()).Concat(typeof(RetentionRules).GetProperties()).Concat(typeof(JobLimits).GetProperties()).Select(property => property.Name)
            .Where(name => name is not (nameof(ServiceOptions.RequestsPerMinute) or nameof(ServiceOptions.RequestsPerMinuteOfPersons) or nameof(ServiceOptions.RequestsPerMinuteOfClients) or nameof(ServiceOptions.Webhooks) or nameof(ServiceOptions.Retention) or nameof(ServiceOptions.Jobs))).ToArray();
        Assert.That(Undocumented(settings, House.Read("README.md")), Is.Empty);
    }

    [Test]
    public void A_setting_that_the_README_does_not_know_is_found() => Assert.That(Undocumented(["Planted"], House.Read("README.md")), Is.EqualTo(new[] { "Planted" }));

    [Test]
    public void Every_package_is_pinned_to_one_version()
    {
        var versions = XDocument.Parse(House.Read("Directory.Packages.props"));
        var projects = House.FilesOfTheClone("*.csproj").Select(House.Read).Append(House.Read("Directory.Build.props")).Select(XDocument.Parse).ToArray();
        Assert.That(Unpinned(versions, projects), Is.Empty);
    }

    [TestCase("1.*")]
    [TestCase("[1.0,2.0)")]
    [TestCase("")]
    public void A_floating_version_is_found(string version) =>
        Assert.That(Unpinned(new XDocument(new XElement("Project", new XElement("PackageVersion", new XAttribute("Include", "Planted"), new XAttribute("Version", version)))), []), Is.Not.Empty);

    [Test]
    public void A_version_in_a_project_is_found() =>
        Assert.That(Unpinned(new XDocument(new XElement("Project")), [new XDocument(new XElement("Project", new XElement("PackageReference", new XAttribute("Include", "Planted"), new XAttribute("Version", "1.0.0"))))]), Is.Not.Empty);

    [Test]
    public void No_file_knows_one_machine_or_one_registry() =>
        Assert.That(House.FilesOfTheClone("*").Where(file => Text.Contains(Path.GetExtension(file)) && file != "tests/Architecture/RepositoryTests.cs")
            .SelectMany(file => Places(House.Read(file)).Select(place => $"{file}: {place}")), Is.Empty);

    [TestCase("see /home/anna/benchlearning/api")]
    [TestCase("\"C:\\\\Users\\\\anna\\\\source\"")]
    [TestCase("https://packages.planted" + ".example/v3/index" + ".json")]
    [TestCase("registry" + "=https://packages.planted.example/")]
    public void A_place_of_one_machine_is_found(string text) => Assert.That(Places(text), Is.Not.Empty);

    private static IEnumerable<string> TypesIn(string code) =>
        CSharpSyntaxTree.ParseText(code, new CSharpParseOptions(LanguageVersion.Preview)).GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>().Select(type => type.Identifier.Text);

    private static bool IsNoName(string name) => NoName().IsMatch(name);

    private static bool IsLong(string code) => code.TrimEnd('\n').Split('\n').Length > MostLines;

    private static IEnumerable<string> Differences(ProblemType type, string page)
    {
        if (!page.StartsWith($"# {type.Status} {type.TitleEn}\n", StringComparison.Ordinal))
            yield return $"{type.Code}: title";
        if (!page.Contains($"<p lang=\"lv\"><strong>{type.TitleLv}</strong></p>", StringComparison.Ordinal))
            yield return $"{type.Code}: title in Latvian";
        if (!page.Contains($"Code: `{type.Code}`. HTTP status: {type.Status}.", StringComparison.Ordinal))
            yield return $"{type.Code}: code and status";
    }

    private static IEnumerable<string> Undocumented(IEnumerable<string> settings, string page) =>
        settings.Where(setting => !page.Contains($"__{setting}`", StringComparison.Ordinal));

    private static IEnumerable<string> Unpinned(XDocument versions, IEnumerable<XDocument> projects) =>
        versions.Descendants("PackageVersion").Where(package => !Pinned().IsMatch((string?)package.Attribute("Version") ?? "")).Select(package => $"{package.Attribute("Include")?.Value} is not pinned")
            .Concat(projects.SelectMany(project => project.Descendants("PackageReference")).Where(package => package.Attribute("Version") is not null || package.Attribute("VersionOverride") is not null)
                .Select(package => $"{package.Attribute("Include")?.Value} has a version in its project"));

    private static IEnumerable<string> Places(string text) => Place().Matches(text).Select(match => match.Value);

    [GeneratedRegex("(Helper|Util|Utility|Utilitie|Manager|Common)s?(?![a-z])", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NoName();

    [GeneratedRegex(@"^(\d+(\.\d+){1,3}(-[0-9A-Za-z.-]+)?|\[\d+(\.\d+){1,3}\])$", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Pinned();

    [GeneratedRegex(@"/home/(?!linuxbrew/)\w+/|/Users/\w+/|/work/|[A-Za-z]:(\\\\?)Users|/v3/index\.json|registry=https?:|""resolved"":\s*""https?:|artifactory|/nexus/", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex Place();
}
