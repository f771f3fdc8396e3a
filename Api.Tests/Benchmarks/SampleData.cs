using System.Globalization;
using System.Text;
using Events.Domain.Events;
using Events.Domain.Organizations;
using Events.Domain.Reports;
using Events.Domain.Values;

namespace Events.Benchmarks;

/// <summary>
/// Made-up events with the shapes of real ones: how many countries, topics and sources an event has, how long its texts
/// are, how events spread over years and countries. The same seed gives the same events.
/// </summary>
internal sealed class SampleData
{
    public const int Reports = 20_000;

    // Events of each year from 2002 on, in a news archive of 113,789 events.
    private static readonly int[] EventsPerYear =
    [
        329, 1704, 2810, 3554, 2942, 4051, 2970, 4335, 8032, 7574, 5776, 4979, 3729, 5134, 5509, 3912, 4744, 3907, 7470, 8383, 5324, 4713, 5296, 5443, 1169,
    ];

    // Ten-thousandths of all mentions of countries; what is left is spread over all others.
    private static readonly (string Code, int Share)[] Mentions =
    [
        ("US", 1438), ("RU", 535), ("IL", 491), ("GB", 404), ("CN", 363), ("PS", 316), ("SY", 291), ("UA", 291), ("IQ", 266), ("IR", 259),
        ("FR", 228), ("AF", 212), ("IN", 209), ("PK", 204), ("JP", 174), ("DE", 159), ("AU", 130), ("EG", 120), ("PH", 109), ("CA", 107),
        ("KP", 104), ("MX", 103), ("KR", 97), ("TR", 89), ("ES", 84), ("IT", 83), ("ID", 81), ("BR", 77), ("LB", 74), ("IE", 73),
        ("YE", 70), ("MM", 70), ("NG", 69), ("SD", 64), ("SA", 63), ("VE", 60), ("NZ", 59), ("ZA", 59), ("TH", 56), ("SO", 53),
    ];

    private static readonly int[] CountriesPerEvent = [0, 300, 380, 190, 80, 50];
    private static readonly int[] TopicsPerEvent = [450, 490, 45, 15];
    private static readonly int[] SourcesPerEvent = [0, 840, 130, 30];

    // Characters of a text at each tenth of all texts, from the shortest to the longest.
    private static readonly int[] TextLengths = [20, 75, 95, 112, 130, 148, 168, 192, 225, 277, 458];

    private static readonly (EventType Type, int Share)[] Types =
    [
        (EventType.Violence, 280), (EventType.Other, 240), (EventType.Statement, 120), (EventType.Disaster, 110), (EventType.Protest, 70),
        (EventType.Election, 60), (EventType.Talks, 40), (EventType.Agreement, 30), (EventType.Arrest, 20), (EventType.Demand, 15), (EventType.Release, 15),
    ];

    private static readonly string[] TopicCodes =
    [
        "armed-conflict", "law-crime", "diplomacy", "disasters-accidents", "domestic-politics", "elections", "finance", "health",
        "terrorism", "sports", "human-rights", "energy", "society-culture", "economic-sanctions", "environment", "political-prisoners",
    ];

    private static readonly string[] Publishers = [.. Enumerable.Range(1, 25).Select(i => string.Create(CultureInfo.InvariantCulture, $"Publisher {i}"))];

    /// <summary>A word of one in a hundred texts.</summary>
    public const string RareWord = "potash";

    private static readonly string[] Words =
        "the a of in and to after on for with at least government forces people officials report says minister president capital region court police army attack talks agreement election protest border leaders city killed injured arrested released signed announced rejected accuses demands opens closes dozens hundreds northern southern former new first second between against during over near its their".Split(' ');

    private readonly Random _random;
    private readonly string[] _countries;
    private readonly int[] _countryShares;
    private readonly string _idPrefix;
    private int _ids;

    /// <param name="countries">The codes of all countries that there are.</param>
    public SampleData(int seed, IReadOnlyCollection<string> countries)
    {
        _random = new Random(seed);
        _idPrefix = string.Create(CultureInfo.InvariantCulture, $"01900000-{seed:x4}-7000-8000-");
        var others = countries.Except(Mentions.Select(mention => mention.Code)).Order(StringComparer.Ordinal).ToArray();
        _countries = [.. Mentions.Select(mention => mention.Code), .. others];
        var left = 10_000 - Mentions.Sum(mention => mention.Share);
        // In hundredths of a ten-thousandth, so that small shares do not vanish.
        _countryShares = [.. Mentions.Select(mention => mention.Share * 100), .. others.Select(_ => left * 100 / others.Length)];
    }

