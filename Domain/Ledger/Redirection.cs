using Events.Domain.Events;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Domain.Ledger;

/// <summary>Puts other ids where a record refers to others.</summary>
/// <param name="to">What stands in the place of a record from now on; the same id where nothing else does.</param>
public sealed class Redirection(Func<RecordKind, RecordId, RecordId> to)
{
    /// <summary>Leads from every merged record to the one that took its place.</summary>
    public static Redirection ToSurvivors(IWorld world) => new((kind, id) => world.SurvivorOf(kind, id) ?? id);

    public Record Of(Record record) => record switch
    {
        Event e => Of(e),
        Sanction sanction => sanction with { Senders = sanction.Senders.ConvertAll(Of), Targets = sanction.Targets.ConvertAll(Of) },
        Report report => report with { Publisher = Of(RecordKind.Organization, report.Publisher), DerivedFrom = Of(RecordKind.Report, report.DerivedFrom) },
        _ => record,
    };

    public Event Of(Event e) => e with
    {
        Participants = e.Participants.ConvertAll(Of),
        Headcounts = e.Headcounts.ConvertAll(Of),
        People = e.People.ConvertAll(Of),
        Sanctions = e.Sanctions.ConvertAll(Of),
        Links = e.Links.ConvertAll(Of),
        Evidence = e.Evidence.ConvertAll(Of),
    };

    public Participant Of(Participant it) => it with { Organization = Of(RecordKind.Organization, it.Organization), Person = Of(RecordKind.Person, it.Person) };

    public Headcount Of(Headcount it) => it.Of is { Event: { } whole } of ? it with { Of = of with { Event = to(RecordKind.Event, whole) } } : it;

    public NamedPerson Of(NamedPerson it) => it with { Person = to(RecordKind.Person, it.Person) };

    public SanctionAct Of(SanctionAct it) => it with { Sanction = to(RecordKind.Sanction, it.Sanction) };

    public EventLink Of(EventLink it) => it with { To = to(RecordKind.Event, it.To) };

    public Evidence Of(Evidence it) => it with { Report = to(RecordKind.Report, it.Report), About = it.About is { } about ? Of(about, it.Aspect) : null };

    public Party Of(Party it) => it with { Organization = Of(RecordKind.Organization, it.Organization), Person = Of(RecordKind.Person, it.Person) };

    private RecordId? Of(RecordKind kind, RecordId? id) => id is { } known ? to(kind, known) : null;

    private About Of(About about, EvidenceAspect aspect)
    {
        if (aspect is EvidenceAspect.Headcount)
            return about;
        if (aspect is EvidenceAspect.Link)
        {
            var begin = about.Text.IndexOf(':', StringComparison.Ordinal) + 1;
            return RecordId.TryParse(about.Text[begin..], out var e) && to(RecordKind.Event, e) is var other && other != e ? new(about.Text[..begin] + other.Value) : about;
        }
        return RecordId.TryParse(about.Text, out var person) && to(RecordKind.Person, person) is var now && now != person ? new(now.Value) : about;
    }
}
