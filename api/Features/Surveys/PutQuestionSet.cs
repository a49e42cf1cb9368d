using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Surveys;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Surveys;

internal static class PutQuestionSet
{
    /// <summary>Record a set of questions, or its next version</summary>
    /// <remarks>
    /// What is sent becomes a version of its own, and no version is ever changed: a survey keeps the one that it was made with. To record the next version, send the ETag of the newest as
    /// If-Match; to record a new set, send none. Whoever recorded a set records its versions, and administrators.
    /// </remarks>
    /// <param name="code">Code of the set: lower-case words with hyphens, at most 80 characters.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The ETag of the newest version as you know it, or * for any; none for a new set.</param>
    /// <response code="200">The next version was recorded.</response>
    /// <response code="201">The set was recorded.</response>
    /// <response code="403">It is not yours, and you are no administrator.</response>
    /// <response code="412">The newest version is not the one that you know, or there is none.</response>
    /// <response code="428">There is a set of this code, and If-Match is missing.</response>
    public static async Task<Results<Ok<QuestionSet>, Created<QuestionSet>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromBody] QuestionSetSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var set = await mediator.Send(new Command(code, settings, ifMatch), cancellationToken);
        return set.Version == 1 ? TypedResults.Created($"/v1/question-sets/{set.Code}", set) : TypedResults.Ok(set);
    }

    internal sealed record Command(string Code, QuestionSetSettings Settings, string? IfMatch) : IRequest<QuestionSet>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            CodeOfWords.Check(command.Code, "kindergartens", findings.Add);
            SurveyRules.Check(command.Settings, watch.Current.Indicators.Keys, findings.Add);
        });
    }

    internal sealed class Handler(Db db, SurveyReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, QuestionSet>
    {
        private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.question_set'), hashtext(@code))::text";

        private const string OwnerSql = "select s.frozen_by from question_set s where s.code = @code and s.version = 1";

        private const string InsertSql = """
            insert into question_set (code, version, title_lv, title_en, audience, questions, groups, frozen_by)
            values (@code, @version, @titleLv, @titleEn, @audience, @questions::jsonb, @groups::jsonb, @actor)
            """;

        public async Task<QuestionSet> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, settings) = (command.Code, command.Settings);
            await using var transaction = await db.BeginAsync(cancellationToken);
            _ = await transaction.QueryAsync<string>(LockSql, new { code }, cancellationToken);
            var known = await reading.QuestionSetAsync(code, null, cancellationToken);
            if (known is not null && !caller.May(Permission.ManageAccess) && (await transaction.QueryAsync<string>(OwnerSql, new { code }, cancellationToken))[0] != caller.Actor)
                throw new ProblemException(ProblemTypes.Forbidden, $"The set of questions '{code}' is somebody else's; record one of your own.");
            AccessWriting.CheckVersion(command.IfMatch, known?.Version, $"The set of questions '{code}'");
            var version = (known?.Version ?? 0) + 1;
            await transaction.ExecuteAsync(InsertSql, new
            {
                code, version, titleLv = settings.TitleLv, titleEn = settings.TitleEn, audience = settings.Audience, actor = caller.Actor,
                questions = SurveyJson.Text(settings.Questions!), groups = SurveyJson.Text(settings.Groups ?? []),
            }, cancellationToken);
            await transaction.CommitAsync(audit.Of("questionSet.put", $"question-set/{code}", before: known, after: settings), cancellationToken);
            return (await reading.QuestionSetAsync(code, version, cancellationToken))!;
        }
    }
}
