using System.Text.Json;
using System.Text.Json.Serialization;
using Benchlearning.Contracts.V1.Raim;

namespace Benchlearning.Api.Features.Imports.Layouts;

/// <summary>Source-generated JSON of the raim-http contract: what is required must be there, fields that came later are passed over.</summary>
[JsonSourceGenerationOptions(JsonSerializerDefaults.Web, UnmappedMemberHandling = JsonUnmappedMemberHandling.Skip, AllowDuplicateProperties = false,
    NumberHandling = JsonNumberHandling.Strict, RespectNullableAnnotations = true, RespectRequiredConstructorParameters = true,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull, MaxDepth = 8)]
[JsonSerializable(typeof(RaimIndicators))]
[JsonSerializable(typeof(RaimPage))]
internal sealed partial class RaimJson : JsonSerializerContext;
