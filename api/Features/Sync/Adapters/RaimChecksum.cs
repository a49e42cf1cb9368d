using System.Buffers;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Contracts.V1.Raim;

namespace Benchlearning.Api.Features.Sync.Adapters;

/// <summary>
/// Checksum of a page of the raim-http contract: sha-256 of its canonical bytes, which depend neither on the JSON's spaces and order of fields nor on
/// compression. UTF-8; one line for the page (after, next, hasMore as 1 or 0, number of observations), one for each observation (territory, indicator,
/// period, breakdown, value, missingReason, withdrawn as 1 or 0); fields separated by one tab, null as nothing, each line ended by one line feed.
/// </summary>
internal static class RaimChecksum
{
    public static string Of(RaimPage page)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var line = new ArrayBufferWriter<byte>(64 * 1024);
        Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{page.After}\t{page.Next}\t{(page.HasMore ? 1 : 0)}\t{page.Observations.Count}\n"), line);
        foreach (var row in page.Observations)
        {
            Field(line, row.Territory);
            Field(line, row.Indicator);
            Field(line, row.Period);
            Field(line, row.Breakdown);
            Field(line, row.Value);
            Field(line, row.MissingReason);
            line.Write(row.Withdrawn ? "1\n"u8 : "0\n"u8);
            if (line.WrittenCount < 60 * 1024)
                continue;
            hash.AppendData(line.WrittenSpan);
            line.ResetWrittenCount();
        }
        hash.AppendData(line.WrittenSpan);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }

    private static void Field(ArrayBufferWriter<byte> line, string? text)
    {
        Encoding.UTF8.GetBytes(text ?? "", line);
        line.Write("\t"u8);
    }
}
