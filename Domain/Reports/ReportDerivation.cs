using Events.Domain.Ledger;
using Events.Domain.Values;
using Events.Domain.Vocabularies;

namespace Events.Domain.Reports;

/// <summary>Derives what finds and shows a report. It reads its publisher and the report it was made from.</summary>
public static class ReportDerivation
{
    public static Derivation Of(Stored<Report> stored, IWorld world)
    {
        var report = stored.Record;
        return new Derivation
        {
            Standing = Stand(stored),
            Renderings = Renderer.ForAll(world, Rights.All, show => (View(stored, show), null)),
            Text = new SearchText(report.Title, string.Join('\n', [report.Summary, .. report.Insights, .. report.Takeaways])),
        };
    }

    public static Standing Stand(Stored<Report> stored) => new()
    {
        Day = stored.Record.PublishedOn is { } published ? CalendarDay.Of(published.LatestKnown) : 0,
        Terms = Terms(stored.Record),
    };

    private static TermSet Terms(Report report)
    {
        var terms = new TermSet();
        terms.Add(ReportTerms.All);
        if (report.Publisher is { } publisher)
            terms.Add(ReportTerms.Publisher(publisher));
        if (report.DerivedFrom is { } origin)
            terms.Add(ReportTerms.DerivedFrom(origin));
        if (report.Lang is { } lang)
            terms.Add(ReportTerms.Lang(lang));
        foreach (var topic in report.Topics)
        {
            terms.Add(ReportTerms.Topic(topic));
            foreach (var broader in Topics.Ancestors(topic))
                terms.Add(ReportTerms.Topic(broader));
        }
        return terms;
    }

    private static ReportView View(Stored<Report> stored, Renderer show) => new()
    {
        Kind = RecordKind.Report,
        Id = stored.Id,
        Version = stored.Version,
        Seq = stored.Seq,
        CreatedAt = stored.CreatedAt.UtcDateTime,
        UpdatedAt = stored.UpdatedAt.UtcDateTime,
        ExternalIds = stored.Record.ExternalIds,
        Title = stored.Record.Title,
        Publisher = stored.Record.Publisher is { } publisher ? show.Organization(publisher) : null,
        Url = stored.Record.Url,
        Lang = stored.Record.Lang,
        PublishedOn = DateView.Of(stored.Record.PublishedOn),
        RetrievedAt = stored.Record.RetrievedAt,
        ArchivedUrl = stored.Record.ArchivedUrl,
        Sha256 = stored.Record.Sha256,
        DerivedFrom = stored.Record.DerivedFrom is { } origin ? show.Report(origin) : null,
        MachineGenerated = stored.Record.MachineGenerated,
        Summary = stored.Record.Summary,
        Insights = stored.Record.Insights,
        Takeaways = stored.Record.Takeaways,
        Topics = stored.Record.Topics,
    };
}
