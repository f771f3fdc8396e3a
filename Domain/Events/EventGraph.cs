using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Events;

/// <summary>Events around one, and the links between them, for drawing.</summary>
/// <param name="Truncated">There are more nodes than are shown.</param>
public sealed record EventGraph(IReadOnlyList<GraphNode> Nodes, IReadOnlyList<GraphEdge> Edges, bool Truncated)
{
    /// <summary>More than this nobody can read.</summary>
    public const int MostNodes = 500;

    /// <summary>Walks the links in both directions, so many steps from the event; all links between the events found are edges.</summary>
    public static EventGraph Around(Stored<Event> start, int depth, IWorld world, Renderer show)
    {
        var nodes = new Dictionary<RecordId, GraphNode> { [start.Id] = Node(start) };
        var edges = new HashSet<GraphEdge>();
        var frontier = new List<Stored<Event>> { start };
        var truncated = false;
        for (var step = 0; step < depth && frontier.Count > 0; step++)
        {
            var next = new List<Stored<Event>>();
            foreach (var (from, to, link) in frontier.SelectMany(e => Links(e, world)))
            {
                var other = nodes.ContainsKey(from.Id) ? to : from;
                if (show.Event(other) is null)
                    continue;
                if (!nodes.ContainsKey(other.Id))
                {
                    if (nodes.Count >= MostNodes)
                    {
                        truncated = true;
                        continue;
                    }
                    nodes.Add(other.Id, Node(other));
                    next.Add(other);
                }
                edges.Add(new GraphEdge(from.Id, to.Id, link.Type, link.Basis));
            }
            frontier = next;
        }
        // What links the outermost events with each other.
        foreach (var (from, to, link) in frontier.SelectMany(e => Links(e, world)).Where(one => nodes.ContainsKey(one.From.Id) && nodes.ContainsKey(one.To.Id)))
            edges.Add(new GraphEdge(from.Id, to.Id, link.Type, link.Basis));
        return new EventGraph([.. nodes.Values], [.. edges], truncated);
    }

    private static IEnumerable<(Stored<Event> From, Stored<Event> To, EventLink Link)> Links(Stored<Event> e, IWorld world)
    {
        foreach (var link in e.Record.Links)
        {
            if (world.Find<Event>(link.To) is { } to)
                yield return (e, to, link);
        }
        foreach (var other in world.Under<Event>(EventTerms.LinksTo(e.Id)))
        {
            foreach (var link in other.Record.Links.Where(link => link.To == e.Id))
                yield return (other, e, link);
        }
    }

    private static GraphNode Node(Stored<Event> e) =>
        new(e.Id, e.Record.Type, e.Record.Title, new DateView(e.Record.Start), e.Record.Type.Group(), e.Record.Occurrence);
}

public sealed record GraphNode(RecordId Id, EventType Type, string Title, DateView Start, EventGroup Group, Occurrence Occurrence);

/// <summary>A link, from the event that holds it.</summary>
public sealed record GraphEdge(RecordId From, RecordId To, LinkType Type, Basis Basis);
