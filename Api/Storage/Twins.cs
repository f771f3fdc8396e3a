using Events.Domain.Duplicates;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>Finds records that may stand for the same thing: a few candidates out of the indexes, weighed by what they say.</summary>
internal sealed class Twins
{
    /// <summary>How many records are weighed; each has to be loaded.</summary>
    private const int MostWeighed = 24;

    /// <summary>How many entries of one term are looked through for them.</summary>
    private const int MostWalked = 128;

    /// <summary>How many candidates one person, report or name brings at the most.</summary>
    private const int MostOfOne = 8;

    /// <summary>A report that tells of more events says nothing about two of them.</summary>
    private const int FewEvents = 20;

    private readonly Session _session;
    private readonly World _world;
    private readonly Audience _audience;
    private readonly long _before;
    private readonly long _seq;
    private readonly HashSet<long> _keys = [];
    private readonly HashSet<RecordId> _telling = [];

    private Twins(Session session, World world, Audience audience, long before) =>
        (_session, _world, _audience, _before, _seq) = (session, world, audience, before, Math.Min(world.Seq, World.Latest - 1));

    /// <summary>The records older than this one that may be the same, the likeliest first. It may have been written in this very transaction.</summary>
    public static IReadOnlyList<Twin> Of(Session session, World world, RecordKind kind, RecordId id, Record record) =>
        session.KeyOf(kind, id) is { } key ? new Twins(session, world, Audience.Editors, key).Find(record, id) : [];

    /// <summary>All records that may be the same as what is stated, as an audience may know them.</summary>
    /// <param name="id">The record that states it; null when none does yet.</param>
    public static IReadOnlyList<Twin> Among(Session session, World world, Audience audience, Record record, RecordId? id) =>
        new Twins(session, world, audience, long.MaxValue).Find(record, id);

    private List<Twin> Find(Record record, RecordId? id)
    {
        record = Seen(record);
        foreach (var name in record.ExternalIds.Where(Likeness.IsTelling).Take(MostOfOne))
            AddNamed(record.Kind, name);
        switch (record)
        {
            case Event e:
                AddEvents(e);
                break;
            case Report report:
                AddReports(report);
                break;
            case Person person:
                AddCalled([person.Name, .. person.OtherNames.Select(other => other.Name)]);
                break;
            case Organization organization:
                AddCalled([organization.Name, .. organization.OtherNames.Select(other => other.Name)]);
                break;
            case Sanction sanction:
                AddSanctions(sanction);
                break;
        }
        var likeness = new Likeness(_world, _telling);
        return
        [
            .. _keys.Take(MostWeighed).Select(key => (Key: key, Id: IdOf(record.Kind, key))).Where(it => it.Id is not null && it.Id != id)
                .Select(it => (it.Key, Twin: Visible(record.Kind, it.Id!.Value) is { } other ? likeness.Of(record, it.Id.Value, other) : null)).Where(it => it.Twin is not null)
                .OrderByDescending(it => it.Twin!.Score).ThenBy(it => it.Key).Take(Twin.Most).Select(it => it.Twin!),
        ];
    }

    private void AddEvents(Event e)
    {
        var (first, last) = (CalendarDay.Of(e.Start.EarliestKnown), CalendarDay.Of(e.LastDay()));
        var terms = Sides(e).Take(2).ToList();
        foreach (var term in terms.DefaultIfEmpty(EventTerms.All))
            AddActs(term, EventTerms.Type(e.Type), first, last);
        // What is only known by its month or year stands under the last day of that.
        foreach (var day in new[] { EndOfMonth(e.LastDay()), EndOfYear(e.LastDay()) }.Select(CalendarDay.Of).Where(day => day > last).Distinct())
            AddActs(terms.FirstOrDefault(EventTerms.All), EventTerms.Type(e.Type), day, day);
        foreach (var person in e.People.Select(it => it.Person).Distinct().Take(4))
            Add(EventTerms.Person(person), first, last, MostOfOne);
        foreach (var report in e.Evidence.Select(it => it.Report).Distinct().Take(4))
            AddTold(report, first, last);
    }

