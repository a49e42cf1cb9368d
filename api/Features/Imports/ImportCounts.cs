using Benchlearning.Contracts.V1.Imports;

namespace Benchlearning.Api.Features.Imports;

/// <summary>
/// What became of the rows. read = refused + waiting + missing + values; missing + values = new + changed + same + quarantined.
/// </summary>
internal sealed class ImportCounts
{
    /// <summary>Bytes of the file that were read.</summary>
    public long Bytes { get; set; }

    public int Read { get; set; }
    public int Refused { get; set; }
    public int Waiting { get; set; }
    public int Missing { get; set; }
    public int Values { get; set; }
    public int Quarantined { get; set; }
    public int New { get; set; }
    public int Changed { get; set; }
    public int Same { get; set; }

    /// <summary>Of the refused, those that are left out by decision.</summary>
    public int Ignored { get; set; }

    /// <summary>Of the same, those that end the conflict with a correction.</summary>
    public int Settled { get; set; }

    /// <summary>True when something is to be written.</summary>
    public bool HasChanges => New + Changed + Quarantined + Settled > 0;

    /// <summary>How an import with these counts ends.</summary>
    public string State => Refused - Ignored + Waiting + Quarantined > 0 ? "completedWithFindings" : HasChanges ? "completed" : "noChange";

    /// <summary>Rows that seemed right are refused.</summary>
    public void Refuse(RefusedRows rows)
    {
        Missing -= rows.Missing;
        Values -= rows.Values;
        Refused += rows.Missing + rows.Values;
    }

    /// <summary>Adds what became of other rows.</summary>
    public void Add(ImportCounts other)
    {
        Read += other.Read;
        Refused += other.Refused;
        Waiting += other.Waiting;
        Missing += other.Missing;
        Values += other.Values;
        Quarantined += other.Quarantined;
        New += other.New;
        Changed += other.Changed;
        Same += other.Same;
        Ignored += other.Ignored;
        Settled += other.Settled;
    }

    /// <summary>As the contract tells them; what waited before and waits no more is what was read.</summary>
    public ImportRowCounts AsRows() => new(Read - Waiting, Refused, 0, Missing, Values, Quarantined, New, Changed, Same);
}
