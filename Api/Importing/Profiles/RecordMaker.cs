using Events.Domain.Ledger;

namespace Events.Api.Importing.Profiles;

/// <summary>A record of a profile, ready for rows.</summary>
internal sealed class RecordMaker
{
    public RecordMaker(RecordRule rule, NodeReader reader, Func<string, string, int> slotOf)
    {
        Rule = rule;
        HasData = rule.Data.ValueKind is not System.Text.Json.JsonValueKind.Undefined;
        When = rule.When is { } when ? new RowTest(when, slotOf) : null;
        Body = HasData
            ? reader.Read(rule.Data, RecordJson.TypeOf(rule.Kind), rule.Pointer + "/data")
            : reader.Read(rule.ExternalId, typeof(Domain.Values.ExternalId), rule.Pointer + "/externalId");
        Names = HasData && Body is ObjectNode data && data.Find("externalIds") is { } names ? names : Body;
    }

    public RecordRule Rule { get; }

    /// <summary>It is stated; else it must exist.</summary>
    public bool HasData { get; }

    public RowTest? When { get; }

    /// <summary>Its data, or its external id.</summary>
    public Node Body { get; }

    /// <summary>Its external ids.</summary>
    public Node Names { get; }

    /// <summary>The external id by which it is told from others.</summary>
    public Node FirstName(RowReading row) => Names is ListNode list ? list.Items.First(item => !item.IsEmpty(row)) : Names;
}
