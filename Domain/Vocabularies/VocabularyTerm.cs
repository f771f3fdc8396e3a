using System.Collections.Frozen;

namespace Events.Domain.Vocabularies;

/// <summary>One entry of a vocabulary.</summary>
/// <param name="Code">What stands in a record: lower case, kebab-case.</param>
/// <param name="Label">What people read.</param>
/// <param name="Definition">When to use it, in one or two sentences.</param>
public sealed record VocabularyTerm(string Code, string Label, string Definition)
{
    /// <summary>The code of the next broader term in the same vocabulary.</summary>
    public string? Parent { get; init; }

    /// <summary>
    /// The codes of other systems: <c>plover</c>, <c>cameo</c>, <c>gsdb</c>, <c>ftm</c> (a schema of FollowTheMoney), <c>hs</c>;
    /// of an event type also its <c>group</c>. Several codes are separated by a space.
    /// </summary>
    public IReadOnlyDictionary<string, string> Mappings { get; init; } = FrozenDictionary<string, string>.Empty;

    /// <summary>For a link type, how the link reads from its other end.</summary>
    public string? Inverse { get; init; }

    internal static VocabularyTerm Of<T>(T value, string label, string definition)
        where T : struct, Enum => new(Values.Code.Of(value), label, definition);

    /// <summary>The same term with its code in another system; null means that the system has none.</summary>
    internal VocabularyTerm Mapped(string system, string? code) =>
        code is null ? this : this with { Mappings = Mappings.Append(new(system, code)).ToFrozenDictionary(StringComparer.Ordinal) };
}
