namespace Events.Domain.Values;

/// <summary>The name of a record in somebody else's system; unique for each kind of record.</summary>
/// <param name="Scheme">Whose system, in lower case: <c>wikidata</c>, <c>ofac</c>, <c>ucdp-ged</c>. 1 to 64 characters.</param>
/// <param name="Value">The id there. 1 to 256 characters.</param>
public sealed record ExternalId(string Scheme, string Value);
