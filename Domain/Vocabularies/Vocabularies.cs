using System.Collections.Frozen;

namespace Events.Domain.Vocabularies;

/// <summary>All vocabularies that the program ships.</summary>
public static class Vocabularies
{
    public static readonly IReadOnlyList<Vocabulary> All = Array.AsReadOnly<Vocabulary>(
    [
        EventVocabularies.Types,
        EventVocabularies.Groups,
        EventVocabularies.Occurrences,
        EventVocabularies.LinkTypes,
        EventVocabularies.Verifications,
        EventVocabularies.Workflows,
        ParticipantVocabularies.Roles,
        ParticipantVocabularies.CountryRoles,
        HeadcountVocabularies.Kinds,
        HeadcountVocabularies.Dimensions,
        PeopleVocabularies.Outcomes,
        PeopleVocabularies.ExitModes,
        PeopleVocabularies.NameKinds,
        PeopleVocabularies.Tags,
        EvidenceVocabularies.Aspects,
        EvidenceVocabularies.Stances,
        EvidenceVocabularies.Bases,
        EvidenceVocabularies.Credibilities,
        SanctionVocabularies.Kinds,
        SanctionVocabularies.Effects,
        SanctionVocabularies.States,
        OrganizationVocabularies.Types,
        CountryVocabularies.Statuses,
        RecordVocabularies.Kinds,
        RecordVocabularies.Visibilities,
        RecordVocabularies.DatePrecisions,
        RecordVocabularies.Flags,
        Topics.Vocabulary,
        Commodities.Vocabulary,
    ]);

    private static readonly FrozenDictionary<string, Vocabulary> byName =
        All.ToFrozenDictionary(vocabulary => vocabulary.Name, StringComparer.Ordinal);

    /// <summary>The vocabulary of that name, or null.</summary>
    public static Vocabulary? Find(string name) => byName.GetValueOrDefault(name);
}
