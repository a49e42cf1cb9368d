using System.Globalization;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
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

internal static class CreateSurvey
{
    /// <summary>Ask a set of questions</summary>
    /// <remarks>
    /// In one municipality, in a window of days. With mode tokens, answers come in by one-time tokens that nobody is known by; with mode aggregates, counts that were collected elsewhere
    /// are sent. Coordinators of the municipality make its surveys, and administrators.
    /// </remarks>
    /// <param name="settings">What it is to be.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The survey.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Created<Survey>> HandleAsync(
        HttpContext http, IMediator mediator, [FromBody] SurveySettings settings, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var survey = await mediator.Send(new Command(settings, idempotencyKey), cancellationToken);
        return TypedResults.Created(FormattableString.Invariant($"/v1/surveys/{survey.Id}"), survey);
    }

    internal sealed record Command(SurveySettings Settings, string? IdempotencyKey) : IRequest<Survey>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch, SurveyReading reading) => RuleFor(command => command).CustomAsync(async (command, context, cancellationToken) =>
        {
            var (settings, findings, territory) = (command.Settings, new FindingsOf<Command>(context), new Findings());
            ComparisonParameters.Territory(settings.Territory, watch.Current, territory);
            foreach (var failure in territory.Failures)
                findings.Add("/territory", failure.ErrorCode, failure.ErrorMessage, failure.AttemptedValue as string, failure.CustomState as IReadOnlyList<string>);
            AccessRules.CheckText("/titleLv", settings.TitleLv, AccessRules.LongestName, findings.Add);
            AccessRules.CheckText("/titleEn", settings.TitleEn, AccessRules.LongestName, findings.Add);
            SurveyRules.CheckOneOf("/mode", settings.Mode, SurveyRules.Modes, findings.Add);
            if (settings.Period is null || !PeriodCode.IsWellFormed(settings.Period))
                findings.Add("/period", settings.Period is null ? "required" : "invalid-period", "A period is such as 2026, 2026-Q2 or 2026-05.", settings.Period);
            if (settings.OpensOn is not { } opens)
                findings.Add("/opensOn", "required", "Say which is the first day.");
            else if (settings.ClosesOn is { } closes && (closes < opens || closes.DayNumber - opens.DayNumber > SurveyRules.MostDays))
                findings.Add("/closesOn", "out-of-range", $"The last day is not before the first, and at most {SurveyRules.MostDays} days after it.", $"{closes:yyyy-MM-dd}");
            if (settings.ClosesOn is null)
                findings.Add("/closesOn", "required", "Say which is the last day.");
            if (settings.Population is < 1)
                findings.Add("/population", "out-of-range", "The population is at least 1; leave it out where it is not known.", settings.Population.Value.ToString(CultureInfo.InvariantCulture));
            if (settings.MinimumAnswers is < SurveyRules.LeastMinimum or > SurveyRules.MostMinimum)
                findings.Add("/minimumAnswers", "out-of-range", $"minimumAnswers is {SurveyRules.LeastMinimum} to {SurveyRules.MostMinimum}.", settings.MinimumAnswers.Value.ToString(CultureInfo.InvariantCulture));
            AccessRules.CheckKnown("/source", "source", settings.Source, [.. watch.Current.Sources.Values.Select(source => source.Code)], findings.Add);
            if (settings.QuestionSet is null)
                findings.Add("/questionSet", "required", "Name the set of questions.");
            else if (await reading.QuestionSetAsync(settings.QuestionSet, settings.Version, cancellationToken) is not { } set)
                findings.Add("/questionSet", "unknown-code", "There is no such set of questions in this version; GET /v1/question-sets lists them.", settings.QuestionSet);
            else if (settings.Source is null && set.Questions.Any(question => question.Indicator is not null))
                findings.Add("/source", "required", "A question becomes a figure of an indicator: name the source that it is of.");
            IdempotencyKey.Check(command.IdempotencyKey, findings.Add);
        });
    }

    internal sealed class Handler(Db db, SurveyReading reading, SurveyRights rights, CatalogueWatch watch, Caller caller, AuditTrail audit) : IRequestHandler<Command, Survey>
    {
        private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.survey'), hashtext(@actor))::text";

        private const string BeforeSql = "select s.survey_id as id, s.request_hash from survey s where s.created_by = @actor and s.idempotency_key = @key";

        private const string InsertSql = """
            insert into survey (territory_id, territory_code, question_set, question_set_version, title_lv, title_en, period, mode, opens_on, closes_on, population, minimum_answers, source_id, created_by, idempotency_key, request_hash)
            values (@territoryId, @code, @questionSet, @version, @titleLv, @titleEn, @period, @mode, @opensOn, @closesOn, @population, @minimumAnswers,
                    (select s.source_id from source s where s.code = @source), @actor, @key, @hash)
            returning survey_id
            """;

        public async Task<Survey> Handle(Command command, CancellationToken cancellationToken)
        {
            var settings = command.Settings;
            var territory = watch.Current.Territories.Find(settings.Territory!)!;
            rights.RequireOwn(territory.TerritoryId);
            var version = (await reading.QuestionSetAsync(settings.QuestionSet!, settings.Version, cancellationToken))!.Version;
            var hash = AccessRules.HashOf("survey", territory.Code, settings.QuestionSet, settings.Version, settings.TitleLv, settings.TitleEn, settings.Period, settings.Mode, settings.OpensOn, settings.ClosesOn,
                settings.Population, settings.MinimumAnswers, settings.Source);
            await using var transaction = await db.BeginAsync(cancellationToken);
            _ = await transaction.QueryAsync<string>(LockSql, new { actor = caller.Actor }, cancellationToken);
            if (AccessWriting.Repeated(await transaction.QueryAsync<MadeBefore>(BeforeSql, new { actor = caller.Actor, key = command.IdempotencyKey }, cancellationToken), hash, "survey") is { } before)
                return (await reading.OneAsync(before, cancellationToken)).Survey;
            var id = (await transaction.QueryAsync<long>(InsertSql, new
            {
                territoryId = territory.TerritoryId, code = territory.Code, questionSet = settings.QuestionSet, version, titleLv = settings.TitleLv, titleEn = settings.TitleEn, period = settings.Period, mode = settings.Mode,
                opensOn = settings.OpensOn!.Value, closesOn = settings.ClosesOn!.Value, population = settings.Population, minimumAnswers = settings.MinimumAnswers ?? SurveyRules.UsualMinimum, source = settings.Source,
                actor = caller.Actor, key = command.IdempotencyKey, hash,
            }, cancellationToken))[0];
            await transaction.CommitAsync(audit.Of("survey.create", FormattableString.Invariant($"survey/{id}"), after: settings), cancellationToken);
            return (await reading.OneAsync(id, cancellationToken)).Survey;
        }
    }
}
