namespace Benchlearning.Api.Features.Analyses;

/// <summary>A nominal amount and the price level of its period.</summary>
/// <param name="Period">The period.</param>
/// <param name="Nominal">The amount in the money of the period; null or NaN is missing.</param>
/// <param name="PriceIndex">The price index of the period, above 0 and of any base; null or NaN is missing.</param>
internal readonly record struct NominalAmount(string Period, double? Nominal, double? PriceIndex);

/// <summary>Amounts in the money of one period: real = nominal x index of the base/index of the period.</summary>
internal static class Deflation
{
    /// <summary>Deflates a series.</summary>
    /// <param name="amounts">The amounts.</param>
    /// <param name="basePeriod">The period whose money is used; one of them.</param>
    /// <returns>One amount per period, in the order given; null where the amount or the index is missing, and everywhere when the base
    /// has no index.</returns>
    /// <exception cref="ArgumentException">The base is not among the periods, or a number is infinite or an index not above
    /// 0.</exception>
    public static IReadOnlyList<double?> Of(IReadOnlyList<NominalAmount> amounts, string basePeriod)
    {
        if (amounts.Count(amount => amount.Period == basePeriod) != 1)
        {
            throw new ArgumentException($"The base '{basePeriod}' is not one of the periods.", nameof(basePeriod));
        }

        var levels = amounts.Select(Level).ToArray();
        var level = levels[amounts.Index().Single(one => one.Item.Period == basePeriod).Index];
        return
        [
            .. amounts.Zip(levels, (amount, own) => level is { } to && own is { } from && Presence.IsPresent(amount.Nominal, out var nominal)
                ? Presence.FiniteOrNull(nominal * (to / from))
                : null),
        ];
    }

    private static double? Level(NominalAmount amount)
    {
        if (!Presence.IsPresent(amount.PriceIndex, out var level))
        {
            return null;
        }

        return level > 0
            ? level
            : throw new ArgumentException($"The price index of '{amount.Period}' is not above 0.", nameof(amount));
    }
}
