using Events.Domain.Events;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Tests.Support;

/// <summary>Belarus frees 123 prisoners as the United States lift potash sanctions: first as the brief tells it, then with later evidence.</summary>
internal static class FoundingExample
{
    public const string Talks = "E1";
    public const string Agreement = "E2";
    public const string Release = "E3";
    public const string Lift = "E4";
    public const string ToUkraine = "E5";
    public const string Imposing = "E6";
    public const string Easing = "E7";
    public const string ToLithuania = "E8";
    public const string SeptemberRelease = "E9";
    public const string Arrest = "E10";
    public const string Potash = "S1";
    public const string Article = "article";
    public const string BriefReport = "brief";
    public const string OtherReport = "other-report";
    public const string Bialiatski = "bialiatski";
    public const string Lukashenko = "lukashenko";

    public static readonly IReadOnlyList<string> EventsOfTheBrief = [Talks, Agreement, Release, Lift, ToUkraine];

    public static readonly IReadOnlyList<string> AllEvents =
        [.. EventsOfTheBrief, Imposing, Easing, ToLithuania, SeptemberRelease, Arrest];

    public static InMemoryWorld Brief() => new InMemoryWorld()
        .PutCountries("BY", "US", "UA", "LT")
        .Put("al-jazeera", new Organization { Name = "Al Jazeera", Type = OrganizationType.Media })
        .Put("aggregator", new Organization { Name = "Aggregator", Type = OrganizationType.Media })
        .Put(Article, new Report { Title = "Belarus frees 123", Publisher = new("al-jazeera") })
        .Put(BriefReport, new Report { Title = "Brief", Publisher = new("aggregator"), DerivedFrom = new(Article) })
        .Put(Bialiatski, new Person { Name = "Ales Bialiatski" })
        .Put(Lukashenko, new Person { Name = "Alexander Lukashenko" })
        .Put(Potash, new Sanction { Name = "Potash", Kinds = [SanctionKind.TradeImport], Senders = [Party.Of(new("US"))], Targets = [Party.Of(new("BY"))] })
        .Put(Talks, Event(EventType.Talks, "2025") with { Occurrence = Occurrence.Ongoing, Participants = [Side("BY"), Side("US")] })
        .Put(Agreement, Event(EventType.Agreement, "[..2025-12-13]") with { Participants = [Side("BY"), Side("US")], Links = [Link(LinkType.FollowsFrom, Talks)] })
        .Put(Lift, Act(EventType.SanctionLifted, "2025-12-13", SanctionEffect.Lifts) with { Links = [Link(LinkType.Implements, Agreement)] })
        .Put(Release, Event(EventType.Release, "2025-12-13") with
        {
            Participants =
            [
                Actor("BY"),
                new() { Role = ParticipantRole.Actor, Person = new(Lukashenko), Capacity = "President", OnBehalfOf = new("BY") },
            ],
            Headcounts = [Released(123)],
            People = [new() { Person = new(Bialiatski), Outcome = PersonOutcome.Released }],
            Links = [Link(LinkType.Implements, Agreement), Link(LinkType.InExchangeFor, Lift)],
            Evidence =
            [
                Supports(Article),
                Supports(BriefReport),
                Supports(BriefReport) with { Aspect = EvidenceAspect.Headcount, About = new("released"), Value = new() { Count = Count.Of(123) } },
                Supports(BriefReport) with { Aspect = EvidenceAspect.Superlative, AsOf = EdtfDate.Parse("2025-12-13") },
            ],
        })
        .Put(ToUkraine, Transfer("UA", 114, 114) with { Links = [Link(LinkType.FollowsFrom, Release)] });

    public static InMemoryWorld WithLaterEvidence()
    {
        var world = Brief();
        return world
            .Put("other-publisher", new Organization { Name = "Other", Type = OrganizationType.Media })
            .Put(OtherReport, new Report { Title = "123 freed", Publisher = new("other-publisher") })
            .Put("statkevich", new Person { Name = "Mikalai Statkevich" })
            .Put(Release, world.Get<Event>(Release) with { Evidence = [.. world.Get<Event>(Release).Evidence, Supports(OtherReport)] })
            .Put(Lift, world.Get<Event>(Lift) with { Occurrence = Occurrence.Announced })
            .Put(Imposing, Act(EventType.SanctionImposed, "2021-08-09", SanctionEffect.Imposes))
            .Put(Easing, Act(EventType.SanctionEased, "2025-12-15", SanctionEffect.Eases) with { Links = [Link(LinkType.Implements, Lift)] })
            .Put(ToLithuania, Transfer("LT", 8, 9))
            .Put(SeptemberRelease, Event(EventType.Release, "2025-09-11") with { Participants = [Actor("BY")], Headcounts = [Released(52)] })
            .Put(Arrest, Event(EventType.Arrest, "[2025-09-11..2025-09-15]") with
            {
                Participants = [Actor("BY")],
                People = [new() { Person = new("statkevich"), Outcome = PersonOutcome.ReDetained }],
                Links = [Link(LinkType.Reverses, SeptemberRelease)],
            });
    }

    public static Event Event(EventType type, string start) =>
        new() { Type = type, Title = Code.Of(type), Start = EdtfDate.Parse(start), Evidence = [Supports(Article)] };

    public static Event Act(EventType type, string start, SanctionEffect effect) => Event(type, start) with
    {
        Participants = [Actor("US")],
        Sanctions = [new() { Sanction = new(Potash), Effect = effect }],
    };

    public static Event Transfer(string to, long low, long high) => Event(EventType.Transfer, "2025-12-13") with
    {
        Participants = [Actor("BY"), Participant(ParticipantRole.Recipient, to)],
        Headcounts = [Received(to, low, high)],
    };

    public static Headcount Released(long count) =>
        new() { Key = "released", Kind = HeadcountKind.Released, Low = count, Best = count, High = count };

    public static Headcount Received(string to, long low, long high) => new()
    {
        Key = "received",
        Kind = HeadcountKind.Received,
        Dimension = HeadcountDimension.Destination,
        Country = new(to),
        Low = low,
        Best = high,
        High = high,
        Of = new() { Event = new(Release), Key = "released" },
    };

    public static Participant Actor(string country) => Participant(ParticipantRole.Actor, country);

    public static Participant Side(string country) => Participant(ParticipantRole.Party, country);

    public static Participant Participant(ParticipantRole role, string country) => new() { Role = role, Country = new(country) };

    public static EventLink Link(LinkType type, string to) => new() { Type = type, To = new(to) };

    public static Evidence Supports(string report) => new() { Report = new(report) };

    public static Evidence Disputes(string report) => new() { Report = new(report), Stance = Stance.Disputes };
}
