using System.Text.Json;
using Benchlearning.Api.Platform.Http;

namespace Benchlearning.Api.Features.Surveys;

/// <summary>Questions and groups, as the database keeps them.</summary>
internal static class SurveyJson
{
    private static readonly JsonSerializerOptions Wire = Configured();

    public static string Text<T>(IReadOnlyList<T> entries) where T : class => JsonSerializer.Serialize(entries, Wire.GetTypeInfo(typeof(IReadOnlyList<T>)));

    public static IReadOnlyList<T> Entries<T>(string text) where T : class => (IReadOnlyList<T>)JsonSerializer.Deserialize(text, Wire.GetTypeInfo(typeof(IReadOnlyList<T>)))!;

    private static JsonSerializerOptions Configured()
    {
        var options = new JsonSerializerOptions(JsonSerializerDefaults.Web);
        ContractSerialization.Configure(options);
        return options;
    }
}
