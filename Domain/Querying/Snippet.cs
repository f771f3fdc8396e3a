using System.Globalization;
using System.Text;
using Events.Domain.Values;

namespace Events.Domain.Querying;

/// <summary>Shows where a text holds the words that were asked for.</summary>
public static class Snippet
{
    private const int Most = 200;
    private const int Before = 60;

    /// <summary>The text around the first match as HTML, the matches in <c>mark</c>; null when there is none.</summary>
    /// <param name="texts">The first one with a match is shown.</param>
    public static string? Of(TextQuery query, params IEnumerable<string?> texts) =>
        texts.OfType<string>().Select(text => Of(query, text)).FirstOrDefault(snippet => snippet is not null);

    private static string? Of(TextQuery query, string text)
    {
        var matches = Matches(query, text);
        return matches.Count > 0 ? Mark(text, matches, Window(text, matches[0])) : null;
    }

    private static List<(int Begin, int End)> Matches(TextQuery query, string text)
    {
        var places = Spelling.Places(text);
        var matches = new List<(int, int)>();
        for (var at = 0; at < places.Count;)
        {
            var length = 0;
            foreach (var phrase in query.All)
                length = Math.Max(length, phrase.LengthAt(text, places, at));
            if (length > 0)
                matches.Add((places[at].Begin, places[at + length - 1].End));
            at += Math.Max(1, length);
        }
        return matches;
    }

    /// <summary>The part of the text to show: it ends between words where it can, and never within what reads as one sign.</summary>
    private static (int Begin, int End) Window(string text, (int Begin, int End) match)
    {
        if (text.Length <= Most)
            return (0, text.Length);
        var begin = Math.Clamp(match.Begin - Before, 0, text.Length - Most);
        var end = begin + Most;
        if (begin > 0)
            begin = text.AsSpan(begin - 1, match.Begin - begin + 1).IndexOfAny(' ', '\n') is >= 0 and var space ? begin + space : Signs(text).Last(sign => sign <= begin);
        if (end < text.Length)
            end = match.End <= end && text.AsSpan(match.End, end - match.End + 1).LastIndexOfAny(' ', '\n') is >= 0 and var space ? match.End + space : Signs(text).First(sign => sign >= end);
        return (begin, end);
    }

    /// <summary>Where the signs of a text begin, and where the last one ends.</summary>
    private static IEnumerable<int> Signs(string text) => StringInfo.ParseCombiningCharacters(text).Append(text.Length);

    private static string Mark(string text, List<(int Begin, int End)> matches, (int Begin, int End) window)
    {
        var html = new StringBuilder(window.Begin > 0 ? "…" : "");
        var at = window.Begin;
        foreach (var match in matches.TakeWhile(match => match.Begin < window.End))
        {
            var end = Math.Min(match.End, window.End);
            html.Append(Escape(text[at..match.Begin])).Append("<mark>").Append(Escape(text[match.Begin..end])).Append("</mark>");
            at = end;
        }
        return html.Append(Escape(text[at..window.End])).Append(window.End < text.Length ? "…" : "").ToString();
    }

    // The encoders of the framework turn emoji, and some all that is not Latin, into numbers.
    private static string Escape(string text) => text
        .Replace("&", "&amp;", StringComparison.Ordinal)
        .Replace("<", "&lt;", StringComparison.Ordinal)
        .Replace(">", "&gt;", StringComparison.Ordinal)
        .Replace("\"", "&quot;", StringComparison.Ordinal)
        .Replace("'", "&#39;", StringComparison.Ordinal);
}
