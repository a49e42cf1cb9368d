using System.Xml.Linq;
using Benchlearning.Contracts;
using Benchlearning.DbMigrations;
using Microsoft.CodeAnalysis;

namespace Benchlearning.Tests.Architecture;

/// <summary>Who may know whom.</summary>
public sealed class DependencyTests
{
    /// <summary>
    /// What a feature may use of another although it is a use case or reaches the database. Everything else that features share is pure.
    /// </summary>
    private static readonly Dictionary<(string User, string Used), string> Shared = new()
    {
        [("*", "CatalogueWatch")] = "Hands out the snapshot of the catalogue, which every feature resolves codes against.",
        [("*", "CatalogueReader")] = "Names the indicator that is the base of weights.",
        [("Comparisons", "ObservationReader")] = "The one reader of figures: comparisons see what observations show.",
        [("Service", "LoadSample")] = "A local start loads the sample by the command of imports.",
        [("Service", "DefineSyncSources")] = "A local start sets up the sync sources of the sample by the command of syncs.",
        [("Service", "MakeDemoKeys")] = "A local start makes the keys that its message shows.",
        [("Service", "CountDemoKeys")] = "A production start looks whether keys of a local one are left.",
        [("Service", "FindOpenWalls")] = "A production start looks whether row-level security holds.",
        [("Service", "ListSyncRuns")] = "/v1/config publishes the limits that use cases keep.",
        [("Sync", "ImportRegistry")] = "What a sync fetches goes into the one pipeline by the one door that every import takes.",
        [("Engagement", "AccessReading")] = "A network is there for whom access lets see it, and is described where it is defined.",
        [("Surveys", "ImportRegistry")] = "What a survey found becomes figures by the one door that every import takes.",
        [("Service", "ListTerritories")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListTerritoryChanges")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListWebhookDeliveries")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListImports")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "OpenBatches")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "EnterObservations")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListAuditEntries")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "VerifyAuditChain")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListFindings")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListRevisions")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListIndicators")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListAnalyses")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListJobs")] = "/v1/config publishes the limits that use cases keep.",
        [("Practices", "AccessReading")] = "Organisations are known to access, which keeps them.",
        [("Plans", "AccessReading")] = "Organisations are known to access, which keeps them.",
        [("Service", "ListPractices")] = "/v1/config publishes the limits that use cases keep.",
        [("Analyses", "ReachNow")] = "A job uses what its caller may see when it runs, which access alone knows.",
        [("Aggregates", "ObservationReader")] = "The one reader of figures: weights are figures that everyone sees.",
        [("Analyses", "ObservationReader")] = "The one reader of figures: rebasing carries what observations show.",
        [("Service", "FindOpenWalls")] = "A production start looks whether row-level security holds.",
        [("Service", "RebaseSeries")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ListGroupAggregates")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "PublishGroupAggregates")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "Correlate")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "TellQuantiles")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "FindClusters")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "TestComposite")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "MeasureEfficiency")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "DecomposeCosts")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "ExpectCosts")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "Standardise")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "EstimateBySyntheticControl")] = "/v1/config publishes the limits that use cases keep.",
        [("Networks", "AccessReading")] = "The one reader of organisations, whose codes members, hosts and participants bear.",
        [("Service", "ProfileTerritory")] = "/v1/config publishes the limits that use cases keep.",
        [("Service", "TrendTerritory")] = "/v1/config publishes the limits that use cases keep.",
    };

    [Test]
    public void The_sources_compile_here_as_they_do_in_the_build() =>
        Assert.That(House.Errors.Select(error => error.ToString()), Is.Empty);

    [Test]
    public void Platform_knows_no_feature() => Assert.That(PlatformThatKnowsFeatures(House.Api), Is.Empty);

    [Test]
    public void Platform_that_knows_a_feature_is_found() =>
        Assert.That(PlatformThatKnowsFeatures(House.Planted("Platform/Http/Planted.cs", """
            namespace Benchlearning.Api.Platform.Http;
            internal sealed class Planted(Benchlearning.Api.Features.Observations.ObservationReader reader)
            {
                public object Reader => reader;
            }
            """)), Is.Not.Empty);

    [Test]
    public void Features_use_each_others_pure_classes_only() => Assert.That(ForeignUseCases(House.Api, Shared), Is.Empty);

    [Test]
    public void Every_exception_is_still_needed()
    {
        var unneeded = Shared.Keys.Where(key => !ForeignUseCases(House.Api, Shared.Where(pair => pair.Key != key).ToDictionary()).Any());
        Assert.That(unneeded, Is.Empty);
    }

    [Test]
    public void A_feature_that_sends_the_query_of_another_is_found() =>
        Assert.That(ForeignUseCases(House.Planted("Features/Comparisons/Planted.cs", """
            namespace Benchlearning.Api.Features.Comparisons;
            internal static class Planted
            {
                public static object Ask() => new Benchlearning.Api.Features.Territories.GetTerritory.Query("LV0001000", "lv");
            }
            """), Shared), Has.Exactly(1).Contains("GetTerritory"));

    [Test]
    public void A_feature_that_uses_a_class_of_another_that_reaches_the_database_is_found() =>
        Assert.That(ForeignUseCases(House.Planted("Features/Comparisons/Planted.cs", """
            namespace Benchlearning.Api.Features.Comparisons;
            internal static class Planted
            {
                public static object Make(Benchlearning.Api.Platform.Database.Db db) => new Benchlearning.Api.Features.Territories.TerritoryChanges(db);
            }
            """), Shared), Has.Exactly(1).Contains("TerritoryChanges"));

    [Test]
    public void Contracts_and_migrations_reference_nothing_of_ours()
    {
        Assert.That(ReferencesOfOurs(typeof(ContractJson).Assembly), Is.Empty);
        Assert.That(ReferencesOfOurs(typeof(MigrationRunner).Assembly), Is.Empty);
        foreach (var project in new[] { "contracts/Benchlearning.Contracts.csproj", "db-migrations/Benchlearning.DbMigrations.csproj" })
            Assert.That(XDocument.Parse(House.Read(project)).Descendants("ProjectReference"), Is.Empty, project);
    }

    [Test]
    public void A_reference_of_ours_is_found() => Assert.That(ReferencesOfOurs(typeof(Api.BenchlearningApp).Assembly), Does.Contain("Benchlearning.Contracts"));

    private static IEnumerable<string> PlatformThatKnowsFeatures(IEnumerable<SourceFile> files) =>
        from file in files
        where file.IsIn("Platform")
        from use in file.Uses
        where use.Namespace.StartsWith("Benchlearning.Api.Features", StringComparison.Ordinal)
              || (use.Symbol is not INamespaceSymbol && use.Namespace == "Benchlearning.Api")
        select $"{use.Place}: {use.Symbol.ToDisplayString()}";

    private static IEnumerable<string> ForeignUseCases(IEnumerable<SourceFile> files, Dictionary<(string, string), string> exceptions) =>
        (from file in files
         where file.Feature is not null
         from use in file.Uses
         where use.Namespace.StartsWith("Benchlearning.Api.Features.", StringComparison.Ordinal) && use.Namespace.Split('.')[3] != file.Feature
         let type = use.Type
         where type is not null && (UseCase.Is(type) || UseCase.Touches(type) || type.Name is "CatalogueWatch" or "CatalogueReader")
               && !exceptions.ContainsKey(("*", type.Name)) && !exceptions.ContainsKey((file.Feature!, type.Name))
         select $"{use.Place}: {type.Name}").Distinct();

    private static IEnumerable<string> ReferencesOfOurs(System.Reflection.Assembly assembly) =>
        assembly.GetReferencedAssemblies().Select(name => name.Name!).Where(name => name.StartsWith("Benchlearning", StringComparison.Ordinal));
}
