using System.Globalization;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Querying;

/// <summary>A list that is asked for, typed and canonical: what it means, not how it was spelled.</summary>
public sealed record RecordQuery
{
    public required RecordKind Kind { get; init; }

    /// <summary>All of them must hold.</summary>
    public required IReadOnlyList<Clause> Clauses { get; init; }

    /// <summary>The interval must reach this day or a later one.</summary>
    public DateOnly? From { get; init; }

    /// <summary>The interval must begin on this day or an earlier one.</summary>
    public DateOnly? To { get; init; }

    public NumberFilter? Verification { get; init; }
    public NumberFilter? Occurrence { get; init; }
    public long? MinPeople { get; init; }
    public long? MinSources { get; init; }

    /// <summary>What is on its way is listed only when it is asked for.</summary>
    public NumberFilter Workflow { get; init; } = new([(int)Events.Workflow.Published], false);

    /// <summary>Sanctions that are in force, eased or not, at the end of this day.</summary>
    public DateOnly? InForceOn { get; init; }

    /// <summary>Words that its text, or a name that it refers to, must hold.</summary>
    public TextQuery? Text { get; init; }

    /// <summary>Where it took place.</summary>
    public Box? Box { get; init; }

    public Sort Sort { get; init; } = Sort.NewestFirst;

    /// <summary>It may have to look at many more records than it shows.</summary>
    public bool MayTakeLong => Text is not null || Sort is not (Sort.NewestFirst or Sort.OldestFirst);

    /// <summary>How the filters were understood, in the order in which they were given.</summary>
    public required IReadOnlyList<Applied> Applied { get; init; }

    /// <summary>Ids and open codes that must exist for the filter to make sense.</summary>
    public required IReadOnlyList<Mention> Mentions { get; init; }

    /// <summary>The same question about another record.</summary>
    public RecordQuery With(RecordId other, RecordId instead) => this with
    {
        Clauses = [.. Clauses.Select(clause => clause with { Terms = [.. clause.Terms.Select(term => new Term(term.Text.Replace(other.Value, instead.Value, StringComparison.Ordinal))).Distinct()] })],
        Applied = [.. Applied.Select(applied => applied with { Values = [.. applied.Values.Select(value => value.Replace(other.Value, instead.Value, StringComparison.Ordinal)).Distinct()] })],
        Mentions = [.. Mentions.Select(mention => mention.Value == other.Value ? mention with { Value = instead.Value } : mention)],
    };

    /// <summary>The same for every spelling of the same question.</summary>
    public string Canonical => string.Join('&', Applied
        .Select(applied => $"{applied.Parameter}={(applied.Not ? "!" : "")}{string.Join(',', applied.Values.Order(StringComparer.Ordinal))}")
        .Order(StringComparer.Ordinal)
        .Prepend(string.Create(CultureInfo.InvariantCulture, $"{Code.Of(Kind)} {Code.Of(Sort)}")));
}

/// <summary>Alternatives of which one must hold, or none when negated.</summary>
/// <param name="Rank">How few records it is likely to leave: the lowest is read first.</param>
public sealed record Clause(IReadOnlyList<Term> Terms, bool Not, int Rank);

public sealed record NumberFilter(IReadOnlyList<int> Values, bool Not);

/// <summary>How one filter was understood.</summary>
public sealed record Applied(string Parameter, IReadOnlyList<string> Values, bool Not);

/// <summary>Something that a filter names and that must exist.</summary>
/// <param name="Kinds">Of a record: what it can be; empty for a code of an open vocabulary.</param>
/// <param name="Term">For an open vocabulary: the term under which its users stand.</param>
public sealed record Mention(string Parameter, string Value, IReadOnlyList<RecordKind> Kinds, Term? Term, IReadOnlyList<string> Known)
{
    public static Mention OfRecord(string parameter, RecordId id, params RecordKind[] kinds) => new(parameter, id.Value, kinds, null, []);

    public static Mention OfCode(string parameter, string code, Term term, IReadOnlyList<string> known) => new(parameter, code, [], term, known);
}

/// <summary>The order of a list. Ties end in the order in which records were first written, newest first.</summary>
public enum Sort
{
    NewestFirst,
    OldestFirst,
    MostPeopleFirst,
    LastUpdatedFirst,

    /// <summary>What fits the words best comes first.</summary>
    BestFirst,
}
