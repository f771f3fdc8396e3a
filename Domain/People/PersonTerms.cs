using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.People;

/// <summary>The terms under which people stand in the index.</summary>
public static class PersonTerms
{
    public static readonly Term All = Term.All(RecordKind.Person);

    public static Term Citizenship(CountryCode code) => Term.Of(RecordKind.Person, "citizenship", code.Value);

    public static Term Tag(string tag) => Term.Of(RecordKind.Person, "tag", tag);
}
