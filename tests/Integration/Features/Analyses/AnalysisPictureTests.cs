using System.Buffers.Binary;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;
using Benchlearning.Contracts.V1.Analyses;
using Benchlearning.Testing;

namespace Benchlearning.Tests.Integration.Features.Analyses;

/// <summary>Pictures of analyses: the same numbers as the answer, readable by people and by machines, whatever the numbers are.</summary>
[TestFixture]
public sealed partial class AnalysisPictureTests
{
    private const string KeepIn = "BENCHLEARNING_KEEP_PICTURES";
    private const int MostBytes = 400_000;
    private const int MostPngBytes = 2_000_000;

    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";
    private static readonly string[] Components = ["unemployment-rate", "income-tax-per-capita", "population-change", "education-expenditure-per-pupil", "dependency-ratio"];

    /// <summary>Cost of care at home: who costs more because of price, of coverage, of age.</summary>
    private static readonly object[] CareFactors =
    [
        new { name = "EUR uz saņēmēju", numerator = "cost", denominator = "users", kind = "price" }, new { name = "saņēmēju daļa", numerator = "users", denominator = "aged", kind = "volume" },
        new { name = "vecāku par 65 gadiem daļa", numerator = "aged", denominator = "people", kind = "need" },
    ];

    private static readonly object Care = new
    {
        units = new[] { "Cēsu novads", "Madonas novads", "Saldus novads", "Talsu novads" },
        variables = new { cost = new[] { 1510000, 1250000, 980000, 2100000 }, users = new[] { 260, 240, 210, 380 }, aged = new[] { 3700, 4600, 4500, 5300 }, people = new[] { 17500, 22600, 22100, 28300 } },
    };

    private ApiServer api = null!;

    [OneTimeSetUp]
    public async Task Start() => api = await ApiServer.StartAsync();

    [OneTimeTearDown]
    public async Task Stop() => await api.DisposeAsync();

    /// <summary>What people ask of the figures of the database.</summary>
    private static IEnumerable<TestCaseData> Questions()
    {
        yield return Case("position", "position", new { variable = "unemployment-rate", group = "similar:8", period = "2013", territory = "LV0420200" });
        yield return Case("position of all", "position", new { variable = "income-tax-per-capita", group = "all", period = "2013", territory = "LV0420200" });
        yield return Case("position of a neutral indicator", "position", new { variable = "female-share", group = "state-cities", period = "2013" });
        yield return Case("position where some lack figures", "position", new { variable = "education-expenditure-per-pupil", group = "municipalities", period = "2013" });
        yield return Case("trend", "trend", new { variable = "unemployment-rate", group = "municipalities", territory = "LV0420200" });
        yield return Case("trend of a group", "trend", new { variable = "income-tax-per-capita", group = "state-cities" });
        yield return Case("forecast", "forecast", new { variable = "income-tax-per-capita", territory = "LV0420200" });
        yield return Case("control chart", "spc/xmr", new { variable = "population-change", territory = "LV0010000" });
        yield return Case("impact", "impact/did", new { variable = "unemployment-rate", group = "state-cities", treated = new[] { "LV0270000", "LV0250000" }, since = "2012" });
        yield return Case("composite", "composites", new { components = Components.Select(Weighed), group = "municipalities", period = "2012" });
        yield return Case("composite of one", "composites", new { components = Components.Select(Weighed), group = "municipalities", period = "2012", territory = "LV0420200" });
        yield return Case("composite of cities", "composites", new { components = Components.Select(Weighed), group = "state-cities", period = "2012" });
        yield return Case("neighbours", "neighbours", new { variables = Components.Select(variable => new { variable }), group = "municipalities", period = "2012", territory = "LV0420200", k = 10 });
        yield return Case("quadrant", "correlations", new { variables = new[] { "education-expenditure-per-pupil", "income-tax-per-capita" }, group = "municipalities", period = "2012", territory = "LV0420200" });
        yield return Case("quadrant of cities", "correlations", new { variables = new[] { "unemployment-rate", "income-tax-per-capita" }, group = "state-cities", period = "2013", territory = "LV0010000" });
        yield return Case("correlations", "correlations", new { variables = Components, group = "municipalities", period = "2012" });
        yield return Case("efficiency", "efficiency/dea", new { inputs = new[] { "education-expenditure-per-pupil" }, outputs = new[] { "income-tax-per-capita", "female-share" }, group = "state-cities", period = "2012", territory = "LV0270000" });
        yield return Case("efficiency of all", "efficiency/dea", new { inputs = new[] { "education-expenditure-per-pupil", "dependency-ratio" }, outputs = new[] { "income-tax-per-capita", "female-share" }, group = "all", period = "2012" });
        yield return Case("funnel", "spc/funnel", new { variable = "crimes", size = "people", kind = "rate", territory = "Cēsu novads", data = Crimes(30) });
        yield return Case("funnel of means", "spc/funnel", new { variable = "crimes", size = "people", kind = "mean", deviation = 900, data = Crimes(12) });

        yield return Case("waterfall", "costs", new { territory = "Cēsu novads", factors = CareFactors, data = Care });
        yield return Case("waterfall against one", "costs", new { referenceUnit = "Madonas novads", factors = CareFactors, data = Care });

        static object Weighed(string variable) => new { variable, direction = variable == "education-expenditure-per-pupil" ? "lowerIsBetter" : null };

        static object Crimes(int count) => new
        {
            units = Enumerable.Range(0, count).Select(index => index == 2 ? "Cēsu novads" : string.Create(CultureInfo.InvariantCulture, $"{index + 1}. pašvaldība")),
            variables = new Dictionary<string, double?[]>(StringComparer.Ordinal)
            {
                ["crimes"] = [.. Enumerable.Range(0, count).Select(index => index == 7 ? (double?)null : Math.Round(Size(index) * (0.02 + (index * 37 % 11 / 1000.0) + (index == 4 ? 0.02 : 0))))],
                ["people"] = [.. Enumerable.Range(0, count).Select(index => (double?)Size(index))],
            },
        };

        static double Size(int index) => Math.Round(1500 * Math.Pow(1.2, index));
    }

