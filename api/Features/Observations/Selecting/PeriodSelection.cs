using System.Globalization;

namespace Benchlearning.Api.Features.Observations.Selecting;

/// <summary>Which periods of an axis are meant. An axis is ascending and of one periodicity.</summary>
internal abstract record PeriodExpression
{
    /// <summary>Marks the positions of the axis that are meant.</summary>
    public abstract void Mark(IReadOnlyList<string> axis, bool[] marks);
}

/// <summary>All periods: *.</summary>
internal sealed record EveryPeriod : PeriodExpression
{
    public override void Mark(IReadOnlyList<string> axis, bool[] marks) => Array.Fill(marks, true);
}

/// <summary>One period: 2013.</summary>
internal sealed record OnePeriod(string Code) : PeriodExpression
{
    public override void Mark(IReadOnlyList<string> axis, bool[] marks)
    {
        for (var index = 0; index < axis.Count; index++)
            marks[index] |= axis[index] == Code;
    }
}

/// <summary>A range, both ends within: 2010..2013, 2019.., ..2012. A year as an end takes in all its quarters and months.</summary>
internal sealed record PeriodRange(string? From, string? To) : PeriodExpression
{
    public override void Mark(IReadOnlyList<string> axis, bool[] marks)
    {
        for (var index = 0; index < axis.Count; index++)
            marks[index] |= (From is null || string.CompareOrdinal(axis[index], From) >= 0)
                && (To is null || string.CompareOrdinal(axis[index], To) <= 0 || axis[index].StartsWith(To, StringComparison.Ordinal));
    }
}

/// <summary>The last periods that have data: latest, latest(5).</summary>
internal sealed record LatestPeriods(int Count) : PeriodExpression
{
    public override void Mark(IReadOnlyList<string> axis, bool[] marks)
    {
        for (var index = Math.Max(0, axis.Count - Count); index < axis.Count; index++)
            marks[index] = true;
    }
}

/// <summary>A list of period expressions; a period is meant when any of them means it.</summary>
internal sealed record PeriodSelection(IReadOnlyList<PeriodExpression> Expressions)
{
    public static readonly PeriodSelection All = new([new EveryPeriod()]);

    /// <summary>Positions of the axis that are meant, ascending.</summary>
    public int[] Positions(IReadOnlyList<string> axis)
    {
        var marks = new bool[axis.Count];
        foreach (var expression in Expressions)
            expression.Mark(axis, marks);
        return [.. Enumerable.Range(0, axis.Count).Where(index => marks[index])];
    }

    /// <summary>The periods that are named one by one, for axes that must keep them even without data.</summary>
    public IEnumerable<string> Named => Expressions.OfType<OnePeriod>().Select(period => period.Code);

    /// <summary>Reads one expression; null with a message when it cannot be read.</summary>
    public static PeriodExpression? Parse(string text, out string? message)
    {
        message = null;
        if (text == "*")
            return new EveryPeriod();
        if (text == "latest")
            return new LatestPeriods(1);
        if (text.StartsWith("latest(", StringComparison.Ordinal) && text.EndsWith(')'))
        {
            if (int.TryParse(text.AsSpan(7, text.Length - 8), NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= 1000)
                return new LatestPeriods(count);
            message = "latest(n) takes a whole number from 1 to 1000.";
            return null;
        }
        var dots = text.IndexOf("..", StringComparison.Ordinal);
        if (dots >= 0)
            return ParseRange(text[..dots], text[(dots + 2)..], out message);
        message = Refuse(text);
        return message is null ? new OnePeriod(text) : null;
    }

    private static PeriodRange? ParseRange(string from, string to, out string? message)
    {
        message = from.Length == 0 && to.Length == 0
            ? "A range needs at least one end, such as 2010..2013, 2019.. or ..2012; for all periods write *."
            : (from.Length == 0 ? null : Refuse(from)) ?? (to.Length == 0 ? null : Refuse(to));
        if (message is null && from.Length > 0 && to.Length > 0)
        {
            if (PeriodCode.PeriodicityOf(from) != PeriodCode.PeriodicityOf(to))
                message = "Both ends of a range are of the same kind: years, quarters or months.";
            else if (string.CompareOrdinal(from, to) > 0)
                message = $"The range is reversed; write {to}..{from}.";
        }
        return message is null ? new PeriodRange(from.Length == 0 ? null : from, to.Length == 0 ? null : to) : null;
    }

    private static string? Refuse(string code) =>
        !PeriodCode.IsWellFormed(code) ? "A period is a year (2013), a quarter (2013-Q2) or a month (2013-05)."
        : PeriodCode.YearOf(code) < PeriodCode.FirstYear ? $"The database begins with {PeriodCode.FirstYear}."
        : null;
}
