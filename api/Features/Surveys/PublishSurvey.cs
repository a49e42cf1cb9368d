using System.Text;
using System.Text.Json.Nodes;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Imports.Layouts;
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

internal static class PublishSurvey
{
    /// <summary>Publish the results of a survey</summary>
    /// <remarks>
    /// Once it is closed. Everyone reads them from then on, and nothing in them changes any more. The mean of each question that has an indicator becomes its figure, by an import of the survey's
    /// source; where there are too few answers, the figure is suppressed. Published once more it stays as it is.
    /// </remarks>
    /// <param name="id">Number of the survey.</param>
    /// <param name="publication">Why.</param>
    /// <response code="200">The survey as it is now.</response>
    /// <response code="403">The survey is not one of your municipality.</response>
    /// <response code="404">There is no survey of this number.</response>
    /// <response code="409">The survey is not closed.</response>
    public static async Task<Ok<Survey>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] SurveyPublication publication, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(id, publication), cancellationToken));
    }

    internal sealed record Command(long Id, SurveyPublication Publication) : IRequest<Survey>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
            AccessRules.CheckText("/reason", command.Publication.Reason, AccessRules.LongestReason, new FindingsOf<Command>(context).Add));
    }

    internal sealed class Handler(Db db, SurveyReading reading, SurveyRights rights, ImportRegistry registry, SentFiles files, Caller caller, AuditTrail audit) : IRequestHandler<Command, Survey>
    {
        private const string LockSql = "select s.version from survey s where s.survey_id = @id for update";

        private const string CountsSql = "select c.question, c.group_code, c.category, c.answer, c.answers from survey_count c where c.survey_id = @id";

        private const string SourceSql = "select s.code from source s where s.source_id = @sourceId";

        private const string Sql = """
            update survey
            set published_at = clock_timestamp(), published_by = @actor, import_id = @importId, version = version + 1
            where survey_id = @id
            """;

        public async Task<Survey> Handle(Command command, CancellationToken cancellationToken)
        {
            var id = command.Id;
            rights.RequireOwn((await reading.OneAsync(id, cancellationToken)).TerritoryId);
            await using var transaction = await db.BeginAsync(cancellationToken);
            _ = await transaction.QueryAsync<int>(LockSql, new { id }, cancellationToken);
            var known = await reading.OneAsync(id, cancellationToken); // as it is now that nobody changes it
            if (known.Survey.State == "published")
                return known.Survey;
            if (known.Survey.State != "closed")
                throw new ProblemException(ProblemTypes.Conflict, $"The survey {id} is {known.Survey.State}: results are published from {known.Survey.ClosesOn.AddDays(1):yyyy-MM-dd}, when it is closed.");
            var counts = await transaction.QueryAsync<CountRow>(CountsSql, new { id }, cancellationToken);
            var source = known.SourceId is { } sourceId ? (await transaction.QueryAsync<string>(SourceSql, new { sourceId }, cancellationToken))[0] : null;
            // Broken off before the commit and repeated, it is the same import: what comes of a survey has one name.
            var importId = await ImportAsync(known, counts, source, command.Publication.Reason!, cancellationToken);
            await transaction.ExecuteAsync(Sql, new { id, actor = caller.Actor, importId }, cancellationToken);
            await transaction.CommitAsync(audit.Of("survey.publish", FormattableString.Invariant($"survey/{id}"), command.Publication.Reason, after: new { importId }), cancellationToken);
            return (await reading.OneAsync(id, cancellationToken)).Survey;
        }

        /// <summary>Sends the means on as figures; null when no question has an indicator.</summary>
        private async Task<long?> ImportAsync(KnownSurvey known, IReadOnlyList<CountRow> counts, string? source, string reason, CancellationToken cancellationToken)
        {
            var survey = known.Survey;
            var set = (await reading.QuestionSetAsync(survey.QuestionSet, survey.QuestionSetVersion, cancellationToken))!;
            var values = SurveyFindings.Of(set, counts, survey.Population, survey.MinimumAnswers).Where(result => result.Indicator is not null)
                .Select(result => FigureOf(result, survey.Period)).ToArray<JsonNode?>();
            if (values.Length == 0 || source is null)
                return null;
            var form = new JsonObject { ["source"] = source, ["reason"] = reason, ["values"] = new JsonArray(values) };
            await using var content = new MemoryStream(FormLayout.Keep(survey.Territory, Encoding.UTF8.GetBytes(form.ToJsonString())));
            var layout = new FormLayout();
            return await registry.RegisterAsync(
                new NewImport("form", files.Source(source).Id, FormattableString.Invariant($"survey-{survey.Id}"), layout.MediaType, ((ISourceLayout)layout).Name, caller.Actor, reason,
                    IdempotencyKey: FormattableString.Invariant($"survey-{survey.Id}")),
                content, audit.Origin, cancellationToken);
        }

        private static JsonObject FigureOf(SurveyQuestionResult result, string period) => result.All.Mean is { } mean
            ? new JsonObject { ["indicator"] = result.Indicator, ["period"] = period, ["value"] = (decimal)mean }
            : new JsonObject { ["indicator"] = result.Indicator, ["period"] = period, ["value"] = null, ["missingReason"] = "suppressed" };
    }
}
