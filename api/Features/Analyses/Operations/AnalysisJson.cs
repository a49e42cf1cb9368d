using System.Text.Json;
using System.Text.Json.Serialization;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts.V1.Analyses;

namespace Benchlearning.Api.Features.Analyses.Operations;

/// <summary>Requests and answers as bytes that are kept: the very ones of the wire.</summary>
internal static class AnalysisJson
{
    private static readonly JsonSerializerOptions Wire = Configured(JsonIgnoreCondition.Never);
    private static readonly JsonSerializerOptions Spare = Configured(JsonIgnoreCondition.WhenWritingNull);

    /// <summary>An answer, as it is sent.</summary>
    public static byte[] Bytes<T>(T answer) where T : class => JsonSerializer.SerializeToUtf8Bytes(answer, Wire.GetTypeInfo(typeof(T)));

    /// <summary>An answer that was kept.</summary>
    public static T Answer<T>(ReadOnlySpan<byte> bytes) where T : class => (T)JsonSerializer.Deserialize(bytes, Wire.GetTypeInfo(typeof(T)))!;

    /// <summary>A request, without what it leaves out.</summary>
    public static string Text<T>(T request) where T : AnalysisRequest => JsonSerializer.Serialize(request, Spare.GetTypeInfo(typeof(T)));

    /// <summary>The same, without how its answer is stored.</summary>
    public static string TextWithoutStorage<T>(T request) where T : AnalysisRequest => Text((T)((AnalysisRequest)request with { Store = null }));

    /// <summary>A request that was kept.</summary>
    public static T Request<T>(string text) where T : AnalysisRequest => (T)JsonSerializer.Deserialize(text, Wire.GetTypeInfo(typeof(T)))!;

    private static JsonSerializerOptions Configured(JsonIgnoreCondition ignored)
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = ignored };
        ContractSerialization.Configure(options);
        return options;
    }
}
