using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Benchlearning.Tests.Architecture;

/// <summary>One use case, one file; a query never writes.</summary>
public sealed class UseCaseTests
{
    /// <summary>Endpoints without a handler of their own.</summary>
    private static readonly Dictionary<string, string> OtherDoors = new(StringComparer.Ordinal)
    {
        ["QueryObservations"] = "The use case of ReadObservations by another door: the selection comes as a body.",
    };

    [Test]
    public void A_use_case_file_holds_one_use_case() => Assert.That(Malformed(House.Api), Is.Empty);

    [Test]
    public void There_are_use_cases_to_look_at() =>
        Assert.That(House.Api.SelectMany(file => file.TopLevelTypes).Count(UseCase.Is), Is.GreaterThan(20));

    [TestCase("internal static class Planted { internal sealed record Query : IRequest<int>; internal sealed record Command : IRequest<int>; internal sealed class Handler : IRequestHandler<Query, int> { public Task<int> Handle(Query query, CancellationToken cancellationToken) => Task.FromResult(1); } }", "one Query or one Command")]
    [TestCase("internal static class Planted { internal sealed record Query : IRequest<int>; internal class Handler : IRequestHandler<Query, int> { public Task<int> Handle(Query query, CancellationToken cancellationToken) => Task.FromResult(1); } }", "sealed and internal")]
    [TestCase("internal static class Other { internal sealed record Query : IRequest<int>; internal sealed class Handler : IRequestHandler<Query, int> { public Task<int> Handle(Query query, CancellationToken cancellationToken) => Task.FromResult(1); } }", "named after")]
    [TestCase("internal static class Planted { internal sealed record Query : IRequest<int>; internal sealed class Handler : IRequestHandler<Query, int> { public Task<int> Handle(Query query, CancellationToken cancellationToken) => Task.FromResult(1); } } internal static class Beside;", "nothing beside")]
    [TestCase("internal static class Planted { public static Task HandleAsync() => Task.CompletedTask; }", "no handler")]
    [TestCase("internal sealed record Loose : IRequest<int>; internal sealed class Planted : IRequestHandler<Loose, int> { public Task<int> Handle(Loose query, CancellationToken cancellationToken) => Task.FromResult(1); }", "inside its use case")]
    public void A_malformed_use_case_is_found(string code, string finding) =>
        Assert.That(Malformed(House.Planted("Features/Planned/Planted.cs", $"using MediatR; namespace Benchlearning.Api.Features.Planned; {code}")), Has.Some.Contains(finding));

    [Test]
    public void A_query_never_writes() => Assert.That(WritingQueries(House.Api), Is.Empty);

    [TestCase("Db db", "await db.BeginAsync(cancellationToken);")]
    [TestCase("IMediator mediator", "await mediator.Send(query, cancellationToken);")]
    [TestCase("Benchlearning.Api.Features.Imports.ImportProgress progress", "await progress.EndAsync(1, \"failed\", null, cancellationToken);")]
    public void A_query_that_writes_is_found(string dependency, string statement) =>
        Assert.That(WritingQueries(House.Planted("Features/Planned/Planted.cs", $$"""
            using Benchlearning.Api.Platform.Database;
            using MediatR;
            namespace Benchlearning.Api.Features.Planned;
            internal static class Planted
            {
                internal sealed record Query : IRequest<int>;
                internal sealed class Handler({{dependency}}) : IRequestHandler<Query, int>
                {
                    public async Task<int> Handle(Query query, CancellationToken cancellationToken)
                    {
                        {{statement}}
                        return 1;
                    }
                }
            }
            """)), Is.Not.Empty);

    [Test]
    public void A_shared_class_that_writes_is_found() =>
        Assert.That(WritingQueries(House.Planted("Features/Planned/Planted.cs", """
            using Benchlearning.Api.Platform.Database;
            namespace Benchlearning.Api.Features.Planned;
            internal sealed class Planted(Db db)
            {
                public async Task WriteAsync(CancellationToken cancellationToken) => await db.BeginAsync(cancellationToken);
            }
            """)), Is.Not.Empty);

    private static IEnumerable<string> Malformed(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.Feature is not null))
        {
            var types = file.TopLevelTypes.ToArray();
            foreach (var type in types)
            {
                if (UseCase.IsHandler(type))
                    yield return $"{file.Path}: {type.Name} is a handler; it belongs inside its use case.";
                if (!UseCase.Is(type))
                    continue;
                var handlers = UseCase.Nested(type, "Handler").ToArray();
                if (handlers.Length == 0)
                {
                    if (!OtherDoors.ContainsKey(type.Name))
                        yield return $"{file.Path}: {type.Name} has no handler.";
                    continue;
                }
                if (types.Length > 1)
                    yield return $"{file.Path}: a use case file holds nothing beside the use case.";
                if (Path.GetFileNameWithoutExtension(file.Path) != type.Name)
                    yield return $"{file.Path}: the file is named after its use case, {type.Name}.";
                if (UseCase.Nested(type, "Query").Count() + UseCase.Nested(type, "Command").Count() != 1)
                    yield return $"{file.Path}: a use case is one Query or one Command.";
                if (handlers.Any(handler => !handler.IsSealed || handler.DeclaredAccessibility != Accessibility.Internal || !UseCase.IsHandler(handler)))
                    yield return $"{file.Path}: the handler is sealed and internal.";
            }
        }
    }

    /// <summary>Only commands and what they share begin transactions; the handler of a query has no mediator to send a command with, and no part of one.</summary>
    private static IEnumerable<string> WritingQueries(IEnumerable<SourceFile> files)
    {
        foreach (var file in files.Where(file => file.Feature is not null))
        {
            foreach (var (call, _) in file.Calls("Db", "BeginAsync"))
                if (!UseCase.IsCommand(file.Around(call)))
                    yield return $"{file.Place(call)}: a transaction outside a command.";
            foreach (var handler in file.TopLevelTypes.Where(type => UseCase.Nested(type, "Query").Any()).SelectMany(type => UseCase.Nested(type, "Handler")))
                if (handler.InstanceConstructors.SelectMany(constructor => constructor.Parameters).Any(parameter => parameter.Type.Name is "IMediator" or "DatabaseAddress" || UseCase.IsCommandPart(parameter.Type)))
                    yield return $"{file.Path}: the handler of a query takes no mediator, no data source, and nothing that writes.";
        }
    }
}
