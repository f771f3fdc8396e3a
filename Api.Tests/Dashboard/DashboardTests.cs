using System.Net;
using System.Text.RegularExpressions;
using Events.Api.Dashboard;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Dashboard;

/// <summary>How the desk is served: one page under several addresses, and the files that it is made of.</summary>
public sealed partial class DashboardTests(SharedServer shared) : IClassFixture<SharedServer>
{
    private const int MostBytes = 600_000;
    private const int MostBytesOfFirstNumber = 150_000;

    public static TheoryData<string> Addresses => new(DashboardEndpoints.Pages.Select(page => page.Replace("{id}", "BY", StringComparison.Ordinal).Replace("{kind}", "event", StringComparison.Ordinal)));

    [Theory]
    [MemberData(nameof(Addresses))]
    public async Task Every_view_has_an_address_that_can_be_opened(string address)
    {
        using var answer = await GetAsync(address);

        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType!.MediaType));
        Assert.Equal(DashboardEndpoints.Policy, answer.Headers.GetValues("Content-Security-Policy").Single());
        Assert.Equal("nosniff", answer.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.Equal("no-cache", answer.Headers.CacheControl!.ToString());

        using var again = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { answer.Headers.ETag! } } };
        using var unchanged = await shared.Http.Public.SendAsync(again);
        Assert.Equal(HttpStatusCode.NotModified, unchanged.StatusCode);
        using var head = new HttpRequestMessage(HttpMethod.Head, address);
        using var headed = await shared.Http.Public.SendAsync(head);
        Assert.Equal(HttpStatusCode.OK, headed.StatusCode);
    }

    [Fact]
    public void The_script_and_the_server_know_the_same_addresses()
    {
        var inScript = Route().Matches(Repository.Read("Api/Dashboard/desk.js")).Select(match => Parameter().Replace(match.Groups[1].Value, "{$1}"));
        Assert.Equal(DashboardEndpoints.Pages, inScript);
    }

    [Fact]
    public async Task A_file_is_kept_for_good_and_has_another_address_in_another_version()
    {
        var page = await PageAsync();
        var version = Version().Match(page).Groups[1].Value;
        using var file = await GetAsync($"/desk/{version}/core/api.js");
        Assert.Equal("public, max-age=31536000, immutable", file.Headers.CacheControl!.ToString());
        Assert.Equal("text/javascript", file.Content.Headers.ContentType!.MediaType);

        foreach (var missing in (string[])["/desk/000000000000/core/api.js", $"/desk/{version}/core/none.js", $"/desk/{version}/index.html", $"/desk/{version}/vendor/update.sh", $"/desk/{version}/../Server.cs", $"/desk/{version}/"])
        {
            using var none = await GetAsync(missing);
            Assert.Equal((HttpStatusCode.NotFound, "application/problem+json"), (none.StatusCode, none.Content.Headers.ContentType?.MediaType));
        }
    }

    [Theory]
    [InlineData("br")]
    [InlineData("gzip")]
    public async Task All_of_it_is_small(string coding)
    {
        var page = await PageAsync();
        var version = Version().Match(page).Groups[1].Value;
        var first = Modules(page).ToHashSet();
        var (all, before) = (0L, 0L);
        foreach (var name in await NamesAsync(page))
        {
            var size = await SizeAsync($"/desk/{version}/{name}", coding);
            all += size;
            before += first.Contains(name) || name is "desk.css" or "pages/overview.js" ? size : 0;
        }
        Assert.InRange(all, 50_000, MostBytes);
        Assert.InRange(before, 10_000, MostBytesOfFirstNumber);
    }

    [Fact]
    public async Task Nothing_is_asked_for_that_is_not_there()
    {
        var page = await PageAsync();
        var version = Version().Match(page).Groups[1].Value;
        foreach (var name in await NamesAsync(page))
        {
            using var answer = await GetAsync($"/desk/{version}/{name}");
            Assert.True(answer.IsSuccessStatusCode, name);
        }
    }

    [Fact]
    public void No_file_of_ours_loads_anything_from_elsewhere_or_writes_markup()
    {
        foreach (var file in Files())
        {
            var text = Repository.Read(file);
            Assert.DoesNotMatch(Elsewhere(), text);
            Assert.DoesNotMatch(Markup(), text);
        }
    }

    [Fact]
    public async Task Licences_of_all_libraries_are_given_with_them()
    {
        using var answer = await GetAsync("/desk/licenses");
        var text = await answer.Content.ReadAsStringAsync();
        foreach (var library in (string[])["lit 3", "echarts 6", "zrender", "topojson-client 3", "world-atlas"])
            Assert.Contains("== " + library, text, StringComparison.Ordinal);
    }

    private static List<string> Files() => [.. Directory.EnumerateFiles(Path.Combine(Repository.Root, "Api/Dashboard"), "*.js", SearchOption.AllDirectories)
        .Select(file => Path.GetRelativePath(Repository.Root, file).Replace('\\', '/')).Where(file => !file.Contains("/vendor/", StringComparison.Ordinal))];

    /// <summary>Everything that the page leads to, from module to module.</summary>
    private async Task<IReadOnlyCollection<string>> NamesAsync(string page)
    {
        var version = Version().Match(page).Groups[1].Value;
        var found = new HashSet<string>(["icon.svg", "desk.css", "world.json", .. Modules(page)]);
        var open = new Queue<string>(found.Where(name => name.EndsWith(".js", StringComparison.Ordinal)));
        while (open.TryDequeue(out var name))
        {
            if (name.StartsWith("vendor/", StringComparison.Ordinal))
                continue;
            using var answer = await GetAsync($"/desk/{version}/{name}");
            Assert.True(answer.IsSuccessStatusCode, $"{name} is not there.");
            var text = await answer.Content.ReadAsStringAsync();
            var imported = Import().Matches(text).Select(match => new Uri(new Uri("http://desk/" + name), match.Groups[1].Value).AbsolutePath[1..]).ToList();
            if (text.Contains("${code}.js", StringComparison.Ordinal))
                imported.Add("strings/de.js");
            foreach (var next in imported.Where(found.Add))
                open.Enqueue(next);
        }
        Assert.True(found.Count > 20, "The test looks at the wrong place.");
        return found;
    }

    private async Task<long> SizeAsync(string address, string coding)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.AcceptEncoding.ParseAdd(coding);
        using var answer = await shared.Http.Public.SendAsync(request);
        Assert.Equal([coding], answer.Content.Headers.ContentEncoding);
        return (await answer.Content.ReadAsByteArrayAsync()).Length;
    }

    private async Task<string> PageAsync()
    {
        using var answer = await GetAsync("/");
        return await answer.Content.ReadAsStringAsync();
    }

    private Task<HttpResponseMessage> GetAsync(string address) => shared.Http.Public.GetAsync(new Uri(address, UriKind.Relative));

    private static IEnumerable<string> Modules(string page) => Module().Matches(page).Select(match => match.Groups[1].Value);

    [GeneratedRegex(@"^route\('([^']+)'", RegexOptions.Multiline)]
    private static partial Regex Route();

    [GeneratedRegex(@":(\w+)")]
    private static partial Regex Parameter();

    [GeneratedRegex("/desk/([0-9a-f]{12})/")]
    private static partial Regex Version();

    [GeneratedRegex(@"/desk/[0-9a-f]{12}/([^""]+\.js)")]
    private static partial Regex Module();

    [GeneratedRegex(@"(?:from |import |import\()'(\.[^']+)'")]
    private static partial Regex Import();

    [GeneratedRegex(@"(?:from |import\(|fetch\(|src=|EventSource\()\s*['""`]https?:")]
    private static partial Regex Elsewhere();

    [GeneratedRegex(@"innerHTML|outerHTML|insertAdjacentHTML|document\.write|unsafeHTML|\beval\(|new Function| style=""")]
    private static partial Regex Markup();
}
