using System.Globalization;
using System.Text;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Sanctions;
using Events.Domain.Statistics;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>Keeps the derived rows in step with derivations: closes what is no more, opens what is new, leaves the rest alone.</summary>
internal sealed class DerivedRows(Session session)
{
    /// <summary>The end of a row that is still valid.</summary>
    public const long Open = long.MaxValue;

    /// <summary>Of a text row's number: so many bits are the key of its record, those above them its day.</summary>
    public const int KeyBits = 28;

    /// <summary>Days before 1970 must not become negative rowids: they would sort wrongly.</summary>
    public static readonly int FirstDay = CalendarDay.Of(DateOnly.MinValue);

    /// <summary>The part of a text row's number that is the key of its record.</summary>
    public const long KeyMask = (1L << KeyBits) - 1;

    private readonly List<(long Row, SearchText? Text)> _texts = [];
    private readonly TallyRows _tally = new(session);

    /// <summary>How many rows wait to be written; to be handed to <see cref="Forget"/> when what came after is undone.</summary>
    public (int Texts, int Tally) Waiting => (_texts.Count, _tally.Waiting);

    /// <summary>Brings all derived rows of a record up to the commit.</summary>
    /// <param name="changed">The record itself has a new version, not only something that it shows.</param>
    /// <param name="isNew">There are none yet.</param>
    public void Write(long key, long version, long seq, Derivation derivation, bool changed, bool isNew = false)
    {
        var before = isNew ? null : Before(key);
        WriteTally(key, before, derivation.Standing);
        WritePostings(key, seq, before, derivation.Standing);
        if (changed)
            WriteText(key, derivation);
        WriteRenderings(key, version, seq, derivation.Renderings, before is null);
        WriteNames(key, seq, derivation, before is null);
        if (derivation.Standing.Numbers is { } numbers)
            WriteNumbers(key, seq, version, numbers, before is null);
        WriteStates(key, seq, derivation.States, before is null);
        WriteHeadcounts(key, seq, derivation.Headcounts, before is null);
    }

    /// <summary>Makes a changed record findable before its neighbours are derived, which look for it.</summary>
    public void WriteStanding(long key, long version, long seq, Standing standing)
    {
        var before = Before(key);
        WriteTally(key, before, standing);
        WritePostings(key, seq, before, standing);
        if (standing.Numbers is { } numbers)
            WriteNumbers(key, seq, version, numbers, before is null);
    }

    /// <summary>The record is deleted: nothing of it is found any more, but with an earlier <c>asOf</c>.</summary>
    public void Close(long key, long seq)
    {
        if (Before(key) is not { } before)
            return;
        WriteTally(key, before, after: null);
        foreach (var term in before.Terms.Keys)
            ClosePosting(term, before.Day, key, seq);
        // Its rights stay: they are the rights of its past.
        session.Prepare("UPDATE indexed SET terms = '', opens_at = NULL WHERE key = ?1").Bind(key).Run();
        session.Prepare("DELETE FROM rendering WHERE slot BETWEEN ?1 * 4 AND ?1 * 4 + 3").Bind(key).Run();
        CloseRows("name_index", key, seq);
        CloseRows("event_index", key, seq);
        CloseRows("event_people", key, seq);
        CloseRows("sanction_state", key, seq);
        _texts.Add((TextRow(before.Day, key), null));
    }

    /// <summary>The record is merged: as if it were deleted, but what withholds the one that took its place withholds its past, too.</summary>
    public void CloseInto(long key, RecordKind kind, RecordId into, long seq)
    {
        var intoKey = session.KeyOf(kind, into)!.Value;
        session.Prepare("UPDATE merged SET into_key = ?2 WHERE into_key = ?1").Bind(key).Bind(intoKey).Run();
        session.Prepare("INSERT INTO merged (key, into_key, terms) SELECT key, ?2, terms FROM indexed WHERE key = ?1").Bind(key).Bind(intoKey).Run();
        Close(key, seq);
        TightenMerged(intoKey, RightsOf(intoKey));
    }

