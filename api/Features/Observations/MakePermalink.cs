using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.IO.Pipelines;
using System.Security.Cryptography;
using Benchlearning.Api.Features.Catalogue;
using Benchlearning.Api.Features.Observations.Formats;
using Benchlearning.Api.Features.Observations.Selecting;
using Benchlearning.Api.Platform.Errors;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Api.Platform.OpenApi;
using Benchlearning.Contracts.V1.Observations;
using FluentValidation;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Observations;

internal static class MakePermalink
{
    /// <summary>Make an address that freezes a selection's figures</summary>
    /// <remarks>
    /// The address carries asOf: it answers with these very figures whatever is published later. The checksum is sha-256 over the selection's
    /// CSV in English without labels, so that anyone can verify it: download the address with format=csv and lang=en, and hash the bytes.
    /// </remarks>
    /// <param name="http">The request.</param>
    /// <param name="mediator">The mediator.</param>
    /// <param name="options">Settings.</param>
    /// <param name="cancellationToken">Stops the work.</param>
    /// <param name="indicator">Codes of indicators, separated by commas, or * for all.</param>
    /// <param name="territory">Codes of territories, group:CODE, or *.</param>
    /// <param name="period">Periods, ranges, latest, latest(5), or *.</param>
    /// <param name="breakdown">dimension:category pairs. Default: the total.</param>
    /// <param name="boundaries">asReported or a date.</param>
    /// <param name="asOf">Instant to freeze at, at the latest when the data last changed: after it nothing was different. Default: that.</param>
    /// <param name="lang">Language of the citation; wins over Accept-Language.</param>
    /// <response code="200">The address, its checksum and a citation.</response>
    public static async Task<Ok<Permalink>> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromQuery(Name = "indicator")][RequiredQuery] string? indicator, [FromQuery(Name = "territory")][DefaultQuery("*")] string? territory, [FromQuery(Name = "period")][DefaultQuery("*")] string? period,
        [FromQuery(Name = "breakdown")] string? breakdown, [FromQuery(Name = "boundaries")][DefaultQuery("asReported")] string? boundaries,
        [FromQuery(Name = "asOf")] DateTimeOffset? asOf, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        return TypedResults.Ok(await mediator.Send(new Query(SelectionRequest.FromAddress(indicator, territory, period, breakdown, boundaries, asOf),
            Language.Of(http), options.Value.BaseAddress(http), http.Request.Query.Where(pair => pair.Key is not ("asOf" or "lang"))
                .Select(pair => $"{pair.Key}={Uri.EscapeDataString(pair.Value.ToString())}").ToArray()), cancellationToken));
    }

    internal sealed record Query(SelectionRequest Request, string Language, string BaseAddress, string[] Parameters) : IRequest<Permalink>;

    internal sealed class Validator : AbstractValidator<Query>
    {
        public Validator(CatalogueWatch watch, TimeProvider time, IOptions<ServiceOptions> options) => RuleFor(query => query).Custom((query, context) =>
        {
            var findings = new Findings();
            Selection.Resolve(query.Request, watch.OfCaller, time, options.Value.MaximumCodes, findings);
            new FindingsOf<Query>(context).AddAll(findings);
        });
    }

    internal sealed class Handler(ObservationReader reader, CatalogueWatch watch, TimeProvider time, IOptions<ServiceOptions> options) : IRequestHandler<Query, Permalink>
    {
        public async Task<Permalink> Handle(Query query, CancellationToken cancellationToken)
        {
            var catalogue = watch.OfCaller;
            var asOf = query.Request.AsOf < catalogue.DataChangedAt ? query.Request.AsOf.Value.ToUniversalTime() : catalogue.DataChangedAt; // later, nothing that is known now has changed; what is being recorded bears a later instant
            var selection = Selection.Resolve(query.Request with { AsOf = asOf }, catalogue, time, options.Value.MaximumCodes, new Findings());
            using var hash = new HashingStream();
            var pipe = PipeWriter.Create(hash, new StreamPipeWriterOptions(leaveOpen: true)); // the hash is read after the pipe has ended
            var rows = 0L;
            await new CsvWriter(pipe, isExcelLv: false, labels: false, Language.English).WriteAsync(Count(reader.ReadAsync(selection, ObservationReader.AtOnceWhenStreamed, cancellationToken)), cancellationToken);
            await pipe.CompleteAsync();
            var instant = asOf.ToString("yyyy-MM-ddTHH:mm:ss.ffffffZ", CultureInfo.InvariantCulture);
            var url = $"{query.BaseAddress}/v1/observations?{string.Join('&', query.Parameters)}&asOf={Uri.EscapeDataString(instant)}";
            return new Permalink(url, asOf, rows, hash.Hexadecimal(), Cite(query.Language, selection, url, asOf));

            async IAsyncEnumerable<SelectedBlock> Count(IAsyncEnumerable<SelectedBlock> blocks)
            {
                await foreach (var selected in blocks)
                {
                    foreach (var territory in selected.Territories)
                        foreach (var period in selected.Periods)
                            if (selected.Includes(territory, period))
                                rows++;
                    yield return selected;
                }
            }
        }

        private static string Cite(string language, Selection selection, string url, DateTimeOffset asOf)
        {
            var sources = selection.Indicators.Select(indicator => selection.Catalogue.Sources[indicator.Current.SourceId]).DistinctBy(source => source.Id)
                .Select(source => Language.Pick(language, source.AttributionLv, source.AttributionEn));
            var names = selection.Indicators.Count <= 3
                ? string.Join("; ", selection.Indicators.Select(indicator => indicator.Current.Name(language)))
                : string.Create(CultureInfo.InvariantCulture, $"{selection.Indicators.Count} {Language.Pick(language, "rādītāji", "indicators")}");
            var day = asOf.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);
            return Language.Pick(language,
                $"{names}. Benchlearning, pašvaldību salīdzināšanas datubāze, dati uz {day}. {string.Join(" ", sources)} {url}",
                $"{names}. Benchlearning, the municipal benchmarking database, data as of {day}. {string.Join(" ", sources)} {url}");
        }
    }

    /// <summary>Takes bytes in only to hash them.</summary>
    private sealed class HashingStream : Stream
    {
        private readonly IncrementalHash hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);

        public string Hexadecimal() => Convert.ToHexStringLower(hash.GetHashAndReset());

        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() { }
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        public override void Write(byte[] buffer, int offset, int count) => hash.AppendData(buffer, offset, count);
        public override void Write(ReadOnlySpan<byte> buffer) => hash.AppendData(buffer);

        public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
        {
            hash.AppendData(buffer.Span);
            return ValueTask.CompletedTask;
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing) hash.Dispose();
            base.Dispose(disposing);
        }
    }
}
