using System.Collections.Immutable;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Events;

/// <summary>The links of an event, shown from both ends.</summary>
public sealed record LinkList(IReadOnlyList<LinkedView> Items, long Seq);

/// <summary>Routes of the links of one event.</summary>
internal static class LinkEndpoints
{
    private static readonly QueryParameter Type = new("type", "Only links of these types: several by commas.", "implements", Codes: Code.All<LinkType>());

    public static void MapLinks(this IEndpointRouteBuilder events)
    {
        events.MapMethods("/{id}/links", ["GET", "HEAD"], List).Reads().Named("listEventLinks", "Links of the event, from both ends").TakesQuery(Type, ReadParameters.AsOf);
        events.MapPost("/{id}/links", Add).Writes<EventLink>().Named("addEventLink", "Add an outgoing link").TakesQuery(ReadParameters.Reason);
        events.MapDelete("/{id}/links/{type}/{to}", Remove).Writes().Named("removeEventLink", "Remove an outgoing link").TakesQuery(ReadParameters.Reason);
    }

    private static Task<Answer<LinkList>> List(string id, HttpContext http, Readers readers)
    {
        var text = http.Query();
        return readers.ReadAsync(snapshot => Show(id, new RecordReader(snapshot, http.Caller().Audience, text.SeqOf(snapshot)), text), http.RequestAborted);
    }

    private static async Task<Created<LinkList>> Add(string id, HttpContext http, Readers readers, CountryBook countries)
    {
        using var body = await JsonBody.ReadAsync(http);
        var link = new Intake(countries.Directory).Read<EventLink>(body.Root);
        var e = await readers.ReadAsync(snapshot => EventEndpoints.Require(new RecordReader(snapshot, http.Caller().Audience, null), id).Id, http.RequestAborted);
        var committed = await AddAsync(http, body, e, link);
        var written = await readers.ReadAsync(
            snapshot => Answer<LinkList>.Serialize(ListOf(id, new RecordReader(snapshot, http.Caller().Audience, committed.Seq), null)), CancellationToken.None);
        return new Created<LinkList>(written) { Location = $"{http.Request.Path}/{Code.Of(link.Type)}/{link.To}" };
    }

    /// <summary>What is wrong with the link is told by its place in the body, not in the event.</summary>
    private static async Task<Committed> AddAsync(HttpContext http, JsonBody body, RecordId e, EventLink link)
    {
        var place = "";
        try
        {
            return await Writes.CommitAsync(http, body, world => [Change.Put(e, With(world, e, links =>
            {
                place = $"/links/{links.Count}";
                return [.. links, link];
            }))]);
        }
        catch (Refusal refusal) when (refusal.Violations.Count > 0)
        {
            throw new Refusal(refusal.Reason, refusal.Message, [.. refusal.Violations.Select(violation =>
                violation.Pointer.StartsWith(place, StringComparison.Ordinal) ? violation with { Pointer = violation.Pointer[place.Length..] } : violation)]);
        }
    }

    private static async Task<NoContent> Remove(string id, string type, string to, HttpContext http, Readers readers)
    {
        var versions = await ETags.RequiredVersionsAsync(http);
        var e = await readers.ReadAsync(snapshot => EventEndpoints.Require(new RecordReader(snapshot, http.Caller().Audience, null), id).Id, http.RequestAborted);
        await Writes.CommitAsync(http, null, world =>
        {
            world.Expect<Event>(e, versions);
            return [Change.Put(e, With(world, e, links => Without(links, type, to)))];
        });
        return new NoContent();
    }

    private static Event With(IWorld world, RecordId id, Func<IReadOnlyList<EventLink>, ImmutableArray<EventLink>> change)
    {
        var e = world.Stated<Event>(id)?.Record ?? throw new Refusal(Reason.Gone, "The event was deleted.");
        var changed = e with { Links = change(e.Links) };
        return Validation.Check(changed) is { Count: > 0 } violations ? throw new Refusal(violations) : changed;
    }

    private static ImmutableArray<EventLink> Without(IReadOnlyList<EventLink> links, string type, string to)
    {
        var kept = links.Where(link => !(Code.Of(link.Type) == type && link.To.Value == to)).ToImmutableArray();
        return kept.Length < links.Count ? kept : throw new Refusal(Reason.NotFound, "This event holds no such link. A link that points here is removed from the event that holds it.");
    }

    private static Answer<LinkList> Show(string id, RecordReader reader, QueryText text)
    {
        var types = text.One(Type) is { } given
            ? FilterValues.Parse(Type, given).Values.Select(value => QueryText.Choice<LinkType>(Type, value)).ToHashSet()
            : null;
        return Answer<LinkList>.Of(ListOf(id, reader, types));
    }

    private static LinkList ListOf(string id, RecordReader reader, HashSet<LinkType>? types)
    {
        var e = EventEndpoints.Require(reader, id);
        var linked = EventDerivation.Linked(e.Id, e.Record, reader.World, new Renderer(reader.World, reader.Audience));
        return new LinkList([.. linked.Where(link => types?.Contains(link.Type) ?? true)], reader.Seq);
    }
}
