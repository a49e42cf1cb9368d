using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Benchlearning.Contracts.V1.Analyses;

/// <summary>How an answer is to be stored. Every field may be left out.</summary>
public sealed record AnalysisStorage
{
    /// <summary>What to call it in lists; null: it has no title. Do not name persons.</summary>
    [MaxLength(200)]
    public string? Title { get; set; }

    /// <summary>
    /// private: computed with what the caller may see, and read by the caller and administrators only. public: computed with what everybody may see, and read by
    /// everybody. null: private.
    /// </summary>
    public string? Visibility { get; set; }
}

/// <summary>An analysis that was stored: its answer has an address that never changes, and can be repeated.</summary>
/// <param name="Id">Names it in addresses.</param>
/// <param name="Title">As its owner called it; null: it has none.</param>
/// <param name="Method">Code of the method, as frame.method of the answer.</param>
/// <param name="MethodVersion">Version of the methods that answered.</param>
/// <param name="Language">Language of the answer: lv or en.</param>
/// <param name="Visibility">private or public.</param>
/// <param name="AsOf">The instant whose figures were used; null for numbers of the caller's own.</param>
/// <param name="Request">What was asked, asOf as it was pinned; null in lists.</param>
/// <param name="Sha256">sha-256 of the answer's bytes, in hexadecimal.</param>
/// <param name="Bytes">Length of the answer.</param>
/// <param name="Result">Address of the answer, as it was given, byte by byte.</param>
/// <param name="StoredAt">When it was stored.</param>
/// <param name="StoredBy">Who stored it, such as person:17; null for whom it is none of their business.</param>
public sealed record StoredAnalysis(
    string Id, string? Title, string Method, string MethodVersion, string Language, string Visibility, DateTimeOffset? AsOf, JsonElement? Request, string Sha256, int Bytes,
    string Result, DateTimeOffset StoredAt, string? StoredBy);

/// <summary>What came of repeating a stored analysis now.</summary>
/// <param name="Id">The analysis.</param>
/// <param name="IsEqual">True when the answer is the same, byte by byte.</param>
/// <param name="Sha256">sha-256 of the stored answer.</param>
/// <param name="RepeatedSha256">sha-256 of the answer now; null: it could not be repeated.</param>
/// <param name="MethodVersion">Version of the methods that answered then.</param>
/// <param name="MethodVersionNow">Version of the methods now.</param>
/// <param name="Differences">Places in the answer that differ, the first 50; empty when it is the same.</param>
/// <param name="Obstacle">Why it could not be repeated; null: it could.</param>
public sealed record AnalysisVerification(
    string Id, bool IsEqual, string Sha256, string? RepeatedSha256, string MethodVersion, string MethodVersionNow, IReadOnlyList<AnalysisDifference> Differences, string? Obstacle);

/// <summary>A place in which two answers differ.</summary>
/// <param name="Pointer">JSON pointer of the place.</param>
/// <param name="Stored">What stands there in the stored answer, as JSON; null: nothing.</param>
/// <param name="Repeated">What stands there in the answer now, as JSON; null: nothing.</param>
public sealed record AnalysisDifference(string Pointer, string? Stored, string? Repeated);
