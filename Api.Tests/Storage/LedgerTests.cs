using System.Globalization;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Reports;
using Events.Domain.Values;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;
using SQLitePCL;

namespace Events.Api.Tests.Storage;

using Ledger = Api.Storage.Ledger;

/// <summary>The one writer: what it promises to each request, alone and in a group, and when the disk fails.</summary>
public sealed class LedgerTests : IDisposable
{
    private static readonly DateTimeOffset Start = new(2025, 12, 14, 8, 0, 0, TimeSpan.Zero);

    private readonly TemporaryFolder _folder = new();
    private readonly FakeTimeProvider _clock = new(Start);
    private Ledger _ledger;
    private int _ids;

    public LedgerTests()
    {
        Database.Prepare(Path);
        _ledger = Open();
    }

    private string Path => _folder.File("events.db");

    public void Dispose()
    {
        _ledger.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public async Task Requests_that_wait_together_share_a_group_and_each_gets_its_own_answer()
    {
        var groups = new List<int>();
        _ledger.Committed += group => groups.Add(group.Count);
        using var gate = new ManualResetEventSlim();
        var first = CommitAsync(Blocking(gate));
        var others = Enumerable.Range(0, 50).Select(_ => CommitAsync(Put(NextId(), Draft("Other")))).ToList();
        gate.Set();

        await first;
        var answers = await Task.WhenAll(others);

        Assert.Equal(Enumerable.Range(2, 50).Select(seq => (long)seq), answers.Select(answer => answer.Seq).Order());
        Assert.Equal(51, groups.Sum());
        Assert.True(groups.Count < 51, "Every request had a transaction of its own.");
        Assert.Equal(51, _ledger.Last.Seq);
        Sound();
    }

    [Fact]
    public async Task A_refusal_does_not_undo_its_neighbours()
    {
        using var gate = new ManualResetEventSlim();
        var first = CommitAsync(Blocking(gate));
        var before = CommitAsync(Put(NextId(), Draft("Before")));
        var refused = CommitAsync(Put(NextId(), Draft("Refused") with { Evidence = [new Evidence { Report = new RecordId(Guid.Empty.ToString()), Aspect = EvidenceAspect.Event, Basis = Basis.Stated }] }));
        var defect = CommitAsync(_ => throw new InvalidTimeZoneException("A defect of one request."));
        var after = CommitAsync(Put(NextId(), Draft("After")));
        gate.Set();

        await first;
        Assert.Equal(Reason.UnknownReference, (await Assert.ThrowsAsync<Refusal>(() => refused)).Reason);
        await Assert.ThrowsAsync<InvalidTimeZoneException>(() => defect);
        Assert.Equal((2, 3), ((await before).Seq, (await after).Seq));
        Sound();
    }

    [Fact]
    public async Task A_commit_of_which_one_record_is_refused_writes_none()
    {
        var refused = CommitAsync(_ => [Change.Put(NextId(), Draft("Fine")), Change.Put(NextId(), Draft("Refused") with { Links = [new EventLink { Type = LinkType.FollowsFrom, To = new RecordId(Guid.Empty.ToString()) }] })]);

        await Assert.ThrowsAsync<Refusal>(() => refused);

        Assert.Equal(0, _ledger.Last.Seq);
        Assert.Equal(0, Count("record"));
        Assert.Equal(0, Count("posting"));
    }

    [Fact]
    public async Task When_too_many_wait_the_next_is_refused_and_all_others_are_served()
    {
        using var gate = new ManualResetEventSlim();
        using var begun = new ManualResetEventSlim();
        var first = CommitAsync(Blocking(gate, begun));
        begun.Wait();
        var id = NextId();
        var waiting = Enumerable.Range(0, Ledger.MostWaiting).Select(_ => CommitAsync(Put(id, Draft("Same")))).ToList();
        var refusal = await Assert.ThrowsAsync<Refusal>(() => CommitAsync(Put(id, Draft("One too many"))));
        gate.Set();

        await first;
        var answers = await Task.WhenAll(waiting);

        Assert.Equal(Reason.Overloaded, refusal.Reason);
        Assert.NotNull(refusal.RetryAfter);
        Assert.Single(answers, answer => answer.Versions.Count == 1);
        Assert.Equal(2, _ledger.Last.Seq);
    }

    [Fact]
    public async Task What_was_taken_is_finished_when_the_ledger_closes_and_what_comes_later_is_refused()
    {
        using var gate = new ManualResetEventSlim();
        var waiting = Enumerable.Range(0, 100).Select(i => i % 3 == 1
            ? CommitInBulkAsync(Put(NextId(), Draft("Waiting")))
            : CommitAsync(i == 0 ? Blocking(gate) : Put(NextId(), Draft("Waiting")))).ToList();
        var closing = Task.Run(_ledger.Dispose);
        gate.Set();
        await closing;
        var answers = await Task.WhenAll(waiting.Select(async task =>
        {
            try
            {
                return (await task).Seq;
            }
            catch (Refusal refusal) when (refusal.Reason is Reason.Overloaded)
            {
                return 0;
            }
        }));

        Assert.Equal(Reason.Overloaded, (await Assert.ThrowsAsync<Refusal>(() => CommitAsync(Put(NextId(), Draft("Late"))))).Reason);
        var written = answers.Where(seq => seq > 0).Order().ToList();
        Assert.Equal(Enumerable.Range(1, written.Count).Select(seq => (long)seq), written);
        Assert.Equal(written.Count, Count("ledger_commit"));
        Assert.True(written.Count >= 67, "Those that waited in the interactive lane were taken.");
    }

    [Fact]
    public async Task An_embargo_opens_by_itself_when_its_time_has_come()
    {
        var (report, held) = (NextId(), NextId());
        await CommitAsync(Put(report, new Report { Title = "Report" }));
        await CommitAsync(Put(held, Draft("Held") with
        {
            Workflow = Workflow.Published,
            EmbargoUntil = Start.AddHours(2),
            Evidence = [new Evidence { Report = report, Aspect = EvidenceAspect.Event, Basis = Basis.Stated }],
        }));
        var opened = new TaskCompletionSource();
        _ledger.Committed += _ => opened.TrySetResult();

        var before = ForEveryone(held);
        _clock.Advance(TimeSpan.FromHours(3));
        await opened.Task.WaitAsync(TimeSpan.FromSeconds(30));

        Assert.False(before);
        Assert.True(ForEveryone(held));
        Assert.Equal(3, _ledger.Last.Seq);
        Sound();
    }

    [Fact]
    public async Task A_repeated_idempotency_key_answers_as_the_first_time()
    {
        var first = await CommitAsync(Put(NextId(), Draft("Once")), key: "k", hash: [1]);
        await CommitAsync(Put(NextId(), Draft("Between")));
        var again = await CommitAsync(Put(NextId(), Draft("Once")), key: "k", hash: [1]);
        var other = await CommitAsync(Put(NextId(), Draft("Once")), key: "k", hash: [1], actor: "somebody else");

        Assert.Equal((false, true, false), (first.Replayed, again.Replayed, other.Replayed));
        Assert.Equal((first.Seq, first.At), (again.Seq, again.At));
        Assert.Equal(first.Versions, again.Versions);
        Assert.Equal(3, _ledger.Last.Seq);
    }

    [Fact]
    public async Task An_idempotency_key_with_another_request_is_refused()
    {
        await CommitAsync(Put(NextId(), Draft("Once")), key: "k", hash: [1]);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => CommitAsync(Put(NextId(), Draft("Other")), key: "k", hash: [2]));
        Assert.Equal(Reason.IdempotencyMismatch, refusal.Reason);
        Assert.Equal(1, _ledger.Last.Seq);
    }

