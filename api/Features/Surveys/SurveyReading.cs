using System.Globalization;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1.Surveys;

namespace Benchlearning.Api.Features.Surveys;

/// <summary>Reads sets of questions and surveys as the primary has them.</summary>
internal sealed class SurveyReading(Db db, TimeProvider time)
{
    private const string SetsSql = """
        select s.code, s.version, s.title_lv, s.title_en, s.audience, s.questions::text as questions, s.groups::text as groups, s.frozen_at
        from question_set s
        where (@code::text is null or s.code = @code)
          and s.version = coalesce(@version::integer, (select max(newest.version) from question_set newest where newest.code = s.code))
          and s.code > @after
        order by s.code
        limit @limit
        """;

    private const string SurveysSql = """
        select s.survey_id as id, s.territory_id, s.territory_code, s.question_set, s.question_set_version, s.title_lv, s.title_en, s.period, s.mode, s.opens_on, s.closes_on, s.population,
               s.minimum_answers, s.invited, s.answered, s.import_id, s.published_at, s.source_id, s.version
        from survey s
        where (@id::bigint is null or s.survey_id = @id)
          and (@territoryId::integer is null or s.territory_id = @territoryId)
          and (@before::bigint is null or s.survey_id < @before)
        order by s.survey_id desc
        limit @limit
        """;

    private const string CountsSql = """
        select c.question, c.group_code, c.category, c.answer, c.answers
        from survey_count c
        where c.survey_id = @id
        """;

    /// <summary>A set of questions in a version, null: the newest; null when there is none.</summary>
    public async Task<QuestionSet?> QuestionSetAsync(string code, int? version, CancellationToken cancellationToken) =>
        (await SetsAsync(code, version, "", 1, cancellationToken)).FirstOrDefault();

    /// <summary>The newest versions of sets in order of their codes.</summary>
    public Task<List<QuestionSet>> QuestionSetsAsync(string after, int limit, CancellationToken cancellationToken) => SetsAsync(null, null, after, limit, cancellationToken);

    /// <summary>One survey.</summary>
    /// <exception cref="ProblemException">404: there is none of this number.</exception>
    public async Task<KnownSurvey> OneAsync(long id, CancellationToken cancellationToken) =>
        (await SurveysAsync(id, null, null, 1, cancellationToken)) is [var found] ? found : throw NotFound(id);

    /// <summary>Surveys before a number, newest first; null is no condition.</summary>
    public Task<List<KnownSurvey>> ListAsync(int? territoryId, long? before, int limit, CancellationToken cancellationToken) => SurveysAsync(null, territoryId, before, limit, cancellationToken);

    /// <summary>The counts of a survey, as far as they are seen within a reach.</summary>
    public Task<List<CountRow>> CountsAsync(long id, Reach reach, CancellationToken cancellationToken) => db.QueryAsync<CountRow>(CountsSql, new { id }, reach, cancellationToken);

    public static ProblemException NotFound(long id) => new(ProblemTypes.NotFound, string.Create(CultureInfo.InvariantCulture, $"There is no survey {id}; GET /v1/surveys lists them."));

    public static ProblemException NoQuestionSet(string code) => new(ProblemTypes.NotFound, $"There is no set of questions '{Excerpt.Of(code)}' in this version; GET /v1/question-sets lists them.");

    private async Task<List<QuestionSet>> SetsAsync(string? code, int? version, string after, int limit, CancellationToken cancellationToken) =>
        (await db.QueryPrimaryAsync<SetRow>(SetsSql, new { code, version, after, limit }, cancellationToken)).ConvertAll(row => new QuestionSet(
            row.Code, row.Version, row.TitleLv, row.TitleEn, row.Audience, SurveyJson.Entries<SurveyQuestion>(row.Questions), SurveyJson.Entries<SurveyGroup>(row.Groups), new DateTimeOffset(row.FrozenAt)));

    private async Task<List<KnownSurvey>> SurveysAsync(long? id, int? territoryId, long? before, int limit, CancellationToken cancellationToken)
    {
        var today = Riga.Today(time);
        return (await db.QueryPrimaryAsync<Row>(SurveysSql, new { id, territoryId, before, limit }, cancellationToken)).ConvertAll(row =>
        {
            var state = row.PublishedAt is not null ? "published" : today < row.OpensOn ? "planned" : today <= row.ClosesOn ? "open" : "closed";
            return new KnownSurvey(new Survey(row.Id, row.TerritoryCode, row.QuestionSet, row.QuestionSetVersion, row.TitleLv, row.TitleEn, row.Period,
                row.Mode, row.OpensOn, row.ClosesOn, state, row.Population, row.MinimumAnswers, row.Invited, state is "closed" or "published" ? row.Answered : null, row.ImportId,
                row.PublishedAt is { } instant ? new DateTimeOffset(instant) : null), row.TerritoryId, row.SourceId, row.Version);
        });
    }

    private sealed record SetRow(string Code, int Version, string TitleLv, string TitleEn, string Audience, string Questions, string Groups, DateTime FrozenAt);

    private sealed record Row(
        long Id, int TerritoryId, string TerritoryCode, string QuestionSet, int QuestionSetVersion, string TitleLv, string TitleEn, string Period, string Mode, DateOnly OpensOn, DateOnly ClosesOn, int? Population,
        int MinimumAnswers, int Invited, int Answered, long? ImportId, DateTime? PublishedAt, int? SourceId, int Version);
}

/// <summary>A survey, and what is not told of it.</summary>
internal sealed record KnownSurvey(Survey Survey, int TerritoryId, int? SourceId, int Version);

/// <summary>How often an answer was given.</summary>
/// <param name="Question">Code of the question.</param>
/// <param name="GroupCode">Code of the group; empty: all who answered.</param>
/// <param name="Category">Code of the category; empty: said nothing.</param>
/// <param name="Answer">0: don't know, or 1 to 6.</param>
/// <param name="Answers">How often.</param>
internal sealed record CountRow(string Question, string GroupCode, string Category, int Answer, int Answers);
