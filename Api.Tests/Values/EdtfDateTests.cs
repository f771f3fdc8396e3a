using System.Globalization;
using System.Text.Json;
using CsCheck;
using Events.Domain.Values;

namespace Events.Api.Tests.Values;

public sealed class EdtfDateTests
{
    [Theory]
    [InlineData("2025", DatePrecision.Year, DateQualifier.None, "2025-01-01", "2025-12-31")]
    [InlineData("2025~", DatePrecision.Year, DateQualifier.Approximate, "2025-01-01", "2025-12-31")]
    [InlineData("2025-12", DatePrecision.Month, DateQualifier.None, "2025-12-01", "2025-12-31")]
    [InlineData("2024-02?", DatePrecision.Month, DateQualifier.Uncertain, "2024-02-01", "2024-02-29")]
    [InlineData("2025-12-13", DatePrecision.Day, DateQualifier.None, "2025-12-13", "2025-12-13")]
    [InlineData("2025-12-13%", DatePrecision.Day, DateQualifier.Both, "2025-12-13", "2025-12-13")]
    [InlineData("2000-02-29", DatePrecision.Day, DateQualifier.None, "2000-02-29", "2000-02-29")]
    [InlineData("0001", DatePrecision.Year, DateQualifier.None, "0001-01-01", "0001-12-31")]
    [InlineData("9999-12-31", DatePrecision.Day, DateQualifier.None, "9999-12-31", "9999-12-31")]
    [InlineData("[2025-09-11..2025-09-15]", DatePrecision.Range, DateQualifier.None, "2025-09-11", "2025-09-15")]
    [InlineData("[2024..2025-02]", DatePrecision.Range, DateQualifier.None, "2024-01-01", "2025-02-28")]
    [InlineData("[..2025-12-13]", DatePrecision.Range, DateQualifier.None, null, "2025-12-13")]
    [InlineData("[2025-12-01..]", DatePrecision.Range, DateQualifier.None, "2025-12-01", null)]
    public void A_date_knows_its_precision_its_doubt_and_its_days(
        string text, DatePrecision precision, DateQualifier qualifier, string? earliest, string? latest)
    {
        var date = EdtfDate.Parse(text);

        Assert.Equal(text, date.Text);
        Assert.Equal(text, date.ToString());
        Assert.Equal(precision, date.Precision);
        Assert.Equal(qualifier, date.Qualifier);
        Assert.Equal(Day(earliest), date.Earliest);
        Assert.Equal(Day(latest), date.Latest);
        Assert.Equal(Day(earliest ?? latest), date.EarliestKnown);
        Assert.Equal(Day(latest ?? earliest), date.LatestKnown);
        Assert.True(date.IsOrdered);
    }

    [Theory]
    [InlineData("2025-02-30", "2025-02-30 is not a date: February 2025 has 28 days.")]
    [InlineData("2024-02-30~", "2024-02-30~ is not a date: February 2024 has 29 days.")]
    [InlineData("1900-02-29", "1900-02-29 is not a date: February 1900 has 28 days.")]
    [InlineData("0999-04-31", "0999-04-31 is not a date: April 0999 has 30 days.")]
    [InlineData("2025-13", "2025-13 is not a date: 13 is no month.")]
    [InlineData("2025-00-10", "2025-00-10 is not a date: 00 is no month.")]
    [InlineData("2025-12-00", "2025-12-00 is not a date: 00 is no day.")]
    [InlineData("0000", "0000 is not a date: years run from 0001 to 9999.")]
    [InlineData("[2025-02-01..2025-02-29]", "[2025-02-01..2025-02-29] is not a date: February 2025 has 28 days.")]
    [InlineData("2025-12-13T10:00:00Z", "2025-12-13T10:00:00Z is not a date: a date has no time of day, write 2025-12-13.")]
    [InlineData("2025-12-13/2025-12-15", "2025-12-13/2025-12-15 is not a date: a duration is a start and an end.")]
    [InlineData("[2025~..2026]", "[2025~..2026] is not a date: the ends of a range carry no ~, ? or %.")]
    [InlineData("[..2026]?", "[..2026]? is not a date: a range carries no ~, ? or %.")]
    [InlineData("[..]", "[..] is not a date: a range has a beginning, an end or both.")]
    [InlineData("[2025,2026]", "[2025,2026] is not a date: write [2025-09-11..2025-09-15], [..2025-12-13] or [2025-12-01..].")]
    [InlineData("13.12.2025", "13.12.2025 is not a date: write 2025, 2025-12 or 2025-12-13.")]
    [InlineData("", "A date is missing: write 2025, 2025-12 or 2025-12-13.")]
    [InlineData(null, "A date is missing: write 2025, 2025-12 or 2025-12-13.")]
    public void What_is_no_date_is_refused_with_a_reason(string? text, string reason)
    {
        Assert.False(EdtfDate.TryParse(text, out var date, out var error));
        Assert.Equal(reason, error);
        Assert.Equal(default, date);
    }

    [Theory]
    [InlineData("2025-1")]
    [InlineData("2025-12-1")]
    [InlineData("2025/12/13")]
    [InlineData("20251213")]
    [InlineData("2025-12-13 ")]
    [InlineData(" 2025")]
    [InlineData("-2025")]
    [InlineData("+2025")]
    [InlineData("2025~~")]
    [InlineData("~2025")]
    [InlineData("~")]
    [InlineData("202X")]
    [InlineData("٢٠٢٥")]
    [InlineData("２０２５")]
    [InlineData("[")]
    [InlineData("[]")]
    [InlineData("[.]")]
    [InlineData("[..")]
    [InlineData("[2025]")]
    [InlineData("[2025..2026")]
    [InlineData("2025..2026")]
    [InlineData("[2025...2026]")]
    [InlineData("[2025..2026..2027]")]
    [InlineData("[[2025..2026]]")]
    [InlineData("[2025 .. 2026]")]
    public void There_is_one_way_to_write_a_date(string text) =>
        Assert.False(EdtfDate.TryParse(text, out _, out _));

