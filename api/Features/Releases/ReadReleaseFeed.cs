using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Text;
using System.Xml;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Releases;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Releases;

internal static class ReadReleaseFeed
{
    public const string MediaType = "application/atom+xml";
    private const int Entries = 50;
    private const string Atom = "http://www.w3.org/2005/Atom";

    /// <summary>Follow the releases in a feed reader</summary>
    /// <remarks>The last 50 releases that were carried out, as an Atom feed (RFC 4287), newest first.</remarks>
    /// <param name="lang">Language of titles; wins over Accept-Language.</param>
    /// <response code="200">The feed.</response>
    public static async Task<IResult> HandleAsync(
        HttpContext http, IMediator mediator, RequestFindings findings, IOptions<ServiceOptions> options, [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        findings.ThrowIfAny();
        var language = Language.Of(http);
        var releases = await mediator.Send(new Query(language), cancellationToken);
        return Results.Bytes(Write(releases, options.Value.BaseAddress(http), RequestAddress.Of(http, options.Value), language), $"{MediaType}; charset=utf-8");
    }

    internal sealed record Query(string Language) : IRequest<IReadOnlyList<Release>>;

    internal sealed class Handler(ReleaseReading reading) : IRequestHandler<Query, IReadOnlyList<Release>>
    {
        public async Task<IReadOnlyList<Release>> Handle(Query query, CancellationToken cancellationToken) =>
            await reading.ListAsync(code: null, released: true, before: null, Entries, query.Language, cancellationToken);
    }

    /// <summary>The feed as UTF-8. Without an entry it was last updated at the beginning of time.</summary>
    internal static byte[] Write(IReadOnlyList<Release> releases, string baseAddress, string self, string language)
    {
        using var output = new MemoryStream();
        using (var xml = XmlWriter.Create(output, new XmlWriterSettings { Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false), Indent = true }))
        {
            xml.WriteStartElement("feed", Atom);
            xml.WriteAttributeString("xml", "lang", null, language);
            xml.WriteElementString("id", Atom, $"{baseAddress}/v1/releases");
            xml.WriteElementString("title", Atom, Language.Pick(language, "Benchlearning: publicētie dati", "Benchlearning: data releases"));
            xml.WriteElementString("updated", Atom, Instant(releases.Count == 0 ? DateTimeOffset.UnixEpoch : releases.Max(release => release.ReleasedAt!.Value)));
            Link("self", self);
            Link("alternate", $"{baseAddress}/v1/releases");
            xml.WriteStartElement("author", Atom);
            xml.WriteElementString("name", Atom, "Benchlearning");
            xml.WriteEndElement();
            foreach (var release in releases)
            {
                xml.WriteStartElement("entry", Atom);
                xml.WriteElementString("id", Atom, $"{baseAddress}/v1/releases/{release.Code}");
                xml.WriteElementString("title", Atom, release.Title);
                xml.WriteElementString("published", Atom, Instant(release.ReleasedAt!.Value));
                xml.WriteElementString("updated", Atom, Instant(release.ReleasedAt.Value));
                Link("alternate", $"{baseAddress}/v1/releases/{release.Code}");
                xml.WriteElementString("summary", Atom, $"{string.Join(", ", release.Indicators)}: {string.Join(", ", release.Periods)} ({release.Quality})");
                xml.WriteEndElement();
            }
            xml.WriteEndElement();

            void Link(string relation, string address)
            {
                xml.WriteStartElement("link", Atom);
                xml.WriteAttributeString("rel", relation);
                xml.WriteAttributeString("href", address);
                xml.WriteEndElement();
            }
        }
        return output.ToArray();
    }

    private static string Instant(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);
}