    /// <summary>Those countries first by which events can best be told apart.</summary>
    private IEnumerable<Term> Sides(Event e)
    {
        foreach (var it in e.Participants.OrderBy(it => it.Role))
        {
            var home = it.Organization is { } organization ? _world.Find<Organization>(organization)?.Record.Country : null;
            if ((it.Country ?? it.OnBehalfOf ?? home) is { } country)
                yield return EventTerms.Country(Code.Of(it.Role), country);
        }
        if (e.Place?.Country is { } place)
            yield return EventTerms.Country("place", place);
    }

    private void AddReports(Report report)
    {
        if (WebAddress.Of(report.Url) is { } address)
        {
            foreach (var beginning in address.Beginnings())
                AddAddresses(beginning);
        }
        if (report is { Publisher: { } publisher, PublishedOn: { } published })
            Add(ReportTerms.Publisher(publisher), CalendarDay.Of(published.LatestKnown), CalendarDay.Of(published.LatestKnown), MostOfOne);
    }

    private void AddSanctions(Sanction sanction)
    {
        AddCalled([sanction.Name]);
        foreach (var target in sanction.Targets.Take(4).Select(it => it.Country is { } country ? SanctionTerms.TargetCountry(country) : SanctionTerms.Target((it.Organization ?? it.Person)!.Value)))
        {
            foreach (var sender in sanction.Senders.Take(4).Select(it => it.Country is { } country ? SanctionTerms.SenderCountry(country) : SanctionTerms.Sender((it.Organization ?? it.Person)!.Value)))
                AddActs(target, sender, CalendarDay.Earliest, CalendarDay.Latest);
        }
    }

    /// <summary>What stands under both terms within some days; of what stands under the first one, the newest are looked through.</summary>
    private void AddActs(Term term, Term other, int first, int last) => Add(_session.Prepare("""
        SELECT p.key FROM (
          SELECT key, day FROM posting WHERE term = ?1 AND day BETWEEN ?3 AND ?4 AND key < ?5 AND from_seq <= ?6 AND to_seq > ?6 ORDER BY day DESC, key DESC LIMIT ?7) p
        CROSS JOIN posting o ON o.term = ?2 AND o.day = p.day AND o.key = p.key AND o.from_seq <= ?6 AND o.to_seq > ?6 LIMIT ?8
        """).Bind(term.Text).Bind(other.Text).Bind(first).Bind(last).Bind(_before).Bind(_seq).Bind(MostWalked).Bind(MostWeighed));

    private int Add(Term term, int first, int last, int most) => Add(_session.Prepare("""
        SELECT key FROM posting WHERE term = ?1 AND day BETWEEN ?2 AND ?3 AND key < ?4 AND from_seq <= ?5 AND to_seq > ?5 ORDER BY day DESC, key DESC LIMIT ?6
        """).Bind(term.Text).Bind(first).Bind(last).Bind(_before).Bind(_seq).Bind(most));

    private void AddTold(RecordId report, int first, int last)
    {
        var statement = _session.Prepare("SELECT count(*) FROM (SELECT 1 FROM posting WHERE term = ?1 AND from_seq <= ?2 AND to_seq > ?2 LIMIT ?3)")
            .Bind(EventTerms.Report(report).Text).Bind(_seq).Bind(FewEvents + 1);
        statement.Step();
        var few = statement.Long(0) <= FewEvents;
        statement.Reset();
        if (!few)
            return;
        _telling.Add(report);
        Add(EventTerms.Report(report), first, last, MostOfOne);
    }

