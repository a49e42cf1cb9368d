using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Stewardship;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Imports.Stewardship;

internal static class GetMappingRule
{
    /// <summary>Get a mapping rule</summary>
    /// <remarks>With its history. Its ETag is what a change sends as If-Match.</remarks>
    /// <param name="id">Number of the rule.</param>
    /// <response code="200">The rule.</response>
    /// <response code="404">There is no mapping rule of this number.</response>
    public static async Task<Ok<MappingRule>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] int id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var rule = await mediator.Send(new Query(id), cancellationToken);
        VersionTag.Tell(http, rule.Version);
        return TypedResults.Ok(rule);
    }

    internal sealed record Query(int Id) : IRequest<MappingRule>;

    internal sealed class Handler(MappingReading reading) : IRequestHandler<Query, MappingRule>
    {
        public Task<MappingRule> Handle(Query query, CancellationToken cancellationToken) => reading.OneAsync(query.Id, cancellationToken);
    }
}
