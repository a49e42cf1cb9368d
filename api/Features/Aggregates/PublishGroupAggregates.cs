using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports;
using Benchlearning.Api.Features.Imports.Stewardship;
using Benchlearning.Api.Features.Observations;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Aggregates;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Aggregates;

internal static class PublishGroupAggregates
{
    public const int MostGroups = 50;

    /// <summary>Publish figures of groups over hidden figures</summary>
    /// <remarks>
    /// Makes one figure for each group of all its members' values, hidden ones among them, and publishes those from which no hidden value can be worked out: not with each other, not with
    /// those of before, not with what is public or what an authorised user, a member of a network or a municipality knows besides. The others are published as suppressed. In place of earlier figures of
    /// the same groups, indicator and period. All of them are withdrawn by themselves as soon as a value or a level changes; ask again then.
    /// </remarks>
    /// <param name="publication">Which, and how strictly.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">What became of each group.</response>
    /// <response code="422">A ratio and its components cannot both have figures of groups in one period.</response>
    public static async Task<Ok<GroupAggregatePublication>> HandleAsync(
        HttpContext http, IMediator mediator, [FromBody] GroupAggregateRequest publication, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Command(publication, Language.Of(http)), cancellationToken));
    }

    internal sealed record Command(GroupAggregateRequest Publication, string Language) : IRequest<GroupAggregatePublication>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var (asked, catalogue, findings) = (command.Publication, watch.Current, new Findings());
            CatalogueIndicator? indicator = null;
            if (asked.Indicator is null) findings.Add("/indicator", "required", "Name the indicator.");
            else if (!catalogue.Indicators.TryGetValue(asked.Indicator, out indicator)) Selection.UnknownIndicator("/indicator", asked.Indicator, catalogue, findings);
            if (asked.Period is null) findings.Add("/period", "required", "Name the period, such as 2013.");
            else if (PeriodSelection.Parse(asked.Period, out _) is not OnePeriod) findings.Add("/period", "invalid-period", "A period is such as 2013, 2013-Q2 or 2013-05.", asked.Period);
            else if (indicator is not null && PeriodCode.PeriodicityOf(asked.Period) != indicator.Current.Periodicity) findings.Add("/period", "wrong-periodicity", $"The indicator is {indicator.Current.Periodicity}.", asked.Period);
            if (asked.Groups is null or [])
                findings.Add("/groups", "required", "Name at least one declared group; GET /v1/territory-groups lists them.");
            else if (asked.Groups.Count > MostGroups)
                findings.Add("/groups", "too-many", string.Create(CultureInfo.InvariantCulture, $"At most {MostGroups} groups are taken (published at /v1/config)."), asked.Groups.Count.ToString(CultureInfo.InvariantCulture));
            else
                for (var index = 0; index < asked.Groups.Count; index++)
                    CheckGroup(string.Create(CultureInfo.InvariantCulture, $"/groups/{index}"), asked.Groups[index], asked.Groups.Take(index), catalogue, findings);
            CheckRange("/minimumCount", asked.MinimumCount, 3, 100, findings);
            CheckRange("/dominanceN", asked.DominanceN, 1, 10, findings);
            CheckRange("/dominanceK", asked.DominanceK, 1, 99, findings);
            CheckRange("/protectionPercent", asked.ProtectionPercent, 1, 100, findings);
            Texts.CheckReason(asked.Reason, findings);
            new FindingsOf<Command>(context).AddAll(findings);
        });

        private static void CheckGroup(string pointer, string? code, IEnumerable<string> before, Catalogue.Catalogue catalogue, Findings findings)
        {
            if (code is null || !catalogue.Groups.ContainsKey(code))
                Selection.UnknownGroup(pointer, code ?? "", catalogue, findings);
            else if (before.Contains(code, StringComparer.Ordinal))
                findings.Add(pointer, "repeated-code", $"{code} is listed twice.", code);
        }

        private static void CheckRange(string pointer, double? value, double least, double most, Findings findings)
        {
            if (value is { } number && !(number >= least && number <= most))
                findings.Add(pointer, "out-of-range", string.Create(CultureInfo.InvariantCulture, $"{pointer[1..]} is a number from {least} to {most}."), number.ToString("R", CultureInfo.InvariantCulture));
        }
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, ObservationReader reader, AggregateReading reading, Caller caller, AuditTrail audit, TimeProvider time) : IRequestHandler<Command, GroupAggregatePublication>
    {
        // Of the totals of a period: what waits for its release is not there yet.
        private const string CellsSql = """
            select o.territory_id, o.value, o.visibility, o.network_id,
                   exists (select from level_change l
                           where l.indicator_id = o.indicator_id and l.territory_id = o.territory_id and l.period = o.period and l.breakdown = o.breakdown
                             and l.from_visibility = 'public' and not l.is_waiting) as was_public
            from observation_revision o
            where o.indicator_id = @indicatorId and o.period = @period and o.breakdown = '' and o.superseded_at is null and o.workflow = 'published' and o.value is not null
              and (o.embargo_until is null or o.embargo_until <= now())
            """;

        private const string PartsSql = """
            select a.group_aggregate_id as aggregate_id, g.code as group_code, p.territory_id, p.value, p.coefficient
            from group_aggregate a
            join territory_group g on g.territory_group_id = a.territory_group_id
            join group_aggregate_part p on p.group_aggregate_id = a.group_aggregate_id
            where a.indicator_id = @indicatorId and a.period = @period and a.value is not null
            order by a.group_aggregate_id, p.territory_id
            """;

        private const string RelatedSql = """
            select distinct i.code
            from group_aggregate a
            join indicator i on i.indicator_id = a.indicator_id
            where a.indicator_id = any (@related) and a.period = @period and a.value is not null
            order by i.code
            """;

        // Municipalities that see a network's figures: their organisations are, or were, its members.
        private const string MembersSql = """
            select distinct m.network_id, o.territory_id
            from network_membership m
            join organisation o on o.organisation_id = m.organisation_id
            where o.territory_id is not null
            """;

        // Whose people know which territories: a municipality and those that it took over.
        private const string ReachedSql = "select r.territory_id as owner_id, r.reached_id as territory_id from reached_territory r";

        private const string ReplaceSql = """
            update group_aggregate a
            set withdrawn_at = @at, withdrawn_because = 'replaced'
            from territory_group g
            where g.territory_group_id = a.territory_group_id and a.indicator_id = @indicatorId and a.period = @period and a.withdrawn_at is null and g.code = any (@groups)
            """;

        private const string InsertSql = """
            insert into group_aggregate (
                indicator_id, indicator_version_id, period, territory_group_id, territory_group_version_id, statistic, weight_indicator_id, weight_periods, members, n, value, suppressed_by, basis,
                reason, computed_at, computed_by)
            select @indicatorId, @versionId, @period, g.territory_group_id, v.territory_group_version_id, @statistic, @weightId::integer, @weightPeriods::text, @members, @n, @value::numeric, @suppressedBy::text,
                   group_aggregate_basis(@indicatorId, @period), @reason, @at, @actor
            from territory_group g
            join territory_group_version v on v.territory_group_id = g.territory_group_id
            where g.code = @group and v.version = @groupVersion
            returning group_aggregate_id
            """;

        private const string InsertPartsSql = """
            insert into group_aggregate_part (group_aggregate_id, territory_id, value, coefficient)
            select @id, p.territory_id, p.value, p.coefficient
            from unnest(@territoryIds::integer[], @values::numeric[], @coefficients::double precision[]) as p (territory_id, value, coefficient)
            """;

        private const string PublishSql = "select publish_observation_cubes(array[@indicatorId::integer], true)";

        public async Task<GroupAggregatePublication> Handle(Command command, CancellationToken cancellationToken)
        {
            var asked = command.Publication;
            var catalogue = watch.Current;
            var indicator = catalogue.Indicators[asked.Indicator!];
            var period = asked.Period!;
            var version = indicator.VersionFor(period);
            await using var transaction = await db.BeginLongAsync(cancellationToken);
            await ApplyingLock.TakeAsync(transaction, cancellationToken);
            await RefuseRelatedAsync(transaction, catalogue, indicator, period, cancellationToken);
            var weighing = await WeighingAsync(catalogue, version, period, cancellationToken);
            var told = new AggregateCheck(
                await transaction.QueryAsync<AggregateCheck.Cell>(CellsSql, new { indicatorId = indicator.Id, period }, cancellationToken),
                await transaction.QueryAsync<AggregateCheck.Part>(PartsSql, new { indicatorId = indicator.Id, period }, cancellationToken),
                await transaction.QueryAsync<AggregateCheck.Membership>(MembersSql, null, cancellationToken), await transaction.QueryAsync<AggregateCheck.Reached>(ReachedSql, null, cancellationToken), asked, version, catalogue, indicator.Current.DayOf(period));

            var at = time.GetUtcNow().UtcDateTime;
            await transaction.ExecuteAsync(ReplaceSql, new { at, indicatorId = indicator.Id, period, groups = asked.Groups!.ToArray() }, cancellationToken);
            var decided = new List<(string Group, AggregateCheck.Decision Decision)>();
            foreach (var code in asked.Groups!)
            {
                var group = catalogue.Groups[code];
                var decision = told.Decide(group, weighing);
                decided.Add((code, decision));
                if (decision.Status == "notMade")
                    continue;
                var ids = await transaction.QueryAsync<int>(InsertSql, new
                {
                    indicatorId = indicator.Id, versionId = version.Id, period, group = code, groupVersion = group.Version, statistic = weighing.Statistic,
                    weightId = weighing.Indicator?.Id, weightPeriods = weighing.Indicator is null ? null : string.Join(',', decision.WeightPeriods), members = decision.Members, n = decision.Parts.Count,
                    value = decision.Value, suppressedBy = decision.Because, reason = asked.Reason, at, actor = caller.Actor,
                }, cancellationToken);
                if (decision.Value is not null)
                    await transaction.ExecuteAsync(InsertPartsSql, new
                    {
                        id = ids[0], territoryIds = decision.Parts.Select(part => part.Cell.TerritoryId).ToArray(), values = decision.Parts.Select(part => part.Cell.Value).ToArray(),
                        coefficients = decision.Parts.Select(part => part.Coefficient).ToArray(),
                    }, cancellationToken);
            }
            await transaction.ExecuteAsync(PublishSql, new { indicatorId = indicator.Id }, cancellationToken);
            await transaction.CommitAsync(
                audit.Of("groupAggregate.publish", $"group-aggregate/{indicator.Code}/{period}", asked.Reason, after: new { outcomes = decided.ConvertAll(outcome => new { outcome.Group, outcome.Decision.Status, outcome.Decision.Because }) }),
                cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            var stored = (await reading.ListAsync(catalogue, indicator, period, asked.Groups, null, MostGroups, command.Language, cancellationToken)).ToDictionary(aggregate => aggregate.Group, StringComparer.Ordinal);
            return new GroupAggregatePublication([.. decided.Select(outcome => new GroupAggregateOutcome(outcome.Group, outcome.Decision.Status, outcome.Decision.Because, outcome.Decision.Hidden, stored.GetValueOrDefault(outcome.Group)))]);
        }

        // A ratio's group figure and that of its numerator are sums of the same secrets: one of the family may have figures in a period.
        private static async Task RefuseRelatedAsync(DbTransaction transaction, Catalogue.Catalogue catalogue, CatalogueIndicator indicator, string period, CancellationToken cancellationToken)
        {
            var family = Family(indicator).Append(indicator.Code).ToHashSet(StringComparer.Ordinal);
            var related = catalogue.Indicators.Values.Where(other => other.Id != indicator.Id && (family.Contains(other.Code) || Family(other).Any(family.Contains))).Select(other => other.Id).ToArray();
            var told = await transaction.QueryAsync<string>(RelatedSql, new { related, period }, cancellationToken);
            if (told.Count > 0)
                throw new ProblemException(ProblemTypes.Unprocessable, $"Figures of groups were published of {string.Join(", ", told)}, which is made of the same numbers: with both, hidden ones could be worked out.",
                    [new Contracts.V1.ProblemError(null, "/indicator", "related-aggregates", "A ratio and its components cannot both have figures of groups in one period.", indicator.Code, told)]);

            static IEnumerable<string> Family(CatalogueIndicator one) => one.Versions.SelectMany(version => new[] { version.NumeratorIndicator, version.DenominatorIndicator }).OfType<string>();
        }

        // Weights are figures that everyone sees, so that a figure of a group tells of one indicator only.
        private async Task<AggregateCheck.Weighing> WeighingAsync(Catalogue.Catalogue catalogue, IndicatorVersion version, string period, CancellationToken cancellationToken)
        {
            var code = version.Conversion switch { "weightedMean" => version.WeightIndicator, "recompute" => version.DenominatorIndicator, _ => null };
            if (code is null || !catalogue.Indicators.TryGetValue(code, out var indicator))
                return new AggregateCheck.Weighing(version.Conversion == "sum" ? "sum" : "mean", null, _ => (1, period));
            var block = (await reader.ReadBlocksAsync(catalogue, [indicator], asOf: null, totalOnly: true, isExact: false, cancellationToken)).FirstOrDefault();
            return new AggregateCheck.Weighing("weightedMean", indicator, unit => block is null || NearestCount.Of(block, catalogue.Territories, unit, period) is not { } nearest ? null
                : version.Conversion == "recompute" && nearest.Period != period ? null : nearest);
        }
    }
}
