using Events.Domain.Values;

namespace Events.Domain.Querying;

/// <summary>The words that are asked for with <c>q</c>, and those that must not occur.</summary>
public sealed record TextQuery(IReadOnlyList<Phrase> All, IReadOnlyList<Phrase> None)
{
    private const int MostCharacters = 500;
    private const int MostPhrases = 16;

    /// <summary>Reads <c>word "some phrase" begin* -without</c>.</summary>
    /// <exception cref="Ledger.Refusal">It is too long, a quote is not closed, or it holds no word.</exception>
    public static TextQuery Parse(QueryParameter parameter, string text)
    {
        if (text.Length > MostCharacters)
            throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" has at most {MostCharacters} characters.");
        var (all, none) = (new List<Phrase>(), new List<Phrase>());
        for (var at = 0; at < text.Length;)
        {
            if (char.IsWhiteSpace(text[at]))
            {
                at++;
                continue;
            }
            var not = text[at] == '-';
            if (Next(parameter, text, not ? at + 1 : at, out at) is { } phrase)
                (not ? none : all).Add(phrase);
        }
        if (all.Count + none.Count == 0)
            throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" holds no word to look for.");
        if (all.Count + none.Count > MostPhrases)
            throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" takes at most {MostPhrases} words and phrases.");
        return new TextQuery(all, none);
    }

    /// <summary>The phrase that begins here; null when it holds neither letter nor digit.</summary>
    private static Phrase? Next(QueryParameter parameter, string text, int begin, out int end)
    {
        var quoted = begin < text.Length && text[begin] == '"';
        if (quoted)
        {
            end = text.IndexOf('"', ++begin);
            if (end < 0)
                throw QueryText.Invalid(parameter.Name, $"The double quote at position {begin} of \"{parameter.Name}\" is not closed.");
        }
        else
        {
            for (end = begin; end < text.Length && !char.IsWhiteSpace(text[end]) && text[end] != '"'; end++)
            {
            }
        }
        var words = text[begin..end];
        if (quoted)
            end++;
        var unfinished = end < text.Length && quoted ? text[end] == '*' : words.EndsWith('*');
        if (quoted && unfinished)
            end++;
        return Spelling.Words(Spelling.Fold(words)).Length > 0 ? new Phrase(words.TrimEnd('*'), unfinished) : null;
    }
}

/// <summary>A word, or several that stand one behind the other.</summary>
/// <param name="Unfinished">The last word is only the beginning of one.</param>
public sealed record Phrase(string Text, bool Unfinished)
{
    private readonly string[] _words = Spelling.Words(Spelling.Fold(Text));

    /// <summary>Whether its words stand in the text one behind the other, whatever their case and accents.</summary>
    public bool IsIn(string text)
    {
        var places = Spelling.Places(text);
        return Enumerable.Range(0, places.Count).Any(at => LengthAt(text, places, at) > 0);
    }

    /// <summary>How many words of a text it covers when it begins at this one; 0 when it does not.</summary>
    public int LengthAt(string text, IReadOnlyList<(int Begin, int End)> places, int at)
    {
        if (at + _words.Length > places.Count)
            return 0;
        for (var i = 0; i < _words.Length; i++)
        {
            var (begin, end) = places[at + i];
            if (!Spelling.IsWord(text.AsSpan(begin, end - begin), _words[i], Unfinished && i == _words.Length - 1))
                return 0;
        }
        return _words.Length;
    }
}