    [Fact]
    public async Task An_idempotency_key_whose_first_request_still_runs_is_refused_for_the_moment()
    {
        using var gate = new ManualResetEventSlim();
        var first = CommitAsync(Blocking(gate), key: "k", hash: [1]);
        var refusal = await Assert.ThrowsAsync<Refusal>(() => CommitAsync(Put(NextId(), Draft("Again")), key: "k", hash: [1]));
        gate.Set();

        var committed = await first;
        var again = await CommitAsync(Put(NextId(), Draft("Again")), key: "k", hash: [1]);
        Assert.Equal((Reason.IdempotencyInProgress, committed.Seq, true), (refusal.Reason, again.Seq, again.Replayed));
    }

    [Fact]
    public async Task An_update_that_changes_nothing_writes_nothing()
    {
        var id = NextId();
        await CommitAsync(Put(id, Draft("Same")));
        var file = Count("record");
        var same = await CommitAsync(Put(id, Draft("Same")));
        var deleted = await CommitAsync(_ => [Change.Delete(RecordKind.Event, NextId())]);

        Assert.Equal((1, 0, 1, 0), (same.Seq, same.Versions.Count, deleted.Seq, deleted.Versions.Count));
        Assert.Equal((file, 1L), (Count("record"), Count("ledger_commit")));
    }

