using System.Text.Json;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.People;
using Events.Domain.Querying;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>One version in the feed.</summary>
/// <param name="Position">Where it stands, as <c>seq.n</c>.</param>
/// <param name="At">When it was committed, UTC.</param>
/// <param name="Into">The record that it was merged into.</param>
/// <param name="Document">The record as its editors stated it, with ids only; null when it states nothing, such as a deletion.</param>
/// <param name="Before">The same of the version before; null when there is none, or none that the reader may see.</param>
/// <param name="Withheld">True when something of a document may not be known to the reader and was left out.</param>
public sealed record ChangeView(
    string Position, long Seq, DateTime At, string Actor, string? Reason, Op Op, RecordKind Kind, RecordId Id, long Version, RecordId? Into, JsonElement? Document, JsonElement? Before, bool? Withheld);

/// <summary>Shows versions to one audience with the rights of today: what is restricted by now is not shown, whenever it was written.</summary>
internal sealed class ChangeLens(Snapshot snapshot, Audience audience)
{
    private readonly Dictionary<string, IReadOnlyList<string>> _bearers = new(StringComparer.Ordinal);
    private readonly RecordReader _reader = new(snapshot, audience, null);
    private World? _now;
    private World? _then;

    /// <summary>A version as the audience sees it; null when it may not know of it.</summary>
    public SeenChange? See(ChangeRow row)
    {
        var id = new RecordId(row.Id);
        var (now, then) = Around(row.Seq);
        var after = row.States ? Visible(now, row.KindOf, id) : null;
        if (row.States ? after is null : !MaySee(row.KindOf, id))
            return null;
        var before = row.Version == 1 && !row.IsOpening ? null : Visible(then, row.KindOf, id);
        // Who has seen it before learns nothing new when it opens to others.
        return row.IsOpening && before is not null ? null : new SeenChange(this, row, after, before, now, then);
    }

    /// <summary>Whether it fits before or after: whoever keeps a copy of what fits also learns what does so no more.</summary>
    public bool Fits(SeenChange change, ChangeQuery query)
    {
        if (!query.Kinds.Contains(change.Row.KindOf))
            return false;
        if (change.Row.KindOf is not RecordKind.Event || query.Events is not { } events)
            return true;
        return Fits(events, (Event?)change.After, change.StandingAfter, change.Now) || Fits(events, (Event?)change.Before, change.StandingBefore, change.Then);
    }

    /// <summary>The document with what this audience may know of it, and whether something was left out.</summary>
    public (JsonElement Shown, bool IsWhole) Document(Record stated, World world)
    {
        var shown = stated switch
        {
            Sanction sanction => Withheld.From(sanction, audience, world),
            Event e => Withheld.From(e, audience, world),
            _ => stated,
        };
        var bytes = RecordJson.Write(shown);
        var isWhole = ReferenceEquals(shown, stated) || bytes.AsSpan().SequenceEqual(RecordJson.Write(stated));
        return (JsonDocument.Parse(bytes).RootElement, isWhole);
    }

    private bool Fits(RecordQuery query, Event? e, Func<Standing?> standing, World world) =>
        e is not null && standing() is { } stands
        && query.Fits(stands, audience, world.Today, () => new SearchText(e.Title, e.Summary), phrase => Bearers(query, phrase));

    /// <summary>Names are looked up as they are now, as lists do.</summary>
    private IReadOnlyList<string> Bearers(RecordQuery query, Phrase phrase)
    {
        var key = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{query.Text!.All.Count} {phrase.Unfinished} {phrase.Text}");
        if (!_bearers.TryGetValue(key, out var terms))
            _bearers[key] = terms = new ListPlanner(snapshot.Session, audience, null, snapshot.Seq, _reader.World).BearersOf(query.Text, phrase);
        return terms;
    }

    private Record? Visible(World world, RecordKind kind, RecordId id) => world.Find(kind, id) switch
    {
        Person person => audience.Sees(person.Rights()) ? person : null,
        Event e => audience.Sees(e.Rights()) ? e : null,
        var record => record,
    };

    private bool MaySee(RecordKind kind, RecordId id) => _reader.Key(kind, id) is { } key && _reader.MaySee(key);

    /// <summary>The worlds after a commit and before it; what one version has loaded serves the next.</summary>
    private (World Now, World Then) Around(long seq)
    {
        if (_now?.Seq == seq)
            return (_now, _then!);
        _then = _now?.Seq == seq - 1 ? _now : snapshot.World(seq - 1);
        return (_now = snapshot.World(seq), _then);
    }
}

/// <summary>A version as one audience sees it.</summary>
internal sealed class SeenChange(ChangeLens lens, ChangeRow row, Record? after, Record? before, World now, World then)
{
    private Standing? _standingAfter;
    private Standing? _standingBefore;
    private ChangeView? _view;
    private byte[]? _bytes;

    public ChangeRow Row => row;

    public Record? After => after;

    public Record? Before => before;

    public World Now => now;

    public World Then => then;

    /// <summary>The change as JSON.</summary>
    public byte[] Bytes => _bytes ??= JsonSerializer.SerializeToUtf8Bytes(View, ViewJson.Options);

    /// <summary>Something of it may not be known to the audience.</summary>
    public bool IsWithheld => View.Withheld is true;

    public Standing? StandingAfter() => _standingAfter ??= Derivation.StandingOf(row.KindOf, new RecordId(row.Id), now)?.Standing;

    public Standing? StandingBefore() => _standingBefore ??= Derivation.StandingOf(row.KindOf, new RecordId(row.Id), then)?.Standing;

    private ChangeView View => _view ??= Show();

    private ChangeView Show()
    {
        var shown = after is null ? ((JsonElement Shown, bool IsWhole)?)null : lens.Document(after, now);
        var was = before is null ? ((JsonElement Shown, bool IsWhole)?)null : lens.Document(before, then);
        return new ChangeView(
            row.Position.ToString(), row.Seq, Instants.FromMicros(row.At).UtcDateTime, row.Actor, row.Reason, row.OpOf, row.KindOf, new RecordId(row.Id), row.Version, row.Merged is null ? null : MergedInto.Read(row.Merged).Into,
            shown?.Shown, was?.Shown, shown is { IsWhole: false } || was is { IsWhole: false } ? true : null);
    }
}
