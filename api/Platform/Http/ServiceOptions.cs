using Benchlearning.Api.Platform.Auth;

namespace Benchlearning.Api.Platform.Http;

/// <summary>Settings of the service (section "Benchlearning" of the configuration). Every limit is published at /v1/config.</summary>
internal sealed class ServiceOptions
{
    public const string Section = "Benchlearning";

    /// <summary>Version of the contract, sent as API-Version. Minor grows with every addition; major only with the path.</summary>
    public const string ApiVersion = "1.0.0";

    /// <summary>The address under which the public reaches the service, such as https://api.example.lv; empty: the address of each request.</summary>
    public string PublicBaseAddress { get; set; } = "";

    /// <summary>Load the sample at start into an empty database. Ignored in production.</summary>
    public bool LoadSample { get; set; } = true;

    /// <summary>Origins that browsers may call from; * is every origin (reads are public and carry no credentials).</summary>
    public string[] CorsOrigins { get; set; } = ["*"];

    /// <summary>Default number of rows on a page.</summary>
    public int DefaultPageSize { get; set; } = 1000;

    /// <summary>Largest number of rows on a page of JSON.</summary>
    public int MaximumPageSize { get; set; } = 10_000;

    /// <summary>Most codes in one list parameter.</summary>
    public int MaximumCodes { get; set; } = 1000;

    /// <summary>Most cells in a JSON-stat or XLSX answer, which must be made whole. CSV streams and has no limit.</summary>
    public int MaximumCells { get; set; } = 1_000_000;

    /// <summary>Largest request body in bytes.</summary>
    public int MaximumBodyBytes { get; set; } = 1_000_000;

    /// <summary>Longest address in bytes.</summary>
    public int MaximumAddressBytes { get; set; } = 16_384;

    /// <summary>Most bytes of all header fields together.</summary>
    public int MaximumHeaderBytes { get; set; } = 32_768;

    /// <summary>Most bytes of answers that were made whole and wait for slow readers, all callers together.</summary>
    public long MaximumWaitingBytes { get; set; } = 256 * 1024 * 1024;

    /// <summary>Largest file of an upload in bytes.</summary>
    public long MaximumUploadBytes { get; set; } = 2L * 1024 * 1024 * 1024;

    /// <summary>Hours after its last part after which a batch that nobody has sealed goes.</summary>
    public int OpenBatchHours { get; set; } = 168;

    /// <summary>The key that writes need, at least 32 characters. Empty: a local start makes its own, a production start is refused.</summary>
    public string OperatorKey { get; set; } = "";

    /// <summary>Requests per minute for each class of operations, of an address that sends no credentials.</summary>
    public RateBudgets RequestsPerMinute { get; set; } = new();

    /// <summary>Requests per minute of a person who came in with an access token.</summary>
    public RateBudgets RequestsPerMinuteOfPersons { get; set; } = new() { Metadata = 2400, Data = 1200, Analyses = 600, Writes = 240 };

    /// <summary>Requests per minute of a system, all its keys together, and of the holder of the operator key.</summary>
    public RateBudgets RequestsPerMinuteOfClients { get; set; } = new() { Metadata = 6000, Data = 3000, Analyses = 1500, Writes = 1200 };

    /// <summary>Keys and tokens per minute and address that may be wrong, before the next one is not even looked at.</summary>
    public int RefusedCredentialsPerMinute { get; set; } = 60;

    /// <summary>Networks of the proxies whose X-Forwarded-For and X-Forwarded-Proto are believed: 10.20.0.0/16, separated by commas. Empty: nobody's.</summary>
    public string TrustedProxies { get; set; } = "";

    /// <summary>Whom webhooks may reach, and how many there may be.</summary>
    public WebhookLimits Webhooks { get; set; } = new();

    /// <summary>How long what is known of persons is kept.</summary>
    public RetentionRules Retention { get; set; } = new();

    /// <summary>Key that signs paging cursors, base64; all instances share it. Empty: one kept in the database.</summary>
    public string CursorKey { get; set; } = "";

    /// <summary>Calculations that go on by themselves.</summary>
    public JobLimits Jobs { get; set; } = new();

    /// <summary>The budgets of a kind of callers.</summary>
    public RateBudgets BudgetsOf(CallerKind kind) => kind switch
    {
        CallerKind.Anonymous => RequestsPerMinute,
        CallerKind.Person => RequestsPerMinuteOfPersons,
        _ => RequestsPerMinuteOfClients,
    };

    /// <summary>Base address of links and problem types for a request.</summary>
    public string BaseAddress(HttpContext http) =>
        PublicBaseAddress.Length > 0 ? PublicBaseAddress.TrimEnd('/')
        : http.Request.Host.HasValue ? $"{http.Request.Scheme}://{http.Request.Host.ToUriComponent()}"
        : $"{http.Request.Scheme}://{http.Connection.LocalIpAddress}:{http.Connection.LocalPort}"; // HTTP/1.0 names no host
}

/// <summary>How long what is known of persons is kept. Carried out once a day.</summary>
internal sealed class RetentionRules
{
    /// <summary>Days after which it is forgotten who read what.</summary>
    public int ReadAuditDays { get; set; } = 730;

    /// <summary>Days after which a person who has not come in any more is erased.</summary>
    public int PersonDays { get; set; } = 1095;
}

/// <summary>Requests per minute and caller.</summary>
internal sealed class RateBudgets
{
    public int Metadata { get; set; } = 1200;
    public int Data { get; set; } = 600;
    public int Analyses { get; set; } = 300;
    public int Writes { get; set; } = 120;

    /// <summary>The budget of a class of operations.</summary>
    public int Of(Budget budget) => budget switch
    {
        Budget.Metadata => Metadata,
        Budget.Data => Data,
        Budget.Analyses => Analyses,
        Budget.Writes => Writes,
        _ => throw new ArgumentOutOfRangeException(nameof(budget), budget, "It is not counted by caller."),
    };

    /// <summary>All of them by name, as they are published.</summary>
    public Dictionary<string, int> Named() => new(StringComparer.Ordinal) { ["metadata"] = Metadata, ["data"] = Data, ["analyses"] = Analyses, ["writes"] = Writes };
}

/// <summary>Whom webhooks may reach, and how many there may be.</summary>
internal sealed class WebhookLimits
{
    /// <summary>Networks besides the public ones that webhooks may reach, by https or http: 10.20.0.0/16, separated by commas. Empty: none.</summary>
    public string AllowedNetworks { get; set; } = "";

    /// <summary>Most webhooks.</summary>
    public int MaximumWebhooks { get; set; } = 50;
}

/// <summary>How many calculations go on by themselves, and how long what comes of them is kept.</summary>
internal sealed class JobLimits
{
    /// <summary>Days after its end when a job is forgotten.</summary>
    public const int ForgottenAfterDays = 30;

    /// <summary>Jobs that one instance carries out at once.</summary>
    public int AtOnce { get; set; } = 2;

    /// <summary>Jobs of one caller that wait or run.</summary>
    public int MostOfCaller { get; set; } = 10;

    /// <summary>Jobs of all callers without a key that wait or run.</summary>
    public int MostOfStrangers { get; set; } = 20;

    /// <summary>Jobs that may wait or run of those that count together with a caller's.</summary>
    public int MostOf(Caller caller) => caller.IsKnown ? MostOfCaller : MostOfStrangers;

    /// <summary>Hours for which an answer is kept.</summary>
    public int ResultHours { get; set; } = 24;

    /// <summary>Seconds after which a job is begun again whose instance says nothing any more.</summary>
    public int LeaseSeconds { get; set; } = 10;
}
