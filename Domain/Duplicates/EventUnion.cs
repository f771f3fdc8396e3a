using Events.Domain.Events;
using Events.Domain.Values;

namespace Events.Domain.Duplicates;

/// <summary>What two events say that stand for the same act, and how others count parts of them.</summary>
/// <param name="id">The id of the one that stays.</param>
/// <param name="goes">The one that goes, its references led to what they mean afterwards.</param>
internal sealed class EventUnion(RecordId id, Event stays, Event goes)
{
    private readonly Dictionary<string, string> _keys = KeysOf(stays, goes);

    /// <summary>The key that a headcount of the event that goes has in the one that stays.</summary>
    public string KeyOf(string key) => _keys.GetValueOrDefault(key, key);

    /// <param name="holds">Whether another event holds such a link to one of the two already, so that it is not held twice.</param>
    public Event Of(Func<EventLink, bool> holds) => stays with
    {
        ExternalIds = Joined.Of(stays.ExternalIds, goes.ExternalIds),
        Summary = stays.Summary ?? goes.Summary,
        End = stays.End ?? goes.End,
        Place = stays.Place ?? goes.Place,
        Participants = Joined.Of(stays.Participants, goes.Participants, EventLists.IsSame, EventLists.Fill),
        Headcounts = Headcounts(),
        People = Joined.Of(stays.People, goes.People, EventLists.IsSame, EventLists.Fill),
        Sanctions = Joined.Of(stays.Sanctions, goes.Sanctions, EventLists.IsSame, EventLists.Fill),
        Links = Joined.Of(
            [.. stays.Links.Where(link => link.To != id)],
            goes.Links.Where(link => link.To != id && !(link.Type.IsSymmetric() && holds(link))), EventLists.IsSame, EventLists.Fill),
        Commodities = Joined.Of(stays.Commodities, goes.Commodities),
        Topics = Joined.Of(stays.Topics, goes.Topics),
        Evidence = Joined.Of(stays.Evidence, goes.Evidence.Select(Renamed), EventLists.IsSame, EventLists.Fill),
        EmbargoUntil = stays.EmbargoUntil is { } one && goes.EmbargoUntil is { } other ? (one > other ? one : other) : stays.EmbargoUntil ?? goes.EmbargoUntil,
    };

    /// <summary>
    /// A figure that both have is that of the one that stays. One of all people and one of some of them, such as those of a
    /// destination, are not added up: then the second is a part of the first.
    /// </summary>
    private List<Headcount> Headcounts()
    {
        var own = stays.Headcounts.Select(it => it.Of?.Event is null || it.Of.Event != id ? it : it with { Of = Own(it) }).ToList();
        var joining = goes.Headcounts.Where(it => !own.Exists(held => IsSame(held, it))).Select(Renamed).ToList();
        List<Headcount> all = [.. own, .. joining];
        return [.. all.Select(it => it.Of is null && !IsOfAll(it) && WholeOf(it, own.Contains(it) ? joining : own) is { } whole ? it with { Of = new HeadcountRef { Key = whole.Key } } : it)];
    }

    /// <summary>The whole was in the event that goes. A part of a headcount that turns out to be itself is no part any more.</summary>
    private HeadcountRef? Own(Headcount it) => KeyOf(it.Of!.Key) is var key && key == it.Key ? null : new HeadcountRef { Key = key };

    private static Headcount? WholeOf(Headcount part, List<Headcount> others) => others.Find(other => other.Of is null && other.Kind == part.Kind && IsOfAll(other));

    private static bool IsOfAll(Headcount it) => it is { Dimension: null, Country: null, Category: null };

    private static bool IsSame(Headcount one, Headcount other) =>
        (one.Kind, one.Dimension, one.Country, one.Category) == (other.Kind, other.Dimension, other.Country, other.Category);

    private Headcount Renamed(Headcount it)
    {
        var whole = it.Of is { } of && (of.Event is null || of.Event == id) ? new HeadcountRef { Key = of.Event is null ? KeyOf(of.Key) : of.Key } : it.Of;
        return it with { Key = KeyOf(it.Key), Of = whole is { Event: null } && whole.Key == KeyOf(it.Key) ? null : whole };
    }

    private Evidence Renamed(Evidence it) =>
        it is { Aspect: EvidenceAspect.Headcount, About: { } about } ? it with { About = new(KeyOf(about.Text)) } : it;

    private static Dictionary<string, string> KeysOf(Event stays, Event goes)
    {
        var taken = stays.Headcounts.Concat(goes.Headcounts).Select(it => it.Key).ToHashSet(StringComparer.Ordinal);
        var keys = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var it in goes.Headcounts)
        {
            var same = stays.Headcounts.FirstOrDefault(held => IsSame(held, it));
            keys[it.Key] = same?.Key ?? (stays.Headcounts.Any(held => held.Key == it.Key) ? Free(it.Key, taken) : it.Key);
        }
        return keys;
    }

    private static string Free(string key, HashSet<string> taken)
    {
        for (var n = 2; ; n++)
        {
            var free = $"{(key.Length > 58 ? key[..58].TrimEnd('-') : key)}-{n.ToString(System.Globalization.CultureInfo.InvariantCulture)}";
            if (taken.Add(free))
                return free;
        }
    }
}
