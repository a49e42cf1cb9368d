using System.Buffers.Binary;
using System.Xml.Linq;
using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

/// <summary>What holds for every picture.</summary>
[Parallelizable(ParallelScope.All)]
internal sealed class PictureTests
{
    private static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    private static readonly string[] Coordinates =
        ["x", "y", "x1", "x2", "y1", "y2", "cx", "cy", "r", "width", "height", "points", "stroke-width", "font-size"];

    private static IEnumerable<TestCaseData> Pictures() => ChartSamples.Pictures();

    [TestCaseSource(nameof(Pictures))]
    public void Every_label_is_inside_the_canvas(Scene scene)
    {
        foreach (var text in scene.Texts())
        {
            var (left, top, right, bottom) = text.Box();
            Assert.That(left >= 0 && top >= 0 && right <= scene.Width && bottom <= scene.Height, text.Text);
        }
    }

    [TestCaseSource(nameof(Pictures))]
    public void No_label_lies_over_another(Scene scene)
    {
        var texts = scene.Texts();
        for (var first = 0; first < texts.Count; first++)
        {
            for (var second = first + 1; second < texts.Count; second++)
            {
                var (a, b) = (texts[first].Box(), texts[second].Box());
                var apart = a.Right <= b.Left || b.Right <= a.Left || a.Bottom <= b.Top || b.Bottom <= a.Top;
                Assert.That(apart, $"'{texts[first].Text}' and '{texts[second].Text}'");
            }
        }
    }

    [TestCaseSource(nameof(Pictures))]
    public void Letters_are_never_smaller_than_ten_pixels(Scene scene) =>
        Assert.That(scene.Texts().Select(text => text.Style.Size), Is.All.GreaterThanOrEqualTo(10));

    [TestCaseSource(nameof(Pictures))]
    public void Svg_is_well_formed_and_names_itself(Scene scene)
    {
        var root = scene.Xml();
        Assert.Multiple(() =>
        {
            Assert.That(root.Name, Is.EqualTo(Svg + "svg"));
            Assert.That(root.Attribute("role")?.Value, Is.EqualTo("img"));
            Assert.That(root.Elements().First().Name, Is.EqualTo(Svg + "title"));
            Assert.That(root.Element(Svg + "title")?.Value, Is.EqualTo(scene.Title));
            Assert.That(root.Element(Svg + "desc")?.Value, Is.EqualTo(scene.Description));
            Assert.That(root.Attribute("font-family")?.Value, Does.EndWith("sans-serif"));
            Assert.That(root.Descendants(Svg + "script"), Is.Empty);
        });
    }

    [TestCaseSource(nameof(Pictures))]
    public void Svg_holds_finite_numbers_only(Scene scene)
    {
        var numbers = scene.Xml().Descendants()
            .SelectMany(element => element.Attributes())
            .Where(attribute => Coordinates.Contains(attribute.Name.LocalName))
            .Where(attribute => !attribute.Value.EndsWith('%'))
            .SelectMany(attribute => attribute.Value.Split(' ', ','));
        Assert.That(numbers, Is.All.Match(@"^-?\d+(\.\d{1,2})?$"));
        Assert.That(scene.Svg(), Does.Not.Contain("NaN").And.Not.Contain("∞").And.Not.Contain("Infinity"));
    }

    [TestCaseSource(nameof(Pictures))]
    public void No_rectangle_has_a_negative_side(Scene scene)
    {
        var rectangles = scene.All().OfType<RectangleNode>().ToList();
        Assert.That(rectangles.TrueForAll(rectangle => rectangle is { Width: >= 0, Height: >= 0 }));
    }

    [TestCase(1)]
    [TestCase(2)]
    public void Png_is_the_scene_times_the_scale(int scale)
    {
        var scene = ComparisonBarChart.Draw(ChartSamples.Comparison());
        var png = PngRenderer.Render(scene, scale);
        Assert.Multiple(() =>
        {
            Assert.That(png[..4], Is.EqualTo(new byte[] { 0x89, 0x50, 0x4E, 0x47 }));
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(16)), Is.EqualTo((int)scene.Width * scale));
            Assert.That(BinaryPrimitives.ReadInt32BigEndian(png.AsSpan(20)), Is.EqualTo((int)scene.Height * scale));
        });
    }

    [TestCase(0)]
    [TestCase(5)]
    public void A_scale_that_would_eat_the_memory_is_refused(int scale) =>
        Assert.That(
            () => PngRenderer.Render(ComparisonBarChart.Draw(ChartSamples.Comparison()), scale),
            Throws.InstanceOf<ArgumentOutOfRangeException>());

    [Test]
    public void The_same_input_gives_the_same_bytes()
    {
        var first = TrendChart.Draw(ChartSamples.Trend());
        var second = TrendChart.Draw(ChartSamples.Trend());
        Assert.Multiple(() =>
        {
            Assert.That(SvgWriter.Write(first), Is.EqualTo(SvgWriter.Write(second)));
            Assert.That(PngRenderer.Render(first), Is.EqualTo(PngRenderer.Render(second)));
        });
    }
}
