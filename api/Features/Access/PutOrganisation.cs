using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Database;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Contracts.V1.Access;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Access;

internal static class PutOrganisation
{
    private static readonly string[] Kinds = ["association", "agency", "other"];

    /// <summary>Record an organisation, or change it</summary>
    /// <remarks>Associations, agencies and others; municipalities come with the territories. To change one, send its ETag as If-Match; to record a new one, send none.</remarks>
    /// <param name="code">Code of the organisation: lower-case words with hyphens, at most 80 characters.</param>
    /// <param name="settings">What it is to be.</param>
    /// <param name="ifMatch">The ETag of the organisation as you know it, or * for any state; none for a new one.</param>
    /// <response code="200">The organisation was changed.</response>
    /// <response code="201">The organisation was recorded.</response>
    /// <response code="412">The organisation is not as you know it, or there is none.</response>
    /// <response code="422">The organisation is a municipality.</response>
    /// <response code="428">There is an organisation of this code, and If-Match is missing.</response>
    public static async Task<Results<Ok<Organisation>, Created<Organisation>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromBody] OrganisationSettings settings, [FromHeader(Name = "If-Match")] string? ifMatch, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (organisation, isNew) = await mediator.Send(new Command(code, settings, ifMatch), cancellationToken);
        return isNew ? TypedResults.Created($"/v1/organisations/{organisation.Code}", organisation) : TypedResults.Ok(organisation);
    }

    internal sealed record Command(string Code, OrganisationSettings Settings, string? IfMatch) : IRequest<(Organisation Organisation, bool IsNew)>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator() => RuleFor(command => command).Custom((command, context) =>
        {
            var findings = new FindingsOf<Command>(context);
            CodeOfWords.Check(command.Code, "riga-planning-region", findings.Add);
            if (!Kinds.Contains(command.Settings.Kind))
                findings.Add("/kind", "unknown-value", $"kind is one of: {string.Join(", ", Kinds)}.", command.Settings.Kind, Kinds);
            AccessRules.CheckText("/nameLv", command.Settings.NameLv, AccessRules.LongestName, findings.Add);
            AccessRules.CheckText("/nameEn", command.Settings.NameEn, AccessRules.LongestName, findings.Add);
        });
    }

    internal sealed class Handler(Db db, AccessReading reading, AuditTrail audit) : IRequestHandler<Command, (Organisation Organisation, bool IsNew)>
    {
        private const string InsertSql = "insert into organisation (code, kind, name_lv, name_en) values (@code, @kind, @nameLv, @nameEn)";

        private const string UpdateSql = """
            update organisation
            set kind = @kind, name_lv = @nameLv, name_en = @nameEn, version = version + 1, changed_at = clock_timestamp()
            where code = @code
            """;

        public async Task<(Organisation Organisation, bool IsNew)> Handle(Command command, CancellationToken cancellationToken)
        {
            var (code, settings) = (command.Code, command.Settings);
            await using var transaction = await db.BeginAsync(cancellationToken);
            await AccessWriting.LockAsync(transaction, cancellationToken);
            var known = await reading.OrganisationAsync(code, cancellationToken);
            AccessWriting.CheckVersion(command.IfMatch, known?.Version, $"The organisation '{code}'");
            if (known?.Kind == "municipality")
                throw new ProblemException(ProblemTypes.Unprocessable, $"'{code}' is a municipality: its names come with the territories.");
            var values = new { code, kind = settings.Kind, nameLv = settings.NameLv, nameEn = settings.NameEn };
            _ = known is null ? await transaction.ExecuteAsync(InsertSql, values, cancellationToken) : await transaction.ExecuteAsync(UpdateSql, values, cancellationToken);
            await transaction.CommitAsync(audit.Of("organisation.put", $"organisation/{code}", before: known, after: settings), cancellationToken);
            return ((await reading.OrganisationAsync(code, cancellationToken))!, known is null);
        }
    }
}
