using System.Text.Json;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1.Engagement;

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

    private const string PlansSql = """
        select p.plan_id as id, p.state, p.title_lv, p.title_en, p.due_on, p.decision_on, p.decision_number, p.started_on,
               (select count(*)::integer from plan_action a where a.plan_id = p.plan_id) as actions,
               (select count(*)::integer from plan_action a where a.plan_id = p.plan_id and a.done_on is not null) as done,
               (select min(f.due_on) from plan_follow_up f where f.plan_id = p.plan_id and f.done_at is null) as next_follow_up_on,
               (select e.result::text from plan_evaluation e where e.plan_id = p.plan_id order by e.plan_evaluation_id desc limit 1) as evaluation
        from territory t
        join reached_territory r on r.territory_id = t.territory_id
        join improvement_plan p on p.territory_id = r.reached_id
        where t.identity = @identity
          and p.published_at is not null
          and p.state in ('approved', 'running', 'evaluated', 'finished')
        order by p.state = 'finished', p.plan_id desc
        limit @most
        """;

    /// <summary>Adds to a briefing what is told of practices and plans.</summary>
    /// <param name="made">The briefing, made of figures.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<MadeBriefing> AddAsync(MadeBriefing made, CancellationToken cancellationToken)
    {
        var (briefing, words) = (made.Briefing, new BriefingWords(made.Briefing.Language));
        var examples = briefing.Gaps.SelectMany(gap => gap.Better.Select(example => (example.Identity, gap.Indicator))).ToArray();
        var practices = (await db.QueryAsync<PracticeRow>(
            PracticesSql, new { identities = examples.Select(example => example.Identity).ToArray(), indicators = examples.Select(example => example.Indicator).ToArray(), most = BriefingRules.MostPractices },
            Reach.Public, cancellationToken)).ToLookup(row => (row.Identity, row.Indicator), row => new BriefingPractice(row.Id, Language.PickEither(briefing.Language, row.TitleLv, row.TitleEn)!, FormattableString.Invariant($"/v1/practices/{row.Id}")));
        var plans = await db.QueryAsync<PlanRow>(PlansSql, new { identity = briefing.Territory.Identity, most = BriefingRules.MostPlans }, Reach.Public, cancellationToken);
        return made with
        {
            Briefing = briefing with
            {
                Gaps = [.. briefing.Gaps.Select(gap => gap with { Better = [.. gap.Better.Select(example => example with { Practices = [.. practices[(example.Identity, gap.Indicator)]] })] })],
                Plans = plans.ConvertAll(plan => plan.ToContract(briefing.Language, words)),
            },
        };
    }

    private sealed record PracticeRow(string Identity, string Indicator, long Id, string? TitleLv, string? TitleEn);

    private sealed record PlanRow(
        long Id, string State, string? TitleLv, string? TitleEn, DateOnly? DueOn, DateOnly? DecisionOn, string? DecisionNumber, DateOnly? StartedOn, int Actions, int Done, DateOnly? NextFollowUpOn, string? Evaluation)
    {
        public BriefingPlan ToContract(string language, BriefingWords words) => new(
            Id, Language.PickEither(language, TitleLv, TitleEn)!, State, DueOn, Sentence(language, words), FormattableString.Invariant($"/v1/plans/{Id}"));

        private string Sentence(string language, BriefingWords words)
        {
            var judged = Evaluation is null ? [] : JsonSerializer.Deserialize(Evaluation, ContractJson.Default.IReadOnlyListEvaluatedTarget)!;
            return string.Join(' ', new[]
            {
                DecisionOn is { } day ? words.Decided(day, DecisionNumber!) : null,
                StartedOn is { } begun ? words.Begun(begun, Done, Actions) : words.NotBegun,
                .. judged.Select(target => Language.Pick(language, target.SummaryLv, target.SummaryEn)),
                State != "finished" && NextFollowUpOn is { } next ? words.LookedAtAgain(next) : null,
            }.OfType<string>());
        }
    }
}
