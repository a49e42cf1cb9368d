using System.Globalization;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Plans;

/// <summary>What came of a target, as a councillor would say it.</summary>
internal static class EffectInWords
{
    /// <summary>Below this a difference is called one that chance seldom makes.</summary>
    private const double Seldom = 0.1;

    /// <summary>Two sentences: whether the target was met, and whether the municipality changed otherwise than the group.</summary>
    /// <param name="name">Name of the indicator.</param>
    /// <param name="value">The figure; null: none is published.</param>
    /// <param name="target">What was to be reached.</param>
    /// <param name="isMet">Whether it was; null: it cannot be told.</param>
    /// <param name="effect">The difference in differences; null: it cannot be told.</param>
    /// <param name="placebo">How often so large a difference is found in the group; null: not known.</param>
    /// <param name="compared">Municipalities of the group that were compared with.</param>
    /// <param name="language">lv or en.</param>
    public static string Of(string name, decimal? value, decimal target, bool? isMet, decimal? effect, double? placebo, int compared, string language) =>
        $"{Met(name, value, target, isMet, language)} {Difference(effect, placebo, compared, language)}";

    private static string Met(string name, decimal? value, decimal target, bool? isMet, string language) => isMet switch
    {
        true => Language.Pick(language, $"{name}: mērķis {Number(target, language)} ir sasniegts ({Number(value!.Value, language)}).", $"{name}: the target of {Number(target, language)} is met ({Number(value!.Value, language)})."),
        false => Language.Pick(language, $"{name}: mērķis {Number(target, language)} nav sasniegts ({Number(value!.Value, language)}).", $"{name}: the target of {Number(target, language)} is not met ({Number(value!.Value, language)})."),
        null => Language.Pick(language, $"{name}: vai mērķis {Number(target, language)} ir sasniegts, vēl nevar pateikt, jo skaitlis nav publicēts.", $"{name}: whether the target of {Number(target, language)} is met cannot be told yet, because no figure is published."),
    };

    private static string Difference(decimal? effect, double? placebo, int compared, string language)
    {
        if (effect is not { } found)
            return Language.Pick(language, "Ar ko salīdzināt pārmaiņas, nav.", "There is nothing to compare the change with.");
        var shown = found.ToString("+0.###;-0.###;0", CultureInfo.GetCultureInfo(language));
        var sentence = Language.Pick(language, $"Salīdzinājumā ar {compared} grupas pašvaldībām pārmaiņu starpība ir {shown}", $"Compared with {compared} municipalities of the group the difference in change is {shown}");
        // With n compared the share cannot be below 1 in n + 1: of fewer than ten nothing can be called seldom.
        return placebo is { } share && share < Seldom
            ? Language.Pick(language, $"{sentence}; tik lielu nejaušība rada reti.", $"{sentence}; chance seldom makes one so large.")
            : Language.Pick(language, $"{sentence}; no nejaušības to šie dati neatšķir.", $"{sentence}; these data cannot tell it from chance.");
    }

    private static string Number(decimal number, string language) => number.ToString("0.####", CultureInfo.GetCultureInfo(language));
}
