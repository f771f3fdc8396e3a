using System.Buffers;
using System.Text.Json;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Flags;

/// <summary>Something that looks odd in the data.</summary>
/// <param name="Code">One of the vocabulary <c>flags</c>.</param>
/// <param name="Message">What looks odd, in one sentence.</param>
/// <param name="Pointer">Where in the record: an RFC 6901 pointer; left out when no single member is to blame.</param>
public sealed record RecordFlag(string Code, string Message, string? Pointer, FlaggedRecord Record);

/// <summary>The record that a flag is about.</summary>
public sealed record FlaggedRecord(RecordKind Kind, RecordId Id, string Title);

/// <summary>The route that lists what looks odd. Only events have flags so far.</summary>
internal static class FlagEndpoints
{
    private static readonly IReadOnlyList<string> AllCodes = Code.All<FlagCode>();

    private static readonly QueryParameter Codes = new("code", "Only flags with these codes: several by commas, ! for all others.", "superlative-outdated", Codes: AllCodes);

    private static readonly QueryParameter Limit = ReadParameters.Limit with
    {
        Description = "How many flags a page has at most: 1 to 1000, default 50. Those of one record stay together, even when they are more.",
    };

    public static void MapFlags(this IEndpointRouteBuilder v1) => v1.MapMethods("/flags", ["GET", "HEAD"], List).WithTags("Flags").Reads()
        .Named("listFlags", "What looks odd in the data, by the newest records first")
        .TakesQuery([Codes, .. EventFilters.Parameters.Except([EventFilters.Flag, EventFilters.Sort]), Limit, ReadParameters.Cursor, ReadParameters.AsOf]);

    private static Task<Answer<ListResponse<RecordFlag>>> List(HttpContext http, CountryBook countries)
    {
        var text = http.Query();
        return Lists.AnswerAsync<RecordFlag>(http, () => Read(text, countries.Directory), (query, reader, after, limit, body) =>
            Write(CodesOf(text), query, reader, after, limit, body));
    }

    private static RecordQuery Read(QueryText text, CountryDirectory countries)
    {
        var query = EventFilters.Read(text, countries);
        var codes = CodesOf(text);
        return query with
        {
            Clauses = [.. query.Clauses, new Clause([.. codes.Select(EventTerms.Flag)], Not: false, 3)],
            Applied = text.One(Codes) is null ? query.Applied : [.. query.Applied, new Applied(Codes.Name, codes, Not: false)],
        };
    }

    private static IReadOnlyList<string> CodesOf(QueryText text)
    {
        if (text.One(Codes) is not { } given)
            return AllCodes;
        var filter = FilterValues.Parse(Codes, given);
        var named = filter.Values.Select(value => Code.Of(QueryText.Choice<FlagCode>(Codes, value))).ToHashSet();
        List<string> codes = [.. AllCodes.Where(code => named.Contains(code) != filter.Not)];
        return codes.Count > 0 ? codes : throw QueryText.Invalid(Codes.Name, "No flag has a code other than these.");
    }

    private static Page Write(IReadOnlyList<string> codes, RecordQuery query, RecordReader reader, Position? after, int limit, ArrayPoolBufferWriter<byte> body)
    {
        var (written, last) = (0, after);
        var found = reader.Ids(query, after, limit + 1);
        foreach (var (id, position) in found)
        {
            var flags = FlagsOf(id, reader).Where(flag => codes.Contains(flag.Code)).ToList();
            if (written > 0 && written + flags.Count > limit)
                return new Page(last);
            foreach (var flag in flags)
            {
                if (written++ > 0)
                    body.Write(","u8);
                body.Write(JsonSerializer.SerializeToUtf8Bytes(flag, ViewJson.Options));
            }
            last = position;
        }
        return new Page(found.Count > limit ? last : null);
    }

    /// <summary>The flags as the answer for the record shows them to this reader.</summary>
    private static IEnumerable<RecordFlag> FlagsOf(RecordId id, RecordReader reader)
    {
        if (reader.One(RecordKind.Event, id) is not { Detail: { } detail } shown)
            return [];
        var record = new FlaggedRecord(RecordKind.Event, id, JsonSerializer.Deserialize<Titled>(shown.Item, ViewJson.Options)!.Title);
        return JsonSerializer.Deserialize<Flagged>(detail, ViewJson.Options)!.Flags.Select(flag => new RecordFlag(flag.Code, flag.Detail, flag.Pointer, record));
    }

    private sealed record Titled(string Title);

    private sealed record Flagged(IReadOnlyList<Flag> Flags);
}
