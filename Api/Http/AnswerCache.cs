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

    public void Keep(string question, long seq, ReadOnlySpan<byte> body, string etag, string? next)
    {
        // The text of the question counts, too: it can be longer than its answer.
        var bytes = body.Length + (2 * question.Length) + 500;
        if (bytes <= MostBytesOfOne)
            _answers.Set(question, new ReadyAnswer(seq, body.ToArray(), etag, next), new MemoryCacheEntryOptions { Size = bytes });
    }

    public void Dispose() => _answers.Dispose();
}

/// <param name="Seq">The last commit when it was read.</param>
internal sealed record ReadyAnswer(long Seq, byte[] Body, string ETag, string? Next);
