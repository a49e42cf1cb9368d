using System.Globalization;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Features.Practices;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Contracts.V1.Plans;

namespace Benchlearning.Api.Features.Plans;

/// <summary>What a plan may say.</summary>
internal static class PlanRules
{
    /// <summary>Most entries on a page of any list of plans.</summary>
    public const int MostOnPage = 100;

    public const int MostTargets = 10;
    public const int MostActions = 100;
    public const int LongestText = 4000;
    public const int LongestAction = 500;
    private const int MostFollowUps = 10;
    private const int MostMonths = 120;
    private const decimal Bound = 1e15m;

    public static readonly IReadOnlyList<string> Kinds = ["council", "management"];

    /// <summary>How many months after the start a plan is looked at, unless it says otherwise.</summary>
    public static readonly IReadOnlyList<int> UsualFollowUps = [6, 12, 24];

    /// <summary>Names everything that is wrong with the settings of a plan.</summary>
    public static void Check(PlanSettings settings, Catalogue.Catalogue catalogue, Findings findings)
    {
        TextRules.Require("/organisation", settings.Organisation, TextRules.LongestTitle, findings);
        PracticeRules.CheckWord("/kind", settings.Kind, Kinds, findings);
        TextRules.RequireEither("/title", settings.TitleLv, settings.TitleEn, TextRules.LongestTitle, findings);
        TextRules.CheckBoth("/aim", settings.AimLv, settings.AimEn, LongestText, findings);
        TextRules.Check("/owner", settings.Owner, TextRules.LongestTitle, findings);
        if (settings is { Cycle: not null, Network: null })
            findings.Add("/network", "required", "A cycle is one of a network: name it.");
        CheckGroup(settings.Group, catalogue, findings);
        CheckTargets(settings.Targets, catalogue, findings);
        CheckFollowUps(settings.FollowUpMonths, findings);
    }

    /// <summary>Names everything that is wrong with actions.</summary>
    public static void Check(IReadOnlyList<PlanActionSettings>? actions, Findings findings)
    {
        if (actions is not { Count: <= MostActions })
        {
            findings.Add("/actions", "required", string.Create(CultureInfo.InvariantCulture, $"Send all actions, at most {MostActions}; an empty list where there are none yet."));
            return;
        }
        for (var index = 0; index < actions.Count; index++)
        {
            var (place, action) = (string.Create(CultureInfo.InvariantCulture, $"/actions/{index}"), actions[index]);
            TextRules.RequireEither($"{place}/title", action?.TitleLv, action?.TitleEn, LongestAction, findings);
            TextRules.Require($"{place}/owner", action?.Owner, TextRules.LongestTitle, findings);
            if (action?.DueOn is null)
                findings.Add($"{place}/dueOn", "required", "Say by when.");
        }
    }

    private static void CheckGroup(string? group, Catalogue.Catalogue catalogue, Findings findings)
    {
        var found = new Findings();
        GroupChoice.Resolve(group, null, false, catalogue, found);
        foreach (var failure in found.Failures)
            findings.Add("/group", failure.ErrorCode, failure.ErrorMessage, group, failure.CustomState as IReadOnlyList<string>);
    }

    private static void CheckTargets(IReadOnlyList<PlanTargetSettings>? targets, Catalogue.Catalogue catalogue, Findings findings)
    {
        if (targets?.Count > MostTargets)
            findings.Add("/targets", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {MostTargets} targets."));
        for (var index = 0; index < Math.Min(targets?.Count ?? 0, MostTargets); index++)
        {
            var (place, target) = (string.Create(CultureInfo.InvariantCulture, $"/targets/{index}"), targets![index]);
            var indicator = PracticeRules.IndicatorOf($"{place}/indicator", target?.Indicator, catalogue, findings);
            if (indicator is not null && targets.Take(index).Any(earlier => earlier?.Indicator == indicator.Code))
                findings.Add($"{place}/indicator", "repeated-code", "There is a target for the indicator already.", indicator.Code);
            PracticeRules.CheckPeriod($"{place}/baselinePeriod", target?.BaselinePeriod, indicator, findings);
            PracticeRules.CheckPeriod($"{place}/targetPeriod", target?.TargetPeriod, indicator, findings);
            if (target is { BaselinePeriod: { } from, TargetPeriod: { } to } && string.CompareOrdinal(to, from) <= 0)
                findings.Add($"{place}/targetPeriod", "out-of-range", "The target lies after the baseline.", to);
            if (target?.TargetValue is { } value && Math.Abs(value) >= Bound)
                findings.Add($"{place}/targetValue", "out-of-range", "The bound is 10^15.", value.ToString(CultureInfo.InvariantCulture));
        }
    }

    private static void CheckFollowUps(IReadOnlyList<int>? months, Findings findings)
    {
        if (months is null)
            return;
        if (months.Count is 0 or > MostFollowUps || months.Any(month => month is < 1 or > MostMonths) || months.Zip(months.Skip(1)).Any(pair => pair.Second <= pair.First))
            findings.Add("/followUpMonths", "out-of-range", string.Create(CultureInfo.InvariantCulture, $"1 to {MostFollowUps} numbers of months from 1 to {MostMonths}, ascending, such as 6, 12, 24."));
    }
}
