using System.Buffers;
using System.Text.Json;
using Ical.Net;
using Ical.Net.CalendarComponents;
using Ical.Net.DataTypes;
using Ical.Net.Serialization;

namespace Events.Api.Http.Formats;

/// <summary>iCalendar (RFC 5545): an event of whole days for each event, over all days that its dates can mean.</summary>
internal sealed class CalendarWriter(FormatRequest request, IBufferWriter<byte> body) : ItemWriter
{
    private const int LongestLine = 75;

    private readonly Calendar _calendar = new() { ProductId = "-//Events//Events//EN" };

    public override void Write(JsonElement item)
    {
        var e = new EventItem(item);
        _calendar.Events.Add(new CalendarEvent
        {
            Uid = e.Id,
            Summary = Plain(e.Title),
            Description = e.Summary is { } summary ? Plain(summary) : null,
            Start = Day(e.First),
            // The day after the last; without one, which the very last day has not, a single day is meant.
            End = e.Last < DateOnly.MaxValue ? Day(e.Last.AddDays(1)) : null,
            DtStamp = new CalDateTime(e.UpdatedAt.UtcDateTime),
            LastModified = new CalDateTime(e.UpdatedAt.UtcDateTime),
            Location = e.PlaceName is { } place ? Plain(place) : null,
            GeographicLocation = e is { Lat: { } lat, Lon: { } lon } ? new GeographicLocation(lat, lon) : null,
            Categories = [e.Type, .. e.Topics],
            Status = e.Verification == "retracted" ? EventStatus.Cancelled : e.Occurrence switch { "announced" => EventStatus.Tentative, "cancelled" or "denied" => EventStatus.Cancelled, _ => EventStatus.Confirmed },
            Url = new Uri(request.AddressOf(e)),
        });
    }

    /// <summary>Folds the lines anew: the library folds them in the middle of a sign, too.</summary>
    public override void End(Ending ending)
    {
        Span<byte> utf8 = stackalloc byte[4];
        var length = 0;
        foreach (var sign in new CalendarSerializer().SerializeToString(_calendar)!.Replace("\r\n ", "", StringComparison.Ordinal).EnumerateRunes())
        {
            var bytes = utf8[..sign.EncodeToUtf8(utf8)];
            if (sign.Value is '\r' or '\n')
            {
                length = 0;
            }
            else if ((length += bytes.Length) > LongestLine)
            {
                body.Write("\r\n "u8);
                length = bytes.Length + 1;
            }
            body.Write(bytes);
        }
    }

    private static CalDateTime Day(DateOnly day) => new(day);

    /// <summary>A calendar has no control characters but the ends of lines, all of which are of one kind.</summary>
    private static string Plain(string text) => string.Concat(text.ReplaceLineEndings("\n").Where(sign => sign is '\n' or '\t' || !char.IsControl(sign)));
}
