using System.Text.Encodings.Web;
using System.Text.Json;
using Benchlearning.Contracts;

namespace Benchlearning.Api.Platform.Http;

/// <summary>JSON of the wire: source-generated contracts, Latvian letters unescaped, strict reading.</summary>
internal static class ContractSerialization
{
    /// <summary>Deepest nesting of a request body.</summary>
    public const int MaximumDepth = 32;

    public static void Configure(JsonSerializerOptions options)
    {
        options.TypeInfoResolverChain.Insert(0, ContractJson.Default);
        options.Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All);
        options.UnmappedMemberHandling = System.Text.Json.Serialization.JsonUnmappedMemberHandling.Disallow;
        options.NumberHandling = System.Text.Json.Serialization.JsonNumberHandling.Strict;
        options.AllowDuplicateProperties = false;
        options.AllowTrailingCommas = false;
        options.ReadCommentHandling = JsonCommentHandling.Disallow;
        options.MaxDepth = MaximumDepth;
    }
}
