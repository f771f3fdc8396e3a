using Events.Domain.Organizations;

namespace Events.Domain.Vocabularies;

/// <summary>What organizations are.</summary>
public static class OrganizationVocabularies
{
    public static readonly Vocabulary Types = Vocabulary.Closed("organization-types", "Organization types",
        "What an organization is.",
        Type(OrganizationType.GovernmentBody, "Government body", "A ministry, an agency, a court or another body of a state.", ftm: "PublicBody"),
        Type(OrganizationType.Igo, "Intergovernmental organization", "An organization whose members are states, such as the United Nations or the European Union.", ftm: "Organization"),
        Type(OrganizationType.Ngo, "Non-governmental organization", "A private organization that does not seek profit.", ftm: "Organization"),
        Type(OrganizationType.Company, "Company", "An enterprise, whoever owns it.", ftm: "Company"),
        Type(OrganizationType.ArmedGroup, "Armed group", "An organized armed force that belongs to no state.", ftm: "Organization"),
        Type(OrganizationType.Media, "Media", "A publisher, a broadcaster or a news agency, whoever owns it.", ftm: "Organization"),
        Type(OrganizationType.Party, "Political party", "A party or a political movement.", ftm: "Organization"),
        Type(OrganizationType.Other, "Other", "None of the other types fits.", ftm: "Organization"));

    private static VocabularyTerm Type(OrganizationType type, string label, string definition, string ftm) =>
        VocabularyTerm.Of(type, label, definition).Mapped("ftm", ftm);
}
