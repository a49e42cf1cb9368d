using System.ComponentModel.DataAnnotations;
using System.Text;
using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Networks;
using MediatR;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Features.Networks;

internal static class ReadMeetingCalendar
{
    private const int MostMeetings = 1000;

    /// <summary>Follow the meetings of a cycle in a calendar</summary>
    /// <remarks>Every meeting of the cycle, planned, held and cancelled, as iCalendar (RFC 5545), with the agenda that you may see.</remarks>
    /// <param name="code">Code of the network.</param>
    /// <param name="number">Number of the cycle.</param>
    /// <param name="lang">Language of names; wins over Accept-Language.</param>
    /// <response code="200">The calendar.</response>
    /// <response code="404">There is no such cycle that you may see.</response>
    public static async Task<IResult> HandleAsync(
        HttpContext http, IMediator mediator, IOptions<ServiceOptions> options, [FromRoute(Name = "code")] string code, [FromRoute(Name = "number")] int number,
        [FromQuery(Name = "lang")][AllowedValues("lv", "en")] string? lang, CancellationToken cancellationToken)
    {
        var format = Format.Choose(http.Request, [Format.Calendar]);
        var meetings = await mediator.Send(new Query(code, number), cancellationToken);
        var address = FormattableString.Invariant($"{options.Value.BaseAddress(http)}/v1/networks/{code}/cycles/{number}/meetings");
        var calendar = Encoding.UTF8.GetBytes(MeetingCalendar.Of(meetings, address, Language.Of(http)));
        return PrivateReadValidators.Answers(http, PrivateReadValidators.TagOf(http, calendar)) ? Results.Empty : Results.Bytes(calendar, format.ContentType);
    }

    internal sealed record Query(string Network, int Number) : IRequest<IReadOnlyList<Meeting>>;

    internal sealed class Handler(CycleReading cycles, MeetingReading reading) : IRequestHandler<Query, IReadOnlyList<Meeting>>
    {
        public async Task<IReadOnlyList<Meeting>> Handle(Query query, CancellationToken cancellationToken) =>
            await reading.ListAsync(await cycles.KnownAsync(query.Network, query.Number, cancellationToken), "", MostMeetings, cancellationToken);
    }
}
