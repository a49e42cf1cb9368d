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

    /// <summary>True when something is to be written.</summary>
    public bool HasChanges => New + Changed + Quarantined > 0;

    /// <summary>How an import with these counts ends.</summary>
    public string State => Refused + Waiting + Quarantined > 0 ? "completedWithFindings" : HasChanges ? "completed" : "noChange";
}
