using Events.Domain.Countries;

namespace Events.Domain.Vocabularies;

/// <summary>What the codes of countries are.</summary>
public static class CountryVocabularies
{
    public static readonly Vocabulary Statuses = Vocabulary.Closed("country-statuses", "Country statuses",
        "Where a country's code comes from. A code records how sources label a place and implies no recognition.",
        VocabularyTerm.Of(CountryStatus.Assigned, "Assigned", "An alpha-2 code in ISO 3166-1 today."),
        VocabularyTerm.Of(CountryStatus.UserAssigned, "User-assigned", "An alpha-2 code that ISO 3166-1 leaves to its users and that is in wide use, such as XK."),
        VocabularyTerm.Of(CountryStatus.Withdrawn, "Withdrawn", "A state that ISO 3166-1 no longer lists, under its alpha-4 code of ISO 3166-3."),
        VocabularyTerm.Of(CountryStatus.Local, "Local", "A code of this product for an area that sources label apart from the country that ISO 3166-1 counts it to."));
}
