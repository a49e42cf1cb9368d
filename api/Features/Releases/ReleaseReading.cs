using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Releases;
using Dapper;

namespace Benchlearning.Api.Features.Releases;

/// <summary>Reads entries of the release calendar.</summary>
internal sealed class ReleaseReading(Db db)
{
    private const string Sql = """
        select r.code, r.title_lv, r.title_en, r.quality, r.periods, r.releases_at, r.released_at,
               array(select i.code from release_indicator ri join indicator i on i.indicator_id = ri.indicator_id
                     where ri.release_id = r.release_id order by i.code) as indicators
        from release r
        where (@code::text is null or r.code = @code)
          and (@released::boolean is null or (r.released_at is not null) = @released)
          and (@beforeAt::timestamptz is null or (r.releases_at, r.code) < (@beforeAt, @beforeCode))
        order by r.releases_at desc, r.code desc
        limit @limit
        """;

    /// <summary>Entries, the latest instant first.</summary>
    /// <param name="code">Only this one; null: any.</param>
    /// <param name="released">True: carried out; false: announced; null: both.</param>
    /// <param name="before">Only those before this place in the order; null: from the first.</param>
    /// <param name="limit">At most so many.</param>
    /// <param name="language">Language of titles.</param>
    /// <param name="cancellationToken">Stops the reading.</param>
    public async Task<List<Release>> ListAsync(
        string? code, bool? released, (DateTimeOffset At, string Code)? before, int limit, string language, CancellationToken cancellationToken)
    {
        var rows = await db.QueryAsync<Row>(Sql, new { code, released, beforeAt = before?.At.UtcDateTime, beforeCode = before?.Code, limit }, cancellationToken);
        return rows.ConvertAll(row => new Release(row.Code, Language.Pick(language, row.TitleLv, row.TitleEn), row.ReleasedAt is null ? "announced" : "released",
            row.Quality, row.Indicators, row.Periods, new DateTimeOffset(row.ReleasesAt), row.ReleasedAt is { } at ? new DateTimeOffset(at) : null));
    }

    [method: ExplicitConstructor]
    private sealed record Row(
        string Code, string TitleLv, string TitleEn, string Quality, string[] Periods, DateTime ReleasesAt, DateTime? ReleasedAt, string[] Indicators);
}