    [Fact]
    public async Task Time_never_runs_backwards_in_the_ledger()
    {
        var first = await CommitAsync(Put(NextId(), Draft("First")));
        var second = await CommitAsync(Put(NextId(), Draft("Second")));
        Assert.Equal(TimeSpan.FromMicroseconds(1), second.At - first.At);
        Sound();
    }

    [Fact]
    public async Task A_full_disk_refuses_and_loses_nothing_and_writing_goes_on_when_there_is_room()
    {
        var disk = new BoundedDisk();
        _ledger.Dispose();
        _ledger = Open(disk.Open);
        await CommitAsync(Put(NextId(), Draft("Room")));
        disk.LeaveRoomFor(pages: 20);

        var (acknowledged, refusals) = (1L, new List<Refusal>());
        for (var i = 0; i < 100 && refusals.Count < 3; i++)
        {
            try
            {
                acknowledged = (await CommitAsync(Put(NextId(), Draft("Big") with { Summary = new string('y', 15_000) }))).Seq;
            }
            catch (Refusal refusal)
            {
                refusals.Add(refusal);
            }
        }
        disk.MakeRoom();
        var after = await CommitAsync(Put(NextId(), Draft("Room again")));

        Assert.Equal(3, refusals.Count);
        Assert.All(refusals, refusal => Assert.Equal((Reason.StorageUnavailable, "The disk is full. Nothing was written; try again when there is room."), (refusal.Reason, refusal.Message)));
        Assert.Equal(acknowledged + 1, after.Seq);
        Sound();
    }

    [Fact]
    public async Task A_full_disk_refuses_the_whole_group_that_it_ends()
    {
        var disk = new BoundedDisk();
        _ledger.Dispose();
        _ledger = Open(disk.Open);
        disk.LeaveRoomFor(pages: 20);
        using var gate = new ManualResetEventSlim();
        var group = new List<Task<Committed>> { CommitAsync(Blocking(gate)) };
        for (var i = 0; i < 20; i++)
            group.Add(CommitAsync(Put(NextId(), Draft("Big") with { Summary = new string('y', 19_000) })));
        gate.Set();

        var outcomes = await Task.WhenAll(group.Select(async task => await Xunit.Record.ExceptionAsync(() => task)));
        disk.MakeRoom();
        await CommitAsync(Put(NextId(), Draft("Room again")));

        Assert.Contains(outcomes, outcome => outcome is Refusal { Reason: Reason.StorageUnavailable });
        Assert.All(outcomes, outcome => Assert.True(outcome is null or Refusal { Reason: Reason.StorageUnavailable }));
        Assert.Equal(outcomes.Count(outcome => outcome is null) + 1, Count("ledger_commit"));
        Sound();
    }

    [Fact]
    public async Task A_commit_that_fails_is_refused_and_the_next_one_succeeds()
    {
        // A constraint that is looked at only by COMMIT: it fails there, and nowhere before.
        Damage.Run(Path, """
            CREATE TABLE promise (seq INTEGER REFERENCES ledger_commit (seq) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER break_promise AFTER INSERT ON ledger_commit WHEN new.reason = 'break' BEGIN INSERT INTO promise VALUES (-1); END;
            """);
        using var gate = new ManualResetEventSlim();
        var first = CommitAsync(Blocking(gate));
        var breaking = CommitAsync(Put(NextId(), Draft("Breaks")), reason: "break");
        var neighbour = CommitAsync(Put(NextId(), Draft("Neighbour")));
        gate.Set();

        foreach (var task in (Task<Committed>[])[first, breaking, neighbour])
            Assert.Equal(Reason.StorageUnavailable, (await Assert.ThrowsAsync<Refusal>(() => task)).Reason);
        Assert.Equal((0L, 0L), (_ledger.Last.Seq, Count("record")));
        var next = await CommitAsync(Put(NextId(), Draft("Next")));
        Assert.Equal(1, next.Seq);
        Sound();
    }

    [Fact]
    public async Task A_commit_that_happened_although_it_reported_a_failure_is_acknowledged()
    {
        var failures = 0;
        _ledger.Dispose();
        // SQLite asks this hook after the commit has become durable, and hands its failure on.
        WalHook.Hook? hook = null;
        _ledger = Open(path =>
        {
            var session = Session.OpenWriter(path);
            hook = (_, _, _, _) => failures++ == 0 ? raw.SQLITE_IOERR : raw.SQLITE_OK;
            WalHook.Set(session, hook);
            return session;
        });

        var committed = await CommitAsync(Put(NextId(), Draft("Durable")));
        var next = await CommitAsync(Put(NextId(), Draft("Next")));

        Assert.True(failures > 0);
        Assert.Equal((1, 2), (committed.Seq, next.Seq));
        GC.KeepAlive(hook);
        Sound();
    }

