using Microsoft.CodeAnalysis;

namespace Benchlearning.Tests.Architecture;

/// <summary>What a class of a feature is: a use case, or something that use cases share.</summary>
internal static class UseCase
{
    private static readonly string[] DoesInputAndOutput = ["Db", "DatabaseAddress", "IMediator"];

    /// <summary>True for a class that holds a handler, a query or a command, or is an endpoint.</summary>
    public static bool Is(INamedTypeSymbol type) =>
        Nested(type, "Handler").Any() || Nested(type, "Query").Any() || Nested(type, "Command").Any() || type.GetMembers("HandleAsync").Length > 0;

    /// <summary>True for a class that may write: a command, or what commands share.</summary>
    public static bool IsCommand(INamedTypeSymbol type) => Nested(type, "Command").Any() || IsCommandPart(type);

    /// <summary>True for a class that commands and background work share, and that no query may be given.</summary>
    public static bool IsCommandPart(ITypeSymbol type) => type.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CommandPartAttribute");

    public static IEnumerable<INamedTypeSymbol> Nested(INamedTypeSymbol type, string name) => type.GetTypeMembers(name);

    /// <summary>True for a class that is given the database or the mediator.</summary>
    public static bool Touches(INamedTypeSymbol type) =>
        type.InstanceConstructors.SelectMany(constructor => constructor.Parameters).Any(parameter => DoesInputAndOutput.Contains(parameter.Type.Name));

    public static bool IsHandler(INamedTypeSymbol type) => type.AllInterfaces.Any(contract => contract.Name == "IRequestHandler");

    public static IEnumerable<INamedTypeSymbol> WithNested(INamedTypeSymbol type) => type.GetTypeMembers().SelectMany(WithNested).Prepend(type);
}