    [Fact]
    public void A_range_that_ends_before_it_begins_is_a_date_out_of_order()
    {
        Assert.False(EdtfDate.Parse("[2025-12..2025-01]").IsOrdered);
        Assert.False(EdtfDate.Parse("[2025-12-14..2025-12-13]").IsOrdered);
        Assert.True(EdtfDate.Parse("[2025-12..2025]").IsOrdered);
        Assert.True(EdtfDate.Parse("[2025-12-13..2025-12-13]").IsOrdered);
    }

    [Fact]
    public void A_long_text_is_not_repeated_in_full()
    {
        Assert.False(EdtfDate.TryParse(new string('9', 100_000), out _, out var error));
        Assert.True(error!.Length < 120);
    }

    [Fact]
    public void Parse_throws_with_the_reason()
    {
        var refusal = Assert.Throws<FormatException>(() => EdtfDate.Parse("2025-02-30"));
        Assert.Equal("2025-02-30 is not a date: February 2025 has 28 days.", refusal.Message);
    }

    [Fact]
    public void Dates_are_equal_when_their_texts_are()
    {
        Assert.Equal(EdtfDate.Parse("2025-12-13"), EdtfDate.Of(new DateOnly(2025, 12, 13)));
        Assert.NotEqual(EdtfDate.Parse("2025-12-13"), EdtfDate.Parse("2025-12-13~"));
        Assert.NotEqual(EdtfDate.Parse("2025-12-13"), EdtfDate.Parse("[2025-12-13..2025-12-13]"));
    }

    [Fact]
    public void A_date_that_was_never_set_has_no_days_and_no_text()
    {
        var date = default(EdtfDate);

        Assert.Equal("", date.Text);
        Assert.Null(date.Earliest);
        Assert.Null(date.Latest);
        Assert.Throws<InvalidOperationException>(() => date.LatestKnown);
        Assert.Throws<InvalidOperationException>(() => JsonSerializer.Serialize(date));
    }

    [Fact]
    public void In_JSON_a_date_is_its_text()
    {
        var date = EdtfDate.Parse("[..2025-12-13]");

        Assert.Equal("\"[..2025-12-13]\"", JsonSerializer.Serialize(date));
        Assert.Equal(date, JsonSerializer.Deserialize<EdtfDate>("\"[..2025-12-13]\""));
        Assert.Null(JsonSerializer.Deserialize<EdtfDate?>("null"));
    }

    [Theory]
    [InlineData("\"2025-13\"", "2025-13 is not a date: 13 is no month.")]
    [InlineData("2025", "A date is a text such as \"2025-12-13\".")]
    [InlineData("{}", "A date is a text such as \"2025-12-13\".")]
    public void JSON_that_is_no_date_is_refused_with_a_reason(string json, string reason)
    {
        var refusal = Assert.Throws<JsonException>(() => JsonSerializer.Deserialize<EdtfDate>(json));
        Assert.StartsWith(reason, refusal.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Every_date_survives_its_text() => Dates.Sample(text =>
    {
        var date = EdtfDate.Parse(text);
        return date.Text == text && EdtfDate.Parse(date.Text) == date;
    });

    [Fact]
    public void An_ordered_date_begins_no_later_than_it_ends() => Dates.Sample(text =>
    {
        var date = EdtfDate.Parse(text);
        var inOrder = date.Earliest is null || date.Latest is null || date.Earliest <= date.Latest;
        return date.IsOrdered == inOrder && (!inOrder || date.EarliestKnown <= date.LatestKnown);
    });

    [Fact]
    public void A_range_has_the_outer_days_of_its_ends() =>
        Gen.Select(Plain, Plain).Sample((begin, end) =>
        {
            var range = EdtfDate.Parse($"[{begin}..{end}]");
            return range.Earliest == EdtfDate.Parse(begin).Earliest && range.Latest == EdtfDate.Parse(end).Latest;
        });

    [Fact]
    public void No_text_makes_the_parser_throw() =>
        Gen.Frequency((3, Gen.String["0123456789-.[]~?%/T "]), (1, Gen.String)).Sample(text =>
        {
            var parsed = EdtfDate.TryParse(text, out var date, out var error);
            return parsed ? date.Text == text && error is null : !string.IsNullOrEmpty(error);
        });

    private static readonly Gen<DateOnly> days = Gen.Int[0, DateOnly.MaxValue.DayNumber].Select(DateOnly.FromDayNumber);

    private static Gen<string> Plain => Gen.Select(days, Gen.OneOf("yyyy", "yyyy-MM", "yyyy-MM-dd"))
        .Select((day, shape) => day.ToString(shape, CultureInfo.InvariantCulture));

    private static Gen<string> Dates => Gen.OneOf(
        Gen.Select(Plain, Gen.OneOf("", "~", "?", "%")).Select((date, qualifier) => date + qualifier),
        Gen.Select(Plain, Plain).Select((begin, end) => $"[{begin}..{end}]"),
        Plain.Select(end => $"[..{end}]"),
        Plain.Select(begin => $"[{begin}..]"));

    private static DateOnly? Day(string? text) =>
        text is null ? null : DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);
}
