using System.Globalization;
using System.Text.Json;
using Benchlearning.Api.Features.Webhooks;
using Benchlearning.Contracts.V1.Webhooks;

namespace Benchlearning.Tests.Unit.Features.Webhooks;

public sealed class ChangeSummaryTests
{
    private static readonly SubjectChanges[] Changes =
        [new("group", "g", 1), new("observation", "a", 1_000_000), new("observation", "b", 2), new("release", "r", 1)];

    [Test]
    public void Changes_are_counted_by_kind_and_what_was_not_asked_for_is_left_out()
    {
        var kinds = ChangeSummary.ByKind(Changes, ["release", "observation"]);

        Assert.That(kinds.Select(kind => (kind.Kind, kind.Count, string.Join(' ', kind.Subjects), kind.SubjectCount)),
            Is.EqualTo(new[] { ("observation", 1_000_002, "a b", 2), ("release", 1, "r", 1) }));
    }

    [Test]
    public void A_message_stays_small_whatever_changed()
    {
        var many = Enumerable.Range(0, 5000).Select(number => new SubjectChanges("observation", string.Create(CultureInfo.InvariantCulture, $"indicator-{number:D60}"), 300)).ToArray();

        var kinds = ChangeSummary.ByKind(many, ["observation"]);
        var body = ChangeSummary.Body(ChangeSummary.Recorded, DateTimeOffset.UnixEpoch, new WebhookMessageData("/v1/changes?after=x", 1, 2, kinds));

        Assert.That((kinds[0].Count, kinds[0].Subjects.Count, kinds[0].SubjectCount), Is.EqualTo((1_500_000, 100, 5000)));
        Assert.That(body, Has.Length.LessThan(10_000));
        using var parsed = JsonDocument.Parse(body);
        Assert.That(parsed.RootElement.GetProperty("type").GetString(), Is.EqualTo("changes.recorded"));
    }
}
