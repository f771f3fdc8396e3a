namespace Events.Domain.Ledger;

/// <summary>A mask of who may see a derived row: one bit for each audience.</summary>
[Flags]
public enum Rights
{
    None = 0,
    Everyone = 1,
    Editors = 2,
    All = Everyone | Editors,
}

/// <summary>Who is reading.</summary>
public enum Audience
{
    /// <summary>Anybody: neither drafts nor what is restricted.</summary>
    Everyone = 0,

    /// <summary>The holder of a key that may write.</summary>
    Editors = 1,
}

public static class Audiences
{
    public static readonly IReadOnlyList<Audience> All = [Audience.Everyone, Audience.Editors];

    public static Rights Right(this Audience audience) => (Rights)(1 << (int)audience);

    public static bool Sees(this Audience audience, Rights rights) => (rights & audience.Right()) != 0;
}
