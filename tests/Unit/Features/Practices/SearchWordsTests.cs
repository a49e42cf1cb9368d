using Benchlearning.Api.Features.Practices;

namespace Benchlearning.Tests.Unit.Features.Practices;

/// <summary>Forms of one word have one stem; other words have another.</summary>
public sealed class SearchWordsTests
{
    [TestCase("skola", "skolas", "skolai", "skolu", "skolām", "skolās", "SKOLA", "skola")]
    [TestCase("skolēns", "skolēni", "skolēnu", "skolēniem", "skoleniem", "skolēnam")]
    [TestCase("pašvaldība", "pašvaldības", "pašvaldībai", "pašvaldību", "pašvaldībām", "pasvaldibas")]
    [TestCase("atkritumi", "atkritumu", "atkritumiem", "atkritumos")]
    [TestCase("ūdens", "ūdeņi", "ūdeņu", "ūdeņiem", "udens")]
    [TestCase("ceļš", "ceļa", "ceļi", "ceļu", "ceļiem", "celi")]
    [TestCase("ģimene", "ģimenes", "ģimenei", "ģimeņu", "ģimenēm")]
    [TestCase("skapis", "skapja", "skapji", "skapjiem")]
    [TestCase("jaunais", "jaunā", "jaunajam", "jaunajiem", "jaunajās", "jauno")]
    [TestCase("skolotājs", "skolotāja", "skolotājiem", "skolotājām")]
    [TestCase("māja", "mājas", "mājām", "māju")]
    [TestCase("Ķekava", "Ķekavas", "kekavai")]
    public void Forms_of_a_Latvian_word_have_one_stem(string word, params string[] forms)
    {
        var stem = SearchWords.StemsOf(word)[0];
        Assert.That(forms.Where(form => !SearchWords.StemsOf(form).Contains(stem)), Is.Empty, stem);
    }

    [TestCase("school", "schools", "School")]
    [TestCase("heating", "heat", "heated", "heats")]
    [TestCase("municipality", "municipalities")]
    [TestCase("waste", "wastes", "wasted")]
    [TestCase("house", "houses", "housing", "housed")]
    public void Forms_of_an_English_word_have_one_stem(string word, params string[] forms)
    {
        var stem = SearchWords.StemsOf(word)[^1];
        Assert.That(forms.Where(form => !SearchWords.StemsOf(form).Contains(stem)), Is.Empty, stem);
    }

    [TestCase("skola", "skolēns")]
    [TestCase("siltums", "siltumnīca")]
    [TestCase("ceļš", "ceļotājs")]
    [TestCase("bus", "business")]
    public void Other_words_have_other_stems(string one, string other) =>
        Assert.That(SearchWords.StemsOf(one).Intersect(SearchWords.StemsOf(other)), Is.Empty);

    [TestCase("un")]
    [TestCase("the")]
    [TestCase("pēc")]
    public void What_stands_in_every_text_is_no_word(string word) => Assert.That(SearchWords.StemsOf(word), Is.Empty);

    [TestCase("LED", "led")]
    [TestCase("ies", "ies")]
    [TestCase("8", "8")]
    public void A_short_word_stays_whole(string word, string stem) => Assert.That(SearchWords.StemsOf(word), Is.EqualTo(new[] { stem }));

    [Test]
    public void Words_are_runs_of_letters_and_digits() =>
        Assert.That(SearchWords.In("CO2, ūdens/gaiss").Select(word => "CO2, ūdens/gaiss".Substring(word.From, word.Length)), Is.EqualTo(new[] { "CO2", "ūdens", "gaiss" }));

    [Test]
    public void A_long_word_is_cut_and_still_found() =>
        Assert.That(SearchWords.StemsOf(new string('a', 500)), Is.EqualTo(SearchWords.StemsOf(new string('a', SearchWords.LongestWord))));
}
