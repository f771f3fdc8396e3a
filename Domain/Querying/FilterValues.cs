using System.Text;

namespace Events.Domain.Querying;

/// <summary>One value of a filter: alternatives separated by commas, all of them negated by a leading <c>!</c>.</summary>
public sealed record FilterValues(IReadOnlyList<string> Values, bool Not)
{
    private const int Most = 100;

    /// <summary>Reads <c>a,b</c>, <c>!a,b</c> and <c>"a, with comma",b</c>; a double quote inside quotes is doubled.</summary>
    public static FilterValues Parse(QueryParameter parameter, string text)
    {
        var not = text.StartsWith('!');
        var values = new List<string>();
        var value = new StringBuilder();
        var quoted = false;
        for (var i = not ? 1 : 0; i < text.Length; i++)
        {
            var sign = text[i];
            if (sign == '"' && quoted && i + 1 < text.Length && text[i + 1] == '"')
                value.Append(text[i++]);
            else if (sign == '"')
                quoted = !quoted;
            else if (sign == ',' && !quoted)
                Take(i);
            else
                value.Append(sign);
        }
        if (quoted)
            throw QueryText.Invalid(parameter.Name, $"A double quote in \"{parameter.Name}\" is not closed.");
        Take(text.Length);
        return new FilterValues(values, not);

        void Take(int end)
        {
            if (value.ToString().Trim() is not { Length: > 0 } taken)
                throw QueryText.Invalid(parameter.Name, $"A value of \"{parameter.Name}\" is empty at position {end + 1}.");
            values.Add(taken);
            value.Clear();
            if (values.Count > Most)
                throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" takes at most {Most} alternatives.");
        }
    }
}
