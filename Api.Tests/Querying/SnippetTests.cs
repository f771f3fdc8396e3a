using System.Net;
using System.Text.RegularExpressions;
using CsCheck;
using Events.Api.Tests.Support;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Tests.Querying;

public sealed class SnippetTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private static readonly string[] Parts = ["potash", "<b>", "Ёлкин", "مُحَمَّد", "👩‍👩‍👧", "e\u0301", "O’Neill", "\n", " ", "-", "囚", "\"", "&amp;"];

    [Theory]
    [InlineData("lukasenka", "Łukašenka frees 123", "<mark>Łukašenka</mark> frees 123")]
    [InlineData("café", "The cafe\u0301, closed", "The <mark>cafe\u0301</mark>, closed")]
    [InlineData("oneill", "Mr O’Neill’s ‘visit’", "Mr O’Neill’s ‘visit’", false)]
    [InlineData("oneill", "‘O’Neill’ came", "‘<mark>O’Neill</mark>’ came")]
    [InlineData("\"prisoner release\"", "A prisoner of a prisoner-release; prisoner", "A prisoner of a <mark>prisoner-release</mark>; prisoner")]
    [InlineData("prisoner \"prisoner release\"", "prisoner release, prisoner", "<mark>prisoner release</mark>, <mark>prisoner</mark>")]
    [InlineData("sanct*", "Sanctions and a sanctuary, no saint", "<mark>Sanctions</mark> and a <mark>sanctuary</mark>, no saint")]
    [InlineData("\"potash sanct\"*", "On potash sanctions", "On <mark>potash sanctions</mark>")]
    [InlineData("potash -oil", "Potash, not oil", "<mark>Potash</mark>, not oil")]
    [InlineData("елкин", "Сергей Ёлкин освобождён", "Сергей <mark>Ёлкин</mark> освобождён")]
    [InlineData("محمد", "وصل مُحَمَّد إلى مينسك", "وصل <mark>مُحَمَّد</mark> إلى مينسك")]
    [InlineData("free", "👩‍👩‍👧 free 🇧🇾!", "👩‍👩‍👧 <mark>free</mark> 🇧🇾!")]
    [InlineData("script", "<script>alert('a & \"b\"')</script>", "&lt;<mark>script</mark>&gt;alert(&#39;a &amp; &quot;b&quot;&#39;)&lt;/<mark>script</mark>&gt;")]
    [InlineData("mark", "</mark><mark>", "&lt;/<mark>mark</mark>&gt;&lt;<mark>mark</mark>&gt;")]
    public void Matches_are_marked_as_they_are_spelled(string q, string text, string html, bool found = true) =>
        Assert.Equal(found ? html : null, Of(q, text));

    [Fact]
    public void The_first_text_with_a_match_is_shown()
    {
        Assert.Equal("<mark>Potash</mark>", Of("potash", "Potash", "potash again"));
        Assert.Equal("<mark>potash</mark> again", Of("potash", "Sanctions", "potash again"));
        Assert.Null(Of("potash", "Sanctions", null));
        Assert.Null(Of("-potash", "Potash"));
    }

    [Fact]
    public void A_long_text_is_cut_between_words()
    {
        var text = string.Concat(Enumerable.Repeat("some words ", 50)) + "potash" + string.Concat(Enumerable.Repeat(" more words", 50));
        Assert.Matches("^…(some |words ){9,12}<mark>potash</mark>( more| words){20,30}…$", Of("potash", text));
        Assert.Matches("^<mark>some</mark> words .* (words|<mark>some</mark>)…$", Of("some", text));
        Assert.Matches("^…(more|words) .* <mark>last</mark>$", Of("last", text + " last"));
    }

    [Theory]
    [InlineData("a", 1000)]
    [InlineData("👩‍👩‍👧", 200)]
    [InlineData("e\u0301", 500)]
    [InlineData("囚", 500)]
    public void What_has_no_spaces_is_cut_between_signs(string sign, int times)
    {
        var wall = string.Concat(Enumerable.Repeat(sign, times));
        foreach (var text in (string[])[$"free {wall}", $"{wall} free", $"{wall} free {wall}"])
        {
            var plain = Plain(Of("free", text)!).Trim('…', ' ').Replace("free", "", StringComparison.Ordinal).Trim();
            Assert.Empty(plain.Replace(sign, "", StringComparison.Ordinal));
        }
        if (char.IsLetter(sign[0]))
            Assert.Matches("^<mark>.{190,220}</mark>…$", Of(sign + "*", wall));
    }

    [Fact]
    public void Any_text_is_shown_as_a_part_of_itself_and_not_much_longer_than_two_hundred_characters() =>
        Gen.Select(Gen.Int[0, Parts.Length - 1].Select(at => Parts[at]).List[1, 120], Gen.Bool.Select(spaced => spaced ? " " : ""))
            .Sample((parts, space) =>
            {
                var text = string.Join(space, parts);
                if (Of("potash елкин oneill* محمد", text) is not { } html)
                    return !text.Contains("potash", StringComparison.Ordinal) || space.Length == 0;
                var plain = Plain(html);
                return text.Contains(plain.Trim('…'), StringComparison.Ordinal) && plain.Length <= 220 && html.Contains("<mark>", StringComparison.Ordinal);
            });

    [Fact]
    public void Words_stand_where_the_fold_finds_them() => Gen.String.Sample(text =>
    {
        List<(string Given, string Folded)> words = [.. Spelling.Places(text).Select(place => text[place.Begin..place.End]).Select(word => (word, Spelling.Fold(word)))];
        return words.Select(word => word.Folded).SequenceEqual(Spelling.Words(Spelling.Fold(text)))
            && words.All(word => Spelling.IsWord(word.Given, word.Folded, unfinished: false) && Spelling.IsWord(word.Given, word.Folded[..1], unfinished: true)
                && !Spelling.IsWord(word.Given, word.Folded + "x", unfinished: false) && !Spelling.IsWord(word.Given, word.Folded + "x", unfinished: true));
    });

    [Fact]
    public async Task Events_that_are_found_by_words_show_where()
    {
        const string Title = "Zyzzyva <b>беженцы</b> & others", Shown = "Zyzzyva &lt;b&gt;<mark>беженцы</mark>&lt;/b&gt; &amp; others";
        var server = shared.Http;
        var written = await server.PostAsync("/v1/events", Some.Event(Title, "2025").With(new() { ["summary"] = "A quokka, и беженцы" }));
        foreach (var asOf in (string[])["", $"&asOf={written.Number("seq")}"])
        {
            Assert.Equal(Shown, await SnippetAsync("БЕЖЕНЦЫ" + asOf));
            Assert.Equal("A <mark>quokka</mark>, и беженцы", await SnippetAsync("quokka&fields=id,snippet" + asOf));
            Assert.Equal("A <mark>quokka</mark>, и беженцы", await SnippetAsync("quok*&include=flags" + asOf));
        }
        Assert.Null((await server.GetAsync("/v1/events"))["items"]![0]!["snippet"]);

        // The words may also be part of a name that other events refer to.
        async Task<string?> SnippetAsync(string q) =>
            (await server.GetAsync($"/v1/events?q={q}"))["items"]!.AsArray().Single(item => item.Text("id") == written.Text("id")).Text("snippet");
    }

    [Fact]
    public async Task An_event_that_is_found_by_a_name_alone_has_no_snippet()
    {
        var found = await shared.Http.GetAsync("/v1/events?q=bialacki&limit=100");
        Assert.NotEmpty(found.Ids());
        Assert.All(found["items"]!.AsArray(), item => Assert.Null(item!["snippet"]));
    }

    private static string? Of(string q, params IEnumerable<string?> texts) => Snippet.Of(TextQuery.Parse(EventFilters.Q, q), texts);

    private static string Plain(string html) => WebUtility.HtmlDecode(Regex.Replace(html, "</?mark>", ""));
}
