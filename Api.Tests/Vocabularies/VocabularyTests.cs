using System.Text.RegularExpressions;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Organizations;
using Events.Domain.People;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using Events.Domain.Vocabularies;
using Shipped = Events.Domain.Vocabularies.Vocabularies;

namespace Events.Api.Tests.Vocabularies;

public sealed partial class VocabularyTests
{
    public static readonly TheoryData<string, IReadOnlyList<string>> Enums = new()
    {
        { "event-types", Code.All<EventType>() },
        { "event-groups", Code.All<EventGroup>() },
        { "occurrences", Code.All<Occurrence>() },
        { "participant-roles", Code.All<ParticipantRole>() },
        { "headcount-kinds", Code.All<HeadcountKind>() },
        { "headcount-dimensions", Code.All<HeadcountDimension>() },
        { "person-outcomes", Code.All<PersonOutcome>() },
        { "exit-modes", Code.All<ExitMode>() },
        { "link-types", Code.All<LinkType>() },
        { "bases", Code.All<Basis>() },
        { "stances", Code.All<Stance>() },
        { "evidence-aspects", Code.All<EvidenceAspect>() },
        { "verifications", Code.All<Verification>() },
        { "workflows", Code.All<Workflow>() },
        { "visibilities", Code.All<Visibility>() },
        { "sanction-kinds", Code.All<SanctionKind>() },
        { "sanction-effects", Code.All<SanctionEffect>() },
        { "sanction-states", Code.All<SanctionState>() },
        { "organization-types", Code.All<OrganizationType>() },
        { "name-kinds", Code.All<NameKind>() },
        { "country-statuses", Code.All<CountryStatus>() },
        { "record-kinds", Code.All<RecordKind>() },
        { "date-precisions", Code.All<DatePrecision>() },
    };

    private static readonly string[] systems = ["plover", "cameo", "gsdb", "ftm", "hs", "group"];

    private static readonly string[] closedWithoutEnum = ["country-roles", "flags", "credibilities"];

