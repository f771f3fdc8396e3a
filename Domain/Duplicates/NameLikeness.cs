using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Values;

namespace Events.Domain.Duplicates;

/// <summary>Weighs what speaks for two people, or two organizations, being one.</summary>
internal static class NameLikeness
{
    public static IEnumerable<TwinReason> Reasons(Person one, Person other)
    {
        if (Name(NamesOf(one), NamesOf(other), bySingleWord: -0.2) is not { } name)
            return [];
        return
        [
            name,
            .. Birth(one.BornOn, other.BornOn),
            .. Countries(one.Citizenships, other.Citizenships, "citizenship", -0.3),
        ];
    }

    public static IEnumerable<TwinReason> Reasons(Organization one, Organization other)
    {
        // Organizations are often known by a word of their own.
        if (Name(NamesOf(one), NamesOf(other), bySingleWord: 0) is not { } name)
            return [];
        return [name, .. Countries(Countries(one), Countries(other), "country", -0.6)];
    }

    /// <summary>All names of a record, the usual one first.</summary>
    public static IReadOnlyList<string> NamesOf(Person person) => [person.Name, .. person.OtherNames.Select(other => other.Name)];

    /// <inheritdoc cref="NamesOf(Person)"/>
    public static IReadOnlyList<string> NamesOf(Organization organization) => [organization.Name, .. organization.OtherNames.Select(other => other.Name)];

    private static IReadOnlyList<CountryCode> Countries(Organization organization) => organization.Country is { } country ? [country] : [];

    /// <param name="bySingleWord">What is added to the weight of a name that is one word only.</param>
    private static TwinReason? Name(IReadOnlyList<string> names, IReadOnlyList<string> others, double bySingleWord)
    {
        if (Shared(names, others, Spelling.Fold) is var (name, same))
        {
            return new(TwinCode.SameName, Math.Round(0.6 + Single(name), 2), name == same ? $"Both are called {name}." : $"One is called {name}, the other {same}.");
        }
        return Shared(names, others, Spelling.Latin) is var (written, otherwise)
            ? new(TwinCode.SameSpelling, Math.Round(0.5 + Single(written), 2), $"{written} and {otherwise} are spellings of one name.")
            : null;

        double Single(string name) => Spelling.Words(Spelling.Fold(name)).Length > 1 ? 0 : bySingleWord;
    }

    /// <summary>The first name that both have, in a form in which spellings meet; the order of its words does not matter.</summary>
    private static (string Name, string Other)? Shared(IReadOnlyList<string> names, IReadOnlyList<string> others, Func<string, string> form)
    {
        var known = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var other in others)
            known.TryAdd(Sorted(other), other);
        foreach (var name in names)
        {
            if (Sorted(name) is { Length: > 0 } sorted && known.TryGetValue(sorted, out var other))
                return (name, other);
        }
        return null;

        string Sorted(string name) => string.Join(' ', Spelling.Words(form(name)).Order(StringComparer.Ordinal));
    }

    private static IEnumerable<TwinReason> Birth(EdtfDate? one, EdtfDate? other)
    {
        if (one is not { } born || other is not { } otherBorn)
            return [];
        if (born.EarliestKnown > otherBorn.LatestKnown || otherBorn.EarliestKnown > born.LatestKnown)
            return [new(TwinCode.OtherBirth, -0.8, $"One was born {born.Text}, the other {otherBorn.Text}.")];
        var day = born.Precision is DatePrecision.Day && born.Text == otherBorn.Text;
        return [new(TwinCode.SameBirth, day ? 0.5 : 0.25, day ? $"Both were born {born.Text}." : $"Born {born.Text} and {otherBorn.Text}, which can be the same day.")];
    }

    private static IEnumerable<TwinReason> Countries(IReadOnlyList<CountryCode> one, IReadOnlyList<CountryCode> other, string what, double against)
    {
        if (one.Count == 0 || other.Count == 0)
            return [];
        var shared = one.Intersect(other).ToList();
        return shared.Count > 0
            ? [new(TwinCode.SameCountry, 0.2, $"Both have the {what} {string.Join(", ", shared)}.")]
            : [new(TwinCode.OtherCountry, against, $"The {what} of one is {string.Join(", ", one)}, of the other {string.Join(", ", other)}.")];
    }
}