    /// <summary>Numbers of the caller's own at their edges: one number for each unit.</summary>
    private static IEnumerable<TestCaseData> Edges()
    {
        foreach (var (name, values) in new (string, double?[])[]
        {
            ("one", [5]), ("two", [5, 7]), ("all equal", [5, 5, 5, 5, 5]), ("all zero", [0, 0, 0, 0]), ("some missing", [5, null, 7, null, 3, 4, 8]), ("negative", [-5, -3.5, -9, -1, -2]), ("mixed signs", [-5, 4, 0, 2, -1, 3]),
            ("huge", [1e99, 2e99, -3e98, 5e98, 1e98, 7e98]), ("tiny", [1e-12, 2e-12, 5e-12, 3e-12, 8e-12]), ("beyond drawing", [1e300, 2e300, 1e299, 5e299]), ("a single outlier", [1, 1, 1, 1, 1e9]),
        })
        {
            var units = Enumerable.Range(0, values.Length).Select(index => index == 1 ? "Starptautiskā kultūras, zinātnes un tehnoloģiju attīstības sadarbības tīkla Dienvidkurzemes apvienība" : $"U{index}").ToArray();
            var data = new { units, variables = new Dictionary<string, double?[]>(StringComparer.Ordinal) { ["x"] = values, ["y"] = [.. values.Select((value, index) => value * (index + 1))] } };
            var years = Enumerable.Range(0, values.Length).Select(index => string.Create(CultureInfo.InvariantCulture, $"{2000 + index}")).ToArray();
            var series = new { units = years.Select(_ => "A"), periods = years, variables = new Dictionary<string, double?[]>(StringComparer.Ordinal) { ["x"] = values } };
            yield return Case($"position, {name}", "position", new { variable = "x", direction = "lowerIsBetter", territory = "U0", data });
            yield return Case($"correlations, {name}", "correlations", new { variables = new[] { "x", "y" }, territory = "U0", data });
            yield return Case($"waterfall, {name}", "costs", new { factors = new[] { new { variable = "x" }, new { variable = "y" } }, territory = "U0", data });
            yield return Case($"trend, {name}", "trend", new { variable = "x", data = series });
            yield return Case($"forecast, {name}", "forecast", new { variable = "x", data = series });
            yield return Case($"control chart, {name}", "spc/xmr", new { variable = "x", data = series });
            yield return Case($"composite, {name}", "composites", new { components = new[] { new { variable = "x", normalisation = "minMax" }, new { variable = "y", normalisation = "minMax" } }, data });
            yield return Case($"neighbours, {name}", "neighbours", new { variables = new[] { new { variable = "x" } }, territory = "U0", data });
        }
    }

