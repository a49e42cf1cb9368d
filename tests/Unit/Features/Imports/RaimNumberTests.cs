using Benchlearning.Api.Features.Imports.Layouts;

namespace Benchlearning.Tests.Unit.Features.Imports;

/// <summary>Numbers of RAIM's export: the same value whichever way it was exported, and nothing guessed.</summary>
public sealed class RaimNumberTests
{
    [TestCase("4.89%", true, "English", "0.0489")]
    [TestCase("4,89%", true, "Latvian", "0.0489")]
    [TestCase("4,89 %", true, "Latvian", "0.0489")]
    [TestCase("-0.5%", true, "English", "-0.005")]
    [TestCase("1,121.45", false, "English", "1121.45")]
    [TestCase("1 121,45", false, "Latvian", "1121.45")]
    [TestCase("1\u00A0121,45", false, "Latvian", "1121.45")]
    [TestCase("1121.45", false, "English", "1121.45")]
    [TestCase("1121,45", false, "Latvian", "1121.45")]
    [TestCase("1,121", false, "English", "1121")]
    [TestCase("1,121", false, "Latvian", "1.121")]
    [TestCase("1,121.45", false, "Unknown", "1121.45")]
    [TestCase("4,89", false, "Unknown", "4.89")]
    [TestCase("431.134969", false, "Unknown", "431.134969")]
    [TestCase("", true, "English", "")]
    [TestCase("  ", true, "Latvian", "")]
    [TestCase("..", true, "Latvian", "")]
    [TestCase("…", false, "English", "")]
    [TestCase("nav", false, "English", "nav")] // refused later as no number
    public void A_number_is_read(string text, bool isPercent, string writing, string expected)
    {
        Assert.That(RaimNumber.Read(text, isPercent, Enum.Parse<NumberWriting>(writing), out var problem), Is.EqualTo(expected));
        Assert.That(problem, Is.Null);
    }

    [TestCase("1,121", false, "Unknown", "ambiguous-number")]
    [TestCase("4,89", false, "English", "ambiguous-number")]
    [TestCase("1.121", false, "Latvian", "ambiguous-number")]
    [TestCase("1.121,45", false, "Latvian", "ambiguous-number")]
    [TestCase("1,12,1", false, "English", "ambiguous-number")]
    [TestCase("4.89", true, "English", "percent-sign-missing")]
    public void What_can_be_read_in_two_ways_is_refused(string text, bool isPercent, string writing, string rule)
    {
        RaimNumber.Read(text, isPercent, Enum.Parse<NumberWriting>(writing), out var problem);

        Assert.That(problem?.Rule, Is.EqualTo(rule));
    }

    [TestCase(0.0489, "0.0489")]
    [TestCase(0.048900000000000006, "0.0489")] // as Excel writes it into the file
    [TestCase(431.134969, "431.134969")]
    [TestCase(-0.5, "-0.5")]
    [TestCase(0.0, "0")]
    public void A_number_of_Excel_has_the_digits_that_Excel_shows(double number, string expected) => Assert.That(Workbook.NumberText(number), Is.EqualTo(expected));
}
