using System.Text;
using System.Xml.Linq;
using Benchlearning.Api.Platform.Charts;

namespace Benchlearning.Tests.Unit.Platform.Charts;

/// <summary>Reads a scene as a viewer does: what is written, where it lies, what is drawn.</summary>
internal static class SceneReading
{
    public static IEnumerable<SceneNode> All(this Scene scene) => scene.Nodes.SelectMany(Flat);

    public static List<TextNode> Texts(this Scene scene) => [.. scene.All().OfType<TextNode>()];

    public static string Words(this Scene scene) => string.Join('\n', scene.Texts().Select(text => text.Text));

    /// <summary>The bars of a comparison, top down; not the marks of its key.</summary>
    public static List<RectangleNode> Bars(this Scene scene) =>
        [.. scene.Nodes.OfType<GroupNode>().SelectMany(group => group.Children).OfType<RectangleNode>()];

    public static string Svg(this Scene scene) => Encoding.UTF8.GetString(SvgWriter.Write(scene));

    public static XElement Xml(this Scene scene) => XDocument.Parse(scene.Svg()).Root!;

    /// <summary>The box around the letters, by the shipped font.</summary>
    public static (double Left, double Top, double Right, double Bottom) Box(this TextNode text)
    {
        var width = ChartFont.Width(text.Text, text.Style);
        var left = text.Anchor switch
        {
            TextAnchor.Middle => text.X - (width / 2),
            TextAnchor.End => text.X - width,
            _ => text.X,
        };
        return (left, text.Y - (text.Style.Size * 0.76), left + width, text.Y + (text.Style.Size * 0.22));
    }

    private static IEnumerable<SceneNode> Flat(SceneNode node) =>
        node is GroupNode group ? group.Children.SelectMany(Flat) : [node];
}
