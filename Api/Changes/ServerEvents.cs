using System.Globalization;
using System.Text;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Changes;

/// <summary>Server-sent events as bytes. The id of each is a place to go on from.</summary>
internal static class ServerEvents
{
    public const string ContentType = "text/event-stream";

    /// <summary>Two seconds, then the browser connects again.</summary>
    private const int Retry = 2000;

    /// <summary>How a stream begins, for the contract.</summary>
    public const string Example = "retry: 2000\nid: 5\nevent: hello\ndata: {\"through\":\"5\"}\n\nid: 6.1\nevent: change\ndata: {\"position\":\"6.1\",\"seq\":6,\"at\":\"2025-12-14T09:00:00Z\",\"actor\":\"desk\",\"op\":\"create\",\"kind\":\"person\",\"id\":\"019b1c4f-0000-7000-8000-000000000001\",\"version\":1,\"document\":{\"name\":\"Maria Kalesnikava\"}}\n\nid: 6\nevent: heartbeat\ndata: {\"through\":\"6\"}\n\n";

    public static byte[] Change(SeenChange change) =>
        [.. Encoding.ASCII.GetBytes($"id: {change.Row.Position}\nevent: change\ndata: "), .. change.Bytes, .. "\n\n"u8];

    /// <summary>The first thing that is said: from where on the stream tells.</summary>
    public static byte[] Hello(FeedPosition after) => Say(after, "hello", $"retry: {Retry.ToString(CultureInfo.InvariantCulture)}\n");

    /// <summary>That the stream is alive, and how far it has come.</summary>
    public static byte[] Heartbeat(FeedPosition through) => Say(through, "heartbeat", "");

    private static byte[] Say(FeedPosition position, string what, string before) =>
        Encoding.ASCII.GetBytes($"{before}id: {position}\nevent: {what}\ndata: {{\"through\":\"{position}\"}}\n\n");
}
