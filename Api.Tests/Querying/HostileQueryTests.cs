using CsCheck;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Querying;

/// <summary>Whatever is asked, the answer is a list or says what is wrong with the question.</summary>
public sealed class HostileQueryTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string[] Pieces =
    [
        "potash", "\"", "*", "-", "(", ")", "AND", "OR", "NOT", "NEAR(a b)", "title:", "^", "+", ":", "'", ";", "--", "%", "_", "\\", "{", "}", " ", "\t", "\n",
        "Бяляцкі", "بيلاروس", "白俄罗斯", "👩‍👩‍👧", "\u202E", "\u200B", "é", "e\u0301", "ß", "İ", "\uD83D", "x", "0", "1e9", "null", "a*b", "\"a b\"*", "-\"x y\"",
    ];

    private static readonly Gen<string> Texts = Gen.Int[0, Pieces.Length - 1].Select(i => Pieces[i]).Array[0, 12].Select(string.Concat);

    [Fact]
    public async Task Words_of_any_kind_are_answered_or_refused() => await Texts.SampleAsync(async text =>
    {
        foreach (var more in (string[])["", "&sort=relevance", "&country=BY", "&asOf=3", "&sort=-people&count=exact"])
        {
            using var response = await shared.Http.Public.GetAsync(new Uri($"/v1/events?q={Escape(text)}{more}", UriKind.Relative));
            Assert.True((int)response.StatusCode is 200 or 400, $"{(int)response.StatusCode} for q={text}{more}");
        }
    }, iter: 100, threads: 1);

    /// <summary>Beginnings of words that many names have, each of which brings all who bear it.</summary>
    [Theory]
    [InlineData("a* b* c* s* m*")]
    [InlineData("a* b* c* d* e* f* g* h* i* j* k* l* m* n* o* p*")]
    [InlineData("-a* -b* -c* -d* -e* -f* -g*")]
    public async Task Beginnings_of_many_names_are_answered(string q)
    {
        foreach (var more in (string[])["", q.StartsWith('-') ? "&sort=date" : "&sort=relevance", "&asOf=3", "&country=BY", "&count=exact"])
            Assert.NotNull((await shared.Http.GetAsync($"/v1/events?q={Uri.EscapeDataString(q)}{more}"))["items"]);
        Assert.NotNull((await shared.Http.GetAsync($"/v1/events/series?q={Uri.EscapeDataString(q)}"))["items"]);
    }

    [Theory]
    [InlineData("x", 10_000)]
    [InlineData("%D0%91", 10_000)]
    public async Task A_search_of_ten_kilobytes_is_told_what_is_wrong_with_it(string letter, int times)
    {
        using var response = await shared.Http.Public.GetAsync(new Uri($"/v1/events?q={string.Concat(Enumerable.Repeat(letter, times))}", UriKind.Relative));
        Assert.Contains("at most 500 characters", (await response.ReadAsync(System.Net.HttpStatusCode.BadRequest)).Text("detail"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("q=")]
    [InlineData("q=%00")]
    [InlineData("q=%22open")]
    [InlineData("q=-")]
    [InlineData("q=a&q=b")]
    [InlineData("q=a+b+c+d+e+f+g+h+i+j+k+l+m+n+o+p+q")]
    [InlineData("sort=relevance&q=-a")]
    [InlineData("bbox=")]
    [InlineData("bbox=1,2,3,4,5")]
    [InlineData("bbox=NaN,0,1,1")]
    [InlineData("bbox=0,Infinity,1,1")]
    [InlineData("bbox=0,2,1,1")]
    [InlineData("bbox=-181,0,1,1")]
    [InlineData("bbox=0,0,1,90.01")]
    [InlineData("bbox=1e1,0,20,1")]
    [InlineData("from=ms:")]
    [InlineData("from=ms:x")]
    [InlineData("to=ms:99999999999999999")]
    public async Task What_makes_no_sense_is_refused(string query)
    {
        using var response = await shared.Http.Public.GetAsync(new Uri($"/v1/events?{query}", UriKind.Relative));
        await response.RefusedAsync(400, "invalid-parameter");
    }

    [Fact]
    public async Task A_text_that_is_too_long_is_refused() =>
        await shared.Http.RefusedAsync($"/v1/events?q={new string('x', 501)}", 400, "invalid-parameter");

    [Theory]
    [InlineData("-180,-90,180,90", 2)]
    [InlineData("179,-20,-170,0", 1)]
    [InlineData("180,-90,180,90", 1)]
    [InlineData("-170,-20,179,0", 0)]
    public async Task A_box_may_cross_the_date_line(string box, int found)
    {
        var set = $"set-{Guid.NewGuid():N}";
        foreach (var (lat, lon) in ((double, double)[])[(-17.7, 180), (53.9, 27.56)])
            _ = await shared.Http.PostAsync("/v1/events", Some.Event().With(new() { ["topics"] = new System.Text.Json.Nodes.JsonArray(set), ["place"] = new System.Text.Json.Nodes.JsonObject { ["lat"] = lat, ["lon"] = lon } }));
        Assert.Equal(found, (await shared.Http.GetAsync($"/v1/events?topic={set}&bbox={box}")).Ids().Count);
    }

    /// <summary>As a browser does: half of a pair becomes a replacement character.</summary>
    private static string Escape(string text) => Uri.EscapeDataString(string.Concat(text.EnumerateRunes()));
}
