using System.Text;
using System.Text.Json;
using Benchlearning.Api.Platform.Telemetry;
using Microsoft.Extensions.Logging;

namespace Benchlearning.Tests.Unit.Platform.Telemetry;

[TestFixture]
public sealed partial class JsonLinesTests
{
    private readonly MemoryStream output = new();
    private JsonLines lines = null!;

    [SetUp]
    public void Start()
    {
        output.SetLength(0);
        lines = new JsonLines(output, TimeProvider.System);
    }

    [TearDown]
    public void End() => lines.Dispose();

    [OneTimeTearDown]
    public void Close() => output.Dispose();

    [Test]
    public void An_entry_is_one_line_with_the_values_of_its_message_by_name()
    {
        Counted(lines.CreateLogger("Area"), "Cēsis \"A\"\nforged line", 3, 1.23456);

        var entry = Entries().Single();
        Assert.Multiple(() =>
        {
            Assert.That(entry.GetProperty("level").GetString(), Is.EqualTo("Warning"));
            Assert.That(entry.GetProperty("category").GetString(), Is.EqualTo("Area"));
            Assert.That(entry.GetProperty("message").GetString(), Is.EqualTo("Cēsis \"A\"\nforged line has 3 in 1.23456"));
            Assert.That(entry.GetProperty("Name").GetString(), Is.EqualTo("Cēsis \"A\"\nforged line"));
            Assert.That(entry.GetProperty("Count").GetInt32(), Is.EqualTo(3));
            Assert.That(entry.GetProperty("Share").GetDouble(), Is.EqualTo(1.235));
            Assert.That(entry.GetProperty("time").GetDateTime().Kind, Is.EqualTo(DateTimeKind.Utc));
            Assert.That(entry.TryGetProperty("exception", out _), Is.False);
        });
    }

    [Test]
    public void An_exception_comes_with_its_place()
    {
        try
        {
            throw new InvalidOperationException("broken");
        }
        catch (InvalidOperationException failure)
        {
            Failed(lines.CreateLogger("Area"), failure);
        }
        Assert.That(Entries().Single().GetProperty("exception").GetString(), Does.Contain("broken").And.Contain(nameof(An_exception_comes_with_its_place)));
    }

    [Test]
    public void Many_threads_never_mix_their_lines()
    {
        var log = lines.CreateLogger("Area");
        Parallel.For(0, 2000, number => Counted(log, new string('x', number % 300), number, 0));

        Assert.That(Entries().Select(entry => entry.GetProperty("Count").GetInt32()), Is.EquivalentTo(Enumerable.Range(0, 2000)));
    }

    private JsonElement[] Entries() =>
        [.. Encoding.UTF8.GetString(output.ToArray()).Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => JsonDocument.Parse(line).RootElement)];

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Name} has {Count} in {Share}")]
    private static partial void Counted(ILogger log, string name, int count, double share);

    [LoggerMessage(Level = LogLevel.Error, Message = "Failed")]
    private static partial void Failed(ILogger log, Exception failure);
}
