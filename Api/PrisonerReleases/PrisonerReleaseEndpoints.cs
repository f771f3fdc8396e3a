using System.Buffers;
using System.Globalization;
using System.Text.RegularExpressions;
using Events.Api.Countries;
using Events.Api.Events;
using Events.Api.Http;
using Events.Api.Http.Formats;
using Events.Api.Keys;
using Events.Api.Records;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.PrisonerReleases;

/// <summary>Routes of prisoner releases: a release and what happened around it, read and written as one story.</summary>
internal static partial class PrisonerReleaseEndpoints
{
    private static readonly QueryParameter By = new("by", "Countries that released, in any spelling.", "BY", Repeats: true);
    private static readonly QueryParameter Destination = new("destination", "Countries that took people in, in any spelling.", "UA", Repeats: true);
    private static readonly QueryParameter InExchangeFor = new("inExchangeFor", "What was given in exchange: `sanction:ID`.", "sanction:019b1795-0200-7000-8000-000000000051", Repeats: true);

    private static readonly string[] Reading = ["GET", "HEAD"];

    public static void MapPrisonerReleases(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/prisoner-releases").WithTags("Prisoner releases");
        group.MapMethods("", Reading, List).Reads().Named("listPrisonerReleases", "List prisoner releases, each with its story")
            .TakesQuery([By, Destination, InExchangeFor, .. EventFilters.Parameters, .. Lists.Parameters]);
        group.MapMethods("/{id}", Reading, Get).Reads().Named("getPrisonerRelease", "One release told as a story").TakesQuery(ReadParameters.AsOf);
        group.MapMethods("/{id}/events", Reading, ListEvents).Reads().Named("listPrisonerReleaseEvents", "The events that are linked with the release")
            .TakesList([.. EventFilters.Parameters, .. EventShape.Parameters], Format.OfEvents);
        group.MapFormats("/{id}/events", ListEvents, [.. EventFilters.Parameters, EventShape.Include], Format.OfEvents);
        group.MapPost("", Create).Writes<PrisonerReleaseRequest>().Named("createPrisonerRelease", "Write a whole story in one commit").TakesQuery(ReadParameters.Reason);
    }

    private static Task<Answer<ListResponse<PrisonerReleaseResponse>>> List(HttpContext http, CountryBook countries)
    {
        RecordQuery Read() => EventFilters.Read(http.Query(), countries.Directory, Narrow);
        return Lists.AnswerAsync<PrisonerReleaseResponse>(http, Read, (query, reader, after, limit, body) =>
        {
            var found = reader.Ids(query, after, limit + 1);
            var begun = body.WrittenCount;
            for (var i = 0; i < Math.Min(limit, found.Count); i++)
            {
                if (body.WrittenCount - begun > RecordReader.MostPageBytes)
                    return new Page(found[i - 1].Position);
                if (i > 0)
                    body.Write(","u8);
                body.Write(Answer<PrisonerReleaseResponse>.Serialize(Tell(reader, reader.World.Stated<Event>(found[i].Id)!)));
            }
            return new Page(found.Count > limit ? found[limit - 1].Position : null);
        });
    }

    private static void Narrow(ClauseReader reader)
    {
        reader.Require(EventTerms.Type(EventType.Release), 7);
        reader.AddCountries(By, 3, (_, code) => EventTerms.Country("actor", code));
        reader.AddCountries(Destination, 2, (_, code) => EventTerms.ReleasedTo(code));
        reader.Add(InExchangeFor, 1, value =>
        {
            if (!value.StartsWith("sanction:", StringComparison.Ordinal))
                throw QueryText.Invalid(InExchangeFor.Name, "\"inExchangeFor\" is sanction:ID.");
            var id = reader.Id(InExchangeFor, RecordKind.Sanction, value["sanction:".Length..]);
            return ($"sanction:{id}", [EventTerms.ExchangedFor(id)]);
        });
    }

    private static Task<Answer<PrisonerReleaseResponse>> Get(string id, HttpContext http, Readers readers) => readers.ReadAsync(snapshot =>
    {
        var reader = new RecordReader(snapshot, http.Caller().Audience, http.Query().SeqOf(snapshot));
        var release = Require(reader, id);
        return new Answer<PrisonerReleaseResponse>(Answer<PrisonerReleaseResponse>.Serialize(Tell(reader, release)))
        {
            // Any event around it may change what is told.
            ETag = ETags.Of(release.Version, snapshot.Seq, reader),
            AsOf = reader.AsOf,
        };
    }, http.RequestAborted);

