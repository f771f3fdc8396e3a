using System.Text.Json.Nodes;
using CsCheck;
using Dapper;
using Events.Api.Storage;
using Events.Api.Tests.Support;
using Events.Domain.Ledger;
using static Events.Api.Tests.Support.Talk;

namespace Events.Api.Tests.Duplicates;

/// <summary>Whatever is merged into whatever, nothing refers to what is gone, and all that is derived follows from the documents.</summary>
public sealed class MergePropertyTests
{
    private static readonly string[] Collections = ["people", "organizations", "reports", "sanctions", "events"];

    private static readonly Gen<(int What, int One, int Other, int Third)[]> Histories = Gen.Select(Gen.Int[0, 19], Gen.Int[0, 99], Gen.Int[0, 99], Gen.Int[0, 99]).Array[30, 60];

    [Fact]
    public async Task After_any_merges_no_record_refers_to_a_merged_one_and_check_finds_nothing()
    {
        await using var server = await RunningServer.StartAsync();
        var (merged, refused) = (0, 0);
        await Histories.SampleAsync(async history =>
        {
            var ids = Collections.ToDictionary(collection => collection, _ => new List<string>());
            foreach (var step in history)
            {
                if (step.What < 12)
                    await WriteAsync(server, ids, step);
                else
                    _ = await MergeAsync(server, ids[Collections[step.What % Collections.Length]], Collections[step.What % Collections.Length], step) ? merged++ : refused++;
            }
            Assert.Empty(Api.Storage.Check.Run(server.Database, Upcasters.Current));
            using var session = Session.OpenReader(server.Database);
            var gone = session.Connection.Query<string>("SELECT id FROM record WHERE op = 'merge'").ToHashSet();
            foreach (var document in session.Connection.Query<byte[]>("""
                SELECT document FROM record r WHERE op <> 'merge' AND document IS NOT NULL AND version = (SELECT max(version) FROM record l WHERE l.kind = r.kind AND l.id = r.id)
                """))
            {
                var text = System.Text.Encoding.UTF8.GetString(document);
                Assert.DoesNotContain(gone, id => text.Contains(id, StringComparison.Ordinal));
            }
        }, iter: 6, threads: 1);
        // Not every history has merges, but all of them together do.
        Assert.True(merged > 10, $"{merged} merges, {refused} refused");
    }

    private static async Task WriteAsync(RunningServer server, Dictionary<string, List<string>> ids, (int What, int One, int Other, int Third) step)
    {
        var collection = Collections[step.What % Collections.Length];
        string? Some1(string of, int nth) => ids[of].Count == 0 ? null : ids[of][nth % ids[of].Count];
        var body = collection switch
        {
            "people" => Some.Person($"Person {step.One}").With(step.Other % 5 == 0 ? new() { ["visibility"] = "restricted" } : []),
            "organizations" => Some.Organization($"Organization {step.One}").With(step.Other % 2 == 0 ? new() { ["country"] = "BY" } : []),
            "reports" => Some.Report($"Report {step.One}").With(new() { ["publisher"] = Some1("organizations", step.Other), ["derivedFrom"] = Some1("reports", step.Third) }),
            "sanctions" => Some.Sanction($"Sanction {step.One}").With(new()
            {
                ["senders"] = new JsonArray(Some1("organizations", step.Other) is { } sender ? new JsonObject { ["organization"] = sender } : new JsonObject { ["country"] = "US" }),
                ["targets"] = new JsonArray(Some1("people", step.Third) is { } target ? new JsonObject { ["person"] = target } : new JsonObject { ["country"] = "BY" }),
            }),
            _ => EventOf(step, Some1),
        };
        using var response = await server.AskAsync(HttpMethod.Post, $"/v1/{collection}", body);
        var written = await response.Content.ReadAsStringAsync();
        Assert.True(response.IsSuccessStatusCode || written.Contains("link-", StringComparison.Ordinal), written);
        if (response.IsSuccessStatusCode)
            ids[collection].Add(JsonNode.Parse(written).Text("id")!);
    }

    private static JsonObject EventOf((int What, int One, int Other, int Third) step, Func<string, int, string?> some)
    {
        var e = Some.Event($"Event {step.One}", $"2020-0{(step.Other % 9) + 1}-05");
        e["participants"] = new JsonArray(some("organizations", step.One) is { } organization ? new JsonObject { ["role"] = "actor", ["organization"] = organization } : new JsonObject { ["role"] = "actor", ["country"] = "BY" });
        e["headcounts"] = new JsonArray(new JsonObject { ["key"] = "all", ["kind"] = step.Third % 2 == 0 ? "released" : "arrested", ["best"] = step.Third });
        if (some("people", step.Other) is { } person)
            e["people"] = new JsonArray(new JsonObject { ["person"] = person, ["outcome"] = "released", ["visibility"] = step.One % 4 == 0 ? "restricted" : "public" });
        if (some("sanctions", step.Third) is { } sanction)
            e["sanctions"] = new JsonArray(new JsonObject { ["sanction"] = sanction, ["effect"] = step.Third % 2 == 0 ? "imposes" : "lifts" });
        var evidence = new JsonArray(Some.Supports(some("reports", step.One) ?? Id("d1")));
        if (some("events", step.Other) is { } other)
        {
            e["links"] = new JsonArray(Some.Link((step.One % 3) switch { 0 => "in-exchange-for", 1 => "follows-from", _ => "responds-to" }, other));
            evidence.Add(Some.Supports("d1").With(new() { ["aspect"] = "link", ["about"] = $"implements:{some("events", step.Third)}" }));
            if (step.Other % 3 == 0)
                e["headcounts"]!.AsArray().Add(new JsonObject { ["key"] = "part", ["kind"] = "received", ["of"] = new JsonObject { ["event"] = other, ["key"] = "all" } });
        }
        if (step.Third % 7 == 0)
            e["workflow"] = "draft";
        e["evidence"] = evidence;
        return e;
    }

    private static async Task<bool> MergeAsync(RunningServer server, List<string> ids, string collection, (int What, int One, int Other, int Third) step)
    {
        if (ids.Count < 2)
            return false;
        var (goes, into) = (ids[step.One % ids.Count], ids[step.Other % ids.Count]);
        var version = (await server.GetAsync($"/v1/{collection}/{goes}", server.Editor)).Number("version");
        using var response = await server.AskAsync(HttpMethod.Post, $"/v1/{collection}/{goes}/merge", new { into }, $"\"{version}\"");
        if (!response.IsSuccessStatusCode)
        {
            var problem = await response.Content.ReadAsStringAsync();
            Assert.True((int)response.StatusCode == 422, problem);
            return false;
        }
        ids.Remove(goes);
        return true;
    }
}
