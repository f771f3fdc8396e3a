using System.Net;
using System.Net.Http.Headers;
using System.Text;
using System.Text.RegularExpressions;
using Events.Api.Tests.Support;

namespace Events.Api.Tests.Docs;

/// <summary>What the documents say is so.</summary>
public sealed partial class DocsTests
{
    [Fact]
    public async Task Every_request_of_the_readme_works_as_it_stands()
    {
        await using var server = await RunningServer.StartAsync();
        var requests = Request().Matches(Repository.Read("README.md"));
        Assert.True(requests.Count >= 8);
        foreach (var line in requests.Select(match => match.Value))
        {
            using var request = Parse(line, server);
            using var response = await server.Public.SendAsync(request);
            Assert.True(response.IsSuccessStatusCode, $"{line}\n{(int)response.StatusCode} {await response.Content.ReadAsStringAsync()}");
            if (response.StatusCode is HttpStatusCode.OK)
                Assert.DoesNotContain("\"items\":[]", await response.Content.ReadAsStringAsync(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Every_variable_that_the_program_reads_is_in_the_readme()
    {
        var variables = Repository.Sources("Api").SelectMany(file => Variable().Matches(Repository.Read(file)).Select(match => match.Value)).Distinct().ToList();
        Assert.Contains("EVENTS_DATABASE", variables);
        var readme = Repository.Read("README.md");
        Assert.All(variables, variable => Assert.Contains($"`{variable}`", readme, StringComparison.Ordinal));
    }

    [Fact]
    public void Every_link_between_the_documents_leads_somewhere()
    {
        var documents = Directory.EnumerateFiles(Repository.Root, "*.md").Select(Path.GetFileName).ToList();
        Assert.True(documents.Count >= 6);
        foreach (var document in documents)
        {
            foreach (var target in Link().Matches(Repository.Read(document!)).Select(match => match.Groups[1].Value))
                Assert.True(File.Exists(Path.Combine(Repository.Root, target)), $"{document} links to {target}.");
        }
    }

    [Fact]
    public void Every_package_has_its_reason_with_its_version()
    {
        var packages = Package().Matches(Repository.Read("Directory.Packages.props"));
        Assert.NotEmpty(packages);
        var decisions = Repository.Read("DECISIONS.md");
        Assert.All(packages, package =>
        {
            Assert.Contains(package.Groups[1].Value, decisions, StringComparison.OrdinalIgnoreCase);
            Assert.Contains(package.Groups[2].Value, decisions, StringComparison.Ordinal);
        });
    }

    /// <summary>Reads the few forms of curl that the readme uses.</summary>
    private static HttpRequestMessage Parse(string line, RunningServer server)
    {
        var address = Address().Match(line).Groups[1].Value;
        if (Encoded().Match(line) is { Success: true } encoded)
            address += $"?{encoded.Groups[1].Value}={Uri.EscapeDataString(encoded.Groups[2].Value)}";
        var request = new HttpRequestMessage(HttpMethod.Get, new Uri(server.Address, address));
        if (Body().Match(line) is { Success: true } body)
        {
            request.Method = HttpMethod.Post;
            request.Content = new StringContent(body.Groups[1].Value, Encoding.UTF8, "application/json");
        }
        if (line.Contains("Bearer $KEY", StringComparison.Ordinal))
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", server.Editor.DefaultRequestHeaders.Authorization!.Parameter);
        return request;
    }

    [GeneratedRegex("^curl .*$", RegexOptions.Multiline)]
    private static partial Regex Request();

    [GeneratedRegex("\"http://localhost:5080([^\"]*)\"")]
    private static partial Regex Address();

    [GeneratedRegex("--data-urlencode \"(\\w+)=([^\"]*)\"")]
    private static partial Regex Encoded();

    [GeneratedRegex("-d '([^']*)'")]
    private static partial Regex Body();

    [GeneratedRegex(@"EVENTS_(?!RENEW)[A-Z_]+")]
    private static partial Regex Variable();

    [GeneratedRegex(@"\]\(((?!http)[^)#]+)\)")]
    private static partial Regex Link();

    [GeneratedRegex("PackageVersion Include=\"([^\"]+)\" Version=\"([^\"]+)\"")]
    private static partial Regex Package();
}
