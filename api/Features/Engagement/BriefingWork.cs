using System.Text.Json;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1.Engagement;
using Benchlearning.Contracts.V1.Plans;

namespace Benchlearning.Api.Features.Engagement;

/// <summary>Reads what everybody may know of the work itself: what those who do better do, and how far the municipality's own plans are.</summary>
internal sealed class BriefingWork(Db db)
{
    // Of each municipality the practices about an indicator in which it does better, and those of its topic: those about the indicator first.
    private const string PracticesSql = """
        select c.identity, c.indicator, c.id, c.title_lv, c.title_en
        from (
            select t.identity, a.indicator, p.practice_id as id, p.title_lv, p.title_en,
                   row_number() over (partition by t.identity, a.indicator order by e.practice_id is null, array_position(array['evaluated', 'measured', 'observed', 'described'], p.evidence), p.practice_id desc) as place
            from unnest(@identities, @indicators) as a (identity, indicator)
            join territory t on t.identity = a.identity
            join indicator i on i.code = a.indicator
            join reached_territory r on r.reached_id = t.territory_id
            join practice p on p.territory_id = r.territory_id and p.state in ('published', 'needsUpdate')
            left join practice_evidence e on e.practice_id = p.practice_id and e.indicator_id = i.indicator_id
            where e.practice_id is not null
               or p.topic_id = i.topic_id) c
        where c.place <= @most
        order by c.identity, c.indicator, c.place
        """;

    private const string PracticesOfMembersSql = """
        select p.practice_id as id, p.title_lv, p.title_en, case when @isEnglish then o.name_en else o.name_lv end as organisation
        from practice p
        join organisation o on o.organisation_id = p.organisation_id
        where p.territory_id = any (@territories)
          and p.state in ('published', 'needsUpdate')
          and exists (select from practice_evidence e where e.practice_id = p.practice_id and e.indicator_id = any (@indicators))
        order by p.practice_id desc
        limit @most
        """;

    // Of a municipality with those that became part of it, or of a network; those under way first.
    private const string PlansSql = """
        select p.plan_id as id, p.state, p.title_lv, p.title_en, p.due_on, p.decision_on, p.decision_number, p.started_on,
               (select count(*)::integer from plan_action a where a.plan_id = p.plan_id) as actions,
               (select count(*)::integer from plan_action a where a.plan_id = p.plan_id and a.done_on is not null) as done,
               (select min(f.due_on) from plan_follow_up f where f.plan_id = p.plan_id and f.done_at is null) as next_follow_up_on,
               (select e.result::text from plan_evaluation e where e.plan_id = p.plan_id order by e.plan_evaluation_id desc limit 1) as evaluation,
               case when @isEnglish then o.name_en else o.name_lv end as organisation
        from improvement_plan p
        join organisation o on o.organisation_id = p.organisation_id
        where p.published_at is not null
          and p.state in ('approved', 'running', 'evaluated', 'finished')
          and (@identity::text is null or p.territory_id in (select r.reached_id from territory t join reached_territory r on r.territory_id = t.territory_id where t.identity = @identity))
          and (@network::text is null or p.network_id = (select n.network_id from network n where n.code = @network))
        order by p.state = 'finished', p.plan_id desc
        limit @most
        """;

    /// <summary>Adds to a briefing what is told of practices and plans.</summary>
    /// <param name="made">The briefing, made of figures.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<MadeBriefing> AddAsync(MadeBriefing made, CancellationToken cancellationToken)
    {
        var briefing = made.Briefing;
        var examples = briefing.Gaps.SelectMany(gap => gap.Better.Select(example => (example.Identity, gap.Indicator))).ToArray();
        var practices = (await db.QueryAsync<BetterPracticeRow>(
            PracticesSql, new { identities = examples.Select(example => example.Identity).ToArray(), indicators = examples.Select(example => example.Indicator).ToArray(), most = BriefingRules.MostPractices },
            Reach.Public, cancellationToken)).ToLookup(row => (row.Identity, row.Indicator), row => new BriefingPractice(row.Id, Language.PickEither(briefing.Language, row.TitleLv, row.TitleEn)!, AddressOf(row.Id)));
        var plans = await PlansAsync(briefing.Territory.Identity, null, BriefingRules.MostPlans, briefing.Language, cancellationToken);
        return made with
        {
            Briefing = briefing with
            {
                Gaps = [.. briefing.Gaps.Select(gap => gap with { Better = [.. gap.Better.Select(example => example with { Practices = [.. practices[(example.Identity, gap.Indicator)]] })] })],
                Plans = plans.ConvertAll(plan => plan.Plan),
            },
        };
    }

