using System.Collections.Concurrent;
using System.Globalization;
using Benchlearning.Api.Platform.Errors;
using Microsoft.Extensions.Options;

namespace Benchlearning.Api.Platform.Http;

/// <summary>The class of an operation: each has a budget of its own for every caller.</summary>
internal enum Budget
{
    Metadata,
    Data,
    Analyses,
    Writes,
}

/// <summary>
/// Requests per minute for each caller and class of operations, announced as RateLimit-Policy and RateLimit
/// (IETF draft-ietf-httpapi-ratelimit-headers). Windows are whole minutes, so that the time to the next one can be told;
/// memory is bounded: past <see cref="MostCallers"/> callers in a minute, further ones share one budget.
/// </summary>
internal sealed class RequestBudget(RequestDelegate next, IOptions<ServiceOptions> options, TimeProvider time, ProblemWriter problems)
{
    private const int MostCallers = 100_000;
    private const int WindowSeconds = 60;

    private readonly int[] limits =
    [
        options.Value.RequestsPerMinute.Metadata, options.Value.RequestsPerMinute.Data,
        options.Value.RequestsPerMinute.Analyses, options.Value.RequestsPerMinute.Writes,
    ];

    private readonly string[] policies = [.. Enum.GetNames<Budget>().Select((name, index) =>
        $"\"{name.ToLowerInvariant()}\";q={LimitOf(options.Value, index).ToString(CultureInfo.InvariantCulture)};w={WindowSeconds}")];

    private Window window = new(-1);

    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<BudgetAttribute>() is not { } declared)
            return next(http);

        var seconds = time.GetUtcNow().ToUnixTimeSeconds();
        var current = CurrentWindow(seconds / WindowSeconds);
        var used = current.Use(declared.Budget, Caller(http));
        var limit = limits[(int)declared.Budget];
        var resets = WindowSeconds - (int)(seconds % WindowSeconds);
        var remaining = Math.Max(0, limit - used);
        var policy = policies[(int)declared.Budget];
        http.Response.OnStarting(() =>
        {
            http.Response.Headers["RateLimit-Policy"] = policy;
            http.Response.Headers["RateLimit"] = string.Create(CultureInfo.InvariantCulture, $"\"{declared.Name}\";r={remaining};t={resets}");
            return Task.CompletedTask;
        });
        if (used <= limit)
            return next(http);

        http.Response.Headers.RetryAfter = resets.ToString(CultureInfo.InvariantCulture);
        return ProblemWriter.WriteAsync(http, problems.Problem(http, ProblemTypes.TooManyRequests,
            $"The budget of {limit} {declared.Name} requests a minute is used up; come back in {resets} seconds.", []));
    }

    private static int LimitOf(ServiceOptions options, int index) => index switch
    {
        0 => options.RequestsPerMinute.Metadata,
        1 => options.RequestsPerMinute.Data,
        2 => options.RequestsPerMinute.Analyses,
        _ => options.RequestsPerMinute.Writes,
    };

    private static string Caller(HttpContext http) => http.Connection.RemoteIpAddress?.ToString() ?? "unknown";

    private Window CurrentWindow(long number)
    {
        var current = Volatile.Read(ref window);
        if (current.Number >= number)
            return current;
        var fresh = new Window(number);
        var seen = Interlocked.CompareExchange(ref window, fresh, current);
        return seen == current ? fresh : seen;
    }

    private sealed class Window(long number)
    {
        private readonly ConcurrentDictionary<(Budget, string), StrongBox> counts = new();

        public long Number { get; } = number;

        public int Use(Budget budget, string caller)
        {
            var key = (budget, caller);
            if (!counts.TryGetValue(key, out var count))
                count = counts.GetOrAdd(counts.Count < MostCallers ? key : (budget, "others"), _ => new StrongBox());
            return Interlocked.Increment(ref count.Value);
        }
    }

    private sealed class StrongBox
    {
        public int Value;
    }
}

/// <summary>Declares the budget class of an operation or group.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class BudgetAttribute(Budget budget) : Attribute
{
    public Budget Budget { get; } = budget;

    public string Name { get; } = budget.ToString().ToLowerInvariant();
}
