using System.Globalization;
using Benchlearning.Api.Features.Observations;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Periods as numbers that grow evenly with time: a year is 1, a quarter 0.25, a month a twelfth.</summary>
internal static class PeriodTime
{
    /// <summary>The number of a well-formed period.</summary>
    public static double Of(string period) => PeriodCode.PeriodicityOf(period) switch
    {
        "annual" => PeriodCode.YearOf(period),
        "quarterly" => PeriodCode.YearOf(period) + ((period[6] - '1') / 4.0),
        _ => PeriodCode.YearOf(period) + ((int.Parse(period.AsSpan(5), CultureInfo.InvariantCulture) - 1) / 12.0),
    };
}
