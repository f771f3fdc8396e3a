using System.Globalization;
using Events.Api.Http;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using Record = Events.Domain.Ledger.Record;

namespace Events.Api.Tests.Http;

public sealed class ValidationTests
{
    private const string AnId = "019b1795-0200-7000-8000-0000000000a1";

    private static readonly Person Someone = new() { Name = "Ales Bialiatski" };
    private static readonly Organization Publisher = new() { Name = "Al Jazeera", Type = OrganizationType.Media };
    private static readonly Report Article = new() { Title = "Belarus frees 123" };
    private static readonly Country Belarus = new() { Code = new("BY"), Name = "Belarus" };
    private static readonly Sanction Potash = new() { Name = "Potash", Kinds = [SanctionKind.TradeImport], Senders = [Party.Of(new("US"))], Targets = [Party.Of(new("BY"))] };
    private static readonly Event Release = new() { Type = EventType.Release, Title = "Release", Start = EdtfDate.Parse("2025-12-13") };
    private static readonly Participant Actor = new() { Role = ParticipantRole.Actor, Country = new("BY") };
    private static readonly Headcount Freed = new() { Key = "released", Kind = HeadcountKind.Released };
    private static readonly NamedPerson Named = new() { Person = new(AnId), Outcome = PersonOutcome.Released };
    private static readonly SanctionAct Lift = new() { Sanction = new(AnId), Effect = SanctionEffect.Lifts };
    private static readonly EventLink Link = new() { Type = LinkType.Implements, To = new(AnId) };
    private static readonly Evidence Said = new() { Report = new(AnId) };

