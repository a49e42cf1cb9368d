using System.Buffers;
using System.Text;
using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

[Parallelizable(ParallelScope.All)]
internal sealed class SvgWriterTests
{
    [Test]
    public void Latvian_letters_survive_in_svg()
    {
        var svg = Of("Ādažu Čakšu Ēķu Ģirts Īve Ķekava Ļaudona Ņukši Šķēde Ūziņi Žīguri āčēģīķļņšūž").Svg();
        Assert.That(svg, Does.Contain("Ādažu Čakšu Ēķu Ģirts Īve Ķekava Ļaudona Ņukši Šķēde Ūziņi Žīguri āčēģīķļņšūž"));
    }

    [Test]
    public void Text_is_escaped()
    {
        const string hostile = "</text><script>alert('1')</script> & \"A\"";
        var scene = Of(hostile);
        Assert.Multiple(() =>
        {
            Assert.That(scene.Svg(), Does.Contain("&lt;/text&gt;&lt;script&gt;").And.Contain("&amp; &quot;A&quot;"));
            Assert.That(scene.Svg(), Does.Not.Contain("<script"));
            Assert.That(scene.Xml().Descendants().Count(element => element.Value == hostile), Is.EqualTo(3));
        });
    }

    [TestCase("a\u0000b\u001Fc", "a\uFFFDb\uFFFDc")]
    [TestCase("a\nb\tc", "a b c")]
    [TestCase("a\uFFFFb", "a\uFFFDb")]
    [TestCase("a😀b", "a😀b")]
    public void What_xml_forbids_is_replaced(string text, string written) =>
        Assert.That(Of(text).Xml().Descendants().Last().Value, Is.EqualTo(written));

    [Test]
    public void Half_a_surrogate_pair_is_replaced() =>
        Assert.That(Of("a" + (char)0xD800 + "b").Xml().Descendants().Last().Value, Is.EqualTo("a\uFFFDb"));

    [TestCase(0, "0")]
    [TestCase(12, "12")]
    [TestCase(1.5, "1.5")]
    [TestCase(1.05, "1.05")]
    [TestCase(-0.25, "-0.25")]
    [TestCase(-0.001, "0")]
    [TestCase(123456.789, "123456.79")]
    public void Coordinates_have_at_most_two_decimals(double value, string written) =>
        Assert.That(Written(value), Is.EqualTo(written));

    [TestCase(double.NaN)]
    [TestCase(double.PositiveInfinity)]
    public void A_coordinate_that_is_no_number_is_refused(double value) =>
        Assert.That(() => Written(value), Throws.InvalidOperationException);

    [Test]
    public void A_text_longer_than_a_buffer_is_written_whole()
    {
        var text = string.Concat(Enumerable.Repeat("Ķekavas novads & ", 5000)) + "beigas";
        Assert.That(Of(text).Xml().Descendants().Last().Value, Is.EqualTo(text));
    }

    private static Scene Of(string text) =>
        new(100, 50, "lv", text, text, [new TextNode(5, 20, text, ChartPalette.Body)]);

    private static string Written(double value)
    {
        var buffer = new ArrayBufferWriter<byte>();
        var output = new Utf8Output(buffer);
        output.Number(value);
        output.Flush();
        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }
}
