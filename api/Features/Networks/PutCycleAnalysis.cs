using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Networks;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class PutCycleAnalysis
{
    private const int LongestText = 4000;

    /// <summary>Publish a stored analysis to a cycle, and say where it was discussed</summary>
    /// <remarks>
    /// The coordinator does, with a public analysis or one of their own. It is published to the members with what it tells; to all it is published where the analysis itself is public. To change how, send its
    /// version as If-Match ("2"), or *; to publish another one, send none.
    /// </remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="id">Id of the stored analysis.</param>
    /// <param name="settings">How it is published.</param>
    /// <param name="ifMatch">Its version as you know it, in quotation marks, or *; none for one that is not published yet.</param>
    /// <response code="200">How it is published was changed.</response>
    /// <response code="201">It is published.</response>
    /// <response code="404">There is no such cycle, analysis or meeting that you may see.</response>
    /// <response code="409">The analysis is not public, so that it cannot be published to all, or nothing is written to the cycle any more.</response>
    /// <response code="412">It is not as you know it, or not published.</response>
    /// <response code="428">It is published, and If-Match is missing.</response>
    public static async Task<Results<Ok<CycleAnalysis>, Created<CycleAnalysis>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "id")] string id,
        [FromBody] CycleAnalysisSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (analysis, isNew) = await mediator.Send(new Command(code, number, id, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created(FormattableString.Invariant($"/v1/networks/{code}/cycles/{number}/analyses"), analysis) : TypedResults.Ok(analysis);
    }

    internal sealed record Command(string Network, int Number, string Id, CycleAnalysisSettings Settings, string? IfMatch) : IRequest<(CycleAnalysis Analysis, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, settings) = (new FindingsOf<Command>(context), command.Settings);
            NetworkText.CheckWord("/publishedTo", settings.PublishedTo, NetworkText.Publications, findings.Add);
            NetworkText.CheckOptional("/meeting", settings.Meeting, NetworkText.LongestName, findings.Add);
            NetworkText.CheckLines("/textLv", settings.TextLv, LongestText, findings.Add);
            NetworkText.CheckLines("/textEn", settings.TextEn, LongestText, findings.Add);
            if (settings is { TextLv: null, TextEn: null })
                findings.Add("/textLv", "required", "Say what it tells, in Latvian or English, or both.");
        });
    }

    internal sealed class Handler(Db db, CycleWriting writing, Caller caller, AuditTrail audit) : IRequestHandler<Command, (CycleAnalysis Analysis, bool IsNew)>
    {
        private const string StoredSql = """
            select s.visibility
            from stored_analysis s
            where s.stored_analysis_id = @id
              and s.removed_at is null
              and (s.visibility = 'public' or s.stored_by = @actor or @isAdministrator)
            """;

        private const string PutSql = """
            insert into cycle_analysis (cycle_id, stored_analysis_id, published_to, meeting_id, text_lv, text_en, published_by)
            values (@cycleId, @id, @publishedTo, @meetingId, @textLv, @textEn, @actor)
            on conflict (cycle_id, stored_analysis_id) do update
            set published_to = excluded.published_to, meeting_id = excluded.meeting_id, text_lv = excluded.text_lv, text_en = excluded.text_en, version = cycle_analysis.version + 1
            """;

        public async Task<(CycleAnalysis Analysis, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var settings = command.Settings;
            var id = Guid.TryParseExact(command.Id, "D", out var known) ? known : throw NoAnalysis(command.Id);
            await using var transaction = await db.BeginAsync(cancellationToken);
            var cycle = await writing.OfCoordinatorAsync(transaction, command.Network, command.Number, cancellationToken);
            var before = await CycleAnalysisReading.OneAsync(transaction, cycle.Id, id, cancellationToken);
            AccessWriting.CheckVersion(command.IfMatch, before?.Version, $"The analysis '{id}' in this cycle");
            var stored = await transaction.QueryAsync<string>(StoredSql, new { id, actor = caller.Actor, isAdministrator = NetworkSight.IsAdministrator(caller) }, cancellationToken);
            if (stored is not [var visibility])
                throw NoAnalysis(command.Id);
            if (settings.PublishedTo == "all" && visibility != "public")
                throw new ProblemException(ProblemTypes.Conflict, "The analysis is not public: only its owner reads it. Store it as public to publish it to all.");
            var meeting = settings.Meeting is { } code ? await MeetingReading.OneAsync(transaction, cycle.Id, code, cancellationToken) ?? throw NetworkSight.Nothing("meeting", code) : ((Meeting, long Id)?)null;
            await transaction.ExecuteAsync(PutSql, new
            {
                cycleId = cycle.Id, id, publishedTo = settings.PublishedTo, meetingId = meeting?.Id, textLv = settings.TextLv, textEn = settings.TextEn, actor = caller.Actor,
            }, cancellationToken);
            var after = (await CycleAnalysisReading.OneAsync(transaction, cycle.Id, id, cancellationToken))!;
            await transaction.CommitAsync(audit.Of("cycleAnalysis.put", FormattableString.Invariant($"network/{command.Network}/cycle/{command.Number}/analysis/{id}"), before: before, after: after), cancellationToken);
            return (after, before is null);
        }

        private static ProblemException NoAnalysis(string id) => new(ProblemTypes.NotFound, $"There is no stored analysis '{Excerpt.Of(id)}' that you may publish.");
    }
}