    [TestCaseSource(nameof(Questions))]
    public async Task A_picture_is_given_as_svg_and_png_in_both_languages(string name, string method, object request)
    {
        foreach (var language in new[] { "lv", "en" })
        {
            var svg = await PictureAsync(method, request, "svg", language);
            var png = await PictureAsync(method, request, "png", language);
            Keep($"{name} {language}", svg, png);
            var root = Checked(svg);
            Assert.Multiple(() =>
            {
                Assert.That(root.Attribute(XNamespace.Xml + "lang")!.Value, Is.EqualTo(language));
                Assert.That(png.AsSpan(0, 8).ToArray(), Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A }));
                Assert.That(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), Is.EqualTo(2 * int.Parse(root.Attribute("width")!.Value, CultureInfo.InvariantCulture)));
                Assert.That(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), Is.EqualTo(2 * int.Parse(root.Attribute("height")!.Value, CultureInfo.InvariantCulture)));
                Assert.That(png, Has.Length.LessThan(MostPngBytes));
            });
        }
    }

    [TestCaseSource(nameof(Edges))]
    public async Task Numbers_at_their_edges_are_drawn_or_said_not_to_be(string name, string method, object request)
    {
        using var response = await api.Client.PostAsJsonAsync($"/v1/analyses/{method}?format=svg&lang=lv", request);
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.That(response.StatusCode, Is.AnyOf(HttpStatusCode.OK, HttpStatusCode.NotFound), $"{name}: {Encoding.UTF8.GetString(body)}");
        if (response.StatusCode == HttpStatusCode.OK)
        {
            Checked(body);
            Keep(name, body, await PictureAsync(method, request, "png", "lv"));
        }
        else
        {
            Assert.That(Encoding.UTF8.GetString(body), Does.Contain("nothing-selected"));
        }
    }

    [Test]
    public async Task The_same_question_gives_the_same_bytes()
    {
        var request = new { components = new[] { new { variable = "unemployment-rate" }, new { variable = "income-tax-per-capita" } }, group = "state-cities", period = "2013", territory = "LV0010000" };
        var first = await PictureAsync("composites", request, "svg", "lv");
        Assert.That(await PictureAsync("composites", request, "svg", "lv"), Is.EqualTo(first));
    }

    [Test]
    public async Task Accept_chooses_a_picture_as_format_does()
    {
        var question = new { variable = "unemployment-rate", group = "state-cities", period = "2013" };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/v1/analyses/position?lang=lv") { Content = JsonContent.Create(question) };
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("image/svg+xml"));
        using var response = await api.Client.SendAsync(request);
        Assert.Multiple(async () =>
        {
            Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo("image/svg+xml"));
            Assert.That(await response.Content.ReadAsByteArrayAsync(), Is.EqualTo(await PictureAsync("position", question, "svg", "lv")));
        });
    }

    [Test]
    public async Task Where_there_is_no_figure_there_is_no_picture()
    {
        var problem = await RefusedPictureAsync("position", new { variable = "x", data = new { units = new[] { "A", "B" }, variables = new { x = new double?[] { null, null } } } });
        Assert.That(problem, Does.Contain("nothing-selected"));
    }

    [Test]
    public async Task Every_bar_of_a_position_is_the_value_of_the_answer_and_who_lacks_one_is_listed()
    {
        var request = new { variable = "income-tax-per-capita", group = "all", period = "2013", territory = "LV0420200" };
        var answer = await api.AnalyseAsync<PositionAnalysis>("position", request);
        var root = Checked(await PictureAsync("position", request, "svg", "en"));
        var bars = root.Elements(Svg + "g").Select(group => group.Element(Svg + "title")!.Value).ToArray();
        var names = answer.Frame.Units.ToDictionary(unit => unit.Unit, unit => unit.Name!, StringComparer.Ordinal);
        var expected = answer.Units.Where(unit => unit.Value is not null).Select(unit => $"{names[unit.Unit]}: {unit.Value!.Value.ToString("N2", CultureInfo.InvariantCulture)}\u00A0EUR");

        Assert.Multiple(() =>
        {
            Assert.That(bars, Is.EquivalentTo(expected));
            foreach (var unit in answer.Units.Where(unit => unit.Value is null))
                Assert.That(Words(root), Does.Contain(names[unit.Unit]));
            Assert.That(Words(root), Does.Contain($"median {answer.Distribution.Median!.Value.ToString("N2", CultureInfo.InvariantCulture)}"));
            Assert.That(Words(root), Does.Contain(answer.Frame.Summary.Split('.')[0]));
            Assert.That(root.Element(Svg + "desc")!.Value, Does.Contain(answer.Frame.Summary));
        });
    }

    [Test]
    public async Task Peers_of_an_efficiency_bar_are_those_of_the_answer()
    {
        var request = new { inputs = new[] { "education-expenditure-per-pupil" }, outputs = new[] { "income-tax-per-capita", "female-share" }, group = "state-cities", period = "2012" };
        var answer = await api.AnalyseAsync<EfficiencyAnalysis>("efficiency/dea", request);
        var root = Checked(await PictureAsync("efficiency/dea", request, "svg", "en"));
        var names = answer.Frame.Units.ToDictionary(unit => unit.Unit, unit => unit.Name!, StringComparer.Ordinal);
        var bars = root.Elements(Svg + "g").Select(group => group.Element(Svg + "title")!.Value).ToArray();

        Assert.Multiple(() =>
        {
            foreach (var unit in answer.Units.Where(unit => unit.Status == "inefficient"))
            {
                var bar = bars.Single(title => title.StartsWith(names[unit.Unit] + ":", StringComparison.Ordinal));
                Assert.That(bar, Does.Contain((unit.Efficiency!.Value * 100).ToString("N1", CultureInfo.InvariantCulture)));
                foreach (var peer in unit.Peers.Where(peer => peer.Lambda >= 0.005))
                    Assert.That(bar, Does.Contain($"{names[peer.Unit]} {peer.Lambda.ToString("N2", CultureInfo.InvariantCulture)}"));
            }
        });
    }

    [Test]
    public async Task A_quadrant_is_divided_at_the_medians_of_the_answer_and_says_what_is_good()
    {
        var request = new { variables = new[] { "unemployment-rate", "income-tax-per-capita" }, group = "state-cities", period = "2013", territory = "LV0010000" };
        var pair = (await api.AnalyseAsync<CorrelationAnalysis>("correlations", request)).Pairs.Single();
        var words = Words(Checked(await PictureAsync("correlations", request, "svg", "en")));
        Assert.That(words, Does.Contain($"median {pair.FirstMedian!.Value.ToString("N1", CultureInfo.InvariantCulture)}").And.Contain($"median {pair.SecondMedian!.Value.ToString("N2", CultureInfo.InvariantCulture)}")
            .And.Contain("better in both").And.Contain("weaker in both").And.Contain("Related is not caused"));
    }

    [Test]
    public async Task Dashed_in_the_picture_of_an_effect_ends_as_far_away_as_the_effect_on_average()
    {
        var request = new { variable = "x", treated = new[] { "A" }, since = "2012", data = new { units = new[] { "A", "A", "A", "B", "B", "B" }, periods = new[] { "2010", "2011", "2012", "2010", "2011", "2012" }, variables = new { x = new[] { 10, 12, 20, 5, 7, 9 } } } };
        var answer = await api.AnalyseAsync<ImpactAnalysis>("impact/did", request);
        var description = Checked(await PictureAsync("impact/did", request, "svg", "en")).Element(Svg + "desc")!.Value;
        Assert.Multiple(() =>
        {
            Assert.That(answer.Gaps.Select(period => (period.Treated, period.Others)), Is.EqualTo(new[] { (10.0, 5.0), (12.0, 7.0), (20.0, 9.0) }));
            Assert.That(answer.Effect, Is.EqualTo(6));
            Assert.That(description, Does.Contain("2012: took the action, mean (n = 1) 20; had they changed like the others 14; the others, mean (n = 1) 9"));
        });
    }

    [Test]
    public async Task A_forecast_names_the_periods_to_come_and_a_trend_the_spread_of_its_group()
    {
        var forecast = await api.AnalyseAsync<ForecastAnalysis>("forecast", new { variable = "income-tax-per-capita", territory = "LV0420200" });
        var trend = await api.AnalyseAsync<TrendAnalysis>("trend", new { variable = "unemployment-rate", group = "state-cities" });
        Assert.Multiple(() =>
        {
            Assert.That(forecast.Points.Select(point => point.Period), Is.EqualTo(new[] { "2014", "2015", "2016" }));
            Assert.That(trend.GroupMedians, Is.All.Matches<PeriodMedian>(period =>
                period!.Minimum <= period.LowerQuartile && period.LowerQuartile <= period.Median && period.Median <= period.UpperQuartile && period.UpperQuartile <= period.Maximum));
        });
    }

    [Test]
    public async Task Funnel_curves_meet_the_limits_of_the_units_at_both_ends()
    {
        var answer = await api.AnalyseAsync<FunnelAnalysis>("spc/funnel", new { variable = "x", size = "n", kind = "rate", data = new { units = new[] { "A", "B", "C" }, variables = new { x = new[] { 10, 30, 80 }, n = new[] { 100, 400, 900 } } } });
        var (first, last) = (answer.Curves[0], answer.Curves[^1]);
        Assert.That(
            new[] { (first.Size, first.Low95, first.High998), (last.Size, last.Low95, last.High998) },
            Is.EqualTo(new[] { answer.Points[0], answer.Points[2] }.Select(point => (point.Size, point.Low95, point.High998))));
    }

    private static TestCaseData Case(string name, string method, object request) => new TestCaseData(name, method, request).SetArgDisplayNames(name);

    private async Task<byte[]> PictureAsync(string method, object request, string format, string language)
    {
        using var response = await api.Client.PostAsJsonAsync($"/v1/analyses/{method}?format={format}&lang={language}", request);
        var body = await response.Content.ReadAsByteArrayAsync();
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.OK), $"{method}: {Encoding.UTF8.GetString(body.AsSpan(0, Math.Min(body.Length, 2000)))}");
        Assert.That(response.Content.Headers.ContentType!.MediaType, Is.EqualTo(format == "svg" ? "image/svg+xml" : "image/png"));
        return body;
    }

    private async Task<string> RefusedPictureAsync(string method, object request)
    {
        using var response = await api.Client.PostAsJsonAsync($"/v1/analyses/{method}?format=svg&lang=en", request);
        Assert.That(response.StatusCode, Is.EqualTo(HttpStatusCode.NotFound));
        return await response.Content.ReadAsStringAsync();
    }

    /// <summary>Well formed, named, described, without what is no number, and not too large.</summary>
    private static XElement Checked(byte[] svg)
    {
        var text = Encoding.UTF8.GetString(svg);
        var root = XDocument.Parse(text).Root!;
        Assert.Multiple(() =>
        {
            Assert.That(root.Element(Svg + "title")!.Value, Is.Not.Empty);
            Assert.That(root.Element(Svg + "desc")!.Value, Is.Not.Empty);
            Assert.That(NoNumber().IsMatch(text), Is.False, "NaN or Infinity");
            Assert.That(svg, Has.Length.LessThan(MostBytes));
        });
        return root;
    }

    private static string Words(XElement root) => string.Join(' ', root.Descendants(Svg + "text").Select(text => text.Value));

    /// <summary>To look at: pictures are kept in the folder that the variable names.</summary>
    private static void Keep(string name, byte[] svg, byte[] png)
    {
        if (Environment.GetEnvironmentVariable(KeepIn) is not { Length: > 0 } folder)
            return;
        Directory.CreateDirectory(folder);
        File.WriteAllBytes(Path.Combine(folder, name + ".svg"), svg);
        File.WriteAllBytes(Path.Combine(folder, name + ".png"), png);
    }

    [GeneratedRegex(@"\bNaN\b|Infinity|∞", RegexOptions.None, 1000)]
    private static partial Regex NoNumber();
}
