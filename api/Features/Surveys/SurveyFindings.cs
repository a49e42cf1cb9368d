using Benchlearning.Contracts.V1.Surveys;

namespace Benchlearning.Api.Features.Surveys;

/// <summary>What the counts of a survey say, with what must be hidden hidden.</summary>
internal static class SurveyFindings
{
    /// <summary>The results of all questions.</summary>
    /// <param name="set">What was asked.</param>
    /// <param name="counts">How often each answer was given.</param>
    /// <param name="population">Number of all who might have been asked; null: not known.</param>
    /// <param name="minimum">Least number of persons that is told of.</param>
    public static IReadOnlyList<SurveyQuestionResult> Of(QuestionSet set, IReadOnlyList<CountRow> counts, int? population, int minimum)
    {
        var byCategory = counts.ToLookup(row => (row.Question, row.GroupCode, row.Category));
        return [.. set.Questions.Select(question =>
        {
            var all = CountsOf(question.Code!, "", "");
            return new SurveyQuestionResult(question.Code!, question.TextLv!, question.TextEn!, question.Indicator, all.Persons < minimum ? AnswerCounts.Hidden : all.Shown(population),
                [.. set.Groups.SelectMany(group => Groups(question.Code!, group))]);
        })];

        IEnumerable<SurveyGroupResult> Groups(string question, SurveyGroup group)
        {
            string[] categories = [.. group.Categories!.Select(category => category.Code!), ""];
            var parts = Array.ConvertAll(categories, category => CountsOf(question, group.Code!, category));
            var hidden = SmallGroups.Hidden([.. parts.Select(part => part.Persons)], minimum);
            // How large the population of a group is, nobody says.
            return categories.Select((category, index) => new SurveyGroupResult(group.Code!, category.Length == 0 ? null : category, hidden[index] ? AnswerCounts.Hidden : parts[index].Shown(null)));
        }

        AnswerCounts CountsOf(string question, string grouping, string category)
        {
            var values = new int[AnswerCounts.Best + 1];
            foreach (var row in byCategory[(question, grouping, category)])
                values[row.Answer] += row.Answers;
            return new AnswerCounts(values[0], values[1..]);
        }
    }
}
