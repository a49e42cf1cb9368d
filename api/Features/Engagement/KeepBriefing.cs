using System.Security.Cryptography;
using Benchlearning.Api.Features.Access;
using Benchlearning.Api.Features.Analyses.Operations;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Comparisons;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Engagement;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Engagement;

internal static class KeepBriefing
{
    /// <summary>Keep a briefing as it is</summary>
    /// <remarks>
    /// In both languages, as JSON, HTML and PDF, under an address that never changes, with the sha-256 of each document. It is made of what everyone sees, whoever
    /// keeps it, and everyone may read it. What is published later changes nothing in it.
    /// </remarks>
    /// <param name="request">Whose briefing, and what for.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="201">The briefing is kept.</response>
    /// <response code="422">The Idempotency-Key was used for another request, or the caller keeps as many as they may.</response>
    public static async Task<Created<KeptBriefing>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromBody] BriefingRequest request, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var kept = await mediator.Send(new Command(request, idempotencyKey, options.Value.BaseAddress(http), Language.Of(http)), cancellationToken);
        return TypedResults.Created(BriefingReading.AddressOf(kept.Id), kept);
    }

    /// <param name="Request">Whose briefing, and what for.</param>
    /// <param name="IdempotencyKey">Names the request.</param>
    /// <param name="BaseAddress">Where this service is, as its documents are to say.</param>
    /// <param name="Language">Language of the answer.</param>
    internal sealed record Command(BriefingRequest Request, string? IdempotencyKey, string BaseAddress, string Language) : IRequest<KeptBriefing>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch) => RuleFor(command => command).Custom((command, context) =>
        {
            var (findings, all) = (new Findings(), new FindingsOf<Command>(context));
            ComparisonParameters.Territory(command.Request.Territory, watch.Current, findings);
            GroupChoice.Resolve(command.Request.Group, null, false, watch.Current, findings);
            foreach (var failure in findings.Failures)
                all.Add($"/{failure.PropertyName}", failure.ErrorCode, failure.ErrorMessage, failure.AttemptedValue as string, failure.CustomState as IReadOnlyList<string>);
            if (command.Request.Title is { } title)
                AccessRules.CheckText("/title", title, BriefingRules.LongestTitle, all.Add);
            IdempotencyKey.Check(command.IdempotencyKey, all.Add);
        });
    }

    internal sealed class Handler(Db db, BriefingMaking making, BriefingWork work, BriefingReading reading, CatalogueWatch watch, Caller caller, AuditTrail audit) : IRequestHandler<Command, KeptBriefing>
    {
        private const string LockSql = "select pg_advisory_xact_lock(hashtext('benchlearning.briefing'), hashtext(@actor))::text";

        private const string BeforeSql = "select b.briefing_id as id, b.request_hash from briefing b where b.kept_by = @actor and b.idempotency_key = @key";

        private const string InsertSql = """
            insert into briefing (briefing_id, territory_id, territory_code, group_code, title, as_of, kept_by, idempotency_key, request_hash)
            select @id, @territoryId, @code, @group, @title, @asOf, @actor, @key, @hash
            where (select count(*) from briefing b where b.kept_by = @actor) < @most
            """;

        private const string DocumentSql = """
            insert into briefing_document (briefing_id, language, format, content, checksum, bytes)
            values (@id, @language, @format, @content, @checksum, @bytes)
            """;

        public async Task<KeptBriefing> Handle(Command command, CancellationToken cancellationToken)
        {
            var (request, catalogue) = (command.Request, watch.Current);
            var choice = GroupChoice.Resolve(request.Group, null, false, catalogue, new Findings());
            var territory = catalogue.Territories.Find(request.Territory!)!;
            var hash = AccessRules.HashOf("briefing", territory.Code, choice.Text, request.Title);
            await using var transaction = await db.BeginAsync(cancellationToken);
            _ = await transaction.QueryAsync<string>(LockSql, new { actor = caller.Actor }, cancellationToken);
            if (await transaction.QueryAsync<Before>(BeforeSql, new { actor = caller.Actor, key = command.IdempotencyKey }, cancellationToken) is [var before])
                return before.RequestHash == hash ? await reading.OneAsync(before.Id.ToString(), command.Language, cancellationToken)
                    : throw new ProblemException(ProblemTypes.KeyReused, $"This Idempotency-Key belongs to another request: it kept the briefing {before.Id}.");

            var id = Guid.NewGuid();
            var data = await making.ReadAsync(catalogue, choice, cancellationToken);
            if (await transaction.ExecuteAsync(InsertSql, new
            {
                id, territoryId = territory.TerritoryId, code = territory.Code, group = choice.Text, title = request.Title, asOf = catalogue.DataChangedAt.UtcDateTime, actor = caller.Actor,
                key = command.IdempotencyKey, hash, most = BriefingRules.MostOfOwner,
            }, cancellationToken) == 0)
                throw new ProblemException(ProblemTypes.Unprocessable, $"You keep {BriefingRules.MostOfOwner} briefings already, and no more may be (published at /v1/config).");
            var address = command.BaseAddress + BriefingReading.AddressOf(id.ToString());
            foreach (var language in new[] { Language.Latvian, Language.English })
                foreach (var (format, content) in Documents(await work.AddAsync(BriefingMaking.Make(data, choice, territory, language, address), cancellationToken), address))
                    await transaction.ExecuteAsync(DocumentSql, new { id, language, format, content, checksum = ChecksumOf(content), bytes = content.Length }, cancellationToken);
            await transaction.CommitAsync(audit.Of("briefing.keep", $"briefing/{id}", after: new { territory = territory.Code, group = choice.Text, request.Title }), cancellationToken);
            return await reading.OneAsync(id.ToString(), command.Language, cancellationToken);
        }

        private static IEnumerable<(string Format, byte[] Content)> Documents(MadeBriefing made, string address)
        {
            var figures = AnalysisJson.Bytes(made.Briefing);
            var (checksum, language) = (ChecksumOf(figures), made.Briefing.Language);
            var other = language == Language.English ? (Language.Latvian, "Latviski") : (Language.English, "In English");
            yield return ("json", figures);
            yield return ("html", BriefingPage.Write(made, checksum,
            [
                (BriefingReading.DocumentAddress(address, other.Item1, "html"), other.Item2, other.Item1),
                (BriefingReading.DocumentAddress(address, language, "pdf"), Language.Pick(language, "PDF drukāšanai", "PDF to print"), language),
            ]));
            yield return ("pdf", BriefingPrint.Write(made, checksum));
        }

        private static string ChecksumOf(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

        private sealed record Before(Guid Id, string RequestHash);
    }
}
