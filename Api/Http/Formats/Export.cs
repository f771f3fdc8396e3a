using System.Globalization;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Querying;

namespace Events.Api.Http.Formats;

/// <summary>A list on its way out in a format other than JSON: one page, or all pages of one state.</summary>
/// <remarks>Each page is a read of its own, one ahead of what is sent: no reader waits for a slow caller.</remarks>
internal sealed class Export : IDisposable
{
    /// <summary>The trailer with the number of rows of a whole result: the server sends trailers in HTTP/2, where HTTP/1.1 has its last chunk.</summary>
    public const string Rows = "Events-Rows";

    private const int PageLength = 500;

    private ItemPage _page = new();
    private ItemPage _ahead = new();
    private readonly ArrayPoolBufferWriter<byte> _body = new(64 * 1024);
    private readonly HttpContext _http;
    private readonly RecordQuery _query;
    private readonly WritePage _write;
    private readonly ItemWriter _writer;
    private readonly KeysAhead? _keys;
    private PageStart? _next;
    private long _seq;
    private string _history = "";
    private long _count;

    private Export(HttpContext http, RecordQuery query, WritePage write, Format format, bool all)
    {
        (_http, _query, _write, _keys) = (http, query, write, all ? new KeysAhead() : null);
        _writer = format.Begin(FormatRequest.Of(http), _body);
    }

    /// <param name="etag">The ETag for a commit.</param>
    public static async Task<Answer<ListResponse<T>>> AnswerAsync<T>(HttpContext http, RecordQuery query, WritePage write, Format format, Func<Head, string> etag)
    {
        var text = http.Query();
        var all = format.GivesAll && text.One(ReadParameters.Limit) is null;
        var export = new Export(http, query, write, format, all);
        try
        {
            var last = await export.ReadAsync(all ? PageLength : text.LimitOf());
            if (all && export._writer.Rows is not null && http.Response.SupportsTrailers())
                http.Response.DeclareTrailer(Rows);
            if (all)
                return new Answer<ListResponse<T>>(default) { ETag = etag(last), ContentType = format.ContentType, Memory = export, Send = export.SendAsync };
            export.Turn();
            export.Write();
            var next = Lists.NextAddress(http, query, export._seq, export._history, export._next?.After);
            export._writer.End(new Ending(export._count, export._seq, next));
            return new Answer<ListResponse<T>>(export._body.WrittenMemory) { ETag = etag(last), ContentType = format.ContentType, Memory = export, Next = next };
        }
        catch
        {
            export.Dispose();
            throw;
        }
    }

    public void Dispose()
    {
        _page.Dispose();
        _ahead.Dispose();
        _body.Dispose();
    }

    /// <summary>Reads a page; returns the last commit there was.</summary>
    private Task<Head> ReadAsync(int limit) => _http.RequestServices.GetRequiredService<Readers>().ReadAsync(
        snapshot =>
        {
            var start = _next ?? Lists.Start(_http, snapshot, _query);
            var reader = new RecordReader(snapshot, _http.Caller().Audience, start.AsOf, start.Now) { KeysAhead = _keys };
            (_seq, _history) = (reader.Seq, reader.MarkOf(reader.Seq));
            var after = _ahead.Read(items => _write(_query, reader, start.After, limit, items)).Next;
            _next = after is null ? null : start with { AsOf = _seq, After = after };
            return snapshot.Head;
        },
        _http.RequestAborted, isLong: _query.MayTakeLong);

    /// <summary>Takes the page that was read, so that another can be.</summary>
    private void Turn() => (_page, _ahead) = (_ahead, _page);

    /// <summary>Writes the page that was taken in the format.</summary>
    private void Write()
    {
        using var items = _page.Parse();
        foreach (var item in items.RootElement.EnumerateArray())
        {
            _writer.Write(item);
            _count++;
        }
        _writer.Flush();
    }

    private async Task SendAsync()
    {
        Task? reading;
        do
        {
            Turn();
            reading = _next is null ? null : Task.Run(() => ReadAsync(PageLength));
            try
            {
                Write();
                await LeaveAsync();
            }
            finally
            {
                // However this ends, what is being read needs its memory until then.
                if (reading is not null)
                    await reading.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            }
            if (reading is not null)
                await reading;
        }
        while (reading is not null);
        _writer.End(new Ending(_count, _seq, null));
        await LeaveAsync();
        if (_writer.Rows is { } rows && _http.Response.SupportsTrailers())
            _http.Response.AppendTrailer(Rows, rows.ToString(CultureInfo.InvariantCulture));
    }

    private async Task LeaveAsync()
    {
        await _http.Response.Body.WriteAsync(_body.WrittenMemory, _http.RequestAborted);
        await _http.Response.Body.FlushAsync(_http.RequestAborted);
        _body.Clear();
    }
}
