using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Querying;

/// <summary>Turns the filters of one request into clauses, and remembers how each was understood.</summary>
public sealed class ClauseReader(QueryText text, CountryDirectory countries)
{
    /// <summary>More conditions than this are a mistake, or an attack.</summary>
    private const int MostClauses = 50;

    /// <summary>Types of link multiply with the events that are linked to.</summary>
    private const int MostTerms = 200;

    private readonly List<Clause> _clauses = [];
    private readonly List<Applied> _applied = [];
    private readonly List<Mention> _mentions = [];

    public IReadOnlyList<Clause> Clauses => _clauses;

    public IReadOnlyList<Applied> Applied => _applied;

    public IReadOnlyList<Mention> Mentions => _mentions;

    public void Require(Term term, int rank) => _clauses.Add(new Clause([term], Not: false, rank));

    /// <summary>A filter whose every value stands for some terms.</summary>
    public void Add(QueryParameter parameter, int rank, Func<string, (string Shown, IEnumerable<Term> Terms)> read)
    {
        foreach (var given in text.All(parameter))
        {
            var filter = FilterValues.Parse(parameter, given);
            var understood = filter.Values.Select(read).ToList();
            Add(new Clause([.. understood.SelectMany(value => value.Terms).Distinct()], filter.Not, rank), parameter);
            _applied.Add(new Applied(parameter.Name, [.. understood.Select(value => value.Shown).Distinct()], filter.Not));
        }
    }

    /// <summary>Saying the same twice changes nothing.</summary>
    private void Add(Clause clause, QueryParameter parameter)
    {
        if (_clauses.Any(known => known.Not == clause.Not && known.Terms.SequenceEqual(clause.Terms)))
            return;
        if (_clauses.Count >= MostClauses)
            throw QueryText.Invalid(parameter.Name, $"A list takes at most {MostClauses} conditions.");
        if (clause.Terms.Count > MostTerms)
            throw QueryText.Invalid(parameter.Name, $"A condition takes at most {MostTerms} alternatives.");
        _clauses.Add(clause);
    }

    public void AddCodes<T>(QueryParameter parameter, int rank, Func<T, IEnumerable<Term>> terms)
        where T : struct, Enum => Add(parameter, rank, value => (value, terms(QueryText.Choice<T>(parameter, value))));

    public void AddIds(QueryParameter parameter, int rank, RecordKind kind, Func<RecordId, Term> term) => Add(parameter, rank, value =>
    {
        var id = Id(parameter, kind, value);
        return (id.Value, [term(id)]);
    });

    /// <summary>Codes of an open vocabulary: those that are shipped, and those in use.</summary>
    public void AddOpenCodes(QueryParameter parameter, int rank, IReadOnlyList<string> known, Func<string, Term> term) => Add(parameter, rank, value =>
    {
        if (!known.Contains(value))
            _mentions.Add(Mention.OfCode(parameter.Name, value, term(value), known));
        return (value, [term(value)]);
    });

    /// <summary>Countries in any spelling, each with or without a role.</summary>
    public void AddCountries(QueryParameter parameter, int rank, Func<string?, CountryCode, Term> term, IReadOnlyCollection<string>? roles = null) => Add(parameter, rank, value =>
    {
        var role = Role(parameter, ref value, roles);
        var code = Country(parameter, value);
        return (role is null ? code.Value : $"{role}:{code.Value}", [term(role, code)]);
    });

    /// <summary>Codes that are compared as numbers; a second one is 400, since both could not hold.</summary>
    public NumberFilter? Numbers<T>(QueryParameter parameter)
        where T : struct, Enum
    {
        if (text.One(parameter) is not { } given)
            return null;
        var filter = FilterValues.Parse(parameter, given);
        var values = filter.Values.Select(value => QueryText.Choice<T>(parameter, value)).Distinct().ToList();
        _applied.Add(new Applied(parameter.Name, [.. values.Select(Code.Of)], filter.Not));
        return new NumberFilter([.. values.Select(value => Convert.ToInt32(value, null))], filter.Not);
    }

    public long? Least(QueryParameter parameter)
    {
        var least = text.Integer(parameter, 0, long.MaxValue);
        if (least is { } number)
            _applied.Add(new Applied(parameter.Name, [number.ToString(System.Globalization.CultureInfo.InvariantCulture)], Not: false));
        return least;
    }

    /// <summary>A date, widened to the day that counts.</summary>
    public DateOnly? Day(QueryParameter parameter, Func<EdtfDate, DateOnly> widen)
    {
        if (text.Date(parameter) is not { } date)
            return null;
        var day = widen(date);
        _applied.Add(new Applied(parameter.Name, [day.ToString("O", System.Globalization.CultureInfo.InvariantCulture)], Not: false));
        return day;
    }

    public TextQuery? Words(QueryParameter parameter)
    {
        if (text.One(parameter) is not { } given)
            return null;
        var words = TextQuery.Parse(parameter, given);
        _applied.Add(new Applied(parameter.Name, [given], Not: false));
        return words;
    }

    public Box? Box(QueryParameter parameter)
    {
        if (text.One(parameter) is not { } given)
            return null;
        var box = Querying.Box.Parse(parameter, given);
        _clauses.Add(new Clause(box.Cells(), Not: false, 5));
        _applied.Add(new Applied(parameter.Name, [box.ToString()], Not: false));
        return box;
    }

    /// <summary>An organization or a person that can be a party.</summary>
    public Term Party(QueryParameter parameter, RecordId id, Term term)
    {
        _mentions.Add(Mention.OfRecord(parameter.Name, id, RecordKind.Organization, RecordKind.Person));
        return term;
    }

    public RecordId Id(QueryParameter parameter, RecordKind kind, string value)
    {
        if (!RecordId.TryParse(value, out var id))
            throw QueryText.Invalid(parameter.Name, $"\"{QueryText.Cut(value)}\" is no id of {Article(kind)}: ids are UUIDs.");
        _mentions.Add(Mention.OfRecord(parameter.Name, id, kind));
        return id;
    }

    public CountryCode Country(QueryParameter parameter, string value)
    {
        var match = countries.Resolve(value);
        if (match.Code is { } code)
            return code;
        var (reason, message) = CountryProblem.Explain(value, match, countries);
        throw new Refusal(reason, message, [new Violation(reason, parameter.Name, message)]);
    }

    private static string? Role(QueryParameter parameter, ref string value, IReadOnlyCollection<string>? roles)
    {
        var colon = value.IndexOf(':', StringComparison.Ordinal);
        if (roles is null || colon < 0 || value.StartsWith("fips:", StringComparison.OrdinalIgnoreCase))
            return null;
        var role = value[..colon];
        if (!roles.Contains(role))
            throw QueryText.UnknownCode($"{parameter.Name} role", parameter.Name, role, roles);
        value = value[(colon + 1)..];
        return role;
    }

    private static string Article(RecordKind kind) => kind is RecordKind.Organization or RecordKind.Event ? $"an {Code.Of(kind)}" : $"a {Code.Of(kind)}";
}
