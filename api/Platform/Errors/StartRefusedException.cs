namespace Benchlearning.Api.Platform.Errors;

/// <summary>The service cannot start as it is set up. The message tells an operator why, and what to do; no stack trace would tell more.</summary>
internal sealed class StartRefusedException(string message, Exception? cause = null) : Exception(message, cause);
