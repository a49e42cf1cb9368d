using Benchlearning.Api.Features.Sync;

namespace Benchlearning.Tests.Unit.Features.Sync;

/// <summary>Pages come in their order, or the run does not trust them.</summary>
public sealed class PageSequenceTests
{
    [Test]
    public void Pages_are_taken_in_their_order_and_one_that_comes_again_is_not()
    {
        var sequence = new PageSequence(0);

        Assert.That(sequence.Take(Page(0, 10, "a")), Is.True);
        Assert.That(sequence.Take(Page(0, 10, "a")), Is.False);
        Assert.That(sequence.Take(Page(10, 15, "b")), Is.True);
        Assert.That((sequence.Cursor, sequence.Count), Is.EqualTo((15L, 2)));
    }

    [Test]
    public void An_empty_page_at_the_end_moves_nothing()
    {
        var sequence = new PageSequence(7);

        Assert.That(sequence.Take(new FetchedPage(7, 7, HasMore: false, 0, "e", default)), Is.True);
        Assert.That((sequence.Cursor, sequence.Count), Is.EqualTo((7L, 0)));
    }

    [Test]
    public void Pages_that_were_fetched_before_are_known()
    {
        var sequence = new PageSequence(0);
        sequence.Restore(0, 10, "a");

        Assert.That(sequence.Cursor, Is.EqualTo(10));
        Assert.That(sequence.Take(Page(0, 10, "a")), Is.False);
        Assert.That(() => sequence.Take(Page(0, 10, "other")), Throws.TypeOf<SyncStopped>().With.Property("Code").EqualTo("page-changed"));
    }

    [TestCase(10, 9, "cursor-backwards")]
    [TestCase(5, 12, "cursor-backwards")]
    [TestCase(10, 10, "cursor-stands-still")]
    [TestCase(11, 12, "cursor-skips")]
    public void A_cursor_only_goes_forward(long after, long next, string code)
    {
        var sequence = new PageSequence(0);
        sequence.Take(Page(0, 10, "a"));

        Assert.That(() => sequence.Take(Page(after, next, "b")), Throws.TypeOf<SyncStopped>().With.Property("Code").EqualTo(code).And.Property("IsResumable").False);
    }

    private static FetchedPage Page(long after, long next, string checksum) => new(after, next, HasMore: true, 1, checksum, default);
}
