using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using Record = Events.Domain.Ledger.Record;

namespace Events.Api.Tests.Support;

/// <summary>A world of a few records, whose index is searched by brute force.</summary>
internal sealed class InMemoryWorld : IWorld
{
    private readonly Dictionary<RecordId, (long Key, Record Record)> _records = [];

    public DateTimeOffset Now { get; init; } = new(2026, 1, 31, 12, 0, 0, TimeSpan.Zero);

    public DateOnly Today => DateOnly.FromDateTime(Now.UtcDateTime);

    /// <summary>Adds the record, or puts it in the place of the one with this id.</summary>
    public InMemoryWorld Put(string id, Record record)
    {
        var key = _records.TryGetValue(new(id), out var known) ? known.Key : _records.Count + 1;
        _records[new(id)] = (key, record);
        return this;
    }

    public InMemoryWorld PutCountries(params string[] codes)
    {
        foreach (var code in codes)
            Put(code, new Country { Code = new(code), Name = code });
        return this;
    }

    public T Get<T>(string id)
        where T : Record => Find<T>(new(id))!.Record;

    public Stored<T>? Stated<T>(RecordId id)
        where T : Record => Find<T>(id);

    public Stored<T>? Find<T>(RecordId id)
        where T : Record =>
        _records.TryGetValue(id, out var found) && found.Record is T record
            ? new(found.Key, id, 1, found.Key, Now, Now, record)
            : null;

    public long NewestVersion(RecordKind kind, RecordId id) => _records.TryGetValue(id, out var found) && found.Record.Kind == kind ? 1 : 0;

    public IReadOnlyList<Stored<T>> Under<T>(Term term)
        where T : Record =>
        [
            .. from known in _records
               where known.Value.Record is T && TermsOf(known.Value.Record).Contains(term)
               orderby known.Value.Key descending
               select Find<T>(known.Key),
        ];

    public IEnumerable<Stored<Event>> Larger(Term term, Term other, DateOnly day, long people) => Under<Event>(term).Intersect(Under<Event>(other))
        .Where(e => e.Record.Start.EarliestKnown > day && EventFigures.LargestFigure(e.Record) > people);

    public Identity? IdentityOf(RecordKind kind, ExternalId externalId) => _records
        .Where(known => known.Value.Record.Kind == kind && known.Value.Record.ExternalIds.Contains(externalId))
        .Select(known => (Identity?)new Identity(known.Key, ByMerge: false))
        .FirstOrDefault();

    public RecordId? SurvivorOf(RecordKind kind, RecordId id) => null;

    private IEnumerable<Term> TermsOf(Record record) => record switch
    {
        Event e =>
        [
            EventTerms.All,
            EventTerms.Type(e.Type),
            .. e.Participants.SelectMany(CountryTerms),
            .. e.Sanctions.Select(act => EventTerms.Sanction(act.Sanction)),
            .. e.Links.Select(link => EventTerms.LinksTo(link.To)),
            .. e.Links.Select(link => EventTerms.LinksTo(link.Type, link.To)),
            .. e.Headcounts.Select(headcount => headcount.Of?.Event).OfType<RecordId>().Select(EventTerms.CountsPartOf),
        ],
        Report { DerivedFrom: { } source } => [ReportTerms.All, ReportTerms.DerivedFrom(source)],
        Report => [ReportTerms.All],
        Sanction => [SanctionTerms.All],
        _ => [],
    };

    private IEnumerable<Term> CountryTerms(Participant one)
    {
        var home = one.Organization is { } id ? Find<Organization>(id)?.Record.Country : null;
        return new[] { one.Country, one.OnBehalfOf, home }.OfType<CountryCode>()
            .Select(country => EventTerms.Country(Code.Of(one.Role), country));
    }
}
