using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1.Raim;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>How the raim-http contract is read: what is required must be there and be no null; fields that came later are passed over.</summary>
internal static class RaimJson
{
    private static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web)
    {
        TypeInfoResolver = ContractJson.Default, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip, AllowDuplicateProperties = false, NumberHandling = JsonNumberHandling.Strict,
        RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true, MaxDepth = 8,
    };

    public static JsonTypeInfo<RaimPage> Page { get; } = (JsonTypeInfo<RaimPage>)Options.GetTypeInfo(typeof(RaimPage));

    public static JsonTypeInfo<RaimIndicators> Indicators { get; } = (JsonTypeInfo<RaimIndicators>)Options.GetTypeInfo(typeof(RaimIndicators));
}
