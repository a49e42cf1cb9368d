namespace Benchlearning.Api.Platform.Database;

/// <summary>The private PostgreSQL cannot be started or stopped. The message says why and what to do next.</summary>
internal sealed class PrivateClusterException : Exception
{
    public PrivateClusterException()
    {
    }

    public PrivateClusterException(string message)
        : base(message)
    {
    }

    public PrivateClusterException(string message, Exception innerException)
        : base(message, innerException)
    {
    }
}
