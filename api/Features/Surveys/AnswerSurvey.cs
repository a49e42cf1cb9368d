using System.Globalization;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Surveys;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Surveys;

internal static class AnswerSurvey
{
    /// <summary>Answer a survey</summary>
    /// <remarks>
    /// With a one-time token and without any credentials. Counts grow by one, and that is all that is kept: no row tells who answered, when, or which answers were given together. A token that
    /// was used is refused.
    /// </remarks>
    /// <param name="id">Number of the survey.</param>
    /// <param name="answers">The token and the answers.</param>
    /// <response code="204">The answers are counted.</response>
    /// <response code="404">There is no survey of this number.</response>
    /// <response code="409">The token was used, or the survey takes no answers on this day.</response>
    /// <response code="422">The survey has no such token.</response>
    public static async Task<NoContent> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] SurveyAnswers answers, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        await mediator.Send(new Command(id, answers), cancellationToken);
        return TypedResults.NoContent();
    }

    internal sealed record Command(long Id, SurveyAnswers Answers) : IRequest;

    internal sealed class Validator : AbstractValidator<Command>
    {
        private const int LongestToken = 100;

        public Validator(SurveyReading reading) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (answers, findings) = (command.Answers, new FindingsOf<Command>(context));
            var survey = (await reading.OneAsync(command.Id, cancellationToken)).Survey;
            var set = (await reading.QuestionSetAsync(survey.QuestionSet, survey.QuestionSetVersion, cancellationToken))!;
            if (answers.Token is not { Length: > 0 and <= LongestToken })
                findings.Add("/token", "required", "Send the token.");
            SurveyRules.CheckCount("/answers", answers.Answers?.Count ?? 0, 1, set.Questions.Count, findings.Add);
            CheckOnce("/answers", "question", [.. (answers.Answers ?? []).Select(answer => answer?.Question)], [.. set.Questions.Select(question => question.Code!)], findings);
            for (var index = 0; index < (answers.Answers?.Count ?? 0); index++)
                if (answers.Answers![index]?.Value is < 1 or > AnswerCounts.Best)
                    findings.Add(string.Create(CultureInfo.InvariantCulture, $"/answers/{index}/value"), "out-of-range", "An answer is 1 to 6, or null: don't know.", answers.Answers[index].Value!.Value.ToString(CultureInfo.InvariantCulture));
            CheckOnce("/groups", "group", [.. (answers.Groups ?? []).Select(group => group?.Group)], [.. set.Groups.Select(group => group.Code!)], findings);
            for (var index = 0; index < (answers.Groups?.Count ?? 0); index++)
                if (set.Groups.FirstOrDefault(known => known.Code == answers.Groups![index]?.Group) is { } group && group.Categories!.All(category => category.Code != answers.Groups![index].Category))
                    findings.Add(string.Create(CultureInfo.InvariantCulture, $"/groups/{index}/category"), "unknown-code", "The group has no such category.", answers.Groups![index].Category, [.. group.Categories!.Select(category => category.Code!)]);
        });

        private static void CheckOnce(string place, string field, IReadOnlyList<string?> codes, IReadOnlyList<string> known, FindingsOf<Command> findings)
        {
            for (var index = 0; index < codes.Count; index++)
            {
                var pointer = string.Create(CultureInfo.InvariantCulture, $"{place}/{index}/{field}");
                if (codes[index] is not { } code || !known.Contains(code))
                    findings.Add(pointer, codes[index] is null ? "required" : "unknown-code", $"The set of questions has no such {field}.", codes[index], known);
                else if (codes.Take(index).Contains(code))
                    findings.Add(pointer, "repeated-code", "It is named twice.", code);
            }
        }
    }

    internal sealed class Handler(Db db, SurveyReading reading, AuditTrail audit) : IRequestHandler<Command, Unit>
    {
        // The row of the survey is locked, so that answers come one after another and none comes after the end.
        private const string CountSql = """
            update survey
            set answered = answered + 1
            where survey_id = @id and published_at is null
            """;

        private const string UseSql = "update survey_token set is_used = true where survey_id = @id and token_hash = @hash and not is_used";

        private const string KnownSql = "select exists (select from survey_token t where t.survey_id = @id and t.token_hash = @hash)";

        private const string AnswersSql = """
            insert into survey_count (survey_id, question, group_code, category, answer, answers)
            select @id, c.question, c.group_code, c.category, c.answer, 1
            from unnest(@questions, @groupCodes, @categories, @answers) as c (question, group_code, category, answer)
            order by c.question, c.group_code, c.category, c.answer
            on conflict (survey_id, question, group_code, category, answer) do update set answers = survey_count.answers + 1
            """;

        public async Task<Unit> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, hash) = (command.Id, IssueSurveyTokens.HashOf(command.Answers.Token!));
            var survey = (await reading.OneAsync(id, cancellationToken)).Survey;
            if (survey is not { State: "open", Mode: SurveyRules.Tokens })
                throw new ProblemException(ProblemTypes.Conflict, $"The survey {id} takes no answers by tokens: it is {survey.State}, from {survey.OpensOn:yyyy-MM-dd} to {survey.ClosesOn:yyyy-MM-dd}, of mode {survey.Mode}.");
            var set = (await reading.QuestionSetAsync(survey.QuestionSet, survey.QuestionSetVersion, cancellationToken))!;
            var counted = Counted(command.Answers, set).ToArray();
            await using var transaction = await db.BeginAsync(cancellationToken);
            if (await transaction.ExecuteAsync(CountSql, new { id }, cancellationToken) == 0)
                throw new ProblemException(ProblemTypes.Conflict, $"The results of the survey {id} are published.");
            if (await transaction.ExecuteAsync(UseSql, new { id, hash }, cancellationToken) == 0)
                throw (await transaction.QueryAsync<bool>(KnownSql, new { id, hash }, cancellationToken))[0]
                    ? new ProblemException(ProblemTypes.Conflict, "The token was used: everyone answers once.")
                    : new ProblemException(ProblemTypes.Unprocessable, "The survey has no such token.");
            await transaction.ExecuteAsync(AnswersSql, new
            {
                id, questions = counted.Select(count => count.Question).ToArray(), groupCodes = counted.Select(count => count.GroupCode).ToArray(),
                categories = counted.Select(count => count.Category).ToArray(), answers = counted.Select(count => count.Answer).ToArray(),
            }, cancellationToken);
            // Who answers is nobody's to know: neither their address nor what finds their request in the log.
            await transaction.CommitAsync(AuditNote.Of(audit.Origin with { Kind = "service", Actor = "survey", KeyPrefix = null, Address = null, UserAgent = null, TraceId = null }, "survey.answer", FormattableString.Invariant($"survey/{id}")), cancellationToken);
            return Unit.Value;
        }

        /// <summary>One count of all for each answer, and one of each group: of those who say nothing of it, with an empty category.</summary>
        private static IEnumerable<(string Question, string GroupCode, string Category, int Answer)> Counted(SurveyAnswers answers, QuestionSet set)
        {
            foreach (var answer in answers.Answers!)
            {
                yield return (answer.Question!, "", "", answer.Value ?? 0);
                foreach (var group in set.Groups)
                    yield return (answer.Question!, group.Code!, (answers.Groups ?? []).FirstOrDefault(said => said.Group == group.Code)?.Category ?? "", answer.Value ?? 0);
            }
        }
    }
}
