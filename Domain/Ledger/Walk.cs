namespace Events.Domain.Ledger;

/// <summary>Follows references from one thing to the next.</summary>
internal static class Walk
{
    /// <summary>How many things one walk visits at most, so that a single record cannot hold up the writer.</summary>
    private const int Reach = 2_000;

    /// <summary>What to add to the message of a refusal: the walk may have ended before it was sure.</summary>
    public static readonly string OrTooFar = $" Over {Reach:N0} on the way cannot be checked and count as a circle, too.";

    /// <summary>
    /// Whether the steps lead from one thing to another. A walk beyond its reach counts as one that does: what cannot be
    /// checked is not let in.
    /// </summary>
    public static bool Leads<T>(T from, T to, Func<T, IEnumerable<T>> steps)
        where T : IEquatable<T>
    {
        var seen = new HashSet<T> { from };
        var open = new Stack<T>(seen);
        while (open.TryPop(out var here))
        {
            if (here.Equals(to) || seen.Count > Reach)
                return true;
            foreach (var next in steps(here).Where(seen.Add))
                open.Push(next);
        }
        return false;
    }
}
