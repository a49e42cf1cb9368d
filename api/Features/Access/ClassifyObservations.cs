using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Imports.Stewardship;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Access;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Access;

internal static class ClassifyObservations
{
    /// <summary>Decide who may see figures</summary>
    /// <remarks>
    /// Of one indicator, as a whole or a part of it; for the values of the past too, and for all that are to come. At once effective everywhere: what
    /// a caller may not see answers as if it had never been stored, and followers of the changes get a tombstone. What waits for its release waits on.
    /// The same decision again, while it is the newest of the indicator, answers the one that is there.
    /// </remarks>
    /// <param name="classification">Which cells, who may see them, and why.</param>
    /// <response code="200">This very decision is the newest of the indicator already.</response>
    /// <response code="201">The cells are classified.</response>
    public static async Task<Results<Ok<Classification>, Created<Classification>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromBody] ClassificationRequest classification, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (decided, isNew) = await mediator.Send(new Command(classification), cancellationToken);
        return isNew ? TypedResults.Created("/v1/classifications", decided) : TypedResults.Ok(decided);
    }

    internal sealed record Command(ClassificationRequest Classification) : IRequest<(Classification Classification, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var asked = command.Classification;
            var findings = new Findings();
            if (asked.Indicator is null) findings.Add("/indicator", "required", "Name the indicator.");
            else if (!watch.Current.Indicators.ContainsKey(asked.Indicator)) Selection.UnknownIndicator("/indicator", asked.Indicator, watch.Current, findings);
            if (asked.Territory is not null && watch.Current.Territories.Find(asked.Territory) is null) Selection.UnknownTerritory("/territory", asked.Territory, watch.Current, findings);
            CheckPeriod("/periodFrom", asked.PeriodFrom, findings);
            CheckPeriod("/periodTo", asked.PeriodTo, findings);
            if (asked is { PeriodFrom: { } from, PeriodTo: { } to } && string.CompareOrdinal(from, 0, to, 0, Math.Min(from.Length, to.Length)) > 0)
                findings.Add("/periodTo", "contradiction", "periodTo is before periodFrom.", to);
            if (asked.Breakdown is { Length: > 0 } breakdown && breakdown.Split(',').Any(pair => pair.Split(':') is not [{ Length: > 0 }, { Length: > 0 }]))
                findings.Add("/breakdown", "invalid-breakdown", "A breakdown is dimension:category, several separated by commas, such as sex:F; empty is the total.", asked.Breakdown);
            if (asked.Visibility is null)
                findings.Add("/visibility", "required", $"visibility is one of: {string.Join(", ", Visibility.All)}.");
            else if (!Visibility.All.Contains(asked.Visibility))
                findings.Add("/visibility", "unknown-value", $"visibility is one of: {string.Join(", ", Visibility.All)}.", asked.Visibility, [.. Visibility.All]);
            if (asked.Network is null && asked.Visibility == Visibility.Network)
                findings.Add("/network", "required", "Name the network whose members may see the figures.");
            else if (asked.Network is not null && asked.Visibility != Visibility.Network)
                findings.Add("/network", "contradiction", "network belongs to visibility network.", asked.Network);
            Texts.CheckReason(asked.Reason, findings);
            new FindingsOf<Command>(context).AddAll(findings);
        });

        private static void CheckPeriod(string pointer, string? period, Findings findings)
        {
            if (period is not null && PeriodSelection.Parse(period, out _) is not OnePeriod)
                findings.Add(pointer, "invalid-period", "A period is such as 2013, 2013-Q2 or 2013-05.", period);
        }
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, ClassificationReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, (Classification Classification, bool IsNew)>
    {
        private const string NetworkSql = "select network_id from network where code = @code";

        private const string SameSql = """
            select c.classification_id
            from classification c
            where c.classification_id = (select max(n.classification_id) from classification n where n.indicator_id = @indicatorId)
              and (c.territory_id, c.period_from, c.period_to, c.breakdown, c.visibility, c.network_id)
                  is not distinct from (@territoryId::integer, @from::text, @to::text, @breakdown::text, @visibility::text, @networkId::integer)
            """;

        private const string ClassifySql = """
            select classify_observations(@indicatorId, @territoryId::integer, @from::text, @to::text, @breakdown::text, @visibility, @networkId::integer, @reason, @actor)
            """;

        public async Task<(Classification Classification, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var asked = command.Classification;
            await using var transaction = await db.BeginLongAsync(cancellationToken);
            var networks = asked.Network is null ? [] : await transaction.QueryAsync<int>(NetworkSql, new { code = asked.Network }, cancellationToken);
            if (asked.Network is not null && networks.Count == 0)
            {
                var findings = new Findings();
                findings.Add("/network", "unknown-code", $"There is no network '{asked.Network}'.", asked.Network);
                findings.ThrowIfAny();
            }
            await ApplyingLock.TakeAsync(transaction, cancellationToken);
            var cells = new
            {
                indicatorId = watch.Current.Indicators[asked.Indicator!].Id,
                territoryId = asked.Territory is { } code ? watch.Current.Territories.Find(code)!.TerritoryId : (int?)null,
                from = asked.PeriodFrom, to = asked.PeriodTo,
                breakdown = asked.Breakdown is null ? null : string.Join(',', asked.Breakdown.Split(',').Order(StringComparer.Ordinal)), // as it is stored, dimensions in order
                visibility = asked.Visibility, networkId = networks.Count == 0 ? (int?)null : networks[0], reason = asked.Reason, actor = caller.Actor,
            };
            if (await transaction.QueryAsync<int>(SameSql, cells, cancellationToken) is [var same])
                return (await reading.OneAsync(same, cancellationToken), false);
            var id = (await transaction.QueryAsync<int>(ClassifySql, cells, cancellationToken))[0];
            await transaction.CommitAsync(
                audit.Of("observation.classify", $"observation/{asked.Indicator}/{asked.Territory ?? "*"}", asked.Reason,
                    after: new { classification = id, asked.PeriodFrom, asked.PeriodTo, asked.Breakdown, asked.Visibility, asked.Network }),
                cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            return (await reading.OneAsync(id, cancellationToken), true);
        }
    }
}
