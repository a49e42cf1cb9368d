namespace Benchlearning.Api.Features.Surveys;

/// <summary>
/// Hides groups with too few answers, and as many others as it takes that nobody works them out: all together are known, so what is hidden is known together. It is safe when
/// what is hidden together has at least the minimum of answers and is of more than one group.
/// </summary>
internal static class SmallGroups
{
    /// <summary>Which of the groups are hidden.</summary>
    /// <param name="persons">Number of persons who answered, by group: together those of all. A group of nobody is never hidden for itself.</param>
    /// <param name="minimum">Least number of persons that is told of.</param>
    /// <returns>True for each group that is hidden; all of them where all together are too few.</returns>
    public static bool[] Hidden(IReadOnlyList<int> persons, int minimum)
    {
        if (persons.Sum() < minimum)
            return [.. persons.Select(_ => true)];
        var hidden = persons.Select(count => count > 0 && count < minimum).ToArray();
        if (!hidden.Contains(true))
            return hidden;
        // The smallest go first, so that as much as can be is told.
        foreach (var index in Enumerable.Range(0, persons.Count).Where(index => !hidden[index] && persons[index] > 0).OrderBy(index => persons[index]).ThenBy(index => index).ToArray())
        {
            if (IsSafe(persons, hidden, minimum))
                break;
            hidden[index] = true;
        }
        return IsSafe(persons, hidden, minimum) ? hidden : [.. persons.Select(_ => true)];
    }

    private static bool IsSafe(IReadOnlyList<int> persons, bool[] hidden, int minimum)
    {
        var of = persons.Where((count, index) => hidden[index] && count > 0).ToArray();
        return of.Length > 1 && of.Sum() >= minimum;
    }
}
