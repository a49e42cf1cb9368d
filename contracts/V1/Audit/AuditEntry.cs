using System.ComponentModel.DataAnnotations;
using System.Text.Json;

namespace Benchlearning.Contracts.V1.Audit;

/// <summary>One entry of the audit log: who did or read what, when, from where and why.</summary>
/// <param name="Number">Its place in the chain: 1 for the first, without gaps.</param>
/// <param name="At">When it was done.</param>
/// <param name="Kind">How the actor came in: operator (the key of the configuration), person, client, or service for what the service does by itself.</param>
/// <param name="Actor">Who: operator, person:17, client:4; of the service whose task it carries out. reader:... stands for a person whose readings are old and nobody's any more.</param>
/// <param name="KeyPrefix">Prefix of the API key; null: came in otherwise, or forgotten.</param>
/// <param name="Address">Network address of the caller; null: not by HTTP, or forgotten.</param>
/// <param name="UserAgent">The program that was used; null: not said, or forgotten.</param>
/// <param name="Action">What was done: the thing and the verb, such as correction.file. A reading is read. and the operation, a refused attempt read. or write. and the operation.</param>
/// <param name="Subject">To what, such as webhook/4; of a reading the path that was asked for.</param>
/// <param name="Outcome">done or refused.</param>
/// <param name="Reason">Why, as the caller said; null: nobody is asked, or forgotten.</param>
/// <param name="Before">What it was; null: it was not, it is kept elsewhere, or forgotten. Of what is larger than 8 KB only length and hash.</param>
/// <param name="After">What it is; null as before.</param>
/// <param name="TraceId">Finds the request in the service's log; null: not by HTTP.</param>
/// <param name="Forgotten">What was taken out of the entry since, by rule or because a person was erased: nothing, who, details, or both. The chain holds without it.</param>
/// <param name="WhoCommitment">sha-256 of a salt and of actor, key prefix, address and program, as they were first written; hexadecimal.</param>
/// <param name="DetailsCommitment">sha-256 of a salt and of reason, before and after; hexadecimal.</param>
/// <param name="Hash">sha-256 of the hash of the entry before and of this one, with its commitments in place of what they stand for; hexadecimal.</param>
public sealed record AuditEntry(
    long Number, DateTimeOffset At, string Kind, string Actor, string? KeyPrefix, string? Address, string? UserAgent, string Action, string Subject, string Outcome, string? Reason,
    JsonElement? Before, JsonElement? After, string? TraceId, string Forgotten, string WhoCommitment, string DetailsCommitment, string Hash);

/// <summary>The chain of all entries.</summary>
/// <param name="Length">How many entries it has; the number of the last one.</param>
/// <param name="Hash">Hash of the last entry, hexadecimal; 64 zeros while there is none. Kept elsewhere together with the length, it proves later that nothing up to here was changed.</param>
/// <param name="ChainedAt">When the last entry was chained; null: there is none.</param>
/// <param name="Waiting">Entries that are recorded and not chained yet; usually less than a second's.</param>
/// <param name="LastVerification">The newest verification; null: nobody has asked for one yet.</param>
public sealed record AuditChain(long Length, string Hash, DateTimeOffset? ChainedAt, long Waiting, AuditVerification? LastVerification);

/// <summary>What a verification of the chain found.</summary>
/// <param name="VerifiedAt">When.</param>
/// <param name="VerifiedBy">Who asked for it.</param>
/// <param name="From">The first entry that was looked at.</param>
/// <param name="To">The last one.</param>
/// <param name="Intact">True when every entry holds, and so does the anchor.</param>
/// <param name="Hash">Hash of the last entry, hexadecimal; null: the chain is broken, or empty.</param>
/// <param name="BrokenNumber">The first entry that does not hold; null: all hold.</param>
/// <param name="Finding">What is wrong with it; null: nothing.</param>
/// <param name="Next">Where the next verification goes on; null: the end of the chain, or of the range, was reached.</param>
public sealed record AuditVerification(
    DateTimeOffset VerifiedAt, string VerifiedBy, long From, long To, bool Intact, string? Hash, long? BrokenNumber, string? Finding, long? Next);

/// <summary>Which part of the chain is to be verified.</summary>
public sealed record AuditRange
{
    /// <summary>The first entry. Default 1.</summary>
    [Range(1, long.MaxValue)]
    public long? From { get; set; }

    /// <summary>The last entry. Default: the last of the chain. At most 100,000 entries are looked at in one call; next says where to go on.</summary>
    [Range(1, long.MaxValue)]
    public long? To { get; set; }

    /// <summary>An entry whose hash was kept elsewhere. With anchorHash.</summary>
    [Range(1, long.MaxValue)]
    public long? AnchorNumber { get; set; }

    /// <summary>The hash that it had then, 64 hexadecimal digits.</summary>
    [StringLength(64)]
    public string? AnchorHash { get; set; }
}
