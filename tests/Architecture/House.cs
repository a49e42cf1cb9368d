using System.Runtime.CompilerServices;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace Benchlearning.Tests.Architecture;

/// <summary>The sources of the API with what every name in them means, and a way to plant a file that breaks a rule.</summary>
internal static class House
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Net.Http.Json;
        global using System.Threading;
        global using System.Threading.Tasks;
        global using Microsoft.AspNetCore.Builder;
        global using Microsoft.AspNetCore.Hosting;
        global using Microsoft.AspNetCore.Http;
        global using Microsoft.AspNetCore.Routing;
        global using Microsoft.Extensions.Configuration;
        global using Microsoft.Extensions.DependencyInjection;
        global using Microsoft.Extensions.Hosting;
        global using Microsoft.Extensions.Logging;
        """;

    private static readonly CSharpParseOptions Parsing = new(LanguageVersion.Preview, DocumentationMode.None);
    private static readonly Lazy<CSharpCompilation> Compiled = new(Compile);
    private static readonly Lazy<IReadOnlyList<SourceFile>> Files = new(() =>
        [.. Compiled.Value.SyntaxTrees.Where(tree => tree.FilePath.Length > 0).Select(tree => new SourceFile(tree, Compiled.Value.GetSemanticModel(tree)))]);

    /// <summary>Every source file of the API.</summary>
    public static IReadOnlyList<SourceFile> Api => Files.Value;

    /// <summary>Errors of the sources as compiled here; the halves of partial methods that a generator writes are not missed.</summary>
    public static IEnumerable<Diagnostic> Errors => Compiled.Value.GetDiagnostics()
        .Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error && diagnostic.Id != "CS8795");

    /// <summary>A file that the API does not have, read as if it did.</summary>
    /// <param name="path">Where it would be, such as Features/Planted/Planted.cs.</param>
    /// <param name="code">Its text; it must compile.</param>
    public static IReadOnlyList<SourceFile> Planted(string path, string code)
    {
        var tree = CSharpSyntaxTree.ParseText(code, Parsing, path);
        var model = Compiled.Value.AddSyntaxTrees(tree).GetSemanticModel(tree);
        var errors = model.GetDiagnostics().Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).ToArray();
        return errors.Length == 0 ? [new SourceFile(tree, model)] : throw new ArgumentException(string.Join(Environment.NewLine, errors.Select(error => error.ToString())), nameof(code));
    }

    /// <summary>The folder of the clone.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Files of the clone that a commit would hold: no output of builds, no packages.</summary>
    /// <param name="pattern">Such as *.cs.</param>
    /// <returns>Paths from the root, with slashes.</returns>
    public static IEnumerable<string> FilesOfTheClone(string pattern) =>
        Directory.EnumerateFiles(Root, pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or ".git" or "node_modules" or "TestResults" or "artifacts" or ".vs" or ".idea" or ".benchlearning"))
            .Order(StringComparer.Ordinal);

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static CSharpCompilation Compile()
    {
        var api = Path.Combine(Root, "api");
        var trees = FilesOfTheClone("*.cs").Where(path => path.StartsWith("api/", StringComparison.Ordinal))
            .Select(path => CSharpSyntaxTree.ParseText(Read(path), Parsing, Path.GetRelativePath(api, Path.Combine(Root, path)).Replace('\\', '/')))
            .Append(CSharpSyntaxTree.ParseText(ImplicitUsings, Parsing));
        var references = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(path => !Path.GetFileName(path).Equals("Benchlearning.Api.dll", StringComparison.Ordinal))
            .Select(path => MetadataReference.CreateFromFile(path));
        return CSharpCompilation.Create("Benchlearning.Api", trees, references,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
    }

    private static string FindRoot([CallerFilePath] string here = "")
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
            if (File.Exists(Path.Combine(folder.FullName, "Benchlearning.Api.sln")))
                return folder.FullName;
        return Path.GetFullPath(Path.Combine(Path.GetDirectoryName(here)!, "..", ".."));
    }
}

/// <summary>A source file and what its names mean.</summary>
internal sealed record SourceFile(SyntaxTree Tree, SemanticModel Model)
{
    private IReadOnlyList<Use>? uses;

    /// <summary>Path from the folder of the API, with slashes.</summary>
    public string Path => Tree.FilePath;

    /// <summary>The feature that the file belongs to; null outside Features.</summary>
    public string? Feature => Path.Split('/') is ["Features", var feature, _, ..] ? feature : null;

    public bool IsIn(string folder) => Path.StartsWith(folder + "/", StringComparison.Ordinal);

    /// <summary>Every name in the file with the symbol that it means.</summary>
    public IReadOnlyList<Use> Uses => uses ??=
    [
        .. from name in Tree.GetRoot().DescendantNodes().OfType<SimpleNameSyntax>()
           let found = Model.GetSymbolInfo(name)
           let symbol = found.Symbol ?? found.CandidateSymbols.FirstOrDefault()
           where symbol is not null
           select new Use(symbol, Place(name)),
    ];

    /// <summary>Types declared at the top level of the file.</summary>
    public IEnumerable<INamedTypeSymbol> TopLevelTypes => Tree.GetRoot().DescendantNodes().OfType<BaseTypeDeclarationSyntax>()
        .Select(declaration => Model.GetDeclaredSymbol(declaration)!).Where(type => type.ContainingType is null);

    /// <summary>Calls of a method of a type, by their names.</summary>
    public IEnumerable<(InvocationExpressionSyntax Call, IMethodSymbol Method)> Calls(string type, params string[] methods) =>
        from call in Tree.GetRoot().DescendantNodes().OfType<InvocationExpressionSyntax>()
        let method = Model.GetSymbolInfo(call).Symbol as IMethodSymbol
        where method?.ContainingType.Name == type && (methods.Length == 0 || methods.Contains(method.Name))
        select (call, method);

    /// <summary>The top-level type around a node.</summary>
    public INamedTypeSymbol Around(SyntaxNode node) => Model.GetDeclaredSymbol(node.Ancestors().OfType<BaseTypeDeclarationSyntax>().Last())!;

    public string Place(SyntaxNode node) => $"{Path}:{node.GetLocation().GetLineSpan().StartLinePosition.Line + 1}";
}

/// <summary>A name in a source file.</summary>
/// <param name="Symbol">What it means.</param>
/// <param name="Place">File and line.</param>
internal sealed record Use(ISymbol Symbol, string Place)
{
    /// <summary>The namespace that it means or lies in.</summary>
    public string Namespace => (Symbol as INamespaceSymbol ?? Symbol.ContainingNamespace)?.ToDisplayString() ?? "";

    /// <summary>The top-level type that it is or lies in; null for a namespace or a local name.</summary>
    public INamedTypeSymbol? Type
    {
        get
        {
            if (Symbol is ILocalSymbol or IParameterSymbol or ITypeParameterSymbol or INamespaceSymbol)
                return null;
            var type = Symbol as INamedTypeSymbol ?? Symbol.ContainingType;
            while (type?.ContainingType is { } outer)
                type = outer;
            return type;
        }
    }
}