    private static readonly IReadOnlyList<Rule> Rules =
    [
        Missing("/name", Someone with { Name = "" }, Someone with { Name = "A" }),
        Missing("/name", Someone with { Name = " \t" }, Someone),
        Wrong("/name", Someone with { Name = Long(301) }, Someone with { Name = Long(300) }),
        Missing("/otherNames/1/name", Called(""), Called("A")),
        Wrong("/otherNames/1/name", Called(Long(301)), Called(Long(300))),
        Wrong("/otherNames/1/lang", Called("A", "be_Latn"), Called("A", "be-Latn")),
        Wrong("/otherNames/1/lang", Called("A", "be\n"), Called("A", "be-tarask")),
        Wrong("/otherNames", Someone with { OtherNames = Many(1_001, new OtherName { Name = "A" }) }, Someone with { OtherNames = Many(1_000, new OtherName { Name = "A" }) }),
        Wrong("/description", Someone with { Description = Long(20_001) }, Someone with { Description = Long(20_000) }),
        Wrong("/citizenships", Someone with { Citizenships = Many(1_001, new CountryCode("BY")) }, Someone with { Citizenships = Many(1_000, new CountryCode("BY")) }),
        Wrong("/tags/0", Someone with { Tags = ["Lawyer"] }, Someone with { Tags = ["lawyer"] }),
        Wrong("/tags/0", Someone with { Tags = ["lawyer\n"] }, Someone with { Tags = ["9-lives"] }),
        Wrong("/tags/0", Someone with { Tags = [""] }, Someone with { Tags = [Long(64)] }),
        Wrong("/tags/0", Someone with { Tags = [Long(65)] }, Someone),

        Wrong("/externalIds", Someone with { ExternalIds = Many(101, new ExternalId("a", "1")) }, Someone with { ExternalIds = Many(100, new ExternalId("a", "1")) }),
        Wrong("/externalIds/0/scheme", Known("Wikidata", "Q1"), Known("ucdp-ged.v2_1", "Q1")),
        Wrong("/externalIds/0/scheme", Known(Long(65), "1"), Known(Long(64), "1")),
        Missing("/externalIds/0/value", Known("wikidata", ""), Known("wikidata", "Q1")),
        Wrong("/externalIds/0/value", Known("wikidata", Long(257)), Known("wikidata", Long(256))),

        Missing("/name", Publisher with { Name = "" }, Publisher),
        Missing("/otherNames/0/name", Publisher with { OtherNames = [new() { Name = "" }] }, Publisher with { OtherNames = [new() { Name = "AJ" }] }),
        Wrong("/description", Publisher with { Description = Long(20_001) }, Publisher with { Description = Long(20_000) }),

        Missing("/title", Article with { Title = "" }, Article),
        Wrong("/title", Article with { Title = Long(1_001) }, Article with { Title = Long(1_000) }),
        Wrong("/url", Article with { Url = "/news/1" }, Article with { Url = "https://example.org/news/1" }),
        Wrong("/url", Article with { Url = "ftp://example.org/1" }, Article with { Url = "http://example.org" }),
        Wrong("/url", Article with { Url = "https://example.org/" + Long(1_981) }, Article with { Url = "https://example.org/" + Long(1_980) }),
        Wrong("/archivedUrl", Article with { ArchivedUrl = "javascript:alert(1)" }, Article with { ArchivedUrl = "https://example.org/1" }),
        Wrong("/lang", Article with { Lang = "english language" }, Article with { Lang = "en-GB" }),
        Wrong("/sha256", Article with { Sha256 = new('g', 64) }, Article with { Sha256 = new('f', 64) }),
        Wrong("/sha256", Article with { Sha256 = new('f', 63) }, Article with { Sha256 = new('F', 64) }),
        Wrong("/summary", Article with { Summary = Long(20_001) }, Article with { Summary = Long(20_000) }),
        Missing("/insights/0", Article with { Insights = [" "] }, Article with { Insights = ["Pressure"] }),
        Wrong("/takeaways/0", Article with { Takeaways = [Long(20_001)] }, Article with { Takeaways = [Long(20_000)] }),
        Wrong("/topics/0", Article with { Topics = ["human rights"] }, Article with { Topics = ["human-rights"] }),

        Missing("/name", Potash with { Name = "" }, Potash),
        Wrong("/description", Potash with { Description = Long(20_001) }, Potash with { Description = Long(20_000) }),
        Missing("/kinds", Potash with { Kinds = [] }, Potash),
        Wrong("/senders/0", Potash with { Senders = [new()] }, Potash with { Senders = [new() { Person = new(AnId) }] }),
        Wrong("/targets/0", Potash with { Targets = [new() { Country = new("BY"), Organization = new(AnId) }] }, Potash with { Targets = [new() { Organization = new(AnId) }] }),
        Wrong("/commodities/0", Potash with { Commodities = ["Potash"] }, Potash with { Commodities = ["potash"] }),
        Wrong("/programme", Potash with { Programme = Long(301) }, Potash with { Programme = Long(300) }),
        Wrong("/legalBasis", Potash with { LegalBasis = Long(1_001) }, Potash with { LegalBasis = Long(1_000) }),
        Wrong("/authority", Potash with { Authority = Long(301) }, Potash with { Authority = Long(300) }),
        Missing("/objectives/0", Potash with { Objectives = [""] }, Potash with { Objectives = ["Human rights"] }),
        Wrong("/url", Potash with { Url = "example.org" }, Potash with { Url = "https://example.org" }),

        Wrong("/code", Belarus with { Code = new("by") }, Belarus with { Code = new("SUHH") }),
        Wrong("/code", Belarus with { Code = new("BLR") }, Belarus with { Code = new("GE-AB") }),
        Wrong("/alpha3", Belarus with { Alpha3 = "BY" }, Belarus with { Alpha3 = "BLR" }),
        Wrong("/numeric", Belarus with { Numeric = "12" }, Belarus with { Numeric = "112" }),
        Wrong("/fips", Belarus with { Fips = "bo" }, Belarus with { Fips = "BO" }),
        Wrong("/wikidata", Belarus with { Wikidata = "184" }, Belarus with { Wikidata = "Q184" }),
        Missing("/name", Belarus with { Name = "" }, Belarus),
        Wrong("/names", Belarus with { Names = new Dictionary<string, string> { ["Deutsch!"] = "Belarus" } }, Belarus with { Names = new Dictionary<string, string> { ["de"] = "Belarus" } }),
        Wrong("/names", Belarus with { Names = new Dictionary<string, string> { ["de"] = "" } }, Belarus),
        Wrong("/names", Belarus with { Names = new Dictionary<string, string> { ["de"] = "\u200B" } }, Belarus),
        Missing("/aliases/0", Belarus with { Aliases = [""] }, Belarus with { Aliases = ["White Russia"] }),
        Wrong("/capital", Belarus with { Capital = Long(301) }, Belarus with { Capital = "Minsk" }),
        Wrong("/lat", Belarus with { Lat = -91, Lon = 0 }, Belarus with { Lat = -90, Lon = 180 }),

        Missing("/title", Release with { Title = "" }, Release),
        Wrong("/title", Release with { Title = Long(1_001) }, Release with { Title = Long(1_000) }),
        Wrong("/summary", Release with { Summary = Long(20_001) }, Release with { Summary = Long(20_000) }),
        Wrong("/topics/0", Release with { Topics = ["a/b"] }, Release with { Topics = ["a-b"] }),
        Wrong("/commodities/1", Release with { Commodities = ["potash", "-"] }, Release with { Commodities = ["potash", "gold"] }),
        Wrong("/place/name", At(new() { Name = Long(301) }), At(new() { Name = Long(300) })),
        Wrong("/place/lat", At(new() { Lat = 90.1, Lon = 0 }), At(new() { Lat = 90, Lon = 0 })),
        Wrong("/place/lon", At(new() { Lat = 0, Lon = -180.1 }), At(new() { Lat = 0, Lon = -180 })),
        Wrong("/place/lon", At(new() { Lat = 53.9 }), At(new() { Lat = 53.9, Lon = 27.6 })),
        Wrong("/place/lat", At(new() { Lon = 27.6 }), At(new() { Name = "Minsk" })),
        Wrong("/participants", Release with { Participants = Many(1_001, Actor) }, Release with { Participants = Many(1_000, Actor) }),
        Wrong("/participants/0", By(Actor with { Country = null }), By(Actor)),
        Wrong("/participants/0", By(Actor with { Person = new(AnId) }), By(Actor with { Country = null, Person = new(AnId) })),
        Wrong("/participants/0/capacity", By(Actor with { Capacity = Long(301) }), By(Actor with { Capacity = Long(300) })),
        Wrong("/headcounts/0/key", Counting(Freed with { Key = "" }), Counting(Freed)),
        Wrong("/headcounts/0/key", Counting(Freed with { Key = "The released" }), Counting(Freed with { Key = "the-released" })),
        Wrong("/headcounts/0/of/key", Counting(Freed with { Of = new() { Key = "?" } }), Counting(Freed with { Of = new() { Key = "all" } })),
        Wrong("/headcounts/0/label", Counting(Freed with { Label = Long(301) }), Counting(Freed with { Label = Long(300) })),
        Wrong("/headcounts/0/category", Counting(Freed with { Category = Long(101) }), Counting(Freed with { Category = Long(100) })),
        Wrong("/people/0/legalBasis", Naming(Named with { LegalBasis = Long(301) }), Naming(Named with { LegalBasis = Long(300) })),
        Wrong("/people/0/note", Naming(Named with { Note = Long(20_001) }), Naming(Named with { Note = Long(20_000) })),
        Wrong("/sanctions/0/instrument", Acting(Lift with { Instrument = Long(301) }), Acting(Lift with { Instrument = Long(300) })),
        Wrong("/sanctions/0/note", Acting(Lift with { Note = Long(20_001) }), Acting(Lift with { Note = Long(20_000) })),
        Wrong("/links/0/note", Linked(Link with { Note = Long(20_001) }), Linked(Link with { Note = Long(20_000) })),

        Wrong("/evidence/0/statement", Based(Said with { Statement = Long(20_001) }), Based(Said with { Statement = Long(20_000) })),
        Wrong("/evidence/0/attributedTo", Based(Said with { AttributedTo = Long(301) }), Based(Said with { AttributedTo = Long(300) })),
        Wrong("/evidence/0/credibility", Based(Said with { Credibility = 0 }), Based(Said with { Credibility = 1 })),
        Wrong("/evidence/0/credibility", Based(Said with { Credibility = 7 }), Based(Said with { Credibility = 6 })),
        Wrong("/evidence/0/value", Valued(EvidenceAspect.Headcount, "123"), Valued(EvidenceAspect.Headcount, Count.Of(123))),
        Wrong("/evidence/0/value", Valued(EvidenceAspect.Date, Count.Of(2025)), Valued(EvidenceAspect.Date, "[..2025-12-13]")),
        Wrong("/evidence/0/value", Valued(EvidenceAspect.Date, "Saturday"), Valued(EvidenceAspect.Date, "2025-12~")),
        Wrong("/evidence/0/value", Valued(EvidenceAspect.Superlative, Count.Of(1)), Valued(EvidenceAspect.Superlative, "the largest so far")),
        Wrong("/evidence/0/about", About(EvidenceAspect.Headcount, "The released"), About(EvidenceAspect.Headcount, "released")),
        Wrong("/evidence/0/about", About(EvidenceAspect.Person, "Bialiatski"), About(EvidenceAspect.Person, AnId)),
        Wrong("/evidence/0/about", About(EvidenceAspect.Link, AnId), About(EvidenceAspect.Link, $"in-exchange-for:{AnId}")),
        Wrong("/evidence/0/about", About(EvidenceAspect.Link, $"causes:{AnId}"), About(EvidenceAspect.Link, $"implements:{AnId}")),
    ];

