using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Querying;

/// <summary>Which changes are asked for: those of some kinds of record, and those of events that a list of events would hold.</summary>
public sealed record ChangeQuery
{
    public static readonly QueryParameter Kind = new("kind", "Kinds of record: several by commas, ! for NOT. Left out, it is all kinds; with a filter of events, events alone.", "event,person", Codes: Code.All<RecordKind>());

    /// <summary>The filters of events, but for the order of a list.</summary>
    private static readonly IReadOnlyList<QueryParameter> OfEvents = [.. EventFilters.Parameters.Where(parameter => parameter != EventFilters.Sort)];

    public static readonly IReadOnlyList<QueryParameter> Parameters = [Kind, .. OfEvents];

    public required IReadOnlySet<RecordKind> Kinds { get; init; }

    /// <summary>What events must fit, before or after the change; null when all do.</summary>
    public RecordQuery? Events { get; init; }

    /// <summary>How the filters were understood.</summary>
    public required IReadOnlyList<Applied> Applied { get; init; }

    /// <summary>The same for every spelling of the same question.</summary>
    public string Canonical => string.Join(' ', Kinds.Order().Select(kind => Code.Of(kind)).Append(Events?.Canonical));

    /// <exception cref="Refusal">A filter does not make sense.</exception>
    public static ChangeQuery Read(QueryText text, CountryDirectory countries)
    {
        var events = OfEvents.Any(parameter => text.All(parameter).Any()) ? EventFilters.Read(text, countries) : null;
        var applied = new List<Applied>();
        var kinds = text.One(Kind) is { } given ? Named(given, applied) : events is null ? [.. Enum.GetValues<RecordKind>()] : [RecordKind.Event];
        if (events is not null && !kinds.Contains(RecordKind.Event))
            throw QueryText.Invalid(Kind.Name, "The other filters are those of events, which \"kind\" leaves out.");
        return new ChangeQuery { Kinds = kinds, Events = events, Applied = [.. applied, .. events?.Applied ?? []] };
    }

    private static HashSet<RecordKind> Named(string given, List<Applied> applied)
    {
        var filter = FilterValues.Parse(Kind, given);
        var named = filter.Values.Select(value => QueryText.Choice<RecordKind>(Kind, value)).ToHashSet();
        applied.Add(new Applied(Kind.Name, [.. named.Select(kind => Code.Of(kind))], filter.Not));
        return filter.Not ? [.. Enum.GetValues<RecordKind>().Where(kind => !named.Contains(kind))] : named;
    }
}
