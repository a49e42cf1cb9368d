using System.ComponentModel.DataAnnotations;
using System.Text;
using Benchlearning.Api.Platform.Auth;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using MediatR;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Engagement;

internal static class GetBriefingDocument
{
    /// <summary>What caches may do with it: it never changes.</summary>
    private const string PublicCaching = "public, max-age=86400, immutable";

    /// <summary>Get a document of a kept briefing</summary>
    /// <remarks>As it was kept, byte by byte: its sha-256 is the checksum that the briefing tells. Latvian or English; JSON, HTML or PDF.</remarks>
    /// <param name="id">Id of the briefing.</param>
    /// <param name="format">Format of the document; wins over Accept.</param>
    /// <param name="lang">Language of the document; wins over Accept-Language.</param>
    /// <response code="200">The document.</response>
    /// <response code="404">There is no briefing of this id.</response>
    public static async Task<IResult> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "id")] string id, [FromQuery(Name = "format")][AllowedValues("json", "html", "pdf")] string? format,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        var chosen = Format.Choose(http.Request, BriefingRules.Offered);
        var document = await mediator.Send(new Query(id, Language.Of(http), chosen.Name), cancellationToken);
        if (!CurrentCaller.Of(http).IsKnown)
            http.Response.Headers.CacheControl = PublicCaching;
        return PrivateReadValidators.Answers(http, PrivateReadValidators.TagOf(http, Encoding.ASCII.GetBytes(document.Checksum)))
            ? Results.Empty : Results.Bytes(document.Content, chosen.ContentType);
    }

    internal sealed record Query(string Id, string Language, string Format) : IRequest<KeptDocument>;

    internal sealed class Handler(BriefingReading reading) : IRequestHandler<Query, KeptDocument>
    {
        public Task<KeptDocument> Handle(Query query, CancellationToken cancellationToken) => reading.DocumentAsync(query.Id, query.Language, query.Format, cancellationToken);
    }
}
