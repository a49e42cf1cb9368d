namespace Benchlearning.Api.Platform.Messaging;

/// <summary>
/// Marks a class that commands and background work share: it may write. The handler of a query must not be given one.
/// </summary>
[AttributeUsage(AttributeTargets.Class)]
internal sealed class CommandPartAttribute : Attribute;
