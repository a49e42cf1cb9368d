using System.ComponentModel.DataAnnotations;
using System.Globalization;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Releases;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Releases;

internal static class AnnounceRelease
{
    private const int LongestTitle = 200;
    private const int MostIndicators = 1000;
    private const int MostPeriods = 100;

    /// <summary>Announce a release, or change what was announced</summary>
    /// <remarks>
    /// Puts a release into the public calendar. Figures that are uploaded for it (release=CODE) stay invisible to everybody until its instant, in counts,
    /// ranks, feeds and hashes too, and are visible within 2 seconds after it. Until then the announcement may be changed and moved.
    /// </remarks>
    /// <param name="code">Code of the release: lower-case words with hyphens, at most 80 characters, such as unemployment-2014.</param>
    /// <param name="announcement">What is released when.</param>
    /// <param name="lang">Language of the title in the answer; wins over Accept-Language.</param>
    /// <response code="200">The announcement was changed.</response>
    /// <response code="201">The release was announced.</response>
    /// <response code="409">The release was carried out already.</response>
    public static async Task<Results<Ok<Release>, Created<Release>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromBody] ReleaseAnnouncement announcement,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (release, isNew) = await mediator.Send(new Command(code, announcement, Language.Of(http)), cancellationToken);
        return isNew ? TypedResults.Created($"/v1/releases/{release.Code}", release) : TypedResults.Ok(release);
    }

    internal sealed record Command(string Code, ReleaseAnnouncement Announcement, string Language) : IRequest<(Release Release, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch, TimeProvider time) => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            var announcement = command.Announcement;
            CodeOfWords.Check(command.Code, "unemployment-2014", findings.Add);
            CheckTitle(findings, "/titleLv", announcement.TitleLv);
            CheckTitle(findings, "/titleEn", announcement.TitleEn);
            if (announcement.ReleasesAt is not { } at)
                findings.Add("/releasesAt", "required", "Say at which instant the figures become public.");
            else if (at <= time.GetUtcNow())
                findings.Add("/releasesAt", "in-the-past", "The instant of a release lies in the future.", at.ToString("O", CultureInfo.InvariantCulture));
            if (announcement.Quality is not ("provisional" or "final"))
                findings.Add("/quality", "unknown-value", "quality is one of: provisional, final.", announcement.Quality, ["provisional", "final"]);
            CheckIndicators(findings, announcement.Indicators, watch.Current);
            CheckPeriods(findings, announcement.Periods);
        });

        private static void CheckTitle(FindingsOf<Command> findings, string pointer, string? title)
        {
            if (string.IsNullOrWhiteSpace(title))
                findings.Add(pointer, "required", "Say what is released.");
            else if (title.Length > LongestTitle)
                findings.Add(pointer, "too-long", $"A title has at most {LongestTitle} characters.", title);
        }

        private static void CheckIndicators(FindingsOf<Command> findings, IReadOnlyList<string>? codes, Catalogue.Catalogue catalogue)
        {
            var unknown = new Findings();
            if (codes is null or [] || codes.Count > MostIndicators)
                findings.Add("/indicators", "required", $"Name 1 to {MostIndicators} indicators.");
            else
                for (var index = 0; index < codes.Count; index++)
                    if (codes[index] is null || !catalogue.Indicators.ContainsKey(codes[index]))
                        Selection.UnknownIndicator($"/indicators/{index}", codes[index] ?? "", catalogue, unknown);
            findings.AddAll(unknown);
        }

        private static void CheckPeriods(FindingsOf<Command> findings, IReadOnlyList<string>? periods)
        {
            if (periods is null or [] || periods.Count > MostPeriods)
                findings.Add("/periods", "required", $"Name 1 to {MostPeriods} periods.");
            else
                for (var index = 0; index < periods.Count; index++)
                    if (periods[index] is not { } period || PeriodSelection.Parse(period, out _) is not OnePeriod)
                        findings.Add($"/periods/{index}", "invalid-period", "A period is such as 2013, 2013-Q2 or 2013-05.", periods[index]);
        }
    }

    internal sealed class Handler(Db db, CatalogueWatch watch, ReleaseReading reading, Caller caller, AuditTrail audit) : IRequestHandler<Command, (Release Release, bool IsNew)>
    {
        private const string AnnounceSql = """
            insert into release (code, title_lv, title_en, releases_at, quality, periods, announced_by)
            values (@code, @titleLv, @titleEn, @at, @quality, @periods, @actor)
            on conflict (code) do update set
                title_lv = excluded.title_lv, title_en = excluded.title_en, releases_at = excluded.releases_at, quality = excluded.quality,
                periods = excluded.periods, announced_at = clock_timestamp(), announced_by = excluded.announced_by
            where release.released_at is null
            returning xmax = 0
            """;

        private const string IndicatorsSql = """
            delete from release_indicator ri
            using release r
            where r.code = @code and ri.release_id = r.release_id;

            insert into release_indicator (release_id, indicator_id)
            select r.release_id, i.indicator_id
            from release r
            join indicator i on i.code = any (@indicators)
            where r.code = @code;
            """;

        private const string ChangeSql = "insert into change (kind, subject, action) values ('release', @code, @action)";

        public async Task<(Release Release, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var announcement = command.Announcement;
            var known = (await reading.ListAsync(command.Code, released: null, before: null, 1, command.Language, cancellationToken)).FirstOrDefault();
            await using var transaction = await db.BeginAsync(cancellationToken);
            var outcome = await transaction.QueryAsync<bool>(AnnounceSql, new
            {
                code = command.Code,
                titleLv = announcement.TitleLv,
                titleEn = announcement.TitleEn,
                at = announcement.ReleasesAt!.Value.UtcDateTime,
                quality = announcement.Quality,
                periods = announcement.Periods!.Distinct().Order(StringComparer.Ordinal).ToArray(),
                actor = caller.Actor,
            }, cancellationToken);
            if (outcome is not [var isNew])
                throw new ProblemException(ProblemTypes.Conflict, $"The release '{command.Code}' was carried out already: what is public stays. Announce another one for new figures.");
            await transaction.ExecuteAsync(IndicatorsSql, new { code = command.Code, indicators = announcement.Indicators!.Distinct().ToArray() }, cancellationToken);
            await transaction.ExecuteAsync(ChangeSql, new { code = command.Code, action = isNew ? "created" : "changed" }, cancellationToken);
            await transaction.CommitAsync(audit.Of("release.announce", $"release/{command.Code}", before: known, after: announcement), cancellationToken);
            await watch.RefreshAsync(cancellationToken);
            return ((await reading.ListAsync(command.Code, released: null, before: null, 1, command.Language, cancellationToken))[0], isNew);
        }
    }
}
