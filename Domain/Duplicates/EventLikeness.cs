using System.Globalization;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.Values;

namespace Events.Domain.Duplicates;

/// <summary>Weighs what speaks for two events being one act.</summary>
internal sealed class EventLikeness(IWorld world, IReadOnlySet<RecordId> telling)
{
    /// <summary>Texts that share fewer of their words are not alike.</summary>
    private const double Similar = 0.5;

    /// <summary>Within so many degrees two points may be the same place.</summary>
    private const double Near = 0.5;

    /// <summary>Nothing at all, unless they are of one type and their days overlap.</summary>
    public IReadOnlyList<TwinReason> Reasons(Event one, Event other)
    {
        if (one.Type != other.Type || !Overlaps(one, other) || Act(one, other) is not { } act)
            return [];
        var reasons = new List<TwinReason> { act };
        var alike = Wording.Likeness(one.Title, other.Title);
        if (alike >= Similar)
            reasons.Add(new(TwinCode.SimilarTitle, Math.Round(0.6 * alike, 2), alike == 1 ? "The titles have the same words." : $"Of the words of both titles {alike.ToString("P0", CultureInfo.InvariantCulture)} are shared."));
        var people = one.People.Select(it => it.Person).Intersect(other.People.Select(it => it.Person)).Count();
        if (people > 0)
            reasons.Add(new(TwinCode.SamePeople, people == one.People.Count && people == other.People.Count ? 0.6 : 0.5, people == 1 ? "Both name the same person." : $"Both name the same {people} people."));
        if (one.Evidence.Any(it => telling.Contains(it.Report) && other.Evidence.Any(its => its.Report == it.Report)))
            reasons.Add(new(TwinCode.SameReport, 0.35, "The same report, which tells of few events, is evidence of both."));
        if (IsElsewhere(one.Place, other.Place))
            reasons.Add(new(TwinCode.OtherPlace, -0.5, "They took place in different places."));
        if (one.ExternalIds.Select(name => name.Scheme).Intersect(other.ExternalIds.Select(name => name.Scheme)).Order(StringComparer.Ordinal).FirstOrDefault() is { } scheme)
            reasons.Add(new(TwinCode.OtherExternalId, -0.3, $"{scheme} has both, under ids of their own."));
        return reasons;
    }

    private static bool Overlaps(Event one, Event other) =>
        one.Start.EarliestKnown <= other.LastDay() && other.Start.EarliestKnown <= one.LastDay();

    /// <summary>How much it says that type, days and countries agree; null when the countries do not.</summary>
    private TwinReason? Act(Event one, Event other)
    {
        var (sides, others) = (Sides(one), Sides(other));
        var shared = sides.Intersect(others).Count();
        if (shared == 0 && (sides.Count > 0 && others.Count > 0))
            return null;
        var day = one.Start.Precision is DatePrecision.Day && one.Start.Earliest == other.Start.Earliest && one.Start.Latest == other.Start.Latest;
        var (weight, countries) = shared == 0 ? (0.2, "")
            : shared == Math.Min(sides.Count, others.Count) ? (0.4, $", with {Told(sides.Intersect(others))}")
            : (0.25, $", both with {Told(sides.Intersect(others))}");
        return new(TwinCode.SameAct, day ? weight : Math.Min(weight, 0.25), $"Both are of the type {Code.Of(one.Type)}, {(day ? "on the same day" : "on days that overlap")}{countries}.");
    }

    private static string Told(IEnumerable<(ParticipantRole? Role, CountryCode Country)> sides) => string.Join(", ",
        sides.Select(side => side.Role is { } role ? $"{side.Country} as {Code.Of(role)}" : $"{side.Country} as place").Order(StringComparer.Ordinal));

    /// <summary>The countries that took part, in their roles; without any the country of the place.</summary>
    private HashSet<(ParticipantRole? Role, CountryCode Country)> Sides(Event e)
    {
        var sides = new HashSet<(ParticipantRole?, CountryCode)>();
        foreach (var it in e.Participants)
        {
            var home = it.Organization is { } organization ? world.Find<Organization>(organization)?.Record.Country : null;
            if ((it.Country ?? it.OnBehalfOf ?? home) is { } country)
                sides.Add((it.Role, country));
        }
        if (sides.Count == 0 && e.Place?.Country is { } place)
            sides.Add((null, place));
        return sides;
    }

    private static bool IsElsewhere(Place? one, Place? other) => (one, other) switch
    {
        ({ Lat: { } lat, Lon: { } lon }, { Lat: { } otherLat, Lon: { } otherLon }) => Math.Abs(lat - otherLat) > Near || Math.Abs(lon - otherLon) > Near,
        ({ Name: { } name }, { Name: { } otherName }) => Wording.Likeness(name, otherName) < Similar,
        ({ Country: { } country }, { Country: { } otherCountry }) => country != otherCountry,
        _ => false,
    };
}
