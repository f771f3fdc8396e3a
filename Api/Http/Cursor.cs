using System.Buffers.Binary;
using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Events.Api.Storage;
using Events.Domain.Ledger;

namespace Events.Api.Http;

/// <summary>Where a page ended: the commit of the first page, the place in the order, and which question it belongs to.</summary>
internal readonly record struct Cursor(long Seq, Position Position)
{
    private const int Length = 32;
    private const string Member = "cursor=";

    /// <param name="question">What the walk is through.</param>
    /// <param name="history">The mark of the commit: the pages of a walk are of one history.</param>
    public string Write(string question, string history)
    {
        Span<byte> bytes = stackalloc byte[Length];
        BinaryPrimitives.WriteInt64BigEndian(bytes, Seq);
        BinaryPrimitives.WriteInt64BigEndian(bytes[8..], Position.Sorted);
        BinaryPrimitives.WriteInt64BigEndian(bytes[16..], Position.Key);
        Mark(question, history, bytes[..24]).CopyTo(bytes[24..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <param name="text">As it was written, or the whole address that ends with it: some tools send that back in its place.</param>
    /// <param name="question">What the walk is through.</param>
    /// <param name="history">The mark of a commit in the history of this database.</param>
    /// <exception cref="Refusal">It is no cursor, or one of another question, or of another history.</exception>
    public static Cursor Read(string text, string question, Func<long, string> history)
    {
        if (text.StartsWith("http", StringComparison.Ordinal) && text.LastIndexOf(Member, StringComparison.Ordinal) is >= 0 and var at)
            text = text[(at + Member.Length)..];
        Span<byte> bytes = stackalloc byte[Length];
        // Its own decoder throws on what is no Base64 at all.
        if (text.Length > 64 || !Base64Url.IsValid(text, out var length) || length != Length || Base64Url.DecodeFromChars(text, bytes) != Length)
            throw Unfit("This is no cursor of this server.");
        var seq = BinaryPrimitives.ReadInt64BigEndian(bytes);
        if (seq < 0)
            throw Unfit("This is no cursor of this server.");
        if (history(seq) is not { Length: > 0 } mark)
            throw Unfit("This cursor is of a later state than this database has.");
        if (!bytes[24..].SequenceEqual(Mark(question, mark, bytes[..24])))
            throw Unfit("This cursor belongs to another list, was changed, or is older than a backup that was restored: use it as it is, with the filters of the page that it came from, or begin anew.");
        return new Cursor(
            seq,
            new Position(BinaryPrimitives.ReadInt64BigEndian(bytes[8..]), BinaryPrimitives.ReadInt64BigEndian(bytes[16..])));
    }

    /// <summary>Tells whether anything of it was changed.</summary>
    private static byte[] Mark(string question, string history, ReadOnlySpan<byte> place) => SHA256.HashData([.. place, .. Encoding.UTF8.GetBytes($"{history} {question}")])[..8];

    private static Refusal Unfit(string message) => new(Reason.InvalidCursor, message, [new Violation(Reason.InvalidCursor, ReadParameters.Cursor.Name, message)]);
}
