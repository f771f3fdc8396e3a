using Events.Domain.Events;
using Events.Domain.Reports;
using static Events.Api.Tests.Support.FoundingExample;

namespace Events.Api.Tests.Reports;

public class SupportTests
{
    [Fact]
    public void A_brief_made_from_an_article_is_no_second_independent_source()
    {
        var world = Brief();
        Assert.Equal(new(2, 1), Domain.Reports.Support.Of(world.Get<Event>(Release).Evidence, world));
    }

    [Fact]
    public void A_report_of_another_publisher_is_one()
    {
        var world = WithLaterEvidence();
        Assert.Equal(new(3, 2), Domain.Reports.Support.Of(world.Get<Event>(Release).Evidence, world));
    }

    [Fact]
    public void Two_reports_of_one_publisher_are_one_source()
    {
        var world = Brief().Put("follow-up", new Report { Title = "Follow-up", Publisher = new("al-jazeera") });
        Assert.Equal(new(2, 1), Domain.Reports.Support.Of([Supports(Article), Supports("follow-up")], world));
    }

    [Fact]
    public void A_root_without_publisher_counts_by_itself()
    {
        var world = Brief().Put("leaflet", new Report { Title = "Leaflet" }).Put("letter", new Report { Title = "Letter" });
        Assert.Equal(new(2, 2), Domain.Reports.Support.Of([Supports("leaflet"), Supports("letter")], world));
    }

    [Fact]
    public void What_disputes_or_qualifies_does_not_support() =>
        Assert.Equal(new(0, 0), Domain.Reports.Support.Of([Disputes(Article), Supports(Article) with { Stance = Stance.Qualifies }], Brief()));

    [Fact]
    public void A_circle_of_derivation_comes_to_an_end()
    {
        var world = Brief()
            .Put("first", new Report { Title = "First", DerivedFrom = new("second") })
            .Put("second", new Report { Title = "Second", DerivedFrom = new("first") });
        Assert.Equal(new(1, 1), Domain.Reports.Support.Of([Supports("first")], world));
    }
}
