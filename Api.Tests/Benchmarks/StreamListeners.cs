using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Events.Benchmarks;

/// <summary>Many listeners to the feed in a process of their own: all count what they hear, some also how old it is.</summary>
internal static class StreamListeners
{
    public const string Ready = "all listen";

    /// <summary>One in so many looks at the instants; with all of them the client would be what is measured.</summary>
    private const int OneIn = 20;

    private static readonly ConcurrentBag<double> Ages = [];
    private static long _heard;
    private static int _open;

    /// <summary>Listens until its standard input ends, then says what was heard: changes, the median and the 99th percentile of their ages in ms, and seconds of processor time.</summary>
    public static async Task RunAsync(int port, int count, string query)
    {
        using var stop = new CancellationTokenSource();
        var listening = Enumerable.Range(0, count).Select(i => ListenAsync(port, query, i % OneIn == 0, stop.Token)).ToList();
        while (Volatile.Read(ref _open) < count)
        {
            foreach (var failed in listening.Where(task => task.IsFaulted))
                await failed;
            await Task.Delay(20);
        }
        Console.WriteLine(Ready);
        while (await Console.In.ReadLineAsync() is not null)
            Console.WriteLine(Interlocked.Read(ref _heard).ToString(CultureInfo.InvariantCulture));
        var ages = Ages.Order().ToList();
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture,
            $"{_heard} {ages.ElementAtOrDefault(ages.Count / 2)} {ages.ElementAtOrDefault(ages.Count * 99 / 100)} {Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds}"));
        await stop.CancelAsync();
    }

    private static async Task ListenAsync(int port, string query, bool looks, CancellationToken stop)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(new IPEndPoint(IPAddress.Loopback, port), stop);
        await socket.SendAsync(Encoding.ASCII.GetBytes($"GET /v1/changes/stream{query} HTTP/1.1\r\nHost: localhost\r\n\r\n"), stop);
        var (buffer, filled, isOpen) = (new byte[64 * 1024], 0, false);
        try
        {
            while (true)
            {
                var received = await socket.ReceiveAsync(buffer.AsMemory(filled), stop);
                if (received == 0)
                    throw new InvalidOperationException($"The server closed a stream: {Encoding.UTF8.GetString(buffer, 0, Math.Min(filled, 500))}");
                filled = Take(buffer, filled + received, looks, ref isOpen);
            }
        }
        catch (OperationCanceledException)
        {
            // Enough was heard.
        }
    }

    /// <summary>Takes what is whole; returns how much of the next event is there.</summary>
    private static int Take(byte[] buffer, int filled, bool looks, ref bool isOpen)
    {
        var rest = buffer.AsSpan(0, filled);
        if (!isOpen && rest.IndexOf("event: hello"u8) >= 0)
        {
            isOpen = true;
            Interlocked.Increment(ref _open);
        }
        var now = DateTime.UtcNow;
        var heard = 0;
        while (rest.IndexOf("\"at\":\""u8) is var at && at >= 0 && rest.Length > at + 40)
        {
            heard++;
            if (looks)
            {
                var instant = rest.Slice(at + 6, rest[(at + 6)..].IndexOf((byte)'"'));
                Ages.Add((now - DateTime.Parse(Encoding.ASCII.GetString(instant), CultureInfo.InvariantCulture, DateTimeStyles.AdjustToUniversal | DateTimeStyles.AssumeUniversal)).TotalMilliseconds);
            }
            rest = rest[(at + 40)..];
        }
        Interlocked.Add(ref _heard, heard);
        // The sign for an instant may have been cut in two.
        var kept = heard > 0 || rest.Length > 64 ? rest[^Math.Min(rest.Length, 46)..] : rest;
        kept.CopyTo(buffer);
        return kept.Length;
    }
}
