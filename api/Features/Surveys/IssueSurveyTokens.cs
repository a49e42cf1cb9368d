using System.Buffers.Text;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Surveys;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Surveys;

internal static class IssueSurveyTokens
{
    private const int SecretBytes = 16;

    /// <summary>Make one-time tokens</summary>
    /// <remarks>
    /// Each lets one person answer once. They are shown once, in this answer; the service keeps their hashes only, and nothing that tells who got which. A request that is repeated with the same
    /// Idempotency-Key makes no second lot and is answered 409.
    /// </remarks>
    /// <param name="id">Number of the survey.</param>
    /// <param name="order">How many are wanted.</param>
    /// <param name="idempotencyKey">Identifies this request: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="200">The tokens.</response>
    /// <response code="403">The survey is not one of your municipality.</response>
    /// <response code="404">There is no survey of this number.</response>
    /// <response code="409">The survey takes no answers any more or counts only, or a lot was made with this Idempotency-Key.</response>
    /// <response code="422">There would be more tokens than the published limit.</response>
    public static async Task<Ok<SurveyTokens>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, [FromBody] SurveyTokenOrder order, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var tokens = await mediator.Send(new Command(id, order, idempotencyKey), cancellationToken);
        http.Response.Headers.CacheControl = "no-store";
        return TypedResults.Ok(tokens);
    }

    internal sealed record Command(long Id, SurveyTokenOrder Order, string? IdempotencyKey) : IRequest<SurveyTokens>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            if (command.Order.Count is not (>= 1 and <= SurveyRules.MostTokensAtOnce))
                findings.Add("/count", command.Order.Count is null ? "required" : "out-of-range", $"1 to {SurveyRules.MostTokensAtOnce} tokens.", command.Order.Count?.ToString(CultureInfo.InvariantCulture));
            IdempotencyKey.Check(command.IdempotencyKey, findings.Add);
        });
    }

    /// <summary>What the service keeps of a token.</summary>
    public static byte[] HashOf(string token) => SHA256.HashData(Encoding.UTF8.GetBytes(token));

    internal sealed class Handler(Db db, SurveyReading reading, SurveyRights rights, AuditTrail audit) : IRequestHandler<Command, SurveyTokens>
    {
        private const string OrderSql = """
            insert into survey_token_order (survey_id, idempotency_key)
            values (@id, @key)
            on conflict do nothing
            """;

        private const string InvitedSql = """
            update survey
            set invited = invited + @count, version = version + 1
            where survey_id = @id and invited + @count <= @most
            """;

        private const string TokensSql = "insert into survey_token (survey_id, token_hash) select @id, t.hash from unnest(@hashes) as t (hash)";

        public async Task<SurveyTokens> Handle(Command command, CancellationToken cancellationToken)
        {
            var (id, count) = (command.Id, command.Order.Count!.Value);
            var known = await reading.OneAsync(id, cancellationToken);
            rights.RequireOwn(known.TerritoryId);
            if (known.Survey is not { Mode: SurveyRules.Tokens, State: "planned" or "open" })
                throw new ProblemException(ProblemTypes.Conflict, $"The survey {id} is {known.Survey.State}, of mode {known.Survey.Mode}: tokens are made for surveys of mode tokens until they close.");
            var tokens = Enumerable.Range(0, count).Select(_ => Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(SecretBytes))).ToArray();
            await using var transaction = await db.BeginAsync(cancellationToken);
            if (await transaction.ExecuteAsync(OrderSql, new { id, key = command.IdempotencyKey }, cancellationToken) == 0)
                throw new ProblemException(ProblemTypes.Conflict, "A lot of tokens was made with this Idempotency-Key, and they are shown once. Who lost them makes others.");
            if (await transaction.ExecuteAsync(InvitedSql, new { id, count, most = SurveyRules.MostTokens }, cancellationToken) == 0)
                throw new ProblemException(ProblemTypes.Unprocessable, $"A survey has at most {SurveyRules.MostTokens} tokens (published at /v1/config).");
            // In the order of their hashes, which is not that in which they are shown.
            await transaction.ExecuteAsync(TokensSql, new { id, hashes = tokens.Select(HashOf).OrderBy(Convert.ToHexString, StringComparer.Ordinal).ToArray() }, cancellationToken);
            await transaction.CommitAsync(audit.Of("survey.issueTokens", FormattableString.Invariant($"survey/{id}"), after: new { count }), cancellationToken);
            return new SurveyTokens(id, tokens);
        }
    }
}
