using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Features.Sync.Adapters;
using Benchlearning.Contracts.V1.Raim;

namespace Benchlearning.Tests.Unit.Features.Sync;

/// <summary>The checksum of a page is what docs/raim-http.md says, so that whoever builds the service can compute it from the page alone.</summary>
public sealed class RaimChecksumTests
{
    /// <summary>The page of the example in docs/raim-http.md.</summary>
    private static readonly RaimPage Page = new(41, 43, true,
    [
        new("0026000", "UnemploymentRate", "2025", Value: "4.89"),
        new("0001000", "Population", "2025", Breakdown: "sex:F", MissingReason: "notYetPublished"),
    ], "");

    [Test]
    public void It_is_the_hash_of_the_canonical_lines()
    {
        const string Lines = "41\t43\t1\t2\n0026000\tUnemploymentRate\t2025\t\t4.89\t\t0\n0001000\tPopulation\t2025\tsex:F\t\tnotYetPublished\t0\n";

        Assert.That(RaimChecksum.Of(Page), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Lines)))));
        Assert.That(RaimChecksum.Of(Page), Is.EqualTo(Documented()));
    }

    [Test]
    public void It_does_not_depend_on_how_many_rows_fit_a_buffer()
    {
        var rows = Enumerable.Range(0, 5000).Select(number => new RaimObservation("0026000", "UnemploymentRate", "2025", Value: number.ToString(System.Globalization.CultureInfo.InvariantCulture))).ToArray();
        var lines = "0\t5000\t0\t5000\n" + string.Concat(rows.Select(row => $"0026000\tUnemploymentRate\t2025\t\t{row.Value}\t\t0\n"));

        Assert.That(RaimChecksum.Of(new RaimPage(0, 5000, false, rows, "")), Is.EqualTo(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(lines)))));
    }

    [Test]
    public void Every_field_counts()
    {
        var row = Page.Observations[0];
        RaimPage[] altered =
        [
            Page with { After = 40 }, Page with { Next = 44 }, Page with { HasMore = false }, Page with { Observations = [row] }, Page with { Observations = [.. Page.Observations.Reverse()] },
            .. new[] { row with { Territory = "0026001" }, row with { Indicator = "X" }, row with { Period = "2024" }, row with { Breakdown = "sex:M" }, row with { Value = "4.890" }, row with { MissingReason = "x" }, row with { Withdrawn = true } }
                .Select(other => Page with { Observations = [other, Page.Observations[1]] }),
        ];

        Assert.That(altered.Select(RaimChecksum.Of).Append(RaimChecksum.Of(Page)).Distinct().Count(), Is.EqualTo(altered.Length + 1));
    }

    /// <summary>The checksum that the page of documentation shows.</summary>
    private static string Documented()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Benchlearning.Api.sln")))
            folder = folder.Parent!;
        var text = File.ReadAllText(Path.Combine(folder.FullName, "docs", "raim-http.md"));
        return System.Text.RegularExpressions.Regex.Match(text, "\"checksum\": \"(?<hash>[0-9a-f]{64})\"", System.Text.RegularExpressions.RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["hash"].Value;
    }
}