    /// <summary>The record opened to everyone by itself.</summary>
    /// <param name="n">Its place within the commit.</param>
    public void WriteOpened(long seq, int n, long key) =>
        session.Prepare("INSERT INTO opened (seq, n, key) VALUES (?1, ?2, ?3)").Bind(seq).Bind(n).Bind(key).Run();

    /// <summary>Writes what is written once for a whole group.</summary>
    public void Flush()
    {
        _tally.Flush();
        FlushTexts();
    }

    /// <summary>In the order of their rowids: FTS5 flushes its memory to a new segment whenever a rowid is smaller than the one before.</summary>
    private void FlushTexts()
    {
        var latest = new SortedDictionary<long, SearchText?>();
        foreach (var (row, text) in _texts)
            latest[row] = text;
        _texts.Clear();
        foreach (var (row, text) in latest)
        {
            if (text is null)
                session.Prepare("DELETE FROM record_text WHERE rowid = ?1").Bind(row).Run();
            else
                session.Prepare("INSERT OR REPLACE INTO record_text (rowid, title, body) VALUES (?1, ?2, ?3)").Bind(row).Bind(text.Title).Bind(text.Body).Run();
        }
    }

    public void Forget((int Texts, int Tally) keep)
    {
        _texts.RemoveRange(keep.Texts, _texts.Count - keep.Texts);
        _tally.Forget(keep.Tally);
    }

