using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>Clusters and similar units, against SciPy.</summary>
[TestFixture]
public sealed class LikenessTests
{
    // The nine state cities in 2013, from RAIM: unemployment rate, income tax per head, dependency ratio.
    private static readonly string[] Cities = ["Rīga", "Daugavpils", "Jelgava", "Jēkabpils", "Jūrmala", "Liepāja", "Rēzekne", "Valmiera", "Ventspils"];

    private static readonly object Data = new
    {
        units = Cities,
        variables = new
        {
            unemployment = new[] { 4.9, 7.64, 6.5, 9.48, 5.77, 7.38, 13.67, 6.31, 5.98 }, tax = new[] { 610.67, 371.01, 517.63, 399.48, 578.6, 403.45, 376.84, 533.72, 581.25 },
            dependency = new double[] { 558, 529, 537, 536, 551, 579, 531, 556, 547 },
        },
    };

    private static readonly object[] Variables = [new { variable = "unemployment" }, new { variable = "tax" }, new { variable = "dependency" }];

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    // SciPy 1.10.1: Z = scipy.stats.zscore(X, ddof=1); scipy.cluster.hierarchy.linkage(Z, method)[:, 2].
    [TestCase("ward", new[] { 0.26389514937393616, 0.7691396784126936, 0.8698739389872474, 0.929591438346235, 1.5200547971423637, 2.2251565173836143, 3.2613340403018207, 5.2744454455089995 })]
    [TestCase("average", new[] { 0.26389514937393616, 0.6741529095252903, 0.8175494205561481, 0.8698739389872474, 1.2429382900411785, 1.9486703834995722, 2.5828706884418873, 2.92647636948537 })]
    [TestCase("complete", new[] { 0.26389514937393616, 0.755454205492483, 0.8698739389872474, 0.9598052331286497, 1.6530360374723696, 2.760308870870084, 3.0836817734011865, 4.416726638205276 })]
    [TestCase("single", new[] { 0.26389514937393616, 0.5928516135580976, 0.6383185716455023, 0.8698739389872474, 0.9254555865175697, 1.6241013630354981, 1.6432650372551152, 2.005551164689466 })]
    public async Task Units_join_at_the_heights_of_SciPy(string method, double[] heights)
    {
        var analysis = await api.AnalyseAsync<ClusterAnalysis>("clusters", new { method, k = 2, variables = Variables, data = Data });
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Joins.Select(join => join.Height), Is.EqualTo(heights).Within(1e-12));
            Assert.That((analysis.Joins[0].First, analysis.Joins[0].Second, analysis.Joins[0].Size, analysis.Joins[^1].Size), Is.EqualTo((4, 8, 2, 9)));
        });
    }

    // The same, fcluster(linkage, k, 'maxclust'), and silhouettes (b - a)/max(a, b) of pdist(Z): of 2 to 6 clusters 3 have the best mean, 0.4886978.
    [Test]
    public async Task The_number_of_clusters_is_that_with_the_best_silhouette()
    {
        var analysis = await api.AnalyseAsync<ClusterAnalysis>("clusters", new { variables = Variables, territory = "Rīga", data = Data });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Choices.Select(choice => choice.MeanSilhouette), Is.EqualTo(new[] { 0.4789032416204051, 0.4886978189760355, 0.43977646845350993, 0.29999498380461426, 0.2183461771452221 }).Within(1e-12));
            Assert.That((analysis.K, analysis.Method, analysis.Standardisation), Is.EqualTo((3, "ward", "zScore")));
            Assert.That(analysis.Units.Select(unit => unit.Cluster), Is.EqualTo(new[] { 1, 2, 1, 2, 1, 3, 2, 1, 1 }));
            Assert.That(analysis.Units.Select(unit => unit.Silhouette), Is.EqualTo(new[] { 0.6079753297, 0.3685546743, 0.4155446874, 0.4731642761, 0.7477192533, 0, 0.4764718411, 0.5623843815, 0.7464659274 }).Within(1e-10));
            Assert.That(analysis.Clusters.Select(cluster => cluster.Size), Is.EqualTo(new[] { 5, 3, 1 }));
            Assert.That(analysis.Clusters[2].Means["tax"], Is.EqualTo(403.45));
            Assert.That(analysis.Frame.Warnings, Has.Some.Contains("explorative"));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("9 units fall into 3 clusters (sizes 5, 3, 1). In one cluster with Rīga: Jelgava, Jūrmala, Valmiera, Ventspils."));
        });
    }

    [Test]
    public async Task Clusters_of_the_database_are_told_in_Latvian_and_equal_those_of_the_same_numbers()
    {
        var variables = new object[] { new { variable = "unemployment-rate" }, new { variable = "income-tax-per-capita" }, new { variable = "dependency-ratio" } };
        var analysis = await api.AnalyseAsync<ClusterAnalysis>("clusters", new { variables, group = "state-cities", period = "2013" }, "lv");
        var own = await api.AnalyseAsync<ClusterAnalysis>("clusters", new
        {
            variables, data = new { units = analysis.Frame.Units.Select(unit => unit.Unit), variables = analysis.Frame.Variables.ToDictionary(variable => variable.Variable, variable => variable.Values) },
        });
        Assert.Multiple(() =>
        {
            Assert.That(own.Joins, Is.EqualTo(analysis.Joins));
            Assert.That(own.MeanSilhouette, Is.EqualTo(analysis.MeanSilhouette));
            Assert.That(analysis.Frame.Summary, Is.EqualTo("Vienību skaits: 9, kopu skaits: 3 (lielumi: 3, 5, 1)."));
        });
    }

    [TestCase("ward")]
    [TestCase("medoids")]
    public async Task Nothing_one_two_and_equal_units_are_no_trouble(string method)
    {
        foreach (var (values, k) in new (double?[] Values, int K)[] { ([null], 1), ([5], 1), ([5, 6], 1), ([5, 5, 5], 1), ([1, 1, 9, 9], 2) })
        {
            var analysis = await api.AnalyseAsync<ClusterAnalysis>("clusters", new { method, variables = new object[] { new { variable = "x" } }, data = new { units = values.Select((_, index) => $"u{index}"), variables = new { x = values } } });
            Assert.That(analysis.Units.Max(unit => unit.Cluster) ?? 1, Is.EqualTo(k), string.Join(' ', values));
        }
    }

    [Test]
    public async Task Equal_distances_are_settled_by_the_order_of_units_and_every_time_the_same()
    {
        var request = new { k = 2, method = "single", variables = new object[] { new { variable = "x" } }, data = new { units = new[] { "A", "B", "C", "D" }, variables = new { x = new[] { 1, 2, 3, 4 } } } };
        var (first, second) = (await api.AnalyseAsync<ClusterAnalysis>("clusters", request), await api.AnalyseAsync<ClusterAnalysis>("clusters", request));
        Assert.Multiple(() =>
        {
            Assert.That(first.Units.Select(unit => unit.Cluster), Is.EqualTo(new[] { 1, 1, 1, 2 }));
            Assert.That(second.Joins, Is.EqualTo(first.Joins));
        });
    }

    [Test]
    public async Task Wrong_numbers_kinds_and_methods_of_clusters_are_each_named()
    {
        var problem = await api.RefusedAnalysisAsync("clusters", new { method = "kmeans", standardisation = "rank", k = 0, mostK = 1, variables = new object[] { new { variable = "unemployment", kind = "category" } }, data = Data });
        var many = await api.RefusedAnalysisAsync("clusters", new { k = 10, variables = Variables, data = Data }, 422);
        var units = Enumerable.Range(0, 501).Select(number => $"u{number}").ToArray();
        var large = await api.RefusedAnalysisAsync("clusters", new { variables = new object[] { new { variable = "x" } }, data = new { units, variables = new { x = units.Select(_ => 1.0) } } });
        Assert.Multiple(() =>
        {
            Assert.That(problem.Places(), Is.EquivalentTo(new[] { "/method unknown-value", "/standardisation unknown-value", "/k out-of-range", "/mostK out-of-range", "/mostK contradiction", "/variables/0/kind contradiction" }));
            Assert.That(many.Places(), Is.EqualTo(new[] { "/k too-few-units" }));
            Assert.That(large.Errors!.Single().Message, Does.Contain("500"));
        });
    }

    // SciPy 1.10.1: scipy.spatial.distance.cdist(X, X, 'mahalanobis', VI=numpy.linalg.inv(numpy.cov(X, rowvar=False))).
    [Test]
    public async Task Mahalanobis_distances_are_those_of_SciPy()
    {
        var analysis = await api.AnalyseAsync<NeighbourAnalysis>("neighbours", new { territory = "Daugavpils", metric = "mahalanobis", k = 8, variables = Variables, data = Data });
        Assert.Multiple(() =>
        {
            Assert.That(analysis.Neighbours.Select(neighbour => neighbour.Unit), Is.EqualTo(new[] { "Jēkabpils", "Jelgava", "Valmiera", "Ventspils", "Jūrmala", "Rīga", "Liepāja", "Rēzekne" }));
            Assert.That(analysis.Neighbours.Select(neighbour => neighbour.Distance), Is.EqualTo(new[]
            {
                1.7315368957624533, 1.9178444467186995, 2.726616307492869, 2.8911632608305715, 2.8946859779390706, 3.254437310157538, 3.5775041378442287, 3.888403568922237,
            }).Within(1e-10));
            Assert.That(analysis.Neighbours.Select(neighbour => neighbour.Contributions.Values.Sum()), Is.All.EqualTo(1).Within(1e-10));
            Assert.That(analysis.Neighbours[^1].OfFarthest, Is.EqualTo(1));
        });
    }

    // By hand: size differs by 4 of a range of 10, the kind not, a port at A alone: (0.4 + 0 + 1)/3; C has no size: (1 + 0)/2; D has no port: (1 + 0)/2.
    [Test]
    public async Task Gower_compares_each_pair_by_what_both_have()
    {
        var analysis = await api.AnalyseAsync<NeighbourAnalysis>("neighbours", new
        {
            territory = "A", metric = "gower", k = 3, variables = new object[] { new { variable = "size" }, new { variable = "kind", kind = "category" }, new { variable = "port", kind = "presence" } },
            data = new { units = new[] { "A", "B", "C", "D" }, variables = new { size = new double?[] { 0, 4, null, 10 }, kind = new double?[] { 1, 1, 2, 1 }, port = new double?[] { 1, 0, 1, null } } },
        });

        Assert.Multiple(() =>
        {
            Assert.That(analysis.Neighbours.ToDictionary(neighbour => neighbour.Unit, neighbour => Math.Round(neighbour.Distance, 12)), Is.EqualTo(new Dictionary<string, double> { ["B"] = Math.Round(1.4 / 3, 12), ["C"] = 0.5, ["D"] = 0.5 }));
            Assert.That(analysis.Neighbours[0].Contributions, Is.EqualTo(new Dictionary<string, double?> { ["size"] = 0.4 / 1.4, ["kind"] = 0, ["port"] = 1 / 1.4 }));
            Assert.That(analysis.Neighbours.Single(neighbour => neighbour.Unit == "C").Contributions["size"], Is.Null);
            Assert.That(analysis.Frame.Excluded, Is.Empty);
        });
    }

    // By hand: on the line 0, 1, 1.9, 5 the nearest of 5 is 1.9, but the nearest of 1.9 is 1.
    [Test]
    public async Task A_neighbour_that_is_not_mutual_is_told_so_or_left_out()
    {
        var data = new { units = new[] { "A", "B", "C", "D" }, variables = new { x = new[] { 0, 1, 1.9, 5 } } };
        var usual = await api.AnalyseAsync<NeighbourAnalysis>("neighbours", new { territory = "D", k = 1, metric = "robustZ", variables = new object[] { new { variable = "x" } }, data });
        var mutual = await api.AnalyseAsync<NeighbourAnalysis>("neighbours", new { territory = "D", k = 1, isSymmetric = true, variables = new object[] { new { variable = "x" } }, data });

        Assert.Multiple(() =>
        {
            Assert.That(usual.Neighbours.Select(neighbour => (neighbour.Unit, neighbour.IsMutual)), Is.EqualTo(new[] { ("C", false) }));
            Assert.That(usual.Neighbours[0].Distance, Is.EqualTo(3.1 / (1.4826 * 0.95)).Within(1e-10)); // median 1.45, deviations 1.45, 0.45, 0.45, 3.55: MAD 0.95
            Assert.That(mutual.Neighbours, Is.Empty);
            Assert.That(mutual.Frame.Warnings, Has.Some.Contains("not among theirs"));
        });
    }

    [Test]
    public async Task What_a_metric_cannot_do_is_refused_by_name()
    {
        var weighted = await api.RefusedAnalysisAsync("neighbours", new { territory = "Rīga", metric = "mahalanobis", variables = new object[] { new { variable = "tax", weight = 2 }, new { variable = "dependency", kind = "category", transform = "logarithm" } }, data = Data });
        var collinear = await api.RefusedAnalysisAsync("neighbours", new
        {
            territory = "A", metric = "mahalanobis", variables = new object[] { new { variable = "x" }, new { variable = "y" } },
            data = new { units = new[] { "A", "B", "C", "D" }, variables = new { x = new[] { 1, 2, 3, 5 }, y = new[] { 2, 4, 6, 10 } } },
        }, 422);
        var few = await api.RefusedAnalysisAsync("neighbours", new
        {
            territory = "A", metric = "mahalanobis", variables = new object[] { new { variable = "x" }, new { variable = "y" } }, data = new { units = new[] { "A", "B" }, variables = new { x = new[] { 1, 2 }, y = new[] { 2, 5 } } },
        }, 422);

        Assert.Multiple(() =>
        {
            Assert.That(weighted.Places(), Is.EquivalentTo(new[] { "/variables/0/weight contradiction", "/variables/1/kind contradiction", "/variables/1/transform contradiction" }));
            Assert.That(collinear.Places(), Is.EqualTo(new[] { "/variables collinear" }));
            Assert.That(few.Places(), Is.EqualTo(new[] { "/variables too-few-units" }));
        });
    }
}
