namespace Events.Domain.Values;

/// <summary>Where an event happened.</summary>
public sealed record Place
{
    public CountryCode? Country { get; init; }

    /// <summary>Town, prison, border crossing. At most 300 characters.</summary>
    public string? Name { get; init; }

    /// <summary>Degrees north, WGS 84, −90 to 90; needs <c>lon</c>.</summary>
    public double? Lat { get; init; }

    /// <summary>Degrees east, WGS 84, −180 to 180; needs <c>lat</c>.</summary>
    public double? Lon { get; init; }

    public Visibility Visibility { get; init; }
}
