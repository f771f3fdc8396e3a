namespace Events.Api.Storage;

/// <summary>Instants as the database keeps them: microseconds since 1970-01-01 UTC.</summary>
internal static class Instants
{
    public static long ToMicros(this DateTimeOffset instant) => (instant.UtcTicks - DateTimeOffset.UnixEpoch.UtcTicks) / TimeSpan.TicksPerMicrosecond;

    public static DateTimeOffset FromMicros(long micros) => DateTimeOffset.UnixEpoch.AddTicks(micros * TimeSpan.TicksPerMicrosecond);
}
