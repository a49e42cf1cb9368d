using System.Collections.Frozen;
using System.Globalization;
using Benchlearning.Api.Platform.Auth;
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

    /// <summary>Keys and tokens that were refused, whatever the operation: counted for each address by <see cref="Authentication"/>.</summary>
    Credentials,
}

/// <summary>
/// Requests per minute for each caller and class of operations, announced as RateLimit-Policy and RateLimit
/// (IETF draft-ietf-httpapi-ratelimit-headers). Who sends no credentials is counted by address, who is known by who they are, wherever they call from.
/// </summary>
internal sealed class RequestBudget(RequestDelegate next, RequestCounts counts, IOptions<ServiceOptions> options, ProblemWriter problems)
{
    private readonly FrozenDictionary<(CallerKind, Budget), (int Limit, string Policy)> budgets = (
        from kind in Enum.GetValues<CallerKind>()
        from budget in Enum.GetValues<Budget>()
        where budget != Budget.Credentials
        let limit = options.Value.BudgetsOf(kind).Of(budget)
        select KeyValuePair.Create((kind, budget), (limit, string.Create(CultureInfo.InvariantCulture, $"\"{budget.ToString().ToLowerInvariant()}\";q={limit};w={RequestCounts.WindowSeconds}")))).ToFrozenDictionary();

    public Task InvokeAsync(HttpContext http)
    {
        if (http.GetEndpoint()?.Metadata.GetMetadata<BudgetAttribute>() is not { } declared)
            return next(http);

        var caller = CurrentCaller.Of(http);
        var (limit, policy) = budgets[(caller.Kind, declared.Budget)];
        var used = counts.Use(declared.Budget, caller.LimitKey ?? CallerAddress.Of(http));
        var resets = counts.SecondsLeft;
        var remaining = Math.Max(0, limit - used);
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
}

/// <summary>Declares the budget class of an operation or group.</summary>
[AttributeUsage(AttributeTargets.Method | AttributeTargets.Class)]
internal sealed class BudgetAttribute(Budget budget) : Attribute
{
    public Budget Budget { get; } = budget;

    public string Name { get; } = budget.ToString().ToLowerInvariant();
}
