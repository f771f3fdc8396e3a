using System.Globalization;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Querying;

/// <summary>The parameters of one request as they were sent, read strictly: each known, each as often as it may be.</summary>
public sealed class QueryText
{
    private const string Milliseconds = "ms:";

    private readonly ILookup<string, string> _values;

    public QueryText(IEnumerable<(string Name, string Value)> given, IReadOnlyCollection<QueryParameter> known)
    {
        _values = given.ToLookup(pair => pair.Name, pair => pair.Value, StringComparer.Ordinal);
        foreach (var group in _values)
        {
            if (known.FirstOrDefault(parameter => parameter.Name == group.Key) is not { } parameter)
                throw Unknown(group.Key, known);
            if (!parameter.Repeats && group.Count() > 1)
                throw Invalid(group.Key, $"\"{group.Key}\" takes a single value.");
            if (group.Any(value => value.Contains('\0', StringComparison.Ordinal)))
                throw Invalid(group.Key, $"\"{group.Key}\" holds a character that is none.");
        }
    }

    public IEnumerable<string> All(QueryParameter parameter) => _values[parameter.Name];

    public string? One(QueryParameter parameter) => _values[parameter.Name].FirstOrDefault();

    /// <summary>A whole number within its bounds.</summary>
    public long? Integer(QueryParameter parameter, long least, long most)
    {
        if (One(parameter) is not { } text)
            return null;
        if (!long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) || number < least || number > most)
            throw Invalid(parameter.Name, $"\"{parameter.Name}\" is a whole number from {least.ToString(CultureInfo.InvariantCulture)} to {most.ToString(CultureInfo.InvariantCulture)}.");
        return number;
    }

    public EdtfDate? Date(QueryParameter parameter)
    {
        if (One(parameter) is not { } text)
            return null;
        if (text.StartsWith(Milliseconds, StringComparison.Ordinal))
            return DayOf(parameter, text);
        if (!EdtfDate.TryParse(text, out var date, out var error))
            throw Invalid(parameter.Name, error!);
        if (!date.IsOrdered)
            throw Invalid(parameter.Name, $"{text} ends before it begins.");
        return date;
    }

    /// <summary>Dashboards send the instants that bound what they show; the day is that of UTC.</summary>
    private static EdtfDate DayOf(QueryParameter parameter, string text)
    {
        var isNumber = long.TryParse(text.AsSpan(Milliseconds.Length), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var milliseconds);
        if (!isNumber || milliseconds < DateTimeOffset.MinValue.ToUnixTimeMilliseconds() || milliseconds > DateTimeOffset.MaxValue.ToUnixTimeMilliseconds())
            throw Invalid(parameter.Name, $"\"{parameter.Name}\" after \"{Milliseconds}\" is a number of milliseconds since 1970 within the years 1 to 9999.");
        return EdtfDate.Of(DateOnly.FromDateTime(DateTimeOffset.FromUnixTimeMilliseconds(milliseconds).UtcDateTime));
    }

    /// <summary>A code of a vocabulary.</summary>
    public T? Choice<T>(QueryParameter parameter)
        where T : struct, Enum => One(parameter) is { } text ? Choice<T>(parameter, text) : null;

    public static T Choice<T>(QueryParameter parameter, string text)
        where T : struct, Enum => Code.TryParse<T>(text, out var value) ? value : throw UnknownCode(parameter.Name, text, Code.All<T>());

    public static Refusal Invalid(string parameter, string message) =>
        new(Reason.InvalidParameter, message, [new Violation(Reason.InvalidParameter, parameter, message)]);

    public static Refusal UnknownCode(string parameter, string given, IEnumerable<string> known) => UnknownCode(parameter, parameter, given, known);

    /// <param name="what">What it is that is unknown, where the parameter has more than one part.</param>
    public static Refusal UnknownCode(string what, string parameter, string given, IEnumerable<string> known)
    {
        var message = $"\"{Cut(given)}\" is no value of \"{what}\"{DidYouMean(given, known)}";
        if (!message.EndsWith('?') && known.Any())
            message += $" Known: {string.Join(", ", known)}.";
        return new Refusal(Reason.UnknownCode, message, [new Violation(Reason.UnknownCode, parameter, message)]);
    }

    public static string DidYouMean(string given, IEnumerable<string> known) =>
        Suggestion.Nearest(given, known) is { Count: > 0 } near
            ? $": did you mean {string.Join(" or ", near.Select(name => $"\"{name}\""))}?"
            : ".";

    /// <summary>What callers sent goes into messages shortened.</summary>
    public static string Cut(string given) => given.Length <= 80 ? given : given[..79] + "…";

    private static Refusal Unknown(string name, IReadOnlyCollection<QueryParameter> known)
    {
        var message = $"There is no parameter \"{Cut(name)}\" here{DidYouMean(name, known.Select(parameter => parameter.Name))}";
        return new Refusal(Reason.UnknownParameter, message, [new Violation(Reason.UnknownParameter, Cut(name), message)]);
    }
}
