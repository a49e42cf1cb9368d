namespace Benchlearning.Api.Features.Analyses;

/// <summary>Why a unit takes no part in an analysis.</summary>
internal enum ExclusionReason
{
    /// <summary>It has no value.</summary>
    ValueMissing,

    /// <summary>It has a value but no weight.</summary>
    WeightMissing,

    /// <summary>Its weight is zero or negative.</summary>
    WeightNotPositive,

    /// <summary>The numerator of its ratio is missing.</summary>
    NumeratorMissing,

    /// <summary>The denominator of its ratio is missing.</summary>
    DenominatorMissing,

    /// <summary>The denominator of its ratio is zero or negative.</summary>
    DenominatorNotPositive,

    /// <summary>It lacks the named variable.</summary>
    VariableMissing,

    /// <summary>The named variable is compared by its logarithm, and the unit's value is zero or negative.</summary>
    LogarithmOfNonPositive,

    /// <summary>It is not there in one of the periods.</summary>
    PeriodMissing,

    /// <summary>Its numbers cannot be measured by the frontier.</summary>
    Infeasible,

    /// <summary>It lacks the value of the period before.</summary>
    PreviousMissing,

    /// <summary>A ratio of its values has no meaning: one of them is zero or negative.</summary>
    ValueNotPositive,
}

/// <summary>A unit left out of an analysis, with the reason.</summary>
/// <param name="Unit">The unit's identifier, as given.</param>
/// <param name="Reason">Why.</param>
/// <param name="Variable">The variable at fault, where there are several; otherwise <see langword="null"/>.</param>
internal sealed record Exclusion(string Unit, ExclusionReason Reason, string? Variable = null);
