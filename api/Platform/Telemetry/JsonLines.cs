using System.Buffers;
using System.Text.Encodings.Web;
using System.Text.Json;

namespace Benchlearning.Api.Platform.Telemetry;

/// <summary>
/// Logs to a stream, one JSON object on a line: time (UTC), level, category, message, the message's own values by name, and the exception.
/// An entry is written where it is made: nothing waits in a queue when the process is killed, and no other thread must wake for it.
/// Safe for concurrent use.
/// </summary>
internal sealed class JsonLines(Stream output, TimeProvider time) : ILoggerProvider
{
    private const int LargestKeptBuffer = 64 * 1024;
    private static readonly JsonWriterOptions Format = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    [ThreadStatic]
    private static (ArrayBufferWriter<byte> Line, Utf8JsonWriter Json)? kept;

    private readonly Lock writing = new();

    /// <summary>Everything but a local start logs so; a person at a terminal gets plain lines.</summary>
    public static void Add(WebApplicationBuilder builder)
    {
        builder.Logging.ClearProviders();
        builder.Logging.AddFilter("Microsoft.AspNetCore", LogLevel.Warning); // below that addresses are told, and people put keys into addresses
        if (builder.Environment.IsEnvironment("Local"))
            builder.Logging.AddSimpleConsole();
        else
            builder.Logging.AddProvider(new JsonLines(Console.OpenStandardOutput(), TimeProvider.System));
    }

    public ILogger CreateLogger(string categoryName) => new Logger(this, categoryName);

    public void Dispose()
    {
        lock (writing)
            output.Flush();
    }

    private void Write<TState>(LogLevel level, string category, TState state, Exception? failure, Func<TState, Exception?, string> formatter)
    {
        var (line, json) = kept ??= NewBuffer();
        line.ResetWrittenCount();
        json.Reset(line);
        json.WriteStartObject();
        json.WriteString("time", time.GetUtcNow().UtcDateTime);
        json.WriteString("level", level.ToString());
        json.WriteString("category", category);
        json.WriteString("message", formatter(state, failure));
        if (state is IReadOnlyList<KeyValuePair<string, object?>> values)
            for (var index = 0; index < values.Count; index++)
                if (values[index] is { Key: not "{OriginalFormat}" } named)
                    WriteValue(json, named.Key, named.Value);
        if (failure is not null)
            json.WriteString("exception", failure.ToString());
        json.WriteEndObject();
        json.Flush();
        line.Write("\n"u8);
        lock (writing)
            output.Write(line.WrittenSpan);
        if (line.Capacity > LargestKeptBuffer)
            kept = null;
    }

    private static void WriteValue(Utf8JsonWriter json, string name, object? value)
    {
        switch (value)
        {
            case null:
                json.WriteNull(name);
                break;
            case int number:
                json.WriteNumber(name, number);
                break;
            case long number:
                json.WriteNumber(name, number);
                break;
            case double number when double.IsFinite(number):
                json.WriteNumber(name, Math.Round(number, 3));
                break;
            case bool flag:
                json.WriteBoolean(name, flag);
                break;
            default:
                json.WriteString(name, Convert.ToString(value, System.Globalization.CultureInfo.InvariantCulture));
                break;
        }
    }

    private static (ArrayBufferWriter<byte> Line, Utf8JsonWriter Json) NewBuffer()
    {
        var line = new ArrayBufferWriter<byte>(1024);
        return (line, new Utf8JsonWriter(line, Format));
    }

    private sealed class Logger(JsonLines lines, string category) : ILogger
    {
        public IDisposable? BeginScope<TState>(TState state)
            where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => logLevel != LogLevel.None;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            lines.Write(logLevel, category, state, exception, formatter);
    }
}
