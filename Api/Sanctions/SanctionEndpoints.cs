using System.Buffers;
using System.Globalization;
using System.Text;
using Events.Api.Countries;
using Events.Api.Http;
using Events.Api.Http.Formats;
using Events.Api.Records;
using Events.Api.Storage;
using Events.Domain.Countries;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Sanctions;
using Events.Domain.Values;
using Events.Domain.Vocabularies;

namespace Events.Api.Sanctions;

/// <summary>Routes of sanctions: standing measures, how they stand on a day, and the events that act on them.</summary>
internal static class SanctionEndpoints
{
    private static readonly QueryParameter InForceOn = new("inForceOn", "Only those in force, eased or not, at the end of this day.", "2025-12-14");
    private static readonly QueryParameter Sender = new("sender", "Who imposes it: countries in any spelling, or ids of organizations and people.", "US", Repeats: true);
    private static readonly QueryParameter Target = new("target", "Whom it hits: countries in any spelling, or ids of organizations and people.", "BY", Repeats: true);
    private static readonly QueryParameter Kind = new("kind", "What it restricts.", "trade-import", Repeats: true, Code.All<SanctionKind>());
    private static readonly QueryParameter Commodity = new("commodity", "Commodities.", "potash", Repeats: true);
    private static readonly QueryParameter On = new("on", "The day at whose end `state` is told; default that of inForceOn, else the day of asOf, else today (UTC).", "2025-12-14");

    public static void MapSanctions(this IEndpointRouteBuilder v1)
    {
        var group = RecordEndpoints<Sanction, SanctionView>.Map(v1, new Collection("/sanctions", "Sanction", "Sanctions")
        {
            Filters = [InForceOn, Sender, Target, Kind, Commodity],
            Read = Read,
            Formats = Format.Of(
                new Column("id", "id"), new Column("version", "version") { IsNumber = true }, new Column("name", "name"), new Column("description", "description"), new Column("kinds", "kinds"),
                new Column("sender_countries", "senders.country.code"), new Column("sender_organizations", "senders.organization.name") { Separator = "; " },
                new Column("target_countries", "targets.country.code"), new Column("target_organizations", "targets.organization.name") { Separator = "; " },
                new Column("target_people", "targets.person.name") { Separator = "; " }, new Column("commodities", "commodities"), new Column("programme", "programme"),
                new Column("legal_basis", "legalBasis"), new Column("authority", "authority"), new Column("state", "state"), new Column("state_since", "stateSince"),
                new Column("url", "url"), new Column("updated_at", "updatedAt")),
            Shows = [On],
            Finish = WriteState,
            FinishedBy = (text, reader) => CalendarDay.Of(DayOf(text, reader)).ToString(CultureInfo.InvariantCulture),
        });
        group.MapMethods("/{id}/events", ["GET", "HEAD"], ListEvents).Reads().Named("listSanctionEvents", "Events that act on the sanction")
            .TakesList([.. EventFilters.Parameters, .. EventShape.Parameters], Format.OfEvents);
        group.MapFormats("/{id}/events", ListEvents, [.. EventFilters.Parameters, EventShape.Include], Format.OfEvents);
    }

    private static RecordQuery Read(QueryText text, CountryDirectory countries)
    {
        var reader = new ClauseReader(text, countries);
        reader.Add(Sender, 2, value => Party(reader, Sender, value, SanctionTerms.SenderCountry, SanctionTerms.Sender));
        reader.Add(Target, 1, value => Party(reader, Target, value, SanctionTerms.TargetCountry, SanctionTerms.Target));
        reader.AddOpenCodes(Commodity, 3, Commodities.Vocabulary.Codes, SanctionTerms.Commodity);
        reader.AddCodes<SanctionKind>(Kind, 4, kind => [SanctionTerms.Kind(kind)]);
        reader.Require(SanctionTerms.All, 9);
        return new RecordQuery
        {
            Kind = RecordKind.Sanction,
            InForceOn = reader.Day(InForceOn, date => date.LatestKnown),
            Clauses = reader.Clauses,
            Applied = reader.Applied,
            Mentions = reader.Mentions,
        };
    }

    private static (string Shown, IEnumerable<Term> Terms) Party(
        ClauseReader reader, QueryParameter parameter, string value, Func<CountryCode, Term> country, Func<RecordId, Term> other)
    {
        if (RecordId.TryParse(value, out var id))
            return (id.Value, [reader.Party(parameter, id, other(id))]);
        var code = reader.Country(parameter, value);
        return (code.Value, [country(code)]);
    }

    private static WriteItem WriteState(QueryText text, RecordReader reader)
    {
        var day = DayOf(text, reader);
        return (listed, body) =>
        {
            var (state, since) = reader.StateOn(listed.Key, day);
            var known = since is { } from ? $",\"stateSince\":\"{from.ToString("O", CultureInfo.InvariantCulture)}\"" : "";
            body.Write(Encoding.UTF8.GetBytes($",\"state\":\"{Code.Of(state)}\"{known}"));
        };
    }

    private static DateOnly DayOf(QueryText text, RecordReader reader) => (text.Date(On) ?? text.Date(InForceOn))?.LatestKnown ?? reader.World.Today;

    private static Task<Answer<ListResponse<EventView>>> ListEvents(string id, HttpContext http, CountryBook countries)
    {
        if (!RecordId.TryParse(id, out var sanction))
            throw new Refusal(Reason.NotFound, "There is no sanction with this id.");
        RecordQuery Read() => EventFilters.Read(http.Query(), countries.Directory, reader => reader.Require(EventTerms.Sanction(sanction), 1));
        return Lists.AnswerAsync<EventView>(http, Read, (query, reader, after, limit, body) =>
        {
            _ = reader.One(RecordKind.Sanction, sanction) ?? throw new Refusal(Reason.NotFound, "There is no sanction with this id.");
            return reader.List(query, after, limit, body, EventShape.Of(http.Query(), query));
        });
    }
}
