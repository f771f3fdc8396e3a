using Dapper;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>One record that a search has found.</summary>
/// <param name="Matched">The name in which the words were found; null for words of a text.</param>
/// <param name="Score">1 for the very name, less the further away; only to compare within one answer.</param>
/// <param name="Events">The newest events that name a person or an organization.</param>
public sealed record SearchHit(RecordKind Kind, RecordId Id, string? Name, string? Title, string? Matched, double Score, IReadOnlyList<SearchEvent>? Events);

/// <summary>An event that names what was found.</summary>
public sealed record SearchEvent(RecordId Id, string Title, DateView Start);

/// <summary>Finds records by name in any spelling, and events and reports by their words.</summary>
internal static class NameSearch
{
    private const int MostWords = 8;
    private const int EventsShown = 5;

    public static IReadOnlyList<SearchHit> Find(RecordReader reader, Snapshot snapshot, string text, IReadOnlySet<RecordKind>? kinds, int limit)
    {
        var folded = Spelling.Words(Spelling.Fold(text)).Take(MostWords).ToArray();
        if (folded.Length == 0)
            return [];
        var found = new Dictionary<long, NameMatch>();
        foreach (var match in Names(reader, snapshot, folded, skeleton: false, kinds, limit).Concat(Names(reader, snapshot, Skeletons(folded), skeleton: true, kinds, limit)))
        {
            if (!found.TryGetValue(match.Key, out var best) || best.Score < match.Score)
                found[match.Key] = match;
        }
        var hits = found.Values.OrderByDescending(match => match.Score).ThenBy(match => match.Key)
            .Select(match => Named(reader, match)).OfType<SearchHit>().Take(limit).ToList();
        hits.AddRange(Texts(reader, snapshot, folded, kinds, limit - hits.Count, found.Keys));
        return hits;
    }

    /// <summary>The skeletons of the words, or none when hardly a third of a word is left: <c>qqqqqqqq</c> is no spelling of all that begins with k.</summary>
    public static string[] Skeletons(string[] folded)
    {
        var skeletons = Array.ConvertAll(folded, Spelling.Latin);
        return folded.Zip(skeletons).Any(word => word.Second.Length * 3 <= word.First.Length + 1) ? [] : skeletons;
    }

    /// <summary>Names of which every word asked for begins a word: the last may be unfinished, as when typing.</summary>
    private static IEnumerable<NameMatch> Names(RecordReader reader, Snapshot snapshot, string[] words, bool skeleton, IReadOnlySet<RecordKind>? kinds, int limit)
    {
        if (words.Length == 0)
            return [];
        var parameters = new DynamicParameters(new { right = (int)reader.Audience.Right(), seq = reader.Seq, skeleton = skeleton ? 1 : 0, kinds = Codes(kinds), most = limit * 4 });
        var arms = new List<string>();
        for (var i = 0; i < words.Length; i++)
        {
            parameters.Add($"from{i}", words[i]);
            parameters.Add($"to{i}", words[i] + "\U0010FFFF");
            arms.Add($"SELECT key, nth FROM name_index WHERE form >= @from{i} AND form < @to{i} AND skeleton = @skeleton AND (rights & @right) <> 0 AND from_seq <= @seq AND to_seq > @seq");
        }
        var names = snapshot.Session.Connection.Query<(long Key, long Nth, string Name)>($"""
            SELECT m.key, m.nth, n.name FROM ({string.Join(" INTERSECT ", arms)}) m
            CROSS JOIN name_index n ON n.key = m.key AND n.nth = m.nth AND n.word = 0 AND n.skeleton = @skeleton AND n.from_seq <= @seq AND n.to_seq > @seq
            CROSS JOIN record r ON r.row = m.key AND r.kind IN @kinds
            CROSS JOIN indexed x ON x.key = m.key AND (x.rights & @right) <> 0
            ORDER BY length(n.name), m.key LIMIT @most
            """, parameters);
        return names.Select(name => new NameMatch(name.Key, name.Name, Score(words, name.Nth, name.Name, skeleton)));
    }

    /// <summary>Whole words count more than beginnings, the usual name more than others, the spelling more than the skeleton.</summary>
    private static double Score(string[] asked, long nth, string name, bool skeleton)
    {
        var words = Spelling.Words(skeleton ? Spelling.Latin(name) : Spelling.Fold(name));
        var whole = asked.Count(word => words.Contains(word));
        var share = asked.Sum(word => word.Length) / (double)Math.Max(1, words.Sum(word => word.Length));
        return Math.Round(((0.5 * whole / asked.Length) + (0.3 * Math.Min(1, share)) + (nth == 0 ? 0.2 : 0.15)) * (skeleton ? 0.8 : 1), 3);
    }

    private static SearchHit? Named(RecordReader reader, NameMatch match)
    {
        var (kind, id) = reader.Identity(match.Key);
        var name = reader.NameOf(kind, id);
        if (name is null)
            return null;
        IReadOnlyList<SearchEvent>? events = kind switch
        {
            RecordKind.Person => Newest(reader, EventTerms.Person(id)),
            RecordKind.Organization => Newest(reader, EventTerms.Organization(id)),
            _ => null,
        };
        return new SearchHit(kind, id, name, null, match.Name, match.Score, events);
    }

    private static IReadOnlyList<SearchEvent> Newest(RecordReader reader, Term term) =>
        [.. reader.Newest(term, EventsShown).Select(e => new SearchEvent(e.Id, e.Record.Title, new DateView(e.Record.Start)))];

    /// <summary>The newest events and reports whose text has all the words. Text is kept only as it reads now.</summary>
    private static IEnumerable<SearchHit> Texts(RecordReader reader, Snapshot snapshot, string[] words, IReadOnlySet<RecordKind>? kinds, int limit, IReadOnlyCollection<long> known)
    {
        if (limit <= 0 || (kinds is not null && !kinds.Overlaps([RecordKind.Event, RecordKind.Report])))
            yield break;
        // Each word in quotes, so that nothing in it is an operator; the last one may be unfinished.
        var match = string.Join(' ', words.Select(word => $"\"{word}\"")) + "*";
        var rows = snapshot.Session.Connection.Query<long>($"""
            SELECT t.rowid FROM record_text t
            JOIN record r ON r.row = (t.rowid & {DerivedRows.KeyMask}) AND r.kind IN @kinds
            JOIN indexed x ON x.key = r.row AND (x.rights & @right) <> 0
            WHERE t.record_text MATCH @match ORDER BY t.rowid DESC LIMIT @most
            """, new { match, kinds = Codes(kinds), right = (int)reader.Audience.Right(), most = limit * 4 });
        foreach (var key in rows.Select(row => row & DerivedRows.KeyMask).Where(key => !known.Contains(key)))
        {
            var (kind, id) = reader.Identity(key);
            if (reader.NameOf(kind, id) is { } title)
            {
                yield return new SearchHit(kind, id, null, title, null, 0.1, null);
                if (--limit == 0)
                    yield break;
            }
        }
    }

    private static string[] Codes(IReadOnlySet<RecordKind>? kinds) => [.. (kinds ?? Enum.GetValues<RecordKind>().ToHashSet()).Select(Code.Of)];

    private sealed record NameMatch(long Key, string Name, double Score);
}
