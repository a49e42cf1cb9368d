using System.Diagnostics;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.RegularExpressions;
using Benchlearning.Api.Platform.Http;
using Benchlearning.Contracts;
using Benchlearning.Contracts.V1;
using FluentValidation;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Options;
using Npgsql;

namespace Benchlearning.Api.Platform.Errors;

/// <summary>Turns every refusal and failure into an RFC 9457 problem document. The only place that does.</summary>
internal sealed partial class ProblemWriter(IOptions<ServiceOptions> options, KnownPaths paths, ILogger<ProblemWriter> log)
{
    /// <summary>After how many seconds a caller of a service that is out of breath may come back.</summary>
    public const string RetryAfterSeconds = "5";

    private const int ShownErrors = 100;

    /// <summary>ENOSPC: what the runtime gives as the code of an <see cref="IOException"/> on Unix.</summary>
    private const int NoSpaceLeft = 28;

    /// <summary>Middleware: what the inner pipeline throws or leaves as a bare 4xx/5xx becomes a problem document.</summary>
    public async Task InvokeAsync(HttpContext http, RequestDelegate next)
    {
        try
        {
            await next(http);
            if (http.Response is { HasStarted: false, StatusCode: >= 400, ContentType: null, ContentLength: null })
                await WriteBareStatusAsync(http);
        }
        catch (Exception failure) when (http.RequestAborted.IsCancellationRequested && failure is OperationCanceledException or IOException or NpgsqlException)
        {
            if (!http.Response.HasStarted)
                http.Response.StatusCode = StatusCodes.Status499ClientClosedRequest;
        }
        catch (Exception failure) when (http.Response.HasStarted)
        {
            log.LogError(failure, "Failed after the answer had begun; the connection is cut so that nobody takes half for the whole.");
            http.Abort();
        }
        catch (Exception failure)
        {
            await WriteAsync(http, Describe(http, failure));
        }
    }

    private Task WriteBareStatusAsync(HttpContext http)
    {
        var status = http.Response.StatusCode;
        if (status == 405 && paths.MethodsAt(http) is var methods)
        {
            status = methods.Count == 0 ? 404 : 405;
            http.Response.Headers.Allow = methods.Count == 0 ? default : AllowedMethods(methods);
        }
        if (status == 405 && HttpMethods.IsOptions(http.Request.Method))
        {
            http.Response.StatusCode = StatusCodes.Status204NoContent;
            return Task.CompletedTask;
        }
        return WriteAsync(http, OfStatus(http, status));
    }

    private ApiProblem OfStatus(HttpContext http, int status) => Problem(http, ProblemTypes.ForStatus(status), status switch
    {
        400 => "The request could not be read.",
        404 => $"There is nothing at {Excerpt.Of(http.Request.Path.Value ?? "/")}{(paths.Beside(http) is { Count: > 0 } beside ? $"; there is {string.Join(", ", beside)}" : "")}.",
        405 => $"{http.Request.Method} is not answered here; allowed: {http.Response.Headers.Allow}.",
        413 => $"The body is larger than {http.Features.Get<IHttpMaxRequestBodySizeFeature>()?.MaxRequestBodySize ?? options.Value.MaximumBodyBytes} bytes (published at /v1/config).",
        415 => "The Content-Type of the body is not accepted here; send application/json.",
        _ => null,
    }, []);

    /// <summary>HEAD goes with GET, and OPTIONS is answered everywhere.</summary>
    private static string AllowedMethods(IEnumerable<string> methods) =>
        string.Join(", ", methods.SelectMany(method => method == HttpMethods.Get ? [HttpMethods.Get, HttpMethods.Head] : new[] { method }).Append(HttpMethods.Options).Distinct());

    private ApiProblem Describe(HttpContext http, Exception failure)
    {
        switch (failure)
        {
            case ValidationException or ProblemException:
                var (type, detail, errors) = Refusal(failure);
                if (type.Status == 503)
                    http.Response.Headers.RetryAfter = RetryAfterSeconds;
                return Problem(http, type, detail, errors);
            case BadHttpRequestException { InnerException: JsonException json }:
                return Malformed(http, json);
            case JsonException json:
                return Malformed(http, json);
            case BadHttpRequestException { StatusCode: 400 } when !HttpMethods.IsGet(http.Request.Method):
                return Problem(http, ProblemTypes.MalformedBody, "The body is missing, null, or ended too early; send one JSON object.", []);
            case BadHttpRequestException bad:
                return OfStatus(http, bad.StatusCode);
            case PostgresException { SqlState: PostgresErrorCodes.QueryCanceled }:
            case NpgsqlException { IsTransient: true } or TimeoutException or NpgsqlException { InnerException: TimeoutException or IOException or System.Net.Sockets.SocketException }:
            case PostgresException { SqlState: PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections }:
                log.LogWarning(failure, "The database is out of reach.");
                http.Response.Headers.RetryAfter = RetryAfterSeconds;
                return Problem(http, ProblemTypes.Unavailable, $"The database did not answer. Nothing was changed; try again in {RetryAfterSeconds} seconds.", []);
            case IOException { HResult: NoSpaceLeft }:
                log.LogError(failure, "The disk for files that are being received is full.");
                http.Response.Headers.RetryAfter = RetryAfterSeconds;
                return Problem(http, ProblemTypes.Unavailable, "The service has no room left for the body. Nothing was kept; its operator has to make room.", []);
            default:
                log.LogError(failure, "Unhandled failure.");
                return Problem(http, ProblemTypes.InternalError, null, []);
        }
    }

