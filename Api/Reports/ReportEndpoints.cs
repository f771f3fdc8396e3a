using Events.Api.Http.Formats;
using Events.Api.Records;
using Events.Domain.Countries;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Reports;
using Events.Domain.Vocabularies;

namespace Events.Api.Reports;

/// <summary>Routes of reports.</summary>
internal static class ReportEndpoints
{
    private static readonly QueryParameter Publisher = new("publisher", "Ids of the organizations that published them.", "019b1795-0200-7000-8000-0000000000b1", Repeats: true);
    private static readonly QueryParameter DerivedFrom = new("derivedFrom", "Ids of the reports that they were made from.", "019b1795-0200-7000-8000-0000000000d1", Repeats: true);
    private static readonly QueryParameter Topic = new("topic", "Topics; a broad one finds the narrower ones, too.", "human-rights", Repeats: true);

    public static void MapReports(this IEndpointRouteBuilder v1) => RecordEndpoints<Report, ReportView>.Map(v1, new Collection("/reports", "Report", "Reports")
    {
        Filters = [Publisher, DerivedFrom, Topic],
        Read = Read,
        Formats = Format.Of(
            new Column("id", "id"), new Column("version", "version") { IsNumber = true }, new Column("title", "title"), new Column("publisher", "publisher.name"),
            new Column("published_on", "publishedOn.value"), new Column("lang", "lang"), new Column("url", "url"), new Column("derived_from", "derivedFrom.id"),
            new Column("machine_generated", "machineGenerated"), new Column("summary", "summary"), new Column("topics", "topics"), new Column("updated_at", "updatedAt")),
    });

    private static RecordQuery Read(QueryText text, CountryDirectory countries)
    {
        var reader = new ClauseReader(text, countries);
        reader.AddIds(DerivedFrom, 1, RecordKind.Report, ReportTerms.DerivedFrom);
        reader.AddIds(Publisher, 2, RecordKind.Organization, ReportTerms.Publisher);
        reader.AddOpenCodes(Topic, 3, Topics.Vocabulary.Codes, ReportTerms.Topic);
        reader.Require(ReportTerms.All, 9);
        return new RecordQuery { Kind = RecordKind.Report, Clauses = reader.Clauses, Applied = reader.Applied, Mentions = reader.Mentions };
    }
}
