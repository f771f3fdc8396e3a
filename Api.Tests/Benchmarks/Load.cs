using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Events.Benchmarks;

/// <summary>
/// A client that costs little: requests are made beforehand, each connection has a thread that sends one, waits for its
/// answer, and looks only at the status and at where the answer ends.
/// </summary>
internal static class Load
{
    public const int Connections = 32;

    private const int Rounds = 3;
    private static readonly TimeSpan Turn = TimeSpan.FromSeconds(2);

    /// <summary>How many requests were answered each second.</summary>
    /// <param name="next">The next request; null when there are no more.</param>
    public static double Run(int port, TimeSpan duration, int status, Func<byte[]?> next, int connections = Connections)
    {
        long answered = 0;
        Exception? failed = null;
        var clock = Stopwatch.StartNew();
        var threads = Enumerable.Range(0, connections).Select(_ => new Thread(Work, 256 * 1024)).ToList();
        threads.ForEach(thread => thread.Start());
        threads.ForEach(thread => thread.Join());
        return failed is null ? answered / clock.Elapsed.TotalSeconds : throw new InvalidOperationException("A request failed.", failed);

        void Work()
        {
            try
            {
                using var connection = new Connection(port);
                while (clock.Elapsed < duration && next() is { } request)
                {
                    connection.Ask(request, status);
                    Interlocked.Increment(ref answered);
                }
            }
            catch (Exception failure)
            {
                failed = failure;
            }
        }
    }

    /// <summary>Two rates, measured in turns after both have warmed up: the medians.</summary>
    public static (double First, double Second) InTurns(Func<TimeSpan, double> first, Func<TimeSpan, double> second)
    {
        var rates = Enumerable.Range(0, Rounds + 1).Select(_ => (First: first(Turn), Second: second(Turn))).Skip(1).ToList();
        return (Table.Median(rates.Select(rate => rate.First)), Table.Median(rates.Select(rate => rate.Second)));
    }

    /// <summary>Takes a long answer in without keeping it, and says how many bytes it had.</summary>
    public static long Download(int port, string address)
    {
        using var client = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}"), Timeout = TimeSpan.FromMinutes(5) };
        using var answer = client.Send(new HttpRequestMessage(HttpMethod.Get, address), HttpCompletionOption.ResponseHeadersRead).EnsureSuccessStatusCode();
        using var body = answer.Content.ReadAsStream();
        var buffer = new byte[256 * 1024];
        long bytes = 0;
        while (body.Read(buffer) is var read && read > 0)
            bytes += read;
        return bytes;
    }

    /// <summary>How long one caller waits for the answer, in milliseconds: the median of many.</summary>
    public static double Median(int port, byte[] request, int times)
    {
        using var connection = new Connection(port);
        var waited = new List<double>();
        for (var i = 0; i < times; i++)
        {
            var asked = Stopwatch.GetTimestamp();
            connection.Ask(request, 200);
            waited.Add(Stopwatch.GetElapsedTime(asked).TotalMilliseconds);
        }
        return Table.Median(waited);
    }

    /// <summary>The requests again and again, each connection in turn.</summary>
    public static Func<byte[]> Rotating(IReadOnlyList<byte[]> requests)
    {
        var n = -1;
        return () => requests[(int)((uint)Interlocked.Increment(ref n) % (uint)requests.Count)];
    }

    public static byte[] Get(string address, string headers = "") =>
        Encoding.ASCII.GetBytes($"GET {address} HTTP/1.1\r\nHost: localhost\r\n{headers}\r\n");

    public static byte[] Post(string address, byte[] body) =>
        [.. Encoding.ASCII.GetBytes($"POST {address} HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {BenchmarkFolder.Key}\r\nContent-Type: application/json\r\nContent-Length: {body.Length}\r\n\r\n"), .. body];

    /// <summary>One answer: its head and its body.</summary>
    public static (string Head, byte[] Body) Once(int port, byte[] request)
    {
        using var connection = new Connection(port) { IsSingle = true };
        return connection.Ask(request, 200);
    }

    private sealed class Connection : IDisposable
    {
        private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true, ReceiveTimeout = 30_000 };
        private byte[] _buffer = new byte[256 * 1024];
        private int _filled;

        public Connection(int port) => _socket.Connect(new IPEndPoint(IPAddress.Loopback, port));

        public (string Head, byte[] Body) Ask(byte[] request, int status)
        {
            for (var sent = 0; sent < request.Length;)
                sent += _socket.Send(request.AsSpan(sent));
            _filled = 0;
            var head = -1;
            while (head < 0)
            {
                Receive();
                head = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8);
            }
            var headers = _buffer.AsSpan(0, head);
            var given = int.Parse(headers[9..12], null);
            var start = head + 4;
            if (given is 304 or 204)
                return Answer(given, status, head, start);
            if (headers.IndexOf("Content-Length: "u8) is var at && at >= 0)
            {
                var rest = headers[(at + 16)..];
                var end = start + int.Parse(rest.IndexOf((byte)'\r') is var line && line >= 0 ? rest[..line] : rest, null);
                while (_filled < end)
                    Receive();
            }
            else
            {
                // Compact JSON holds no line break, so this is the end of a chunked body and nothing else.
                while (!_buffer.AsSpan(0, _filled).EndsWith("\r\n0\r\n\r\n"u8))
                    Receive();
            }
            return Answer(given, status, head, start);
        }

        public void Dispose() => _socket.Dispose();

        private (string, byte[]) Answer(int given, int status, int head, int start)
        {
            if (given != status)
                throw new InvalidOperationException(Encoding.UTF8.GetString(_buffer, 0, _filled));
            return IsSingle ? (Encoding.ASCII.GetString(_buffer, 0, head), _buffer[start.._filled]) : default;
        }

        /// <summary>Answers are handed out only when one is asked for.</summary>
        public bool IsSingle { get; init; }

        private void Receive()
        {
            if (_filled == _buffer.Length)
                Array.Resize(ref _buffer, _buffer.Length * 2);
            var received = _socket.Receive(_buffer.AsSpan(_filled));
            if (received == 0)
                throw new InvalidOperationException("The server closed the connection.");
            _filled += received;
        }
    }
}
