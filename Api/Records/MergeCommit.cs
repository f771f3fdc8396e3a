using System.Globalization;
using System.Text.RegularExpressions;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Values;

namespace Events.Api.Records;

/// <summary>Writes a merge, and says what it would break by the record that would be broken.</summary>
internal static partial class MergeCommit
{
    public static async Task<Committed> WriteAsync(HttpContext http, JsonBody body, string? reason, Decide merge)
    {
        IReadOnlyList<Change> changes = [];
        try
        {
            return await Writes.CommitAsync(http, body, world => Valid(changes = merge(world)), reason, listsRecords: true, beside: (session, _, outcome) =>
            {
                // What a source said of the record that went, it did not say of the one that stays.
                foreach (var gone in outcome.Committed is { Replayed: false } ? changes.Where(change => change.Into is not null) : [])
                    ImportedRecords.Forget(session, gone.Kind, gone.Id);
            });
        }
        catch (Refusal refusal) when (changes.Count > 0 && refusal.Violations.Count > 0)
        {
            throw new Refusal(refusal.Reason, $"Merged, the records would break a rule, so that nothing was written. {Told(refusal.Violations.MinBy(violation => violation.Reason)!, changes).Message}",
                [.. refusal.Violations.Select(violation => Told(violation, changes))]);
        }
    }

    /// <summary>What is united can be longer than what is stated.</summary>
    private static IReadOnlyList<Change> Valid(IReadOnlyList<Change> changes)
    {
        var violations = changes.Index().Where(change => change.Item.Record is not null)
            .SelectMany(change => Validation.Check(change.Item.Record!).Select(violation => violation with { Pointer = $"/records/{change.Index}/data{violation.Pointer}" })).ToList();
        return violations.Count == 0 ? changes : throw new Refusal(violations);
    }

    /// <summary>The caller has named two ids; what stands at fault in which record is told in words.</summary>
    private static Violation Told(Violation violation, IReadOnlyList<Change> changes)
    {
        var match = RecordPointer().Match(violation.Pointer);
        if (!match.Success)
            return violation;
        var at = changes[int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)];
        return new Violation(violation.Reason, "/into", $"{Code.Of(at.Kind)} {at.Id}{(match.Groups[2].Length > 0 ? $" at {match.Groups[2].Value}" : "")}: {violation.Message}");
    }

    [GeneratedRegex("^/records/([0-9]+)/data(.*)$")]
    private static partial Regex RecordPointer();
}
