using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>The terms under which events stand in the index.</summary>
public static class EventTerms
{
    public static readonly Term All = Term.All(RecordKind.Event);

    public static Term Type(EventType type) => Of("type", Code.Of(type));

    /// <summary>In any role but citizenship.</summary>
    public static Term Country(CountryCode code) => Of("country", code.Value);

    /// <summary>In one role: a participant role, place, destination, counted, sanction-sender, sanction-target or citizenship.</summary>
    public static Term Country(string role, CountryCode code) => Of("country." + role, code.Value);

    public static Term Person(RecordId id) => Of("person", id.Value);

    public static Term Organization(RecordId id) => Of("organization", id.Value);

    public static Term Sanction(RecordId id) => Of("sanction", id.Value);

    public static Term Report(RecordId id) => Of("report", id.Value);

    public static Term Topic(string topic) => Of("topic", topic);

    public static Term Commodity(string commodity) => Of("commodity", commodity);

    public static Term Effect(Sanctions.SanctionEffect effect) => Of("effect", Code.Of(effect));

    /// <summary>Holds or is the end of a link of this type, whichever way it points.</summary>
    public static Term Linked(LinkType type) => Of("linked", Code.Of(type));

    /// <summary>Holds a link of this type to that event.</summary>
    public static Term LinksTo(LinkType type, RecordId to) => Of("links-to", Code.Of(type) + ":" + to.Value);

    /// <summary>Holds a link of any type to that event.</summary>
    public static Term LinksTo(RecordId to) => Of("links-to", to.Value);

    /// <summary>Is linked with that event by a link of any type, whichever of the two holds it.</summary>
    public static Term LinkedTo(RecordId other) => Of("linked-to", other.Value);

    public static Term LinkedTo(LinkType type, RecordId other) => Of("linked-to", Code.Of(type) + ":" + other.Value);

    /// <summary>Has evidence about a link to that event, be the link there or not.</summary>
    public static Term AboutLinkTo(RecordId to) => Of("about-link-to", to.Value);

    /// <summary>Has a headcount that is a subset of one in that event.</summary>
    public static Term CountsPartOf(RecordId whole) => Of("counts-part-of", whole.Value);

    /// <summary>Carries a superlative about events of this type by this country.</summary>
    public static Term Superlative(EventType type, CountryCode actor) => Of("superlative", Code.Of(type) + ":" + actor.Value);

    /// <summary>Something about it looks odd: a code of <see cref="FlagCode"/>.</summary>
    public static Term Flag(string code) => Of("flag", code);

    /// <summary>A release of which that country took people in, by a transfer or as the destination of somebody named.</summary>
    public static Term ReleasedTo(CountryCode country) => Of("released-to", country.Value);

    /// <summary>A release in exchange for an act on that sanction.</summary>
    public static Term ExchangedFor(RecordId sanction) => Of("exchanged-for", sanction.Value);

    /// <summary>Took place at a point in this cell of the map.</summary>
    public static Term Cell(Querying.MapCell cell) =>
        Of("cell", string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{cell.Size}:{cell.Row}:{cell.Column}"));

    /// <summary>How all terms of a facet begin: <c>event/country:</c>.</summary>
    public static string Facet(string facet) => Of(facet, "").Text;

    private static Term Of(string facet, string value) => Term.Of(RecordKind.Event, facet, value);
}
