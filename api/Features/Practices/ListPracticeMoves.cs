using Benchlearning.Api.Platform.Formats;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Practices;
using MediatR;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;

namespace Benchlearning.Api.Features.Practices;

internal static class ListPracticeMoves
{
    /// <summary>Get where a practice is in its life</summary>
    /// <remarks>Which moves lead on, what each still lacks, and what was done so far. Send the ETag of the practice itself as If-Match with a move.</remarks>
    /// <param name="id">Number of the practice.</param>
    /// <response code="200">Its state and its moves.</response>
    /// <response code="404">There is no practice of this number that you may see.</response>
    public static async Task<Ok<LifeCourse>> HandleAsync(HttpContext http, IMediator mediator, [FromRoute(Name = "id")] long id, CancellationToken cancellationToken)
    {
        _ = Format.Choose(http.Request, [Format.Json]);
        var (course, version) = await mediator.Send(new Query(id, Language.Of(http)), cancellationToken);
        VersionTag.Tell(http, version);
        return TypedResults.Ok(course);
    }

    internal sealed record Query(long Id, string Language) : IRequest<(LifeCourse Course, int Version)>;

    internal sealed class Handler(PracticeReading reading) : IRequestHandler<Query, (LifeCourse Course, int Version)>
    {
        public async Task<(LifeCourse Course, int Version)> Handle(Query query, CancellationToken cancellationToken)
        {
            var row = await reading.RowAsync(query.Id, query.Language, cancellationToken);
            var facts = await reading.FactsAsync(row, cancellationToken);
            return (new LifeCourse(row.State, PracticeLife.Cycle.Next(row.State, move => PracticeLife.Lacking(move, facts)), await reading.MovesAsync(query.Id, cancellationToken)), row.Version);
        }
    }
}
