namespace Events.Domain.Querying;

/// <summary>One query parameter as callers see it: the reader of requests and the contract are both made from it.</summary>
/// <param name="Repeats">Given more than once, all of its values must hold.</param>
/// <param name="Codes">The codes that it takes, when they are few.</param>
public sealed record QueryParameter(string Name, string Description, string? Example = null, bool Repeats = false, IReadOnlyList<string>? Codes = null)
{
    public bool IsInteger { get; init; }

    /// <summary>It takes one of its codes, not several by commas or a negation.</summary>
    public bool TakesOneCode { get; init; }

    public bool IsRequired { get; init; }
}
