namespace Events.Domain.Values;

/// <summary>A country, an organization or a person: exactly one of the three.</summary>
public sealed record Party
{
    public CountryCode? Country { get; init; }
    public RecordId? Organization { get; init; }
    public RecordId? Person { get; init; }

    public static Party Of(CountryCode country) => new() { Country = country };
}
