using System.Buffers;
using System.Text.Json;
using System.Text.Json.Nodes;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Http.Formats;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Countries;
using Events.Domain.Duplicates;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Records;

/// <summary>What distinguishes one collection of records from the others.</summary>
internal sealed record Collection(string Path, string One, string Many)
{
    /// <summary>The filters of its list.</summary>
    public required IReadOnlyList<QueryParameter> Filters { get; init; }

    public required Func<QueryText, CountryDirectory, RecordQuery> Read { get; init; }

    /// <summary>Parameters of every read that shows a record.</summary>
    public IReadOnlyList<QueryParameter> Shows { get; init; } = [];

    /// <summary>The formats other than JSON in which its list can be had.</summary>
    public IReadOnlyList<Format> Formats { get; init; } = [];

    /// <summary>Adds to an answer what depends on the day of the request.</summary>
    public Func<QueryText, RecordReader, WriteItem>? Finish { get; init; }

    /// <summary>Adds to each item of its list what only lists show, or show on request.</summary>
    public Func<QueryText, RecordQuery, WriteItem?>? Extend { get; init; }

    /// <summary>What <see cref="Finish"/> depends on, for the ETag.</summary>
    public Func<QueryText, RecordReader, string>? FinishedBy { get; init; }
}

/// <summary>The routes that all collections of records share.</summary>
internal static class RecordEndpoints<TRecord, TView>
    where TRecord : Record
    where TView : RecordView
{
    private static readonly RecordKind Kind = RecordJson.KindOf<TRecord>();
    private static readonly string[] Reading = ["GET", "HEAD"];

    public static RouteGroupBuilder Map(IEndpointRouteBuilder v1, Collection collection)
    {
        var (one, many) = (collection.One, collection.Many);
        var group = v1.MapGroup(collection.Path).WithTags(char.ToUpperInvariant(collection.Path[1]) + collection.Path[2..]).WithMetadata(collection);
        group.MapMethods("", Reading, List).Reads().Named($"list{many}", $"List {many.ToLowerInvariant()}")
            .TakesList([.. collection.Filters, .. collection.Shows, ReadParameters.Fields], collection.Formats);
        v1.MapFormats(collection.Path, List, [.. collection.Filters, .. collection.Shows], collection.Formats, collection);
        group.MapMethods("/{id}", Reading, Get).Reads().Named($"get{one}", $"One {one.ToLowerInvariant()}").TakesQuery([ReadParameters.AsOf, .. collection.Shows, ReadParameters.Fields]);
        group.MapMethods("/{id}/revisions", Reading, Revisions).Reads().Named($"list{one}Revisions", "All versions of it, oldest first, each with what it changed").TakesQuery(ReadParameters.AsOf);
        group.MapMethods("/{id}/revisions/{version:long:min(1)}", Reading, Revision).Reads().Named($"get{one}Revision", "One version of it, as it read then").TakesQuery([.. collection.Shows, ReadParameters.Fields]);
        if (Kind is RecordKind.Country)
            return group;
        group.MapPost("", Create).Writes<TRecord>().Named($"create{one}", $"Write a new {one.ToLowerInvariant()}").TakesQuery(ReadParameters.Reason);
        group.MapPost("/duplicates", Compare).Writes<TRecord>().WithMetadata(new WritesNothing()).Named($"compare{one}", $"Look which {many.ToLowerInvariant()} may be the same as what is sent").TakesQuery();
        group.MapMethods("/{id}/duplicates", Reading, Duplicates).Reads().Named($"list{one}Duplicates", $"{many} that may be the same as it, each with a score that explains itself").TakesQuery();
        group.MapPut("/{id}", Replace).Writes<TRecord>().Named($"replace{one}", "Replace it with what is sent").TakesQuery(ReadParameters.Reason);
        group.MapPatch("/{id}", Patch).Writes<TRecord>("application/merge-patch+json").Named($"update{one}", "Change some of its members (JSON Merge Patch)").TakesQuery(ReadParameters.Reason);
        group.MapDelete("/{id}", Delete).Writes().Named($"delete{one}", "Delete it; earlier states stay readable").TakesQuery(ReadParameters.Reason);
        group.MapPost("/{id}/restore", Restore).Writes<RestoreRequest>().Named($"restore{one}", "Make an earlier version the newest one; what was deleted comes back, what was restricted stays so").TakesQuery(ReadParameters.Reason);
        group.MapPost("/{id}/merge", MergeInto).Writes<MergeRequest>().Named($"merge{one}", "Merge it into another one, which stays and says what both said; whatever referred to it refers to that one").TakesQuery();
        return group;
    }

    private static Task<Answer<ListResponse<TView>>> List(HttpContext http, CountryBook countries)
    {
        var (collection, text) = (CollectionOf(http), http.Query());
        return Lists.AnswerAsync<TView>(http, () => collection.Read(text, countries.Directory), (query, reader, after, limit, body) =>
            reader.List(query, after, limit, body, Shape.Of<TView>(text, collection.Finish?.Invoke(text, reader) ?? collection.Extend?.Invoke(text, query))));
    }

    private static Task<Answer<TView>> Get(string id, HttpContext http, Readers readers)
    {
        var text = http.Query();
        return readers.ReadAsync(
            snapshot => Show(http, new RecordReader(snapshot, http.Caller().Audience, text.SeqOf(snapshot)), IdOf(id, http)), http.RequestAborted);
    }

    private static Task<Answer<RevisionList>> Revisions(string id, HttpContext http, Readers readers) => readers.ReadAsync(snapshot =>
    {
        var reader = new RecordReader(snapshot, http.Caller().Audience, http.Query().SeqOf(snapshot));
        var revisions = RevisionReader.List(snapshot, reader, Kind, IdOf(id, http));
        return revisions.Count > 0 ? Answer<RevisionList>.Of(new RevisionList(revisions, reader.Seq)) : throw Missing();
    }, http.RequestAborted);

    private static Task<Answer<TView>> Revision(string id, long version, HttpContext http, Readers readers) => readers.ReadAsync(snapshot =>
    {
        var audience = http.Caller().Audience;
        var record = IdOf(id, http);
        var (seq, _) = RevisionReader.Find(snapshot, new RecordReader(snapshot, audience, null), Kind, record, version) ?? throw Missing();
        return Show(http, new RecordReader(snapshot, audience, seq), record);
    }, http.RequestAborted);

    private static async Task<Created<TView>> Create(HttpContext http, CountryBook countries, TimeProvider clock)
    {
        using var body = await JsonBody.ReadAsync(http);
        var record = new Intake(countries.Directory).ReadRecord<TRecord>(body.Root);
        var id = RecordId.New(clock.GetUtcNow());
        var committed = await Writes.CommitAsync(http, body, _ => [Change.Put(id, NormalForm.Of(id, record))]);
        var written = committed.Versions[0].Id;
        var (bytes, etag) = await ShowAsync(http, written, committed);
        var twins = await http.RequestServices.GetRequiredService<Readers>().ReadAsync(
            snapshot => PossibleDuplicates.Of(snapshot, new RecordReader(snapshot, http.Caller().Audience, committed.Seq), Kind, written), CancellationToken.None);
        return new Created<TView>(PossibleDuplicates.AddTo(bytes, twins)) { ETag = etag, Location = $"{http.Request.Path.Value!.TrimEnd('/')}/{written}" };
    }

    private static async Task<Answer<TwinList>> Compare(HttpContext http, CountryBook countries, Readers readers)
    {
        using var body = await JsonBody.ReadAsync(http);
        var record = new Intake(countries.Directory).ReadRecord<TRecord>(body.Root);
        return await readers.ReadAsync(snapshot =>
        {
            var world = snapshot.World(null);
            return Answer<TwinList>.Of(new TwinList(Twins.Among(snapshot.Session, world, http.Caller().Audience, Redirection.ToSurvivors(world).Of(record), null), snapshot.Seq));
        }, http.RequestAborted);
    }

    private static Task<Answer<TwinList>> Duplicates(string id, HttpContext http, Readers readers) => readers.ReadAsync(snapshot =>
    {
        var (record, reader) = (IdOf(id, http), new RecordReader(snapshot, http.Caller().Audience, null));
        _ = reader.One(Kind, record) ?? throw Missing();
        var twins = Twins.Among(snapshot.Session, reader.World, reader.Audience, reader.World.Find<TRecord>(record)!.Record, record);
        return Answer<TwinList>.Of(new TwinList(twins, snapshot.Seq));
    }, http.RequestAborted);

    private static async Task<Answer<TView>> Replace(string id, HttpContext http, CountryBook countries)
    {
        var (record, versions) = (IdOf(id, http), await ETags.RequiredVersionsAsync(http));
        using var body = await JsonBody.ReadAsync(http);
        await RequireAsync(http, record);
        var stated = new Intake(countries.Directory) { IgnoresReadOnly = true }.ReadRecord<TRecord>(body.Root);
        var committed = await Writes.CommitAsync(http, body, world =>
        {
            world.Expect<TRecord>(record, versions);
            return [Change.Put(record, NormalForm.Of(record, stated))];
        });
        var (bytes, etag) = await ShowAsync(http, record, committed);
        return new Answer<TView>(bytes) { ETag = etag };
    }

    private static async Task<Answer<TView>> Patch(string id, HttpContext http, CountryBook countries)
    {
        var (record, versions) = (IdOf(id, http), await ETags.RequiredVersionsAsync(http));
        using var body = await JsonBody.ReadAsync(http, "application/merge-patch+json", "application/json");
        await RequireAsync(http, record);
        if (body.Root.ValueKind is not JsonValueKind.Object)
            throw new Refusal(Reason.InvalidValue, "A merge patch of a record is a JSON object.");
        Intake.RequirePatch<TRecord>(body.Root, countries.Directory);
        var patch = JsonNode.Parse(body.Root.GetRawText());
        var committed = await Writes.CommitAsync(http, body, world =>
        {
            var current = world.Expect<TRecord>(record, versions);
            var merged = MergePatch.Apply(JsonNode.Parse(RecordJson.Write(current.Record)), patch)!;
            using var document = JsonDocument.Parse(merged.ToJsonString(RecordJson.Options));
            return [Change.Put(record, NormalForm.Of(record, new Intake(countries.Directory).ReadRecord<TRecord>(document.RootElement)))];
        });
        var (bytes, etag) = await ShowAsync(http, record, committed);
        return new Answer<TView>(bytes) { ETag = etag };
    }

    private static async Task<NoContent> Delete(string id, HttpContext http)
    {
        var (record, versions) = (IdOf(id, http), await ETags.RequiredVersionsAsync(http));
        await RequireAsync(http, record);
        await Writes.CommitAsync(http, null, world =>
        {
            world.Expect<TRecord>(record, versions);
            return [Change.Delete(Kind, record)];
        });
        return new NoContent();
    }

    private static async Task<Answer<TView>> Restore(string id, HttpContext http, CountryBook countries, Readers readers)
    {
        var (record, versions) = (IdOf(id, http), await ETags.RequiredVersionsAsync(http));
        using var body = await JsonBody.ReadAsync(http);
        var stated = await readers.ReadAsync(snapshot =>
        {
            var reader = new RecordReader(snapshot, http.Caller().Audience, null);
            reader.RequireUnmerged(Kind, record);
            return reader.Key(Kind, record) is { } key && reader.MaySee(key)
                ? VersionOf(snapshot, reader, record, new Intake(countries.Directory).Read<RestoreRequest>(body.Root).Version)
                : throw Missing();
        }, http.RequestAborted);
        var committed = await Writes.CommitAsync(http, body, world =>
        {
            world.ExpectVersion(Kind, record, versions);
            return [Change.Put(record, stated)];
        });
        var (bytes, etag) = await ShowAsync(http, record, committed);
        return new Answer<TView>(bytes) { ETag = etag };
    }

    private static async Task<Answer<TView>> MergeInto(string id, HttpContext http, CountryBook countries)
    {
        var (record, versions) = (IdOf(id, http), ETags.RequiredVersions(http.Request));
        using var body = await JsonBody.ReadAsync(http);
        try
        {
            await RequireAsync(http, record);
        }
        catch (Refusal refusal) when (refusal.Reason is Reason.Merged)
        {
            // It may be this very request that has merged it before: the ledger knows.
        }
        var request = new Intake(countries.Directory).Read<MergeRequest>(body.Root);
        if (request.Reason is { Length: > 1000 })
            throw new Refusal([new Violation(Reason.InvalidValue, "/reason", "A reason is text of at most 1,000 characters.")]);
        var committed = await MergeCommit.WriteAsync(http, body, request.Reason, world =>
        {
            world.Expect<TRecord>(record, versions);
            return Merge.Of<TRecord>(record, request.Into, world);
        });
        var (bytes, etag) = await ShowAsync(http, request.Into, committed);
        return new Answer<TView>(bytes) { ETag = etag };
    }

    /// <summary>What a version states, under the restrictions of today: to restore it opens nothing.</summary>
    private static TRecord VersionOf(Snapshot snapshot, RecordReader reader, RecordId id, long version)
    {
        if (RevisionReader.Find(snapshot, reader, Kind, id, version) is not (var seq, false))
            throw new Refusal([new Violation(Reason.UnknownReference, "/version", $"There is no version {version}, or it is a deletion: name one that states something.")]);
        var stated = snapshot.World(seq).Stated<TRecord>(id)!.Record;
        return Validation.Check(stated) is { Count: > 0 } violations ? throw new Refusal(violations) : stated;
    }

    private static Answer<TView> Show(HttpContext http, RecordReader reader, RecordId id)
    {
        var shown = reader.One(Kind, id) ?? throw Missing();
        var (bytes, etag) = Finish(http, reader, shown);
        return new Answer<TView>(bytes) { ETag = etag, AsOf = reader.AsOf };
    }

    /// <summary>The record as the commit left it, whatever others have written since.</summary>
    private static Task<(byte[] Bytes, string ETag)> ShowAsync(HttpContext http, RecordId id, Committed committed)
    {
        var readers = http.RequestServices.GetRequiredService<Readers>();
        return readers.ReadAsync(snapshot =>
        {
            var reader = new RecordReader(snapshot, http.Caller().Audience, committed.Seq);
            return Finish(http, reader, reader.One(Kind, id) ?? throw Missing());
        }, CancellationToken.None);
    }

    private static (byte[] Bytes, string ETag) Finish(HttpContext http, RecordReader reader, Shown shown)
    {
        var etag = ETags.Of(shown.Version, shown.Since, reader);
        var (collection, text) = (CollectionOf(http), http.Query());
        if (collection.FinishedBy is { } finishedBy)
            etag = $"{etag}.{finishedBy(text, reader)}";
        if (Shape.Of<TView>(text, collection.Finish?.Invoke(text, reader)) is not { } write)
            return (shown.Whole, etag);
        var body = new ArrayBufferWriter<byte>(shown.Item.Length + 100);
        write(new Listed(shown.Key, shown.Whole, []), body);
        return (body.WrittenSpan.ToArray(), etag);
    }

    /// <summary>404 and 410 come before anything that is wrong with what was sent.</summary>
    private static Task<Shown> RequireAsync(HttpContext http, RecordId id) => http.RequestServices.GetRequiredService<Readers>().ReadAsync(
        snapshot => new RecordReader(snapshot, http.Caller().Audience, null).One(Kind, id) ?? throw Missing(), http.RequestAborted);

    private static RecordId IdOf(string text, HttpContext http)
    {
        if (Kind is RecordKind.Country)
            return http.RequestServices.GetRequiredService<CountryBook>().Directory.Resolve(text).Code?.Id ?? throw Missing();
        return RecordId.TryParse(text, out var id) ? id : throw Missing();
    }

    private static Refusal Missing() => new(Reason.NotFound, $"There is no {Code.Of(Kind)} with this id.");

    private static Collection CollectionOf(HttpContext http) => http.GetEndpoint()!.Metadata.GetMetadata<Collection>()!;
}
