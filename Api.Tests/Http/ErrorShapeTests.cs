using System.Text.RegularExpressions;
using Events.Api.Http;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Tests.Http;

public sealed partial class ErrorShapeTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private readonly RunningServer _server = shared.Http;

    [Fact]
    public async Task Every_problem_has_a_page_that_explains_it()
    {
        Assert.True(Problems.All.Count > 40);
        using var index = await _server.Public.GetAsync(new Uri("/problems", UriKind.Relative));
        var all = await index.Content.ReadAsStringAsync();
        foreach (var problem in Problems.All)
        {
            Assert.Contains($"href=\"/problems/{problem.Slug}\"", all, StringComparison.Ordinal);
            using var response = await _server.Public.GetAsync(new Uri($"/problems/{problem.Slug}", UriKind.Relative));
            Assert.True(response.IsSuccessStatusCode, problem.Slug);
            Assert.Equal("text/html; charset=utf-8", response.Content.Headers.ContentType!.ToString());
            var page = await response.Content.ReadAsStringAsync();
            Assert.Contains(System.Net.WebUtility.HtmlEncode(problem.Title), page, StringComparison.Ordinal);
            Assert.Contains(System.Net.WebUtility.HtmlEncode(problem.Explanation), page, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_reason_is_a_problem_and_every_slug_is_there_once()
    {
        Assert.All(Enum.GetValues<Reason>(), reason => Assert.Equal(Code.Of(reason), Problems.Of(reason).Slug));
        Assert.Equal(Problems.All.Count, Problems.All.Select(problem => problem.Slug).Distinct().Count());
        Assert.All(Problems.All, problem => Assert.Matches(Slug(), problem.Slug));
        Assert.All(Problems.All, problem => Assert.InRange(problem.Status, 400, 599));
        Assert.All(Problems.All, problem => Assert.EndsWith(".", problem.Explanation, StringComparison.Ordinal));
    }

    [Fact]
    public void The_rules_of_the_model_are_422_and_no_others_but_the_idempotency_key()
    {
        var rules = Problems.All.Where(problem => problem.Status == 422).Select(problem => problem.Slug);
        Assert.Equal(Enum.GetValues<Reason>().Where(reason => reason <= Reason.DuplicateUrl).Select(Code.Of).Append("idempotency-mismatch").Order(), rules.Order());
    }

    [Fact]
    public async Task A_problem_answers_HEAD_without_a_body()
    {
        using var request = new HttpRequestMessage(HttpMethod.Head, "/v1/events/nothing");
        using var response = await _server.Public.SendAsync(request);
        Assert.Equal(404, (int)response.StatusCode);
        Assert.Equal("application/problem+json", response.Content.Headers.ContentType!.ToString());
        Assert.Empty(await response.Content.ReadAsByteArrayAsync());
    }

    [GeneratedRegex("^[a-z]+(-[a-z]+)*$")]
    private static partial Regex Slug();
}
