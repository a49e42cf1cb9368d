using Benchlearning.Contracts.V1.Surveys;

namespace Benchlearning.Api.Features.Surveys;

/// <summary>How often each answer of a scale from 1 to 6 was given, and "don't know".</summary>
/// <param name="DontKnow">Number of "don't know": in no mean.</param>
/// <param name="Values">Six numbers: of the answers 1 to 6.</param>
internal sealed record AnswerCounts(int DontKnow, IReadOnlyList<int> Values)
{
    public const int Best = 6;

    /// <summary>Two-sided 95 % of the normal distribution.</summary>
    private const double Z = 1.959963984540054;

    public static AnswerCounts None { get; } = new(0, new int[Best]);

    /// <summary>Answers from 1 to 6.</summary>
    public int N => Values.Sum();

    /// <summary>Everyone who answered, "don't know" included: whom hiding protects.</summary>
    public int Persons => N + DontKnow;

    /// <summary>Null when there is no answer.</summary>
    public double? Mean => N == 0 ? null : Values.Select((count, index) => (double)count * (index + 1)).Sum() / N;

    /// <summary>Standard deviation of the sample; null below two answers.</summary>
    public double? Deviation => N < 2 ? null : Math.Sqrt(Values.Select((count, index) => count * Math.Pow(index + 1 - Mean!.Value, 2)).Sum() / (N - 1));

    /// <summary>
    /// Half the width of the 95 % interval of the mean: z·s/√n·√((N−n)/(N−1)), the last factor where the population is known (Cochran, Sampling Techniques, 2.6). Null below
    /// two answers; 0 when everyone answered.
    /// </summary>
    /// <param name="population">Number of all who might have been asked; null: not known, and taken for endless.</param>
    public double? MarginOfError(int? population)
    {
        if (Deviation is not { } deviation)
            return null;
        var correction = population is not { } all ? 1 : all <= N ? 0 : Math.Sqrt((double)(all - N) / (all - 1));
        return Z * deviation / Math.Sqrt(N) * correction;
    }

    /// <summary>As it is told.</summary>
    public SurveyFigure Shown(int? population) => new(false, N, DontKnow, Rounded(Mean), Rounded(MarginOfError(population)), Values);

    /// <summary>As it is told when it is hidden.</summary>
    public static SurveyFigure Hidden { get; } = new(true, null, null, null, null, null);

    private static double? Rounded(double? value) => value is { } number ? Math.Round(number, 4) : null;
}
