using Events.Domain.Events;

namespace Events.Domain.Values;

/// <summary>A country inside an answer.</summary>
public sealed record CountryRef(CountryCode Code, string? Name);

/// <summary>A person, organization or sanction inside an answer.</summary>
public sealed record NamedRef
{
    /// <summary>Somebody stands here whom the reader may not know.</summary>
    public static readonly NamedRef Nobody = new() { Withheld = true };

    public RecordId? Id { get; init; }
    public string? Name { get; init; }

    /// <summary>True when the reader may know that there is somebody, but not who.</summary>
    public bool? Withheld { get; init; }
}

/// <summary>A report inside an answer.</summary>
public sealed record ReportRef(RecordId Id, string? Title, NamedRef? Publisher);

/// <summary>An event inside an answer.</summary>
public sealed record EventRef(RecordId Id, EventType Type, string Title, DateView Start, Occurrence Occurrence);

/// <summary>A country, an organization or a person inside an answer.</summary>
public sealed record PartyView
{
    public CountryRef? Country { get; init; }
    public NamedRef? Organization { get; init; }
    public NamedRef? Person { get; init; }
}

/// <summary>A calendar date with its precision.</summary>
/// <param name="Value">The date in EDTF, as it is written in requests.</param>
/// <param name="Earliest">The first day that it can mean; null when open.</param>
/// <param name="Latest">The last day that it can mean; null when open.</param>
public sealed record DateView(string Value, DatePrecision Precision, DateOnly? Earliest, DateOnly? Latest)
{
    public DateView(EdtfDate date)
        : this(date.Text, date.Precision, date.Earliest, date.Latest)
    {
    }

    public static DateView? Of(EdtfDate? date) => date is { } known ? new DateView(known) : null;
}