    public static long TextRow(int day, long key)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(key, 1L << KeyBits);
        return ((long)(day - FirstDay) << KeyBits) | key;
    }

    private void WritePostings(long key, long seq, BeforeState? before, Standing standing)
    {
        var terms = standing.Terms.Rights;
        var moved = before is not null && (before.Day != standing.Day || before.Workflow != standing.Workflow);
        if (before is not null)
        {
            if (before.Day != standing.Day)
                _texts.Add((TextRow(before.Day, key), null));
            foreach (var (term, rights) in before.Terms)
            {
                if (!moved && terms.TryGetValue(term, out var now) && now == rights)
                    continue;
                ClosePosting(term, before.Day, key, seq);
                var left = terms.GetValueOrDefault(term, rights);
                if ((rights & ~left) != 0)
                    Tighten(term, key, left);
            }
            if (standing.Rights is not Rights.All)
                TightenMerged(key, standing.Rights);
        }
        foreach (var (term, rights) in terms)
        {
            if (before is null || moved || !before.Terms.TryGetValue(term, out var was) || was != rights)
                OpenPosting(term, key, seq, rights, standing);
        }
        session.Prepare("""
            INSERT INTO indexed (key, day, workflow, rights, opens_at, terms) VALUES (?1, ?2, ?3, ?4, ?5, ?6)
            ON CONFLICT (key) DO UPDATE SET day = ?2, workflow = ?3, rights = ?4, opens_at = ?5, terms = ?6
            """).Bind(key).Bind(standing.Day).Bind((int)standing.Workflow).Bind((int)standing.Rights)
            .Bind(standing.OpensAt?.ToMicros()).Bind(BeforeState.Format(terms)).Run();
    }

    private void OpenPosting(string term, long key, long seq, Rights rights, Standing standing) => session.Prepare("""
        INSERT INTO posting (term, day, key, from_seq, to_seq, rights, workflow) VALUES (?1, ?2, ?3, ?4, 9223372036854775807, ?5, ?6)
        """).Bind(term).Bind(standing.Day).Bind(key).Bind(seq).Bind((int)rights).Bind((int)standing.Workflow).Run();

    private void ClosePosting(string term, int day, long key, long seq)
    {
        // What was opened by this very commit has never been.
        session.Prepare("DELETE FROM posting WHERE term = ?1 AND day = ?2 AND key = ?3 AND from_seq = ?4").Bind(term).Bind(day).Bind(key).Bind(seq).Run();
        session.Prepare("""
            UPDATE posting SET to_seq = ?4 WHERE term = ?1 AND day = ?2 AND key = ?3 AND to_seq = 9223372036854775807
            """).Bind(term).Bind(day).Bind(key).Bind(seq).Run();
    }

    /// <summary>What fewer may know now, fewer may know of the past.</summary>
    private void Tighten(string term, long key, Rights rights) => session.Prepare("""
        UPDATE posting SET rights = rights & ?3 WHERE term = ?1 AND key = ?2 AND to_seq <> 9223372036854775807
        """).Bind(term).Bind(key).Bind((int)rights).Run();

    /// <summary>What fewer may know of a record, fewer may know of those that were merged into it.</summary>
    private void TightenMerged(long into, Rights rights)
    {
        var merged = new List<(long Key, string Terms)>();
        var statement = session.Prepare("SELECT m.key, m.terms FROM merged m JOIN indexed i ON i.key = m.key WHERE m.into_key = ?1 AND i.rights & ~?2 ORDER BY m.key").Bind(into).Bind((int)rights);
        while (statement.Step())
            merged.Add((statement.Long(0), statement.Text(1)));
        statement.Reset();
        foreach (var (key, terms) in merged)
        {
            session.Prepare("UPDATE indexed SET rights = rights & ?2 WHERE key = ?1").Bind(key).Bind((int)rights).Run();
            session.Prepare("UPDATE name_index SET rights = rights & ?2 WHERE key = ?1").Bind(key).Bind((int)rights).Run();
            foreach (var (term, _) in BeforeState.Parse(terms))
                Tighten(term, key, rights);
        }
    }

    private Rights RightsOf(long key)
    {
        var statement = session.Prepare("SELECT rights FROM indexed WHERE key = ?1").Bind(key);
        var rights = statement.Step() ? (Rights)statement.Long(0) : Rights.All;
        statement.Reset();
        return rights;
    }

    private void WriteText(long key, Derivation derivation)
    {
        if (derivation.Text is { } text)
            _texts.Add((TextRow(derivation.Standing.Day, key), text));
    }

    private void WriteRenderings(long key, long version, long seq, IReadOnlyList<Rendering> renderings, bool isNew)
    {
        foreach (var audience in Audiences.All)
        {
            var slot = (key * 4) + (int)audience;
            var rendering = renderings.FirstOrDefault(r => r.Audience == audience);
            if (rendering is not null)
                WriteRendering(slot, version, seq, rendering);
            else if (!isNew)
                session.Prepare("DELETE FROM rendering WHERE slot = ?1").Bind(slot).Run();
        }
    }

    /// <summary>An answer that reads as before keeps its ETag.</summary>
    private void WriteRendering(long slot, long version, long seq, Rendering rendering) => session.Prepare("""
        INSERT INTO rendering (slot, from_seq, version, item, detail) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (slot) DO UPDATE SET from_seq = ?2, version = ?3, item = ?4, detail = ?5
        WHERE item <> ?4 OR detail IS NOT ?5
        """).Bind(slot).Bind(seq).Bind(version).Bind(rendering.Item).Bind(rendering.Detail).Run();

    private void WriteNames(long key, long seq, Derivation derivation, bool isNew)
    {
        if (isNew && derivation.Names.Count == 0)
            return;
        if (!isNew)
        {
            var (names, rights) = OpenNames(key);
            if (rights == derivation.Standing.Rights && names.SequenceEqual(derivation.Names))
                return;
            CloseRows("name_index", key, seq);
            session.Prepare("UPDATE name_index SET rights = rights & ?2 WHERE key = ?1").Bind(key).Bind((int)derivation.Standing.Rights).Run();
        }
        for (var nth = 0; nth < derivation.Names.Count; nth++)
            WriteName(key, seq, nth, derivation.Names[nth], derivation.Standing.Rights);
    }

    private void WriteName(long key, long seq, int nth, string name, Rights rights)
    {
        WriteForms(Spelling.Words(Spelling.Fold(name)), skeleton: 0);
        WriteForms(Spelling.Words(Spelling.Latin(name)), skeleton: 1);

        void WriteForms(string[] words, int skeleton)
        {
            for (var word = 0; word < words.Length; word++)
            {
                session.Prepare("""
                    INSERT INTO name_index (form, key, nth, word, skeleton, from_seq, to_seq, rights, name)
                    VALUES (?1, ?2, ?3, ?4, ?5, ?6, 9223372036854775807, ?7, ?8)
                    """).Bind(words[word]).Bind(key).Bind(nth).Bind(word).Bind(skeleton).Bind(seq).Bind((int)rights).Bind(name).Run();
            }
        }
    }

    private (IReadOnlyList<string> Names, Rights Rights) OpenNames(long key)
    {
        var names = new List<string>();
        var rights = Rights.All;
        var statement = session.Prepare("""
            SELECT nth, name, rights FROM name_index WHERE key = ?1 AND to_seq = 9223372036854775807 GROUP BY nth ORDER BY nth
            """).Bind(key);
        while (statement.Step())
        {
            // A name without a letter or digit has no form and no row.
            while (names.Count < statement.Long(0))
                names.Add("");
            names.Add(statement.Text(1));
            rights = (Rights)statement.Long(2);
        }
        statement.Reset();
        return (names, rights);
    }

    private void WriteNumbers(long key, long seq, long version, EventNumbers numbers, bool isNew)
    {
        var updated = isNew || version == 0 ? seq : Updated(key, seq) ?? seq;
        if (!isNew)
        {
            if (HasNumbers(key, numbers, updated))
                return;
            CloseRows("event_index", key, seq);
        }
        session.Prepare("""
            INSERT INTO event_index (key, from_seq, to_seq, earliest, verification, occurrence, people, sources, updated, lat, lon, type, latest)
            VALUES (?1, ?2, 9223372036854775807, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)
            """).Bind(key).Bind(seq).Bind(numbers.Span.Earliest).Bind((int)numbers.Verification).Bind((int)numbers.Occurrence)
            .Bind(numbers.People ?? -1).Bind(numbers.Sources).Bind(updated).Bind(numbers.Lat).Bind(numbers.Lon)
            .Bind((int)numbers.Type).Bind(numbers.Span.Latest).Run();
    }

    private void WriteTally(long key, BeforeState? before, Standing? after)
    {
        var was = before is not null && OpenDays(key) is var (type, span) ? EventTally.Of(before.Workflow, before.Day, before.Terms, type, span) : [];
        var now = after?.Numbers is { } numbers ? EventTally.Of(after.Workflow, after.Day, after.Terms.Rights, numbers.Type, numbers.Span) : [];
        _tally.Change(was, now);
    }

    private (EventType Type, DaySpan Span)? OpenDays(long key)
    {
        var statement = session.Prepare("SELECT type, earliest, latest FROM event_index WHERE key = ?1 AND to_seq = 9223372036854775807").Bind(key);
        (EventType, DaySpan)? days = statement.Step()
            ? ((EventType)statement.Long(0), new DaySpan((int)statement.Long(1), (int)statement.Long(2)))
            : null;
        statement.Reset();
        return days;
    }

    /// <summary>The commit that wrote the newest version of the record. A rebuild does not look at what came later.</summary>
    private long? Updated(long key, long seq)
    {
        var statement = session.Prepare("""
            SELECT max(r.seq) FROM record f JOIN record r ON r.kind = f.kind AND r.id = f.id WHERE f.row = ?1 AND r.seq <= ?2
            """).Bind(key).Bind(seq);
        statement.Step();
        long? updated = statement.IsNull(0) ? null : statement.Long(0);
        statement.Reset();
        return updated;
    }

    private bool HasNumbers(long key, EventNumbers numbers, long updated)
    {
        var statement = session.Prepare("""
            SELECT 1 FROM event_index WHERE key = ?1 AND to_seq = 9223372036854775807
            AND earliest = ?2 AND verification = ?3 AND occurrence = ?4 AND people = ?5 AND sources = ?6 AND updated = ?7
            AND lat IS ?8 AND lon IS ?9 AND type = ?10 AND latest = ?11
            """).Bind(key).Bind(numbers.Span.Earliest).Bind((int)numbers.Verification).Bind((int)numbers.Occurrence)
            .Bind(numbers.People ?? -1).Bind(numbers.Sources).Bind(updated).Bind(numbers.Lat).Bind(numbers.Lon)
            .Bind((int)numbers.Type).Bind(numbers.Span.Latest);
        var has = statement.Step();
        statement.Reset();
        return has;
    }

    private void WriteStates(long key, long seq, IReadOnlyList<StateStep> states, bool isNew)
    {
        if (!isNew)
        {
            if (OpenStates(key).SequenceEqual(states))
                return;
            CloseRows("sanction_state", key, seq);
        }
        foreach (var step in states)
        {
            session.Prepare("""
                INSERT INTO sanction_state (key, day, from_seq, to_seq, state) VALUES (?1, ?2, ?3, 9223372036854775807, ?4)
                """).Bind(key).Bind(CalendarDay.Of(step.Day)).Bind(seq).Bind((int)step.State).Run();
        }
    }

    private List<StateStep> OpenStates(long key)
    {
        var states = new List<StateStep>();
        var statement = session.Prepare("""
            SELECT day, state FROM sanction_state WHERE key = ?1 AND to_seq = 9223372036854775807 ORDER BY day
            """).Bind(key);
        while (statement.Step())
            states.Add(new StateStep(CalendarDay.From((int)statement.Long(0)), (SanctionState)statement.Long(1)));
        statement.Reset();
        return states;
    }

    private void WriteHeadcounts(long key, long seq, IReadOnlyList<HeadcountSum> headcounts, bool isNew)
    {
        if (!isNew)
        {
            if (OpenHeadcounts(key).SequenceEqual(headcounts))
                return;
            CloseRows("event_people", key, seq);
        }
        foreach (var (kind, people) in headcounts)
        {
            session.Prepare("""
                INSERT INTO event_people (key, kind, from_seq, to_seq, low, best, high, unknown) VALUES (?1, ?2, ?3, 9223372036854775807, ?4, ?5, ?6, ?7)
                """).Bind(key).Bind((int)kind).Bind(seq).Bind(people.Low).Bind(people.Best).Bind(people.High).Bind(people.Unknown).Run();
        }
    }

    private List<HeadcountSum> OpenHeadcounts(long key)
    {
        var headcounts = new List<HeadcountSum>();
        var statement = session.Prepare("""
            SELECT kind, low, best, high, unknown FROM event_people WHERE key = ?1 AND to_seq = 9223372036854775807 ORDER BY kind
            """).Bind(key);
        while (statement.Step())
        {
            headcounts.Add(new HeadcountSum((HeadcountKind)statement.Long(0),
                new Figure(statement.Long(1), statement.Long(2), statement.IsNull(3) ? null : statement.Long(3), statement.Long(4))));
        }
        statement.Reset();
        return headcounts;
    }

    private void CloseRows(string table, long key, long seq)
    {
        session.Prepare($"DELETE FROM {table} WHERE key = ?1 AND from_seq = ?2").Bind(key).Bind(seq).Run();
        session.Prepare($"UPDATE {table} SET to_seq = ?2 WHERE key = ?1 AND to_seq = 9223372036854775807").Bind(key).Bind(seq).Run();
    }

    private BeforeState? Before(long key)
    {
        var statement = session.Prepare("SELECT day, workflow, terms FROM indexed WHERE key = ?1").Bind(key);
        var before = statement.Step()
            ? new BeforeState((int)statement.Long(0), (Workflow)statement.Long(1), BeforeState.Parse(statement.Text(2)))
            : null;
        statement.Reset();
        return before;
    }

    /// <summary>Under what a record stood before this commit.</summary>
    internal sealed record BeforeState(int Day, Workflow Workflow, IReadOnlyDictionary<string, Rights> Terms)
    {
        public static string Format(IReadOnlyDictionary<string, Rights> terms)
        {
            var text = new StringBuilder();
            foreach (var (term, rights) in terms.OrderBy(entry => entry.Key, StringComparer.Ordinal))
                text.Append(term).Append(' ').Append(((int)rights).ToString(CultureInfo.InvariantCulture)).Append('\n');
            return text.ToString();
        }

        public static IReadOnlyDictionary<string, Rights> Parse(string text)
        {
            var terms = new Dictionary<string, Rights>(StringComparer.Ordinal);
            foreach (var line in text.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            {
                var space = line.LastIndexOf(' ');
                terms.Add(line[..space], (Rights)int.Parse(line.AsSpan(space + 1), CultureInfo.InvariantCulture));
            }
            return terms;
        }
    }
}
