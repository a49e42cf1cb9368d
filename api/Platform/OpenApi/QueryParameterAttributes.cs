namespace Benchlearning.Api.Platform.OpenApi;

/// <summary>
/// Marks a query parameter as required in the contract. It is bound as nullable all the same, so that its absence is one finding
/// among the others of the request and not a refusal by the framework.
/// </summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class RequiredQueryAttribute : Attribute;

/// <summary>Names what holds when a query parameter is left out. The operation applies it; here it is only told.</summary>
/// <param name="value">The value, as it would be given.</param>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class DefaultQueryAttribute(object value) : Attribute
{
    public object Value { get; } = value;
}

/// <summary>Marks a limit on the rows of a page whose default and maximum are settings of the service, published at /v1/config.</summary>
[AttributeUsage(AttributeTargets.Parameter)]
internal sealed class PublishedPageSizeAttribute : Attribute;