    private static Task<Answer<ListResponse<EventView>>> ListEvents(string id, HttpContext http, CountryBook countries)
    {
        if (!RecordId.TryParse(id, out var release))
            throw Missing();
        RecordQuery Read() => EventFilters.Read(http.Query(), countries.Directory, reader => reader.Require(EventTerms.LinkedTo(release), 0));
        return Lists.AnswerAsync<EventView>(http, Read, (query, reader, after, limit, body) =>
        {
            _ = Require(reader, id);
            return reader.List(query, after, limit, body, EventShape.Of(http.Query(), query));
        });
    }

    private static async Task<Created<PrisonerReleaseResponse>> Create(HttpContext http, CountryBook countries, Readers readers, TimeProvider clock)
    {
        using var body = await JsonBody.ReadAsync(http);
        var request = new Intake(countries.Directory).Read<PrisonerReleaseRequest>(body.Root);
        var at = clock.GetUtcNow();
        var committed = await WriteAsync(http, body, world =>
            PrisonerReleaseStory.Tell(request, world, () => RecordId.New(at), code => countries.Directory.Find(code)?.Name ?? code.Value));
        var id = committed.Versions.First(version => version.Kind is RecordKind.Event).Id;
        var told = await readers.ReadAsync(snapshot =>
        {
            var reader = new RecordReader(snapshot, http.Caller().Audience, committed.Replayed ? committed.Seq : null);
            var then = new RecordReader(snapshot, reader.Audience, committed.Seq);
            var release = reader.World.Stated<Event>(id) ?? throw Missing();
            return (Body: Answer<PrisonerReleaseResponse>.Serialize(Tell(reader, release) with { Records = [.. committed.Versions.Select(version => Of(version, snapshot, then))] }), ETag: ETags.Of(release.Version, snapshot.Seq, reader));
        }, CancellationToken.None);
        return new Created<PrisonerReleaseResponse>(told.Body) { ETag = told.ETag, Location = $"{http.Request.Path}/{id}" };
    }

    /// <summary>What is wrong with a record of the story is told where the request states it.</summary>
    private static async Task<Committed> WriteAsync(HttpContext http, JsonBody body, Func<IWorld, (IReadOnlyList<Change> Changes, Origins Origins)> tell)
    {
        (IReadOnlyList<Change> Changes, Origins Origins) story = ([], new());
        try
        {
            return await Writes.CommitAsync(http, body, world => Valid((story = tell(world)).Changes), listsRecords: true);
        }
        catch (Refusal refusal) when (refusal.Violations.Count > 0)
        {
            throw new Refusal(refusal.Reason, refusal.Message, [.. refusal.Violations.Select(Retell).Distinct()]);
        }

        Violation Retell(Violation violation)
        {
            var match = RecordPointer().Match(violation.Pointer);
            if (!match.Success)
                return violation;
            var record = story.Changes[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)].Id;
            return violation with { Pointer = story.Origins.PointerTo(record, match.Groups[2].Value, body.Root) };
        }
    }

    private static IReadOnlyList<Change> Valid(IReadOnlyList<Change> changes)
    {
        var violations = changes.SelectMany((change, i) => Validation.Check(change.Record!).Select(v => v with { Pointer = $"/records/{i}/data{v.Pointer}" })).ToList();
        return violations.Count == 0 ? changes : throw new Refusal(violations);
    }

    private static PrisonerReleaseResponse Tell(RecordReader reader, Stored<Event> release) =>
        PrisonerReleaseView.Of(release, reader.World, new Renderer(reader.World, reader.Audience));

    private static Stored<Event> Require(RecordReader reader, string id)
    {
        var e = EventEndpoints.Require(reader, id);
        return e.Record.Type is EventType.Release ? e : throw Missing();
    }

    private static Refusal Missing() => new(Reason.NotFound, "There is no prisoner release with this id.");

    private static StoryRecord Of(WrittenVersion version, Snapshot snapshot, RecordReader reader) => new(
        version.Kind, version.Id, version.Version, version.Op, version.Op is Op.Create ? PossibleDuplicates.Of(snapshot, reader, version.Kind, version.Id) : null);

    [GeneratedRegex("^/records/([0-9]+)/data(.*)$")]
    private static partial Regex RecordPointer();
}
