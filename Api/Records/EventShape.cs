using System.Buffers;
using System.Text.Json;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Records;

/// <summary>What lists of events show of each, whichever route lists them.</summary>
internal static class EventShape
{
    public static readonly QueryParameter Include = new("include", "Adds to each event what otherwise only the answer for one has: several by commas.", "support,flags", Codes: Shape.NamesOf<EventDetail>());

    public static readonly IReadOnlyList<QueryParameter> Parameters = [Include, ReadParameters.Fields];

    /// <summary>Writes an event as this request wants it; null when it wants it as it is.</summary>
    public static WriteItem? Of(QueryText text, RecordQuery query) => Shape.Of<EventView>(text, Extend(text, query));

    /// <summary>Writes what is to follow the members that are ready; null when nothing is.</summary>
    public static WriteItem? Extend(QueryText text, RecordQuery query)
    {
        var (words, included) = (query.Text, Shape.Names<EventDetail>(text, Include));
        return words is null && included is null ? null : (listed, to) =>
        {
            if (words is not null)
                WriteSnippet(words, listed, to);
            if (included is not null)
                Members.Copy(listed.Detail, included, to, follows: true);
        };
    }

    private static void WriteSnippet(TextQuery words, Listed listed, IBufferWriter<byte> to)
    {
        if (Snippet.Of(words, Members.Text(listed.Item, "title"u8), Members.Text(listed.Item, "summary"u8)) is not { } snippet)
            return;
        to.Write(",\"snippet\":"u8);
        to.Write(JsonSerializer.SerializeToUtf8Bytes(snippet, ViewJson.Options));
    }
}
