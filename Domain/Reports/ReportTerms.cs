using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Domain.Reports;

/// <summary>The terms under which reports stand in the index.</summary>
public static class ReportTerms
{
    public static readonly Term All = Term.All(RecordKind.Report);

    public static Term Publisher(RecordId organization) => Of("publisher", organization.Value);

    /// <summary>Made from that report.</summary>
    public static Term DerivedFrom(RecordId report) => Of("derived-from", report.Value);

    public static Term Topic(string topic) => Of("topic", topic);

    public static Term Lang(string lang) => Of("lang", lang);

    private static Term Of(string facet, string value) => Term.Of(RecordKind.Report, facet, value);
}