    /// <summary>Published practices of some municipalities about some indicators, newest first.</summary>
    public async Task<IReadOnlyList<NetworkBriefingPractice>> PracticesAsync(IReadOnlyList<int> territories, IReadOnlyList<CatalogueIndicator> indicators, string language, CancellationToken cancellationToken) =>
        (await db.QueryAsync<MemberPracticeRow>(PracticesOfMembersSql, new
        {
            territories = territories.ToArray(), indicators = indicators.Select(indicator => indicator.Id).ToArray(), isEnglish = language == Language.English, most = BriefingRules.MostPracticesOfNetwork,
        }, Reach.Public, cancellationToken))
        .ConvertAll(row => new NetworkBriefingPractice(row.Id, Language.PickEither(language, row.TitleLv, row.TitleEn)!, row.Organisation, AddressOf(row.Id)));

    /// <summary>Plans that were decided or begun: those under way first, newest first.</summary>
    /// <param name="identity">Only of this municipality, and of those that became part of it; null: of any.</param>
    /// <param name="network">Only under this network; null: any.</param>
    /// <param name="most">At most so many.</param>
    /// <param name="language">lv or en.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<List<NetworkBriefingPlan>> PlansAsync(string? identity, string? network, int most, string language, CancellationToken cancellationToken)
    {
        var words = new BriefingWords(language);
        var rows = await db.QueryAsync<BriefedPlanRow>(PlansSql, new { identity, network, most, isEnglish = language == Language.English }, Reach.Public, cancellationToken);
        return rows.ConvertAll(row => new NetworkBriefingPlan(row.Organisation, row.ToContract(language, words)));
    }

    private static string AddressOf(long practice) => FormattableString.Invariant($"/v1/practices/{practice}");

    private sealed record BetterPracticeRow(string Identity, string Indicator, long Id, string? TitleLv, string? TitleEn);

    private sealed record MemberPracticeRow(long Id, string? TitleLv, string? TitleEn, string Organisation);

    private sealed record BriefedPlanRow(
        long Id, string State, string? TitleLv, string? TitleEn, DateOnly? DueOn, DateOnly? DecisionOn, string? DecisionNumber, DateOnly? StartedOn, int Actions, int Done, DateOnly? NextFollowUpOn, string? Evaluation,
        string Organisation)
    {
        public BriefingPlan ToContract(string language, BriefingWords words) => new(
            Id, Language.PickEither(language, TitleLv, TitleEn)!, State, DueOn, Sentence(language, words), FormattableString.Invariant($"/v1/plans/{Id}"));

        private string Sentence(string language, BriefingWords words)
        {
            IReadOnlyList<EvaluatedTarget> judged = Evaluation is null ? [] : JsonSerializer.Deserialize(Evaluation, ContractJson.Default.IReadOnlyListEvaluatedTarget)!;
            string?[] said =
            [
                DecisionOn is { } day ? words.Decided(day, DecisionNumber!) : null,
                StartedOn is { } begun ? words.Begun(begun, Done, Actions) : words.NotBegun,
                .. judged.Select(target => Language.Pick(language, target.SummaryLv, target.SummaryEn)),
                State != "finished" && NextFollowUpOn is { } next ? words.LookedAtAgain(next) : null,
            ];
            return string.Join(' ', said.OfType<string>());
        }
    }
}
