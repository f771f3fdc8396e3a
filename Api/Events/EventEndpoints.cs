using Events.Api.Http;
using Events.Api.Http.Formats;
using Events.Api.Keys;
using Events.Api.Records;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Events;

/// <summary>Routes of events, and the graph around one.</summary>
internal static class EventEndpoints
{
    private static readonly QueryParameter Depth = new("depth", "How many links away: 1 to 5, default 2.", "2") { IsInteger = true };

    public static void MapEvents(this IEndpointRouteBuilder v1)
    {
        var group = RecordEndpoints<Event, EventView>.Map(v1, new Collection("/events", "Event", "Events")
        {
            Filters = [.. EventFilters.Parameters, EventShape.Include],
            Read = (text, countries) => EventFilters.Read(text, countries),
            Extend = EventShape.Extend,
            Formats = Format.OfEvents,
        });
        group.MapMethods("/{id}/graph", ["GET", "HEAD"], Graph).Reads().Named("getEventGraph", "The events around it and the links between them").TakesQuery(Depth, ReadParameters.AsOf);
        group.MapLinks();
    }

    private static Task<Answer<EventGraph>> Graph(string id, HttpContext http, Readers readers) => readers.ReadAsync(snapshot =>
    {
        var text = http.Query();
        var depth = (int)(text.Integer(Depth, 1, 5) ?? 2);
        var reader = new RecordReader(snapshot, http.Caller().Audience, text.SeqOf(snapshot));
        var e = Require(reader, id);
        return Answer<EventGraph>.Of(EventGraph.Around(e, depth, reader.World, new Renderer(reader.World, reader.Audience)));
    }, http.RequestAborted);

    /// <summary>The event that a path names, if this caller may see it.</summary>
    public static Stored<Event> Require(RecordReader reader, string id)
    {
        if (RecordId.TryParse(id, out var record) && reader.One(RecordKind.Event, record) is not null && reader.World.Stated<Event>(record) is { } e)
            return e;
        throw new Refusal(Reason.NotFound, "There is no event with this id.");
    }
}
