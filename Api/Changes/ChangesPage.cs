using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Json;
using CommunityToolkit.HighPerformance.Buffers;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Changes;

/// <summary>A page of the feed as JSON.</summary>
internal sealed class ChangesPage : IDisposable
{
    private readonly ArrayPoolBufferWriter<byte> _body = new(16 * 1024);

    /// <summary>How many changes it has.</summary>
    public int Count { get; private set; }

    public long Through { get; private set; }

    public long Seq { get; private set; }

    public void Read(ChangeReader reader, ChangeQuery query, Audience audience, FeedPosition after, int limit)
    {
        _body.Write("{\"items\":["u8);
        Through = reader.Page(query, audience, after, limit, change =>
        {
            if (Count++ > 0)
                _body.Write(","u8);
            _body.Write(change.Bytes);
        });
    }

    public void End(string next, long seq, IReadOnlyList<Applied> applied)
    {
        Seq = seq;
        _body.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"],\"through\":{Through},\"next\":")));
        _body.Write(JsonSerializer.SerializeToUtf8Bytes(next, ViewJson.Options));
        _body.Write(Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $",\"seq\":{Seq},\"applied\":")));
        _body.Write(JsonSerializer.SerializeToUtf8Bytes(applied, ViewJson.Options));
        _body.Write("}"u8);
    }

    /// <summary>The answer, which gives the memory back when it is sent.</summary>
    public Answer<ChangesResponse> Answer() => new(_body.WrittenMemory) { Memory = this };

    public void Dispose() => _body.Dispose();
}
