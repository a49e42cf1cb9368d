using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Imports.Layouts;
using Benchlearning.Api.Features.Territories;
using Benchlearning.Api.Platform.Audit;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.Time;
using Benchlearning.Contracts.V1;
using Benchlearning.Contracts.V1.Imports;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports;

internal static class EnterObservations
{
    /// <summary>Most values of a form.</summary>
    public const int MostValues = 200;

    /// <summary>Enter a few values of one territory</summary>
    /// <remarks>
    /// For a form: the values of one municipality in one small call. All that is wrong is told at once, each finding with its place in the body, and then
    /// nothing is taken. What is right goes the way of every import: kept as it was sent, compared, held to the rules, applied in one transaction. The
    /// answer waits some seconds for the end; an import that takes longer is answered 202, to be followed.
    /// </remarks>
    /// <param name="code">Code of the territory, of any vintage, such as LV0420200.</param>
    /// <param name="idempotencyKey">Identifies this request, so that it can be repeated safely: a text of the sender's own, at most 200 characters. Required.</param>
    /// <response code="200">The import has ended; counts and findings tell what became of the values.</response>
    /// <response code="202">The import is still under way; Location is where to follow it.</response>
    /// <response code="404">There is no territory of this code.</response>
    /// <response code="409">A request with this Idempotency-Key is being carried out just now.</response>
    /// <response code="422">The Idempotency-Key was used for another request.</response>
    public static async Task<Results<Ok<Import>, Accepted<Import>>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromHeader(Name = "Idempotency-Key")] string? idempotencyKey, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        if (!http.Request.HasJsonContentType())
            throw new ProblemException(ProblemTypes.UnsupportedMediaType, "Send the values as application/json.");
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body, cancellationToken);
        var import = await mediator.Send(new Command(code, body.ToArray(), SentForm.Read(body.GetBuffer().AsSpan(0, (int)body.Length)), idempotencyKey, Language.Of(http)), cancellationToken);
        return import.FinishedAt is not null ? TypedResults.Ok(import) : TypedResults.Accepted($"/v1/imports/{import.Id}", import);
    }

    internal sealed record Command(string Territory, byte[] Body, SentForm Form, string? IdempotencyKey, string Language) : IRequest<Import>;

    internal sealed class Validator : AbstractValidator<Command>
    {
        public Validator(CatalogueWatch watch, SentFiles files, TimeProvider time) => RuleFor(command => command).Custom((command, context) =>
        {
            var catalogue = watch.Current;
            _ = KnownTerritory.OrNotFound(catalogue, command.Territory);
            var findings = new FindingsOf<Command>(context);
            files.CheckSource(findings, command.Form.Source, "/source");
            SentFiles.CheckReason(findings, command.Form.Reason, isRequired: true, "/reason");
            IdempotencyKey.Check(command.IdempotencyKey, findings.Add);
            if (command.Form.Values is null or [] || command.Form.Values.Count > MostValues)
                findings.Add("/values", "required", $"Give 1 to {MostValues} values.");
            else
                CheckValues(findings, FormLayout.Rows(command.Territory, command.Form), new RowMapper(catalogue, [], Riga.Today(time)));
        });

        /// <summary>The territory of a form is none of its fields.</summary>
        private static string PlaceOf(SourceRow row, RowFinding finding) =>
            finding is { Field: null } or { Rule: "territory-not-valid" } ? $"/values/{row.Number - 1}" : $"/values/{row.Number - 1}/{finding.Field}";

        private static void CheckValues(FindingsOf<Command> findings, IEnumerable<SourceRow> rows, RowMapper mapper)
        {
            var cells = new Dictionary<(int, string, string), int>();
            foreach (var row in rows)
                if (mapper.Map(row, out var finding) is not { } value)
                    findings.Add(PlaceOf(row, finding), finding.Rule, finding.En, Excerpt.Of(finding.Content));
                else if (!cells.TryAdd((value.IndicatorId, value.Period, value.Breakdown), row.Number - 1))
                    findings.Add($"/values/{row.Number - 1}", "repeated-row", $"The value is of the same indicator, period and breakdown as /values/{cells[(value.IndicatorId, value.Period, value.Breakdown)]}.");
        }
    }

    internal sealed class Handler(SentFiles files, ImportRegistry registry, ImportReading reading, CatalogueWatch watch, TimeProvider time, Caller caller, AuditTrail audit) : IRequestHandler<Command, Import>
    {
        private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);
        private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(50);

        public async Task<Import> Handle(Command command, CancellationToken cancellationToken)
        {
            CheckIsOwn(command.Territory);
            var layout = new FormLayout();
            await using var content = new MemoryStream(FormLayout.Keep(command.Territory, command.Body));
            var source = files.Source(command.Form.Source!);
            var import = new NewImport("form", source.Id, command.Territory, layout.MediaType, ((ISourceLayout)layout).Name, caller.Actor, command.Form.Reason!, IdempotencyKey: command.IdempotencyKey, Territories: caller.SendsFor);
            var importId = await registry.RegisterAsync(import, content, audit.Origin, cancellationToken);
            var begun = time.GetTimestamp();
            while (true)
            {
                var state = await reading.OneAsync(importId, command.Language == Language.English, cancellationToken);
                if (state.FinishedAt is not null || time.GetElapsedTime(begun) > Patience)
                    return state;
                await Task.Delay(Pause, time, cancellationToken);
            }
        }

        /// <summary>Territories are public: who may not send for one is told so.</summary>
        private void CheckIsOwn(string code)
        {
            var territory = KnownTerritory.OrNotFound(watch.Current, code);
            if (!caller.MaySendFor(territory.TerritoryId))
                throw new ProblemException(ProblemTypes.Forbidden, $"The values of {Excerpt.Of(code)} are not yours to send: one sends values of the own municipality.",
                    [new ProblemError("code", null, RowMapper.NotOwnTerritory, "This is not your municipality.", Excerpt.Of(code), null)]);
        }
    }
}