    public static TheoryData<string> Rows => [.. Rules.Select((rule, i) => $"{i} {rule.Wrong.Kind} {rule.Pointer}")];

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_breaks_a_rule_is_told_with_its_pointer(string row)
    {
        var rule = RuleOf(row);
        var found = Assert.Single(Validation.Check(rule.Wrong));
        Assert.Equal((rule.Reason, rule.Pointer), (found.Reason, found.Pointer));
        Assert.EndsWith(".", found.Message, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Rows))]
    public void What_keeps_a_rule_passes(string row) => Assert.Empty(Validation.Check(RuleOf(row).Right));

    [Fact]
    public void Everything_that_is_wrong_is_told_at_once()
    {
        var wrong = Release with { Title = "", Place = new() { Lat = 91 }, Evidence = [Said, Said with { Credibility = 9 }] };
        Assert.Equal(
            ["/evidence/1/credibility", "/place/lat", "/place/lon", "/title"],
            Validation.Check(wrong).Select(violation => violation.Pointer).Order(StringComparer.Ordinal));
    }

    [Theory]
    [InlineData("\u200B")]
    [InlineData("\u2060\uFEFF \u00AD")]
    [InlineData("\u200E\u200F\u202E\u2066\u2069")]
    [InlineData("\u200C\u200D\uFE0F")]
    [InlineData("\u0301\u0308")]
    [InlineData("\u093E\u20DD")]
    [InlineData("\u3164\u2800\u115F\u1160\uFFA0")]
    [InlineData("\U000E0041\U000E007F")]
    public void A_required_text_of_which_nothing_shows_is_missing(string text) =>
        Assert.All(Saying(text), given => Assert.Equal(Reason.MissingMember, Assert.Single(Validation.Check(given)).Reason));

    [Theory]
    [InlineData("علی\u200Cرضا")]
    [InlineData("क्\u200Dष")]
    [InlineData("👩\u200D⚖\uFE0F")]
    [InlineData("e\u0301")]
    [InlineData("\u200Fהבלגן")]
    [InlineData("नि")]
    [InlineData("…")]
    [InlineData("7")]
    public void A_text_may_hold_what_does_not_show(string text) => Assert.All(Saying(text), given => Assert.Empty(Validation.Check(given)));

    /// <summary>Every kind of record, and every place within one, that must be named.</summary>
    private static IReadOnlyList<Record> Saying(string text) =>
    [
        Someone with { Name = text }, Called(text), Known("wikidata", text), Publisher with { Name = text }, Article with { Title = text },
        Article with { Insights = [text] }, Article with { Takeaways = [text] }, Potash with { Name = text }, Potash with { Objectives = [text] },
        Release with { Title = text }, Belarus with { Name = text }, Belarus with { Aliases = [text] },
    ];

    private static Rule RuleOf(string row) => Rules[int.Parse(row.Split(' ')[0], CultureInfo.InvariantCulture)];

    private static Rule Missing(string pointer, Record wrong, Record right) => new(Reason.MissingMember, pointer, wrong, right);

    private static Rule Wrong(string pointer, Record wrong, Record right) => new(Reason.InvalidValue, pointer, wrong, right);

    private static string Long(int length) => new('a', length);

    private static IReadOnlyList<T> Many<T>(int count, T item) => [.. Enumerable.Repeat(item, count)];

    private static Person Called(string name, string? lang = null) => Someone with { OtherNames = [new() { Name = "B" }, new() { Name = name, Lang = lang }] };

    private static Person Known(string scheme, string value) => Someone with { ExternalIds = [new(scheme, value)] };

    private static Event At(Place place) => Release with { Place = place };

    private static Event By(Participant actor) => Release with { Participants = [actor] };

    private static Event Counting(Headcount headcount) => Release with { Headcounts = [headcount] };

    private static Event Naming(NamedPerson person) => Release with { People = [person] };

    private static Event Acting(SanctionAct act) => Release with { Sanctions = [act] };

    private static Event Linked(EventLink link) => Release with { Links = [link] };

    private static Event Based(Evidence evidence) => Release with { Evidence = [evidence] };

    private static Event Valued(EvidenceAspect aspect, string text) => Based(Said with { Aspect = aspect, Value = new() { Text = text } });

    private static Event Valued(EvidenceAspect aspect, Count count) => Based(Said with { Aspect = aspect, Value = new() { Count = count } });

    private static Event About(EvidenceAspect aspect, string about) => Based(Said with { Aspect = aspect, About = new(about) });

    private sealed record Rule(Reason Reason, string Pointer, Record Wrong, Record Right);
}
