namespace Events.Domain.Ledger;

/// <summary>
/// One entry of the inverted index, such as <c>event/country.actor:BY</c>. Everything a list can be filtered by, and
/// every reference from one record to another, is a term; the records under it are kept newest first.
/// </summary>
public readonly record struct Term(string Text)
{
    /// <summary>Every record of the kind.</summary>
    public static Term All(RecordKind kind) => new(Values.Code.Of(kind) + "/all");

    public static Term Of(RecordKind kind, string facet, string value) => new($"{Values.Code.Of(kind)}/{facet}:{value}");

    public override string ToString() => Text;
}
