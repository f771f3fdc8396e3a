using System.Text.Json.Serialization;

namespace Events.Domain.Values;

/// <summary>How many, with its uncertainty: three whole numbers of at least 0, each of which may be unknown (null).</summary>
/// <param name="Low">The least that the sources allow.</param>
/// <param name="Best">The editors' best value.</param>
/// <param name="High">The most that the sources allow.</param>
public sealed record Count(long? Low = null, long? Best = null, long? High = null)
{
    public static readonly Count Unknown = new(null, null, null);

    public static Count Of(long value) => new(value, value, value);

    /// <summary>Best alone means all three.</summary>
    public static Count Of(long? low, long? best, long? high) =>
        low is null && high is null ? new(best, best, best) : new(low, best, high);

    [JsonIgnore]
    public bool IsUnknown => Low is null && Best is null && High is null;

    /// <summary>0 ≤ low ≤ best ≤ high, as far as each is known.</summary>
    [JsonIgnore]
    public bool IsOrdered =>
        (Low ?? 0) >= 0 && (Best ?? 0) >= 0 && (High ?? 0) >= 0
        && !(Low > Best) && !(Best > High) && !(Low > High);

    public static Count operator +(Count left, Count right) =>
        new(left.Low + right.Low, left.Best + right.Best, left.High + right.High);

    /// <summary>What is left of a whole: best from the bests, low and high by interval arithmetic, never below 0.</summary>
    public static Count operator -(Count whole, Count part) =>
        new(AtLeastZero(whole.Low - part.High), AtLeastZero(whole.Best - part.Best), AtLeastZero(whole.High - part.Low));

    private static long? AtLeastZero(long? value) => value is { } known ? Math.Max(0, known) : null;
}
