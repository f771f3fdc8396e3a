namespace Events.Domain.Values;

/// <summary>Counts calendar days, so that dates can be stored and compared as integers.</summary>
public static class CalendarDay
{
    /// <summary>0001-01-01, the first day there is; stands for "open to the past".</summary>
    public const int Earliest = -719_162;

    /// <summary>9999-12-31, the last day there is; stands for "open to the future".</summary>
    public const int Latest = 2_932_896;

    /// <summary>Days since 1970-01-01, negative before it; from <see cref="Earliest"/> to <see cref="Latest"/>.</summary>
    public static int Of(DateOnly date) => date.DayNumber + Earliest;

    /// <summary>The date that lies <paramref name="day"/> days after 1970-01-01.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The day is before <see cref="Earliest"/> or after <see cref="Latest"/>.</exception>
    public static DateOnly From(int day)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(day, Earliest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(day, Latest);
        return DateOnly.FromDayNumber(day - Earliest);
    }
}
