using Benchlearning.Api.Features.Practices;

namespace Benchlearning.Tests.Unit.Features.Practices;

/// <summary>What the index is given, what it is asked, and the passages that are shown.</summary>
public sealed class SearchTextTests
{
    [Test]
    public void A_text_becomes_stems_with_places_and_weights() =>
        Assert.That(SearchText.Index(("Skolu siltums", 'A', "lv"), (null, 'A', "en"), ("Siltumam skolā", 'B', "lv")), Is.EqualTo("'siltum':2A,13B 'skol':1A,14B "));

    [Test]
    public void A_question_asks_for_every_word_in_any_form() =>
        Assert.That(SearchText.Question("Skolām un siltumu"), Is.EqualTo("('skol' | 'skolam') & ('siltum' | 'siltumu')"));

    [TestCase("un vai")]
    [TestCase("")]
    [TestCase("!? --")]
    public void A_question_without_a_word_is_none(string text) => Assert.That(SearchText.Question(text), Is.Null);

    [TestCase("a' | 'b")]
    [TestCase("'); drop table practice; --")]
    [TestCase("skola & !siltums <-> x:*")]
    public void Nothing_of_a_question_is_an_operator(string text)
    {
        var question = SearchText.Question(text)!;
        var quoted = question.Split('\'').Where((_, index) => index % 2 == 1);
        Assert.That(quoted, Is.All.Matches<string>(word => word!.All(char.IsLetterOrDigit)));
    }

    [Test]
    public void A_passage_shows_where_the_words_stand_whatever_their_form()
    {
        var shown = SearchText.Highlight("problem", "Skolēniem bija auksti, jo skolā nebija siltuma.", "lv", "skola siltums")!;
        Assert.Multiple(() =>
        {
            Assert.That(string.Concat(shown.Parts.Select(part => part.Text)), Is.EqualTo("Skolēniem bija auksti, jo skolā nebija siltuma."));
            Assert.That(shown.Parts.Where(part => part.IsMatch).Select(part => part.Text), Is.EqualTo(new[] { "skolā", "siltuma" }));
        });
    }

    [Test]
    public void A_passage_of_a_long_text_begins_and_ends_with_whole_words()
    {
        var text = string.Join(' ', Enumerable.Range(0, 200).Select(number => $"vards{number}"));
        var shown = string.Concat(SearchText.Highlight("steps", text, "lv", "vards100")!.Parts.Select(part => part.Text));
        Assert.Multiple(() =>
        {
            Assert.That(shown, Does.Contain(" vards100 ").And.Length.LessThan(300));
            Assert.That(shown.Split(' '), Is.All.Matches<string>(word => text.Split(' ').Contains(word)));
        });
    }

    [Test]
    public void Markup_in_a_text_stays_text() =>
        Assert.That(SearchText.Highlight("title", "<b>skola</b>", "lv", "skola")!.Parts.Select(part => (part.Text, part.IsMatch)), Is.EqualTo(new[] { ("<b>", false), ("skola", true), ("</b>", false) }));

    [Test]
    public void Where_no_word_stands_nothing_is_shown() => Assert.That(SearchText.Highlight("title", "Ceļi", "lv", "skola"), Is.Null);
}
