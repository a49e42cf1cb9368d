using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Stewardship;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class FileCorrection
{
    /// <summary>File a correction</summary>
    /// <remarks>
    /// Publishes our value in place of a source's, as a new revision of quality corrected; the source's stays beside it. An import that repeats what
    /// the source said does not overwrite it; one that says something new is a conflict to decide. The same correction again answers the one that is there.
    /// </remarks>
    /// <param name="filing">The cell, the right value, and why.</param>
    /// <response code="200">This very correction is in force already.</response>
    /// <response code="201">The correction is filed and published.</response>
    /// <response code="409">Nothing is published in the cell, it says so already, or a value of it waits for another decision first.</response>
    public static async Task<Results<Ok<Correction>, Created<Correction>>> HandleAsync(HttpContext http, IMediator mediator, [FromBody] CorrectionFiling filing, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (correction, isNew) = await mediator.Send(new Command(filing), cancellationToken);
        return isNew ? TypedResults.Created($"/v1/corrections/{correction.Id}", correction) : TypedResults.Ok(correction);
    }

    internal sealed record Command(CorrectionFiling Filing) : IRequest<(Correction Correction, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var filing = command.Filing;
            var findings = new Findings();
            if (filing.Indicator is null) findings.Add("/indicator", "required", "Name the indicator.");
            else if (!watch.Current.Indicators.ContainsKey(filing.Indicator)) Selection.UnknownIndicator("/indicator", filing.Indicator, watch.Current, findings);
            if (filing.Territory is null) findings.Add("/territory", "required", "Name the territory.");
            else if (watch.Current.Territories.Find(filing.Territory) is null) Selection.UnknownTerritory("/territory", filing.Territory, watch.Current, findings);
            if (filing.Period is null || PeriodSelection.Parse(filing.Period, out _) is not OnePeriod)
                findings.Add("/period", "invalid-period", "A period is such as 2013, 2013-Q2 or 2013-05.", filing.Period);
            if (filing.Value is null == filing.MissingReason is null)
                findings.Add("/value", "required", "Give either the right value, or the reason why there is none.");
            if (filing.Value is { } value && Math.Abs(value) >= NumberText.Bound)
                findings.Add("/value", "out-of-range", "The bound is 10^15.", value.ToString(CultureInfo.InvariantCulture));
            if (filing.MissingReason is not null && !MissingReason.All.Contains(filing.MissingReason))
                findings.Add("/missingReason", "unknown-value", $"missingReason is one of: {string.Join(", ", MissingReason.All)}.", filing.MissingReason, [.. MissingReason.All]);
            if (filing.Breakdown is { Length: > 0 } breakdown && breakdown.Split(',').Any(pair => pair.Split(':') is not [{ Length: > 0 }, { Length: > 0 }]))
                findings.Add("/breakdown", "invalid-breakdown", "A breakdown is dimension:category, several separated by commas, such as sex:F.", filing.Breakdown);
            Texts.CheckReason(filing.Reason, findings);
            new FindingsOf<Command>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, CorrectionReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, (Correction Correction, bool IsNew)>
    {
        private const string HeldSql = """
            select o.revision, o.workflow, o.value, o.missing_reason, o.original_revision, o.correction_id, c.reason as correction_reason
            from observation_revision o
            left join correction c on c.correction_id = o.correction_id
            where o.indicator_id = @indicatorId and o.territory_id = @territoryId and o.period = @period and o.breakdown = @breakdown
              and o.superseded_at is null and o.workflow <> 'withdrawn'
            """;

        public async Task<(Correction Correction, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var filing = command.Filing;
            var (indicatorId, territoryId, breakdown) = (watch.Current.Indicators[filing.Indicator!].Id, watch.Current.Territories.Find(filing.Territory!)!.TerritoryId,
                string.Join(',', (filing.Breakdown ?? "").Split(',').Order(StringComparer.Ordinal))); // as it is stored, dimensions in order
            await using var transaction = await db.BeginAsync(cancellationToken);
            await ApplyingLock.TakeAsync(transaction, cancellationToken);
            var held = await transaction.QueryAsync<Held>(HeldSql, new { indicatorId, territoryId, period = filing.Period, breakdown }, cancellationToken);
            if (Obstacle(held) is { } obstacle)
                throw new ProblemException(ProblemTypes.Conflict, obstacle);
            var published = held[0];
            if ((published.Value, published.MissingReason) == (filing.Value, filing.MissingReason))
                return published.CorrectionId is { } known && published.CorrectionReason == filing.Reason ? (await reading.OneAsync(known, cancellationToken), false)
                    : throw new ProblemException(ProblemTypes.Conflict, "What is published says the same already; there is nothing to correct.");
            var cell = new CorrectedCell(indicatorId, territoryId, filing.Period!, breakdown, published.CorrectionId is null ? published.Revision : published.OriginalRevision!.Value);
            var id = await new CorrectionWriter(transaction, await ApplyingLock.InstantAsync(transaction, cancellationToken), caller.Actor).FileAsync(cell, filing.Value, filing.MissingReason, filing.Reason!, cancellationToken);
            await transaction.CommitAsync(
                audit.Of("correction.file", $"observation/{filing.Indicator}/{filing.Territory}/{filing.Period}/{breakdown}".TrimEnd('/'), filing.Reason,
                    before: new { published.Value, published.MissingReason }, after: new { filing.Value, filing.MissingReason, correction = id }),
                cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            return (await reading.OneAsync(id, cancellationToken), true);
        }

        private static string? Obstacle(List<Held> held) =>
            held.Any(revision => revision.Workflow == "quarantined") ? "A value of this cell waits in quarantine: answer it there (POST /v1/quarantine-answers), with corrected and the right value."
            : held.Any(revision => revision.Workflow == "received") ? "The source says something new about this cell, beside the correction in force: decide that first (GET /v1/corrections?state=conflict)."
            : held.Any(revision => revision.Workflow == "verified") ? "A value of this cell waits for its release: correct what is published afterwards, or send the right value for the release."
            : held.Any(revision => revision.Workflow == "published") ? null
            : "Nothing is published in this cell; send the value as an import.";

        private sealed record Held(int Revision, string Workflow, decimal? Value, string? MissingReason, int? OriginalRevision, int? CorrectionId, string? CorrectionReason);
    }
}
