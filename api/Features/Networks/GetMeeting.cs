using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Networks;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Networks;

internal static class GetMeeting
{
    /// <summary>Get a meeting</summary>
    /// <remarks>When and where, its agenda, who is invited and who came. The closed part of the agenda, the link and who comes are shown to the network only. Send the ETag as If-Match to change it.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="meeting">Code of the meeting.</param>
    /// <response code="200">The meeting.</response>
    /// <response code="404">There is no such meeting that you may see.</response>
    public static async Task<Ok<Meeting>> HandleAsync(
        HttpContext http, IMediator mediator, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number, [FromRoute(Name = "meeting")] string meeting, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var found = await mediator.Send(new Query(code, number, meeting), cancellationToken);
        VersionTag.Tell(http, found.Version);
        return TypedResults.Ok(found);
    }

    internal sealed record Query(string Network, int Number, string Meeting) : IRequest<Meeting>;

    internal sealed class Handler(CycleReading cycles, MeetingReading reading) : IRequestHandler<Query, Meeting>
    {
        public async Task<Meeting> Handle(Query query, CancellationToken cancellationToken) =>
            await reading.OneAsync(await cycles.KnownAsync(query.Network, query.Number, cancellationToken), query.Meeting, cancellationToken);
    }
}
