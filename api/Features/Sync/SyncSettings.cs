using System.Text.Json;
using System.Text.Json.Serialization;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Platform.Resilience;

namespace Benchlearning.Api.Features.Sync;

/// <summary>What a sync source is set to (sync_source.settings).</summary>
internal sealed record SyncSettings
{
    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { UnmappedMemberHandling = JsonUnmappedMemberHandling.Disallow };

    /// <summary>Address that requests begin with; null where nothing is asked over HTTP.</summary>
    public string? Address { get; init; }

    /// <summary>Folder that files are dropped into; null where none are.</summary>
    public string? Folder { get; init; }

    /// <summary>Largest file of the folder, in bytes.</summary>
    public long MaximumFileBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary>A file of the folder is taken once it has not changed for so many seconds.</summary>
    public double SettleSeconds { get; init; } = 30;

    /// <summary>What the pxweb adapter has to know; null for others.</summary>
    public PxWebTable? PxWeb { get; init; }

    /// <summary>What the open-data-csv adapter has to know; null for others.</summary>
    public OpenDataCsv? Csv { get; init; }

    /// <summary>Rows asked for on a page.</summary>
    public int PageRows { get; init; } = 10_000;

    /// <summary>Most pages of one run.</summary>
    public int MaximumPages { get; init; } = 10_000;

    /// <summary>Most rows of one run.</summary>
    public int MaximumRows { get; init; } = 10_000_000;

    /// <summary>How often a page that came already is asked for again.</summary>
    public int MostRepeats { get; init; } = 3;

    /// <summary>Patience and sizes.</summary>
    public OutgoingLimits Limits { get; init; } = new();

    /// <summary>Reads the settings; throws <see cref="SyncStopped"/> when they cannot be understood.</summary>
    public static SyncSettings Parse(string json)
    {
        try
        {
            return JsonSerializer.Deserialize<SyncSettings>(json, Json)!;
        }
        catch (JsonException failure)
        {
            throw SyncStopped.Untrusted("wrong-settings", $"Avota iestatījumi nav saprotami ({failure.Path}).", $"The settings of the source cannot be understood ({failure.Path}).");
        }
    }
}
