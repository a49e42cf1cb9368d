using System.Collections.Frozen;

namespace Benchlearning.Api.Platform.Errors;

/// <summary>One kind of refusal: its stable code, HTTP status, and what a person is told.</summary>
/// <param name="Code">Stable for ever; the last part of the problem's <c>type</c> address.</param>
/// <param name="Status">HTTP status.</param>
/// <param name="TitleLv">Title in Latvian.</param>
/// <param name="TitleEn">Title in English.</param>
/// <param name="Explanation">What happened: the detail of an answer that has none of its own.</param>
internal sealed record ProblemType(string Code, int Status, string TitleLv, string TitleEn, string Explanation);

/// <summary>The catalogue of problem types. Each has a page in docs/problems, served at /problems/{code}.</summary>
internal static class ProblemTypes
{
    public static readonly ProblemType InvalidRequest = new("invalid-request", 400, "Pieprasījums nav derīgs", "The request is not valid",
        "One or more parameters or fields cannot be understood: an unknown code, a malformed period, a value out of its range, a parameter that this operation does not have. All findings are listed together in errors.");
    public static readonly ProblemType MalformedBody = new("malformed-body", 400, "Pieprasījuma saturs nav derīgs JSON", "The request body is not valid JSON",
        "The body could not be read as strict JSON: trailing commas, comments, duplicate keys, unknown fields, a wrong type or too deep nesting are refused.");
    public static readonly ProblemType Unauthorised = new("unauthorised", 401, "Vajadzīga atslēga vai piekļuves pilnvara", "A key or an access token is needed",
        "The operation changes data or shows what is not public, and the request carries no key or access token, or one that is not valid.");
    public static readonly ProblemType Forbidden = new("forbidden", 403, "Nav atļauts", "Not allowed",
        "Who asks is known, but none of their roles, and no scope of their key, allows this.");
    public static readonly ProblemType Conflict = new("conflict", 409, "Pretrunā ar pašreizējo stāvokli", "In conflict with the present state",
        "The request cannot be carried out in the state that the resource is in, or another request does the same just now.");
    public static readonly ProblemType KeyReused = new("idempotency-key-reused", 422, "Idempotency-Key izmantots citam pieprasījumam", "The idempotency key was used for another request",
        "A request with this Idempotency-Key was made before, with another content or other parameters.");
    public static readonly ProblemType BatchReused = new("batch-id-reused", 422, "Sūtījuma numurs izmantots citam saturam", "The batch id was used for another content",
        "The source pushed a batch, or a part of one, under this id before, with another content or other parameters.");
    public static readonly ProblemType NotFound = new("not-found", 404, "Nav atrasts", "Not found",
        "There is no such resource or path here. Paths have no trailing slash and no file extension.");
    public static readonly ProblemType NothingSelected = new("nothing-selected", 404, "Atlasē nav neviena skaitļa", "Nothing is selected",
        "The selection is valid but has no data, and the asked format (JSON-stat or a picture) cannot be empty. JSON rows and CSV answer the same selection with zero rows.");
    public static readonly ProblemType MethodNotAllowed = new("method-not-allowed", 405, "Metode nav atļauta", "The method is not allowed",
        "This resource does not answer to this HTTP method. The Allow header lists those it answers to.");
    public static readonly ProblemType NotAcceptable = new("not-acceptable", 406, "Šāda formāta nav", "No such format",
        "None of the media types in Accept is offered by this operation; errors lists those that are.");
    public static readonly ProblemType RequestTimeout = new("request-timeout", 408, "Pieprasījums netika saņemts laikā", "The request did not arrive in time",
        "The body of the request stopped arriving.");
    public static readonly ProblemType PreconditionFailed = new("precondition-failed", 412, "Resurss pa to laiku ir mainīts", "The resource was changed in the meantime",
        "If-Match names another version than the present one: somebody has changed the resource since it was read. Nothing was changed now.");
    public static readonly ProblemType PreconditionRequired = new("precondition-required", 428, "Vajadzīgs If-Match", "If-Match is needed",
        "A change says which version it changes: send the ETag of the resource as If-Match, or * for whatever it is now.");
    public static readonly ProblemType PayloadTooLarge = new("payload-too-large", 413, "Pieprasījums ir par lielu", "The request is too large",
        "The body is larger than this operation takes. The limit is published at /v1/config.");
    public static readonly ProblemType UriTooLong = new("uri-too-long", 414, "Adrese ir par garu", "The address is too long",
        "The address of the request is longer than the published limit.");
    public static readonly ProblemType UnsupportedMediaType = new("unsupported-media-type", 415, "Satura veids netiek pieņemts", "The content type is not accepted",
        "The body's Content-Type is not one that this operation reads.");
    public static readonly ProblemType Unprocessable = new("refused-by-rule", 422, "Pieprasījums ir noraidīts pēc noteikuma", "The request is refused by a rule",
        "The request is well formed, but a rule of the domain refuses it: for instance a comparison group of one, or an answer larger than the published limit.");
    public static readonly ProblemType TooManyRequests = new("too-many-requests", 429, "Pārāk daudz pieprasījumu", "Too many requests",
        "The budget of this caller for this class of operations is used up. RateLimit-Policy and RateLimit tell the budget; Retry-After tells when to come back.");
    public static readonly ProblemType HeadersTooLarge = new("headers-too-large", 431, "Galvenes ir par lielas", "The header fields are too large",
        "The request's header fields exceed the published limit.");
    public static readonly ProblemType InternalError = new("internal-error", 500, "Iekšēja kļūda", "Internal error",
        "The service failed in a way that is ours to mend. The trace id finds it in the log; nothing of it is told here.");
    public static readonly ProblemType Unavailable = new("unavailable", 503, "Pakalpojums īslaicīgi nav pieejams", "The service is unavailable for a moment",
        "The database cannot be reached, or too many requests are waiting for it. Nothing was changed.");

    public static readonly FrozenDictionary<string, ProblemType> All = new[]
    {
        InvalidRequest, MalformedBody, Unauthorised, Forbidden, Conflict, KeyReused, BatchReused, NotFound, NothingSelected, MethodNotAllowed, NotAcceptable, RequestTimeout, PreconditionFailed, PayloadTooLarge,
        UriTooLong, UnsupportedMediaType, Unprocessable, PreconditionRequired, TooManyRequests, HeadersTooLarge, InternalError, Unavailable,
    }.ToFrozenDictionary(type => type.Code, StringComparer.Ordinal);

    /// <summary>The general type of a status that arose without one of its own.</summary>
    public static ProblemType ForStatus(int status) => status switch
    {
        401 => Unauthorised, 403 => Forbidden, 404 => NotFound, 409 => Conflict, 405 => MethodNotAllowed, 406 => NotAcceptable, 408 => RequestTimeout, 412 => PreconditionFailed, 413 => PayloadTooLarge, 414 => UriTooLong,
        415 => UnsupportedMediaType, 422 => Unprocessable, 428 => PreconditionRequired, 429 => TooManyRequests, 431 => HeadersTooLarge, 503 => Unavailable,
        >= 500 => InternalError,
        _ => InvalidRequest,
    };
}
