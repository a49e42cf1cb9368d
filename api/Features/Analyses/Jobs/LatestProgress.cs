using Benchlearning.Api.Features.Analyses.Operations;

namespace Benchlearning.Api.Features.Analyses.Jobs;

/// <summary>Remembers the farthest that a calculation told, from whichever of its threads.</summary>
internal sealed class LatestProgress : IProgress<AnalysisProgress>
{
    private readonly Lock gate = new();
    private AnalysisProgress? latest;

    /// <summary>The farthest; null: nothing was told yet.</summary>
    public AnalysisProgress? Value
    {
        get
        {
            lock (gate)
                return latest;
        }
    }

    public void Report(AnalysisProgress value)
    {
        lock (gate)
            if (latest is not { } known || known.What != value.What || known.Done < value.Done)
                latest = value;
    }
}
