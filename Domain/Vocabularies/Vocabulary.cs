namespace Events.Domain.Vocabularies;

/// <summary>A list of codes with their meaning.</summary>
/// <param name="Name">Its name in addresses, such as <c>event-types</c>.</param>
/// <param name="Title">Its name for people.</param>
/// <param name="Description">What its codes say, and whose they are.</param>
/// <param name="Open">Whether a well-formed new code may be used; a closed vocabulary grows only with the program.</param>
/// <param name="Terms">In the order in which to show them.</param>
public sealed record Vocabulary(string Name, string Title, string Description, bool Open, IReadOnlyList<VocabularyTerm> Terms)
{
    public IReadOnlyList<string> Codes { get; } = [.. Terms.Select(term => term.Code)];

    internal static Vocabulary Closed(string name, string title, string description, params VocabularyTerm[] terms) =>
        new(name, title, description, Open: false, Array.AsReadOnly(terms));

    internal static Vocabulary Extendable(string name, string title, string description, params VocabularyTerm[] terms) =>
        new(name, title, description, Open: true, Array.AsReadOnly(terms));
}
