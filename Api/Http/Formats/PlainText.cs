using System.Text;
using System.Xml;

namespace Events.Api.Http.Formats;

/// <summary>Texts on their way into XML.</summary>
internal static class PlainText
{
    /// <summary>The same without the control characters that XML has no way to write.</summary>
    public static string Of(string text) => string.Concat(text.EnumerateRunes().Select(sign =>
        sign.IsBmp && !XmlConvert.IsXmlChar((char)sign.Value) ? Rune.ReplacementChar : sign));
}
