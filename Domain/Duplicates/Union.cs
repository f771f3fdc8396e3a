using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Duplicates;

/// <summary>
/// What two records say that stand for the same thing: lists are united, a single value is that of the one that stays, or
/// else that of the other. What one of them withholds stays withheld.
/// </summary>
internal static class Union
{
    public static Person Of(Person stays, Person goes) => stays with
    {
        ExternalIds = Joined.Of(stays.ExternalIds, goes.ExternalIds),
        OtherNames = Names(stays.Name, stays.OtherNames, goes.Name, goes.OtherNames),
        Description = stays.Description ?? goes.Description,
        Citizenships = Joined.Of(stays.Citizenships, goes.Citizenships),
        BornOn = stays.BornOn ?? goes.BornOn,
        DiedOn = stays.DiedOn ?? goes.DiedOn,
        Tags = Joined.Of(stays.Tags, goes.Tags),
        Visibility = Closer(stays.Visibility, goes.Visibility),
    };

    public static Organization Of(Organization stays, Organization goes) => stays with
    {
        ExternalIds = Joined.Of(stays.ExternalIds, goes.ExternalIds),
        OtherNames = Names(stays.Name, stays.OtherNames, goes.Name, goes.OtherNames),
        Country = stays.Country ?? goes.Country,
        Description = stays.Description ?? goes.Description,
    };

    /// <param name="id">The id of the one that stays, of which nothing in it is derived.</param>
    public static Report Of(RecordId id, Report stays, Report goes) => stays with
    {
        ExternalIds = Joined.Of(stays.ExternalIds, goes.ExternalIds),
        Publisher = stays.Publisher ?? goes.Publisher,
        Url = stays.Url ?? goes.Url,
        Lang = stays.Lang ?? goes.Lang,
        PublishedOn = stays.PublishedOn ?? goes.PublishedOn,
        RetrievedAt = stays.RetrievedAt ?? goes.RetrievedAt,
        ArchivedUrl = stays.ArchivedUrl ?? goes.ArchivedUrl,
        Sha256 = stays.Sha256 ?? goes.Sha256,
        DerivedFrom = Origin(stays.DerivedFrom, id) ?? Origin(goes.DerivedFrom, id),
        Summary = stays.Summary ?? goes.Summary,
        Insights = Joined.Of(stays.Insights, goes.Insights),
        Takeaways = Joined.Of(stays.Takeaways, goes.Takeaways),
        Topics = Joined.Of(stays.Topics, goes.Topics),
    };

    public static Sanction Of(Sanction stays, Sanction goes) => stays with
    {
        ExternalIds = Joined.Of(stays.ExternalIds, goes.ExternalIds),
        Description = stays.Description ?? goes.Description,
        Kinds = Joined.Of(stays.Kinds, goes.Kinds),
        Senders = Joined.Of(stays.Senders, goes.Senders),
        Targets = Joined.Of(stays.Targets, goes.Targets),
        Commodities = Joined.Of(stays.Commodities, goes.Commodities),
        Programme = stays.Programme ?? goes.Programme,
        LegalBasis = stays.LegalBasis ?? goes.LegalBasis,
        Authority = stays.Authority ?? goes.Authority,
        Objectives = Joined.Of(stays.Objectives, goes.Objectives),
        Url = stays.Url ?? goes.Url,
    };

    /// <summary>The more restricted of the two.</summary>
    public static Visibility Closer(Visibility one, Visibility other) =>
        one is Visibility.Restricted || other is Visibility.Restricted ? Visibility.Restricted : Visibility.Public;

    private static RecordId? Origin(RecordId? derivedFrom, RecordId id) => derivedFrom == id ? null : derivedFrom;

    /// <summary>Every other name that either of them has; the usual name of the one that goes becomes one.</summary>
    private static IReadOnlyList<OtherName> Names(string name, IReadOnlyList<OtherName> others, string goes, IReadOnlyList<OtherName> othersOfIt) =>
        Joined.Of(others, othersOfIt.Append(new OtherName { Name = goes }).Where(other => other.Name != name), (one, other) => one.Name == other.Name);
}