    /// <summary>Those who are called so in any usual spelling: they share the skeletons of the two longest words.</summary>
    private void AddCalled(IReadOnlyList<string> names)
    {
        foreach (var name in names.Take(MostOfOne))
        {
            var words = Spelling.Words(Spelling.Latin(name)).OrderByDescending(word => word.Length).Take(2).ToList();
            if (words.Count == 0)
                continue;
            Add(_session.Prepare("""
                SELECT DISTINCT n.key FROM name_index n WHERE n.form = ?1 AND n.key < ?3 AND n.skeleton = 1 AND n.from_seq <= ?4 AND n.to_seq > ?4
                AND EXISTS (SELECT 1 FROM name_index o WHERE o.form = ?2 AND o.key = n.key AND o.nth = n.nth AND o.skeleton = 1 AND o.from_seq <= ?4 AND o.to_seq > ?4)
                LIMIT ?5
                """).Bind(words[0]).Bind(words[^1]).Bind(_before).Bind(_seq).Bind(MostWeighed));
        }
    }

    /// <summary>Those with the same value under another scheme.</summary>
    private void AddNamed(RecordKind kind, ExternalId name)
    {
        foreach (var scheme in _world.Schemes(kind).Where(scheme => scheme != name.Scheme))
        {
            if (_world.Identify(kind, name with { Scheme = scheme }) is { } id && _session.KeyOf(kind, id) is { } key && key < _before)
                _keys.Add(key);
        }
    }

    /// <summary>Reports whose address begins so, and then ends or goes on with a slash, parameters or a fragment.</summary>
    private void AddAddresses(string beginning)
    {
        foreach (var (from, to) in new[] { (beginning, beginning + "\u0001"), (beginning + "#", beginning + "$"), (beginning + "/", beginning + "/\u0001"), (beginning + "/#", beginning + "/$"), (beginning + "/?", beginning + "/@"), (beginning + "?", beginning + "@") })
        {
            AddIds(_session.Prepare("SELECT id FROM external_id WHERE kind = 'report' AND scheme = ?1 AND value >= ?2 AND value < ?3 LIMIT ?4")
                .Bind(World.UrlScheme).Bind(from).Bind(to).Bind(MostOfOne), RecordKind.Report);
        }
    }

    private int Add(Statement statement)
    {
        var found = 0;
        for (; statement.Step(); found++)
            _keys.Add(statement.Long(0));
        statement.Reset();
        return found;
    }

    private void AddIds(Statement statement, RecordKind kind)
    {
        var ids = new List<RecordId>();
        while (statement.Step())
            ids.Add(new RecordId(statement.Text(0)));
        statement.Reset();
        foreach (var id in ids)
        {
            if (_session.KeyOf(kind, id) is { } key && key < _before)
                _keys.Add(key);
        }
    }

    /// <summary>The other record as the audience knows it; null when it knows of none.</summary>
    private Record? Visible(RecordKind kind, RecordId id) => _world.Find(kind, id) switch
    {
        Person person when !_audience.Sees(person.Rights()) => null,
        Event e when !_audience.Sees(e.Rights()) => null,
        { } other => Seen(other),
        null => null,
    };

    /// <summary>What both have in common must not tell what either withholds.</summary>
    private Record Seen(Record record) => record switch
    {
        Event e => Withheld.From(e, _audience, _world),
        Sanction sanction => Withheld.From(sanction, _audience, _world),
        _ => record,
    };

    private RecordId? IdOf(RecordKind kind, long key)
    {
        var statement = _session.Prepare("SELECT id, kind FROM record WHERE row = ?1").Bind(key);
        RecordId? id = statement.Step() && statement.Text(1) == Code.Of(kind) ? new RecordId(statement.Text(0)) : null;
        statement.Reset();
        return id;
    }

    private static DateOnly EndOfMonth(DateOnly day) => new(day.Year, day.Month, DateTime.DaysInMonth(day.Year, day.Month));

    private static DateOnly EndOfYear(DateOnly day) => new(day.Year, 12, 31);
}
