using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Statistics;
using Events.Domain.Values;
using Events.Domain.Vocabularies;

namespace Events.Api.Embeds;

/// <summary>What people read instead of codes.</summary>
internal sealed class Labels(RecordReader reader)
{
    private static readonly Dictionary<Dimension, Vocabulary> Vocabularies = new()
    {
        [Dimension.Type] = EventVocabularies.Types,
        [Dimension.Group] = EventVocabularies.Groups,
        [Dimension.Verification] = EventVocabularies.Verifications,
        [Dimension.Topic] = Topics.Vocabulary,
        [Dimension.Commodity] = Commodities.Vocabulary,
    };

    private readonly Dictionary<string, string> _countries = new(StringComparer.Ordinal);

    /// <summary>Of one value, or of two with a slash between them.</summary>
    public string Of(IReadOnlyList<Dimension> by, ValuePair values) =>
        values.Second is { } second ? $"{Of(by[0], values.First!)} / {Of(by[1], second)}" : Of(by[0], values.First!);

    /// <summary>The usual English name of a country.</summary>
    public string OfCountry(string code)
    {
        if (!_countries.TryGetValue(code, out var name))
            _countries.Add(code, name = reader.NameOf(RecordKind.Country, new CountryCode(code).Id) ?? code);
        return name;
    }

    public static string OfType(string code) => Of(EventVocabularies.Types, code);

    public static string OfOccurrence(string code) => Of(EventVocabularies.Occurrences, code);

    public static string OfVerification(string code) => Of(EventVocabularies.Verifications, code);

    private string Of(Dimension dimension, string code) => dimension.IsCountry ? OfCountry(code) : Of(Vocabularies[dimension], code);

    /// <summary>A code that editors have made is its own label.</summary>
    private static string Of(Vocabulary vocabulary, string code) => vocabulary.Terms.FirstOrDefault(term => term.Code == code)?.Label ?? code;
}
