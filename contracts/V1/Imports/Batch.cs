using System.ComponentModel.DataAnnotations;

namespace Benchlearning.Contracts.V1.Imports;

/// <summary>A batch that a source pushes: open while its parts come in, an import once it is sealed.</summary>
/// <param name="Source">Code of the source.</param>
/// <param name="Id">The source's own id of the batch.</param>
/// <param name="MediaType">Media type of the file that its parts make up.</param>
/// <param name="Parts">The parts that are there, in their order; none once it is sealed.</param>
/// <param name="Bytes">Bytes so far.</param>
/// <param name="CreatedAt">When its first part came, or the whole.</param>
/// <param name="ExpiresAt">When it goes unless another part comes or it is sealed; null once it is sealed.</param>
/// <param name="Import">Number of its import; null while it is open.</param>
public sealed record Batch(
    string Source, string Id, string MediaType, IReadOnlyList<BatchPart> Parts, long Bytes, DateTimeOffset CreatedAt, DateTimeOffset? ExpiresAt, long? Import);

/// <summary>A part of an open batch.</summary>
/// <param name="Number">Its number, from 1.</param>
/// <param name="Bytes">Its bytes.</param>
/// <param name="Sha256">sha-256 of its bytes, hex.</param>
/// <param name="ReceivedAt">When it came.</param>
public sealed record BatchPart(int Number, long Bytes, string Sha256, DateTimeOffset ReceivedAt);

/// <summary>A batch that waits to be sealed.</summary>
/// <param name="Source">Code of the source.</param>
/// <param name="Id">The source's own id of the batch.</param>
/// <param name="PartCount">Number of its parts so far.</param>
/// <param name="Bytes">Bytes so far.</param>
/// <param name="CreatedAt">When its first part came.</param>
/// <param name="ExpiresAt">When it goes unless another part comes or it is sealed.</param>
public sealed record OpenBatch(string Source, string Id, int PartCount, long Bytes, DateTimeOffset CreatedAt, DateTimeOffset ExpiresAt);

/// <summary>What makes a batch of parts whole.</summary>
public sealed record BatchSeal
{
    /// <summary>Number of parts: 1 to this are there.</summary>
    [Required, Range(1, 10_000)]
    public int? Parts { get; set; }

    /// <summary>sha-256 of all parts one after another, 64 hexadecimal digits.</summary>
    [Required, StringLength(64, MinimumLength = 64)]
    public string? Sha256 { get; set; }
}
