using System.Globalization;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Surveys;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Surveys;

internal static class PutSurveyAggregates
{
    private const int MostCounts = 4000;
    private const int MostAnswers = 10_000_000;

    /// <summary>Send counts that were collected elsewhere</summary>
    /// <remarks>All of them, in place of those that are there. What was said of oneself is told by group: the categories of a group together are at most all who answered; the rest said nothing of it.</remarks>
    /// <param name="id">Number of the survey.</param>
    /// <param name="aggregates">The counts.</param>
    /// <param name="ifMatch">The ETag of the survey as you know it, or * for any state. Required.</param>
    /// <response code="200">The survey as it is now.</response>
    /// <response code="403">The survey is not one of your municipality.</response>
    /// <response code="404">There is no survey of this number.</response>
    /// <response code="409">The survey collects answers by tokens, or its results are published.</response>
    /// <response code="412">The survey is not as you know it.</response>
    /// <response code="428">If-Match is missing.</response>
    public static async Task<Ok<Survey>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] SurveyAggregates aggregates, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, aggregates, VersionTag.Expected(ifMatch)), cancellationToken));
    }

    /// <param name="Id">Number of the survey.</param>
    /// <param name="Aggregates">The counts.</param>
    /// <param name="Versions">The version that it must be; null: any.</param>
    internal sealed record Command(long Id, SurveyAggregates Aggregates, IReadOnlyList<int>? Versions) : IRequest<Survey>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(SurveyReading reading) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (aggregates, findings) = (command.Aggregates, new FindingsOf<Command>(context));
            var survey = (await reading.OneAsync(command.Id, cancellationToken)).Survey;
            var set = (await reading.QuestionSetAsync(survey.QuestionSet, survey.QuestionSetVersion, cancellationToken))!;
            if (aggregates.Answered is not (>= 0 and <= MostAnswers))
                findings.Add("/answered", aggregates.Answered is null ? "required" : "out-of-range", "The number of those who answered is 0 or more.", aggregates.Answered?.ToString(CultureInfo.InvariantCulture));
            if (aggregates.Invited is not (>= 0 and <= MostAnswers) || aggregates.Invited < aggregates.Answered)
                findings.Add("/invited", aggregates.Invited is null ? "required" : "out-of-range", "The number of those asked is that of those who answered, or more.", aggregates.Invited?.ToString(CultureInfo.InvariantCulture));
            SurveyRules.CheckCount("/counts", aggregates.Counts?.Count ?? 0, 1, MostCounts, findings.Add);
            if (aggregates.Counts is { Count: <= MostCounts } counts)
                CheckCounts(counts, aggregates.Answered ?? MostAnswers, set, findings);
        });

        private static void CheckCounts(IReadOnlyList<SurveyCount> counts, int answered, QuestionSet set, FindingsOf<Command> findings)
        {
            var seen = new HashSet<(string?, string?, string?)>();
            var totals = new Dictionary<string, int[]>(StringComparer.Ordinal);
            var isWhole = true;
            for (var index = 0; index < counts.Count; index++)
            {
                var (place, count) = (string.Create(CultureInfo.InvariantCulture, $"/counts/{index}"), counts[index]);
                var group = set.Groups.FirstOrDefault(known => known.Code == count?.Group);
                if (set.Questions.All(question => question.Code != count?.Question))
                    findings.Add($"{place}/question", "unknown-code", "The set of questions has no such question.", count?.Question, [.. set.Questions.Select(question => question.Code!)]);
                else if (count!.Group is null != count.Category is null)
                    findings.Add($"{place}/category", "required", "group and category are given together, or neither.");
                else if (count.Group is not null && group is null)
                    findings.Add($"{place}/group", "unknown-code", "The set of questions has no such group.", count.Group, [.. set.Groups.Select(known => known.Code!)]);
                else if (group is not null && group.Categories!.All(category => category.Code != count.Category))
                    findings.Add($"{place}/category", "unknown-code", "The group has no such category.", count.Category, [.. group.Categories!.Select(category => category.Code!)]);
                else if (!seen.Add((count.Question, count.Group, count.Category)))
                    findings.Add(place, "repeated-code", "These are counted twice.");
                else if (count.Answers is not { Count: AnswerCounts.Best + 1 } answers || answers.Any(number => number is < 0 or > MostAnswers))
                    findings.Add($"{place}/answers", "out-of-range", "Seven numbers, 0 or more: of don't know, and of the answers 1 to 6.");
                else if (answers.Sum() > answered)
                    findings.Add($"{place}/answers", "out-of-range", "These are more than answered.", answers.Sum().ToString(CultureInfo.InvariantCulture));
                else
                {
                    if (count.Group is null)
                        totals[count.Question!] = [.. answers];
                    continue;
                }
                isWhole = false;
            }
            if (isWhole)
                CheckParts(counts, totals, findings);
        }

        /// <summary>The categories of a group are parts of all who answered.</summary>
        private static void CheckParts(IReadOnlyList<SurveyCount> counts, Dictionary<string, int[]> totals, FindingsOf<Command> findings)
        {
            foreach (var parts in counts.Select((count, index) => (count, index)).Where(pair => pair.count.Group is not null).GroupBy(pair => (pair.count.Question!, pair.count.Group)))
            {
                var place = string.Create(CultureInfo.InvariantCulture, $"/counts/{parts.First().index}");
                if (!totals.TryGetValue(parts.Key.Item1, out var total))
                    findings.Add(place, "required", "Send the counts of all for this question too.");
                else if (Enumerable.Range(0, total.Length).Any(answer => parts.Sum(part => part.count.Answers![answer]) > total[answer]))
                    findings.Add(place, "out-of-range", "The categories together are more than all.");
            }
        }
    }

    internal sealed class Handler(Db db, SurveyReading reading, SurveyRights rights, AuditTrail audit) : IRequestHandler<Command, Survey>
    {
        private const string SurveySql = """
            update survey
            set invited = @invited, answered = @answered, version = version + 1
            where survey_id = @id and published_at is null and (@versions::integer[] is null or version = any (@versions))
            """;

        private const string RemoveSql = "delete from survey_count where survey_id = @id";

        private const string CountsSql = """
            insert into survey_count (survey_id, question, group_code, category, answer, answers)
            select @id, c.question, c.group_code, c.category, c.answer, c.answers
            from unnest(@questions, @groupCodes, @categories, @answer, @answers) as c (question, group_code, category, answer, answers)
            """;

        public async Task<Survey> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, aggregates) = (command.Id, command.Aggregates);
            var known = await reading.OneAsync(id, cancellationToken);
            rights.RequireOwn(known.TerritoryId);
            if (known.Survey is { Mode: not SurveyRules.Aggregates } or { State: "published" })
                throw new ProblemException(ProblemTypes.Conflict, $"The survey {id} is {known.Survey.State}, of mode {known.Survey.Mode}: counts are sent for surveys of mode aggregates until their results are published.");
            var rows = Rows(aggregates.Counts!, (await reading.QuestionSetAsync(known.Survey.QuestionSet, known.Survey.QuestionSetVersion, cancellationToken))!).ToArray();
            await using var transaction = await db.BeginAsync(cancellationToken);
            if (await transaction.ExecuteAsync(SurveySql, new { id, invited = aggregates.Invited!.Value, answered = aggregates.Answered!.Value, versions = command.Versions?.ToArray() }, cancellationToken) == 0)
                throw VersionTag.Stale(FormattableString.Invariant($"The survey {id}"), (await reading.OneAsync(id, cancellationToken)).Version);
            await transaction.ExecuteAsync(RemoveSql, new { id }, cancellationToken);
            await transaction.ExecuteAsync(CountsSql, new
            {
                id, questions = rows.Select(row => row.Question).ToArray(), groupCodes = rows.Select(row => row.GroupCode).ToArray(), categories = rows.Select(row => row.Category).ToArray(),
                answer = rows.Select(row => row.Answer).ToArray(), answers = rows.Select(row => row.Answers).ToArray(),
            }, cancellationToken);
            await transaction.CommitAsync(audit.Of("survey.putAggregates", FormattableString.Invariant($"survey/{id}"), before: new { known.Survey.Invited, known.Survey.Answered }, after: new { aggregates.Invited, aggregates.Answered }), cancellationToken);
            return (await reading.OneAsync(id, cancellationToken)).Survey;
        }

        /// <summary>The counts as they are kept, with those who said nothing of a group as its empty category.</summary>
        private static IEnumerable<CountRow> Rows(IReadOnlyList<SurveyCount> counts, QuestionSet set)
        {
            foreach (var count in counts)
                for (var answer = 0; answer <= AnswerCounts.Best; answer++)
                    yield return new CountRow(count.Question!, count.Group ?? "", count.Category ?? "", answer, count.Answers![answer]);
            foreach (var total in counts.Where(count => count.Group is null))
                foreach (var group in set.Groups)
                {
                    var said = counts.Where(count => count.Question == total.Question && count.Group == group.Code).ToArray();
                    for (var answer = 0; answer <= AnswerCounts.Best; answer++)
                        yield return new CountRow(total.Question!, group.Code!, "", answer, total.Answers![answer] - said.Sum(count => count.Answers![answer]));
                }
        }
    }
}
