using System.Collections.Frozen;
using System.Text.Json;
using Events.Api.PrisonerReleases;
using Events.Api.SavedQueries;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;

namespace Events.Api.Http;

/// <summary>The members that answers have and requests do not: what a view shows beyond the record's own fields.</summary>
internal static class ReadOnlyMembers
{
    private static readonly FrozenDictionary<Type, Type> Views = new Dictionary<Type, Type>
    {
        [typeof(Country)] = typeof(CountryView),
        [typeof(Person)] = typeof(PersonView),
        [typeof(Organization)] = typeof(OrganizationView),
        [typeof(Report)] = typeof(ReportView),
        [typeof(Sanction)] = typeof(SanctionView),
        [typeof(Event)] = typeof(EventView),
        [typeof(SavedQuery)] = typeof(SavedQueryView),
        [typeof(PrisonerReleaseRequest)] = typeof(PrisonerReleaseResponse),
        [typeof(ReleaseDestination)] = typeof(ReleaseDestinationView),
        [typeof(Exchange)] = typeof(ExchangeView),
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<Type, FrozenSet<string>> Names = Views.ToFrozenDictionary(
        pair => pair.Key, pair => Members(pair.Value, ViewJson.Options).Except(Members(pair.Key, RecordJson.Options)).ToFrozenSet(StringComparer.Ordinal));

    public static FrozenSet<string> Of(Type record) => Names.GetValueOrDefault(record, FrozenSet<string>.Empty);

    private static IEnumerable<string> Members(Type type, JsonSerializerOptions options) =>
        options.GetTypeInfo(type).Properties.Select(property => property.Name);
}
