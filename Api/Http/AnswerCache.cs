using Events.Api.Storage;
using Microsoft.Extensions.Caching.Memory;

namespace Events.Api.Http;

/// <summary>Answers that were given since the last commit: the same question again needs no look into the database.</summary>
internal sealed class AnswerCache : IDisposable
{
    private const int MostBytesOfOne = 512 * 1024;

    private readonly MemoryCache _answers;

    /// <param name="mostBytes">How much it may hold; nothing when 0.</param>
    public AnswerCache(Ledger ledger, long mostBytes)
    {
        _answers = new MemoryCache(new MemoryCacheOptions { SizeLimit = mostBytes });
        // What a commit withholds must not lie about in memory either.
        ledger.Committed += _ => _answers.Clear();
    }

    /// <param name="question">All that the answer depends on beside the records.</param>
    /// <param name="seq">The last commit: an answer of an earlier one is none.</param>
    public ReadyAnswer? Find(string question, long seq) =>
        _answers.TryGetValue(question, out ReadyAnswer? answer) && answer!.Seq == seq ? answer : null;

    /// <returns>The answer as it is kept; null when it is too long for that.</returns>
    public ReadyAnswer? Keep(string question, long seq, ReadOnlySpan<byte> body, string etag, string? next)
    {
        if (ReadyAnswer.SizeOf(question, body.Length) > MostBytesOfOne)
            return null;
        var answer = new ReadyAnswer(this, question, seq, body.ToArray(), etag, next);
        Put(answer);
        return answer;
    }

    /// <summary>Counts an answer anew that has grown, unless it is gone meanwhile.</summary>
    public void Recount(ReadyAnswer answer)
    {
        if (_answers.TryGetValue(answer.Question, out var held) && held == answer)
            Put(answer);
    }

    public void Dispose() => _answers.Dispose();

    private void Put(ReadyAnswer answer) => _answers.Set(answer.Question, answer, new MemoryCacheEntryOptions { Size = answer.Size });
}

/// <summary>An answer in memory: as it is, and compressed as somebody has asked for it.</summary>
/// <param name="seq">The last commit when it was read.</param>
internal sealed class ReadyAnswer(AnswerCache cache, string question, long seq, byte[] body, string etag, string? next)
{
    private readonly Dictionary<string, byte[]> _coded = [];

    public string Question => question;

    public long Seq => seq;

    public byte[] Body => body;

    public string ETag => etag;

    public string? Next => next;

    public long Size => SizeOf(question, body.Length + _coded.Values.Sum(coded => (long)coded.Length));

    /// <summary>The text of the question counts, too: it can be longer than its answer.</summary>
    public static long SizeOf(string question, long bytes) => bytes + (2 * question.Length) + 500;

    /// <summary>The body compressed, which is done once.</summary>
    public byte[] In(ContentCoding coding)
    {
        lock (_coded)
        {
            if (_coded.TryGetValue(coding.Name, out var coded))
                return coded;
            coded = _coded[coding.Name] = coding.Encode(body);
            cache.Recount(this);
            return coded;
        }
    }
}
