using System.Buffers;
using System.Text;
using System.Xml;
using System.Xml.Linq;
using CommunityToolkit.HighPerformance;
using Events.Api.Http.Formats;

namespace Events.Api.Embeds;

/// <summary>Writes trees of elements as HTML and SVG. Texts are texts in the tree: none can become markup.</summary>
internal static class Markup
{
    public static readonly XNamespace Svg = "http://www.w3.org/2000/svg";

    /// <summary>The elements of HTML that have neither content nor an end.</summary>
    private static readonly HashSet<string> Void = ["meta", "link", "br"];

    /// <summary>A page of its own.</summary>
    public static void WriteHtml(XElement page, IBufferWriter<byte> to)
    {
        to.Write("<!doctype html>\n"u8);
        Write(page, to, isDocument: false);
    }

    /// <summary>A picture of its own.</summary>
    public static void WriteSvg(XElement picture, IBufferWriter<byte> to) => Write(picture, to, isDocument: true);

    /// <summary>A piece of HTML for another page.</summary>
    public static string ToHtml(XElement piece)
    {
        var bytes = new ArrayBufferWriter<byte>();
        Write(piece, bytes, isDocument: false);
        return Encoding.UTF8.GetString(bytes.WrittenSpan);
    }

    private static void Write(XElement tree, IBufferWriter<byte> to, bool isDocument)
    {
        foreach (var element in tree.DescendantsAndSelf())
            Complete(element);
        using var writer = XmlWriter.Create(to.AsStream(), new XmlWriterSettings
        {
            Encoding = new UTF8Encoding(encoderShouldEmitUTF8Identifier: false),
            OmitXmlDeclaration = !isDocument,
            NewLineHandling = NewLineHandling.None,
        });
        tree.Save(writer);
    }

    /// <summary>HTML has no short form of an empty element, and neither form has a way to write some control characters.</summary>
    private static void Complete(XElement element)
    {
        foreach (var attribute in element.Attributes().Where(attribute => !attribute.IsNamespaceDeclaration))
            attribute.Value = PlainText.Of(attribute.Value);
        foreach (var text in element.Nodes().OfType<XText>())
            text.Value = PlainText.Of(text.Value);
        if (element.IsEmpty && element.Name.Namespace == XNamespace.None && !Void.Contains(element.Name.LocalName))
            element.Value = "";
    }
}