    [Fact]
    public async Task When_nobody_can_look_whether_a_commit_happened_that_is_what_the_answer_says()
    {
        Damage.Run(Path, """
            CREATE TABLE promise (seq INTEGER REFERENCES ledger_commit (seq) DEFERRABLE INITIALLY DEFERRED);
            CREATE TRIGGER break_promise AFTER INSERT ON ledger_commit WHEN new.reason = 'break' BEGIN INSERT INTO promise VALUES (-1); END;
            """);
        _ledger.Dispose();
        var opened = 0;
        _ledger = Open(path => ++opened == 2 ? throw new Microsoft.Data.Sqlite.SqliteException("The disk is away.", raw.SQLITE_IOERR) : Session.OpenWriter(path));

        var refusal = await Assert.ThrowsAsync<Refusal>(() => CommitAsync(Put(NextId(), Draft("Breaks")), reason: "break"));
        var next = await CommitAsync(Put(NextId(), Draft("Next")));

        Assert.Equal(Reason.StorageUnavailable, refusal.Reason);
        Assert.Contains("Idempotency-Key", refusal.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("Nothing was written", refusal.Message, StringComparison.Ordinal);
        Assert.Equal((1, 3), (next.Seq, opened));
    }

    [Fact]
    public async Task Whoever_listens_and_fails_does_not_take_back_what_is_durable()
    {
        _ledger.Committed += _ => throw new InvalidTimeZoneException("A defect of a listener.");
        Assert.Equal(1, (await CommitAsync(Put(NextId(), Draft("First")))).Seq);
        Assert.Equal(2, (await CommitAsync(Put(NextId(), Draft("Second")))).Seq);
        Sound();
    }

    private static Event Draft(string title) => new() { Type = EventType.Other, Title = title, Start = EdtfDate.Parse("2025-12-13"), Workflow = Workflow.Draft };

    private static Decide Put(RecordId id, Domain.Ledger.Record record) => _ => [Change.Put(id, record)];

    /// <summary>A request that keeps the writer until the gate opens, so that others gather behind it.</summary>
    private Decide Blocking(ManualResetEventSlim gate, ManualResetEventSlim? begun = null)
    {
        var id = NextId();
        return _ =>
        {
            begun?.Set();
            gate.Wait(TimeSpan.FromSeconds(60));
            return [Change.Put(id, Draft("First"))];
        };
    }

    private Ledger Open(Func<string, Session>? open = null) => new(Path, Upcasters.Current, _clock, NullLogger<Ledger>.Instance, open: open);

    private RecordId NextId() => new(string.Create(CultureInfo.InvariantCulture, $"019b1795-0200-7000-8000-{Interlocked.Increment(ref _ids):x12}"));

    private Task<Committed> CommitAsync(Decide decide, string? key = null, byte[]? hash = null, string actor = "test", string? reason = null) =>
        _ledger.CommitAsync(new CommitRequest(actor, decide) { IdempotencyKey = key, RequestHash = hash, Reason = reason }, CancellationToken.None);

    private async Task<Committed> CommitInBulkAsync(Decide decide) =>
        (await _ledger.CommitManyAsync([new CommitRequest("test", decide)], CancellationToken.None))[0].OrThrow();

    private bool ForEveryone(RecordId id)
    {
        using var readers = new Readers(Path, Upcasters.Current, _clock);
        return readers.ReadAsync(snapshot => new RecordReader(snapshot, Audience.Everyone, null).One(RecordKind.Event, id) is not null, CancellationToken.None).Result;
    }

    private long Count(string table)
    {
        using var session = Session.OpenReader(Path);
        return session.Connection.ExecuteScalar<long>($"SELECT count(*) FROM {table}");
    }

    private void Sound() => Assert.Empty(Check.Run(Path, Upcasters.Current));

    /// <summary>Lets the writer's file grow to some pages only: SQLite then fails as it does on a full disk.</summary>
    private sealed class BoundedDisk
    {
        private const long Plenty = 1_000_000;

        private Session? _writer;
        private long _pages = Plenty;

        public Session Open(string path)
        {
            _writer = Session.OpenWriter(path);
            Bound(_pages);
            return _writer;
        }

        public void LeaveRoomFor(long pages) => Bound(_writer!.Connection.ExecuteScalar<long>("PRAGMA page_count;") + pages);

        public void MakeRoom() => Bound(Plenty);

        private void Bound(long pages)
        {
            _pages = pages;
            _writer!.Connection.ExecuteScalar<long>($"PRAGMA max_page_count={pages};");
        }
    }
}
