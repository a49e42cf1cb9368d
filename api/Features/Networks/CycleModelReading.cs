using Benchlearning.Api.Platform.Database;
using Benchlearning.Contracts.V1.Networks;
using Dapper;

namespace Benchlearning.Api.Features.Networks;

/// <summary>Reads versions of the model of a cycle; they never change.</summary>
internal sealed class CycleModelReading(Db db)
{
    private const string ModelsSql = """
        select m.version, m.learned_lv, m.learned_en, m.minimum_members, m.maximum_members, m.maximum_indicators, m.meeting_cadence_days
        from cycle_model m
        where (@version::integer is null or m.version = @version)
          and (@after::integer is null or m.version > @after)
        order by m.version
        limit @limit
        """;

    private const string StatesSql = """
        select s.model_version, s.state, s.name_lv, s.name_en, s.is_active, s.is_final
        from cycle_state s
        where s.model_version = any (@versions)
        order by s.model_version, s.position
        """;

    private const string MovesSql = """
        select m.model_version, m.from_state, m.to_state, m.guards
        from cycle_state_move m
        join cycle_state f on f.model_version = m.model_version and f.state = m.from_state
        join cycle_state t on t.model_version = m.model_version and t.state = m.to_state
        where m.model_version = any (@versions)
        order by m.model_version, f.position, t.position
        """;

    /// <summary>Versions in order.</summary>
    /// <param name="version">Only this one; null: any.</param>
    /// <param name="after">Only those after this one; null: any.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<List<CycleModel>> ListAsync(int? version, int? after, int limit, CancellationToken cancellationToken)
    {
        var models = await db.QueryAsync<ModelRow>(ModelsSql, new { version, after, limit }, cancellationToken);
        var versions = models.Select(model => model.Version).ToArray();
        var states = (await db.QueryAsync<StateRow>(StatesSql, new { versions }, cancellationToken)).ToLookup(state => state.ModelVersion);
        var moves = (await db.QueryAsync<MoveRow>(MovesSql, new { versions }, cancellationToken)).ToLookup(move => move.ModelVersion);
        return models.ConvertAll(model => new CycleModel(
            model.Version, model.LearnedLv, model.LearnedEn, model.MinimumMembers, model.MaximumMembers, model.MaximumIndicators, model.MeetingCadenceDays,
            [.. states[model.Version].Select(state => new CycleState(state.State, state.NameLv, state.NameEn, state.IsActive, state.IsFinal))],
            [.. moves[model.Version].Select(move => new CycleStateMove(move.FromState, move.ToState, move.Guards))]));
    }

    /// <summary>One version that a cycle began with.</summary>
    public async Task<CycleModel> OneAsync(int version, CancellationToken cancellationToken) => (await ListAsync(version, null, 1, cancellationToken))[0];

    private sealed record ModelRow(int Version, string LearnedLv, string LearnedEn, int MinimumMembers, int MaximumMembers, int MaximumIndicators, int MeetingCadenceDays);

    private sealed record StateRow(int ModelVersion, string State, string NameLv, string NameEn, bool IsActive, bool IsFinal);

    [method: ExplicitConstructor]
    private sealed record MoveRow(int ModelVersion, string FromState, string ToState, string[] Guards);
}
