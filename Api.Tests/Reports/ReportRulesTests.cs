using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Events.Domain.Reports;
using Events.Domain.Values;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Reports;

public class ReportRulesTests
{
    [Fact]
    public void The_article_and_the_brief_made_from_it_break_no_rule()
    {
        var world = Brief();
        Assert.All([Article, BriefReport], id => Assert.Empty(Broken(world.Get<Report>(id), id, world)));
    }

    [Fact]
    public void Publisher_and_source_exist() =>
        Assert.Equal(
            [(Reason.UnknownReference, "/publisher"), (Reason.UnknownReference, "/derivedFrom")],
            Broken(new() { Title = "New", Publisher = new(Article), DerivedFrom = new("none") }, "new", Brief()));

    [Fact]
    public void A_report_is_not_derived_from_itself()
    {
        var report = new Report { Title = "New", DerivedFrom = new("new") };
        Assert.Equal([(Reason.LinkSelf, "/derivedFrom")], Broken(report, "new", Brief().Put("new", report)));
    }

    [Fact]
    public void Derivation_does_not_go_round_in_a_circle()
    {
        var world = Brief().Put("middle", new Report { Title = "Middle", DerivedFrom = new(BriefReport) });
        var article = world.Get<Report>(Article) with { DerivedFrom = new("middle") };
        Assert.Equal([(Reason.LinkCycle, "/derivedFrom")], Broken(article, Article, world));
    }

    [Fact]
    public void The_day_of_publication_is_in_order() =>
        Assert.Equal(
            [(Reason.DateOrder, "/publishedOn")],
            Broken(new() { Title = "New", PublishedOn = EdtfDate.Parse("[2025-12-14..2025-12-13]") }, "new", Brief()));

    private static IEnumerable<(Reason, string)> Broken(Report report, string id, InMemoryWorld world) =>
        Rules.Check(new(id), report, world).Select(violation => (violation.Reason, violation.Pointer));
}