    public RecordId NextId() => new(_idPrefix + (++_ids).ToString("x12", CultureInfo.InvariantCulture));

    public static IReadOnlyList<(RecordId Id, Organization Record)> PublishersOf(SampleData data) =>
        [.. Publishers.Select(name => (data.NextId(), new Organization { Name = name, Type = OrganizationType.Media }))];

    public (RecordId Id, Report Record) NextReport(IReadOnlyList<RecordId> publishers)
    {
        var id = NextId();
        return (id, new Report
        {
            Title = Text(Between(40, 80)),
            // The first publishers report much more than the last ones.
            Publisher = publishers[(int)(publishers.Count * Math.Pow(_random.NextDouble(), 2.5))],
            Url = "https://news.example/" + id.Value,
            Lang = "en",
            PublishedOn = EdtfDate.Of(Day()),
        });
    }

    public Event NextEvent(IReadOnlyList<RecordId> reports)
    {
        var type = Types[Pick([.. Types.Select(type => type.Share)])].Type;
        var mutual = type is EventType.Talks or EventType.Agreement;
        var countries = Countries(Math.Max(Pick(CountriesPerEvent), mutual ? 2 : 1));
        var counts = type is EventType.Arrest or EventType.Release || (type is EventType.Violence or EventType.Disaster && Pick([2, 1]) == 0);
        var kind = type is EventType.Arrest ? HeadcountKind.Arrested : type is EventType.Release ? HeadcountKind.Released : HeadcountKind.Died;
        var people = 1 + (long)Math.Exp(_random.NextDouble() * 5.5);
        var sources = Distinct(Pick(SourcesPerEvent), () => reports[_random.Next(reports.Count)]);
        var superlative = type is EventType.Release && Pick([19, 1]) == 1;
        return new Event
        {
            Type = type,
            Title = Text(Between(40, 90)),
            Summary = Text(Length()) + (_random.Next(100) == 0 ? $" It is about {RareWord}." : ""),
            Start = EdtfDate.Of(Day()),
            Participants = [.. countries.Select((code, i) => new Participant { Role = mutual ? ParticipantRole.Party : Role(i), Country = new CountryCode(code) })],
            Headcounts = counts ? [new Headcount { Key = "people", Kind = kind, Low = people, Best = people, High = people + (people / 10) }] : [],
            Topics = Distinct(Pick(TopicsPerEvent), () => TopicCodes[(int)(TopicCodes.Length * Math.Pow(_random.NextDouble(), 2))]),
            Evidence =
            [
                .. sources.Select(report => new Evidence { Report = report }),
                .. superlative ? [new Evidence { Report = sources[0], Aspect = EvidenceAspect.Superlative }] : Array.Empty<Evidence>(),
            ],
        };
    }

    private static ParticipantRole Role(int place) => place switch
    {
        0 => ParticipantRole.Actor,
        1 => ParticipantRole.Target,
        _ => ParticipantRole.Beneficiary,
    };

    private List<string> Countries(int count) => Distinct(count, () => _countries[Pick(_countryShares)]);

    private static List<T> Distinct<T>(int count, Func<T> next)
    {
        var found = new List<T>(count);
        while (found.Count < count)
        {
            if (next() is var one && !found.Contains(one))
                found.Add(one);
        }
        return found;
    }

    private DateOnly Day()
    {
        var year = 2002 + Pick(EventsPerYear);
        return new DateOnly(year, 1, 1).AddDays(_random.Next(year == 2026 ? 60 : 365));
    }

    private int Length()
    {
        var place = _random.NextDouble() * (TextLengths.Length - 1);
        var (low, high) = (TextLengths[(int)place], TextLengths[(int)place + 1]);
        return low + (int)((high - low) * (place - Math.Floor(place)));
    }

    private string Text(int length)
    {
        var text = new StringBuilder(length + 12);
        while (text.Length < length)
            text.Append(text.Length > 0 ? " " : "").Append(Words[_random.Next(Words.Length)]);
        text[0] = char.ToUpperInvariant(text[0]);
        return text.Append('.').ToString();
    }

    private int Between(int low, int high) => _random.Next(low, high + 1);

    /// <summary>An index with the chance that its share gives it.</summary>
    private int Pick(int[] shares)
    {
        var ticket = _random.Next(shares.Sum());
        var place = 0;
        while (ticket >= shares[place])
            ticket -= shares[place++];
        return place;
    }
}