    [Theory]
    [MemberData(nameof(Enums))]
    public void A_closed_vocabulary_has_exactly_the_codes_of_its_enum(string name, IReadOnlyList<string> codes)
    {
        var vocabulary = Find(name);

        Assert.False(vocabulary.Open);
        Assert.Equal(codes.Order(StringComparer.Ordinal), Codes(vocabulary).Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_closed_vocabulary_is_compared_with_an_enum_or_known_to_have_none() =>
        Assert.Equal(
            Shipped.All.Where(vocabulary => !vocabulary.Open).Select(vocabulary => vocabulary.Name).Order(StringComparer.Ordinal),
            Enums.Select(row => (string)row[0]).Concat(closedWithoutEnum).Order(StringComparer.Ordinal));

    [Fact]
    public void Topics_commodities_and_tags_are_open() =>
        Assert.Equal(["tags", "topics", "commodities"], Shipped.All.Where(vocabulary => vocabulary.Open).Select(vocabulary => vocabulary.Name));

    [Fact]
    public void Every_vocabulary_is_found_by_its_name_and_no_other_is() =>
        Assert.All(Shipped.All, vocabulary =>
        {
            Assert.Same(vocabulary, Shipped.Find(vocabulary.Name));
            Assert.Null(Shipped.Find(vocabulary.Name.ToUpperInvariant()));
            Assert.Null(Shipped.Find(vocabulary.Name[..^1]));
        });

    [Fact]
    public void Every_vocabulary_and_term_is_explained_and_every_code_is_kebab_case_and_unique() =>
        Assert.All(Shipped.All, vocabulary =>
        {
            Assert.Matches(Kebab, vocabulary.Name);
            Assert.NotEmpty(vocabulary.Title);
            Assert.EndsWith(".", vocabulary.Description, StringComparison.Ordinal);
            Assert.NotEmpty(vocabulary.Terms);
            Assert.Equal(vocabulary.Terms.Count, Codes(vocabulary).Distinct(StringComparer.Ordinal).Count());
            Assert.All(vocabulary.Terms, term =>
            {
                Assert.Matches(Kebab, term.Code);
                Assert.NotEmpty(term.Label);
                Assert.EndsWith(".", term.Definition, StringComparison.Ordinal);
                Assert.DoesNotContain(term.Definition, vocabulary.Terms.Where(other => other != term).Select(other => other.Definition));
            });
        });

    [Fact]
    public void Mappings_name_known_systems_only() =>
        Assert.All(Shipped.All.SelectMany(vocabulary => vocabulary.Terms).SelectMany(term => term.Mappings), mapping =>
        {
            Assert.Contains(mapping.Key, systems);
            Assert.NotEmpty(mapping.Value);
        });

    [Theory]
    [InlineData("release", "RETREAT", "0841")]
    [InlineData("transfer", "RETREAT", "0841")]
    [InlineData("arrest", "COERCE", "173")]
    [InlineData("deportation", "COERCE", "174")]
    [InlineData("sentence", "ACCUSE", "116")]
    [InlineData("pardon", "CONCEDE", "081")]
    [InlineData("sanction-imposed", "COERCE", "163")]
    [InlineData("sanction-tightened", "COERCE", "163")]
    [InlineData("sanction-threatened", "THREATEN", "1312")]
    [InlineData("sanction-eased", "RETREAT", "085")]
    [InlineData("sanction-suspended", "RETREAT", "085")]
    [InlineData("sanction-lifted", "RETREAT", "085")]
    [InlineData("talks", "CONSULT", "04")]
    [InlineData("agreement", "SUPPORT", "057")]
    [InlineData("refusal", "REJECT", "12")]
    [InlineData("demand", "DEMAND", "10")]
    [InlineData("pledge", "AGREE", "03")]
    [InlineData("relations-restored", "SUPPORT", "050")]
    [InlineData("relations-cut", "SANCTION", "161")]
    public void Event_types_carry_their_codes_in_plover_and_cameo(string type, string plover, string cameo)
    {
        var mappings = Term("event-types", type).Mappings;

        Assert.Equal(plover, mappings["plover"]);
        Assert.Equal(cameo, mappings["cameo"]);
    }

    [Fact]
    public void Every_event_type_names_its_group() =>
        Assert.All(Enum.GetValues<EventType>(), type =>
            Assert.Equal(Code.Of(type.Group()), Term("event-types", Code.Of(type)).Mappings["group"]));

    [Theory]
    [InlineData("trade", "trade-import", "trade-export", "trade-embargo")]
    [InlineData("arms", "arms")]
    [InlineData("military", "military-assistance")]
    [InlineData("financial", "asset-freeze", "financial", "investment")]
    [InlineData("travel", "travel")]
    [InlineData("other", "transport", "services", "aid", "diplomatic", "other")]
    public void Sanction_kinds_belong_to_a_group_of_the_global_sanctions_data_base(string group, params string[] kinds) =>
        Assert.Equal(kinds, Find("sanction-kinds").Terms.Where(term => term.Mappings["gsdb"] == group).Select(term => term.Code));

    [Theory]
    [InlineData("potash", "3104")]
    [InlineData("crude-oil", "2709")]
    [InlineData("natural-gas", "2711")]
    [InlineData("gold", "7108")]
    [InlineData("diamonds", "7102")]
    public void Commodities_carry_their_code_in_the_harmonized_system(string commodity, string hs) =>
        Assert.Equal(hs, Term("commodities", commodity).Mappings["hs"]);

    [Theory]
    [InlineData("record-kinds", "person", "Person")]
    [InlineData("record-kinds", "sanction", "Sanction")]
    [InlineData("record-kinds", "event", "Event")]
    [InlineData("organization-types", "company", "Company")]
    [InlineData("organization-types", "government-body", "PublicBody")]
    public void Records_carry_their_schema_in_follow_the_money(string vocabulary, string code, string schema) =>
        Assert.Equal(schema, Term(vocabulary, code).Mappings["ftm"]);

    [Fact]
    public void Link_types_read_from_both_ends() =>
        Assert.All(Enum.GetValues<LinkType>(), type =>
        {
            var term = Term("link-types", Code.Of(type));
            Assert.Equal(type.Reads(), term.Label);
            Assert.Equal(type.Inverse(), term.Inverse);
        });

    [Fact]
    public void Country_roles_are_the_participant_roles_and_six_more() =>
        Assert.Equal(
            [.. Code.All<ParticipantRole>(), "place", "destination", "counted", "sanction-sender", "sanction-target", "citizenship"],
            Codes(Find("country-roles")));

    [Fact]
    public void Credibilities_are_the_numbers_one_to_six() =>
        Assert.Equal(["1", "2", "3", "4", "5", "6"], Codes(Find("credibilities")));

    [Fact]
    public void Flags_are_the_eleven_soft_ones_and_the_five_of_drafts() =>
        Assert.Equal((11, 5), (
            Codes(Find("flags")).Count(code => !code.StartsWith("event-", StringComparison.Ordinal)),
            Codes(Find("flags")).Count(code => code.StartsWith("event-", StringComparison.Ordinal))));

    [Fact]
    public void The_ancestors_of_a_topic_are_its_broader_topics_nearest_first()
    {
        Assert.Equal(["international-affairs", "world-politics"], Topics.Ancestors("diplomacy"));
        Assert.Equal(["human-rights"], Topics.Ancestors("political-prisoners"));
        Assert.Empty(Topics.Ancestors("trade-tariffs"));
    }

    [Fact]
    public void A_topic_that_an_editor_added_has_no_ancestors() =>
        Assert.Empty(Topics.Ancestors("chess"));

    [Fact]
    public void Every_parent_stands_above_its_terms_and_only_topics_have_parents() =>
        Assert.All(Shipped.All, vocabulary => Assert.All(vocabulary.Terms.Index(), entry =>
        {
            if (entry.Item.Parent is not { } parent)
                return;
            Assert.Equal("topics", vocabulary.Name);
            Assert.Contains(parent, Codes(vocabulary).Take(entry.Index));
            Assert.Equal(parent, Topics.Ancestors(entry.Item.Code)[0]);
        }));

    private static Vocabulary Find(string name) =>
        Shipped.Find(name) ?? throw new ArgumentException($"There is no vocabulary {name}.", nameof(name));

    private static VocabularyTerm Term(string vocabulary, string code) =>
        Find(vocabulary).Terms.Single(term => term.Code == code);

    private static IEnumerable<string> Codes(Vocabulary vocabulary) => vocabulary.Terms.Select(term => term.Code);

    [GeneratedRegex("^[a-z0-9]+(-[a-z0-9]+)*$")]
    private static partial Regex Kebab { get; }
}
