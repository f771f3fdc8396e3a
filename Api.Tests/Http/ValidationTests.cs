using Events.Api.Http;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Record = Events.Domain.Ledger.Record;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Reports;
using Events.Domain.Sanctions;
using Events.Domain.Values;

namespace Events.Api.Tests.Http;

/// <summary>Values of records, each at its bound and one beyond.</summary>
public sealed class ValidationTests
{
    private static readonly Person Person = new() { Name = "Ales Bialiatski" };
    private static readonly Organization Organization = new() { Name = "Viasna", Type = OrganizationType.Ngo };
    private static readonly Report Report = new() { Title = "A report" };
    private static readonly Sanction Sanction = new()
    {
        Name = "Potash",
        Kinds = [SanctionKind.TradeImport],
        Senders = [Party.Of(new CountryCode("US"))],
        Targets = [Party.Of(new CountryCode("BY"))],
    };

    private static readonly Event Event = new() { Type = EventType.Statement, Title = "A statement", Start = EdtfDate.Parse("2025") };
    private static readonly RecordId Id = new("019b1795-0200-7000-8000-0000000000a1");

    public static TheoryData<string, Record> Good => new()
    {
        { "person", Person with { Name = new string('x', 300), Description = new string('x', 20_000), Tags = ["a", new string('a', 64)] } },
        { "other name", Person with { OtherNames = [new OtherName { Name = "Алесь", Lang = "be-Latn-tarask" }] } },
        { "organization", Organization with { ExternalIds = [new ExternalId("ofac", "X-1"), new ExternalId("ucdp-ged", new string('x', 256))] } },
        { "report", Report with { Url = "https://example.org/a?b=c", Sha256 = new string('a', 64), Lang = "en", Title = new string('x', 1_000) } },
        { "sanction", Sanction with { Commodities = ["potash"], Url = "http://example.org/" } },
        { "event", Event with { Place = new Place { Lat = -90, Lon = 180 }, Participants = [new Participant { Role = ParticipantRole.Actor, Country = new CountryCode("BY") }] } },
        { "headcount", Event with { Headcounts = [new Headcount { Key = "released", Kind = HeadcountKind.Released }] } },
        { "evidence count", Event with { Evidence = [new Evidence { Report = Id, Aspect = EvidenceAspect.Headcount, Value = new EvidenceValue { Count = Count.Of(1) }, Credibility = 6 }] } },
        { "evidence date", Event with { Evidence = [new Evidence { Report = Id, Aspect = EvidenceAspect.Date, Value = new EvidenceValue { Text = "2025-12" }, Credibility = 1 }] } },
    };

    public static TheoryData<string, Record, Reason> Bad => new()
    {
        { "/name", Person with { Name = "  " }, Reason.MissingMember },
        { "/name", Person with { Name = new string('x', 301) }, Reason.InvalidValue },
        { "/description", Person with { Description = new string('x', 20_001) }, Reason.InvalidValue },
        { "/tags/1", Person with { Tags = ["good", "Not Kebab"] }, Reason.InvalidValue },
        { "/otherNames/0/name", Person with { OtherNames = [new OtherName { Name = "" }] }, Reason.MissingMember },
        { "/otherNames/0/lang", Person with { OtherNames = [new OtherName { Name = "x", Lang = "b" }] }, Reason.InvalidValue },
        { "/externalIds", Organization with { ExternalIds = [new ExternalId("Bad Scheme", "x")] }, Reason.InvalidValue },
        { "/externalIds", Organization with { ExternalIds = [new ExternalId("x", "")] }, Reason.InvalidValue },
        { "/externalIds", Organization with { ExternalIds = [.. Enumerable.Range(0, 101).Select(i => new ExternalId("x", $"{i}"))] }, Reason.InvalidValue },
        { "/title", Report with { Title = "" }, Reason.MissingMember },
        { "/url", Report with { Url = "ftp://example.org/" }, Reason.InvalidValue },
        { "/url", Report with { Url = "/relative" }, Reason.InvalidValue },
        { "/url", Report with { Url = "https://example.org/" + new string('x', 2_000) }, Reason.InvalidValue },
        { "/archivedUrl", Report with { ArchivedUrl = "javascript:alert(1)" }, Reason.InvalidValue },
        { "/sha256", Report with { Sha256 = "abc" }, Reason.InvalidValue },
        { "/insights/0", Report with { Insights = [""] }, Reason.MissingMember },
        { "/kinds", Sanction with { Kinds = [] }, Reason.MissingMember },
        { "/senders/0", Sanction with { Senders = [new Party()] }, Reason.InvalidValue },
        { "/targets/0", Sanction with { Targets = [new Party { Country = new CountryCode("BY"), Person = Id }] }, Reason.InvalidValue },
        { "/title", Event with { Title = new string('x', 1_001) }, Reason.InvalidValue },
        { "/place/lat", Event with { Place = new Place { Lat = 90.1, Lon = 0 } }, Reason.InvalidValue },
        { "/place/lon", Event with { Place = new Place { Lat = 9 } }, Reason.InvalidValue },
        { "/participants/0", Event with { Participants = [new Participant { Role = ParticipantRole.Actor }] }, Reason.InvalidValue },
        { "/headcounts/0/key", Event with { Headcounts = [new Headcount { Key = "Not good", Kind = HeadcountKind.Released }] }, Reason.InvalidValue },
        { "/evidence/0/credibility", Event with { Evidence = [new Evidence { Report = Id, Credibility = 7 }] }, Reason.InvalidValue },
        { "/evidence/0/value", Event with { Evidence = [new Evidence { Report = Id, Aspect = EvidenceAspect.Headcount, Value = new EvidenceValue { Text = "many" } }] }, Reason.InvalidValue },
        { "/evidence/0/value", Event with { Evidence = [new Evidence { Report = Id, Aspect = EvidenceAspect.Date, Value = new EvidenceValue { Text = "2025-13" } }] }, Reason.InvalidValue },
        { "/topics/0", Event with { Topics = ["Human Rights"] }, Reason.InvalidValue },
    };

    [Theory]
    [MemberData(nameof(Good))]
    public void Values_within_their_bounds_pass(string what, Record record) => Assert.True(Validation.Check(record).Count == 0, what);

    [Theory]
    [MemberData(nameof(Bad))]
    public void Values_beyond_them_are_told_with_their_pointer(string pointer, Record record, Reason reason)
    {
        var violation = Assert.Single(Validation.Check(record));
        Assert.Equal((pointer, reason), (violation.Pointer, violation.Reason));
        Assert.EndsWith(".", violation.Message, StringComparison.Ordinal);
    }
}
