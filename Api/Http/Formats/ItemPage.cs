using System.Buffers;
using System.Text.Json;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Storage;
using Events.Domain.Querying;

namespace Events.Api.Http.Formats;

/// <summary>The items of one page of a list, for whoever makes something else of them.</summary>
internal sealed class ItemPage : IDisposable
{
    private readonly ArrayPoolBufferWriter<byte> _json = new(64 * 1024);

    /// <summary>Takes something from each event of a first page.</summary>
    public static List<T> OfEvents<T>(RecordReader reader, RecordQuery query, int limit, Func<EventItem, T> take)
    {
        using var page = new ItemPage();
        page.Read(items => reader.List(query, after: null, limit, items));
        using var events = page.Parse();
        return [.. events.RootElement.EnumerateArray().Select(item => take(new EventItem(item)))];
    }

    /// <param name="write">Writes the items with commas between them.</param>
    public Page Read(Func<ArrayPoolBufferWriter<byte>, Page> write)
    {
        _json.Clear();
        _json.Write("["u8);
        var page = write(_json);
        _json.Write("]"u8);
        return page;
    }

    public JsonDocument Parse() => JsonDocument.Parse(_json.WrittenMemory);

    public void Dispose() => _json.Dispose();
}
