using Events.Domain.Ledger;

namespace Events.Api.Storage;

/// <summary>The last commit of a ledger.</summary>
/// <param name="Hash">The end of the hash chain: it stands for the whole history until then.</param>
internal sealed record Head(long Seq, DateTimeOffset At, byte[] Hash)
{
    private const int MarkLength = 8;

    /// <summary>How many letters a mark has.</summary>
    public const int MarkTextLength = 2 * MarkLength;

    /// <summary>That of a ledger without commits.</summary>
    public static readonly Head None = new(0, DateTimeOffset.UnixEpoch, Chain.Genesis);

    /// <summary>Tells this history from any other that has as many commits, such as one that was written after a backup was restored.</summary>
    public string Mark { get; } = MarkOf(Hash);

    /// <summary>The hash as it is printed.</summary>
    public string HashText => Convert.ToHexStringLower(Hash);

    /// <summary>What of a hash goes into marks.</summary>
    public static string MarkOf(byte[] hash) => Convert.ToHexStringLower(hash.AsSpan(0, MarkLength));

    /// <summary>Whether both stand for the same history.</summary>
    public bool Is(Head other) => Seq == other.Seq && Hash.AsSpan().SequenceEqual(other.Hash);
}
