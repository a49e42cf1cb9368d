namespace Benchlearning.Api.Features.Networks.Guards;

/// <summary>One condition of a move. Pure: it knows nothing but the facts.</summary>
internal interface ICycleGuard
{
    /// <summary>What is lacking, in one sentence for the coordinator; null: nothing is, and the guard is met.</summary>
    string? Lacks(CycleFacts facts);
}