    /// <summary>What a <see cref="ValidationException"/> or a <see cref="ProblemException"/> refuses a request with.</summary>
    public static (ProblemType Type, string Detail, IReadOnlyList<ProblemError> Errors) Refusal(Exception refusal)
    {
        if (refusal is ProblemException problem)
            return (problem.Type, problem.Message, problem.Errors);
        var findings = ((ValidationException)refusal).Errors.ToArray();
        ProblemError[] errors = [.. findings.Take(ShownErrors).Select(AsError)];
        return (ProblemTypes.InvalidRequest,
            findings.Length == 1 ? errors[0].Message : $"{findings.Length} findings; {(findings.Length > ShownErrors ? $"the first {ShownErrors} are in errors" : "see errors")}.", errors);
    }

    /// <summary>What cannot be read as JSON at all carries the reader's own failure within; otherwise the JSON does not have the operation's form.</summary>
    private ApiProblem Malformed(HttpContext http, JsonException json)
    {
        var where = json is { LineNumber: { } line, BytePositionInLine: { } position } ? $" near line {line + 1}, byte {position + 1}" : "";
        var path = string.IsNullOrEmpty(json.Path) ? "" : $" at {Excerpt.Of(json.Path)}";
        var (code, message) = json.InnerException is JsonException
            ? ("malformed-json", $"The body is not strict JSON{path}{where}: trailing commas, comments, unpaired brackets and more than {ContractSerialization.MaximumDepth} levels are refused.")
            : ("malformed-field", $"The body does not have the form that this operation reads{path}{where}: unknown fields, fields given twice, wrong types and text that is not Unicode are refused; the contract shows the form.");
        return Problem(http, ProblemTypes.MalformedBody, message, json.Path is null ? [] : [new ProblemError(null, Pointer(json.Path), code, message, null, null)]);
    }

    /// <summary>JSON pointer (RFC 6901) of a path such as $.territory[0] or $['odd.name'].</summary>
    private static string Pointer(string path) => string.Concat(PathStep().Matches(Excerpt.Of(path))
        .Select(step => "/" + step.Groups["name"].Value.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)));

    [GeneratedRegex(@"\.(?<name>[^.\[]+)|\[(?<name>\d+)\]|\['(?<name>[^']*)'\]", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex PathStep();

    private static ProblemError AsError(FluentValidation.Results.ValidationFailure failure)
    {
        var pointer = failure.PropertyName.StartsWith('/');
        return new ProblemError(
            pointer ? null : Excerpt.Of(failure.PropertyName), pointer ? Excerpt.Of(failure.PropertyName) : null, failure.ErrorCode, failure.ErrorMessage,
            failure.AttemptedValue is null ? null : Excerpt.Of(failure.AttemptedValue.ToString()!), failure.CustomState as IReadOnlyList<string>);
    }

    /// <summary>Builds a problem document in the caller's language.</summary>
    public ApiProblem Problem(HttpContext http, ProblemType type, string? detail, IReadOnlyList<ProblemError> errors) => new(
        $"{options.Value.BaseAddress(http)}/problems/{type.Code}",
        Language.Of(http) == Language.Latvian ? type.TitleLv : type.TitleEn,
        type.Status, detail ?? type.Explanation, Excerpt.Of(http.Request.Path.Value ?? "/"), type.Code,
        Activity.Current?.TraceId.ToString() ?? http.TraceIdentifier, errors.Count == 0 ? null : errors);

    /// <summary>Writes a problem document; headers set before (CORS, limits, Allow, Retry-After) stay.</summary>
    public static async Task WriteAsync(HttpContext http, ApiProblem problem)
    {
        http.Response.StatusCode = problem.Status;
        http.Response.ContentType = "application/problem+json; charset=utf-8";
        http.Response.Headers.ETag = default;
        http.Response.Headers.LastModified = default;
        http.Response.Headers.Link = default;
        http.Response.Headers.ContentDisposition = default;
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers.ContentLanguage = Language.Of(http);
        await http.Response.WriteAsync(JsonSerializer.Serialize(problem, ProblemJson.Default.ApiProblem), CancellationToken.None);
    }

    /// <summary>Latvian letters stay letters; what HTML could mistake for markup is still escaped.</summary>
    private static class ProblemJson
    {
        public static readonly ContractJson Default = new(new JsonSerializerOptions(JsonSerializerDefaults.Web)
        {
            Encoder = JavaScriptEncoder.Create(System.Text.Unicode.UnicodeRanges.All),
            DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
        });
    }
}
