namespace Events.Domain.Statistics;

/// <summary>A number as it is added up, with its uncertainty; a plain count is its own low, best and high.</summary>
/// <param name="Low">What is certain: a number of which nothing is known adds 0.</param>
/// <param name="Best">The sum of the best values; where one is missing, its low.</param>
/// <param name="High">Null as soon as one number has no upper bound.</param>
/// <param name="Unknown">How many of the numbers have no best value.</param>
public readonly record struct Figure(long Low, long Best, long? High, long Unknown)
{
    /// <summary>More than there are people: a slip of the pen must not make sums overflow.</summary>
    private const long Most = 10_000_000_000;

    public static readonly Figure Zero = Of(0);

    public static Figure Of(long number) => new(number, number, number, 0);

    /// <summary>Of one headcount: what is not known is bounded by what is.</summary>
    public static Figure Of(Values.Count count)
    {
        var low = Math.Min(count.Low ?? 0, Most);
        return new(low, Math.Min(count.Best ?? low, Most), count.High is { } high ? Math.Min(high, Most) : null, count.Best is null ? 1 : 0);
    }

    public static Figure operator +(Figure left, Figure right) =>
        new(left.Low + right.Low, left.Best + right.Best, left.High + right.High, left.Unknown + right.Unknown);
}
