using System.Globalization;
using System.Text.Json;
using Events.Api.Http;

namespace Events.Api.Importing.Profiles;

/// <summary>A part of a record, ready to be written for each row. What depends on columns that are all empty is left out.</summary>
internal abstract class Node
{
    /// <summary>It depends on the row.</summary>
    public abstract bool Varies { get; }

    public abstract bool IsEmpty(RowReading row);

    public abstract void Write(Utf8JsonWriter writer, RowReading row);

    /// <summary>Says which slots stand behind each pointer, the same way as it is written.</summary>
    public abstract void Trace(RowReading row, string pointer, List<(string Pointer, IReadOnlyList<int> Slots)> found);
}

/// <summary>A number, or true or false, as the profile has it.</summary>
internal sealed class RawNode(string json) : Node
{
    public override bool Varies => false;

    public override bool IsEmpty(RowReading row) => false;

    public override void Write(Utf8JsonWriter writer, RowReading row) => writer.WriteRawValue(json, skipInputValidation: true);

    public override void Trace(RowReading row, string pointer, List<(string Pointer, IReadOnlyList<int> Slots)> found)
    {
    }
}

/// <summary>A text with columns in it.</summary>
internal sealed class TextNode(Template template) : Node
{
    public override bool Varies => template.Slots.Count > 0;

    public override bool IsEmpty(RowReading row) => template.IsEmpty(row);

    public override void Write(Utf8JsonWriter writer, RowReading row)
    {
        var cell = template.Read(row);
        if (cell.Items is { } items)
        {
            writer.WriteStartArray();
            foreach (var item in items)
                writer.WriteStringValue(item);
            writer.WriteEndArray();
        }
        else if (cell.IsNumber)
        {
            writer.WriteRawValue(cell.Text!, skipInputValidation: false);
        }
        else
        {
            writer.WriteStringValue(cell.Text);
        }
    }

    public override void Trace(RowReading row, string pointer, List<(string Pointer, IReadOnlyList<int> Slots)> found) => found.Add((pointer, template.Slots));
}

/// <summary>A reference to another record of the row; empty when the row does not make that one.</summary>
internal sealed class RefNode(string name, int record) : Node
{
    private readonly string _text = "#" + name;

    public override bool Varies => true;

    public override bool IsEmpty(RowReading row) => !row.Makes[record];

    public override void Write(Utf8JsonWriter writer, RowReading row)
    {
        row.RefersTo?.Add(record);
        writer.WriteStringValue(_text);
    }

    public override void Trace(RowReading row, string pointer, List<(string Pointer, IReadOnlyList<int> Slots)> found)
    {
    }
}

/// <summary>What is written when a condition holds, or once for each item of a list.</summary>
internal sealed class ChoiceNode(RowTest? when, Template? each, Node give) : Node
{
    public override bool Varies => true;

    public bool IsEach => each is not null;

    public override bool IsEmpty(RowReading row) => (when is not null && !when.Holds(row)) || (each is null ? give.IsEmpty(row) : each.IsEmpty(row));

    public override void Write(Utf8JsonWriter writer, RowReading row)
    {
        foreach (var item in ItemsOf(row))
        {
            row.Item = item;
            give.Write(writer, row);
        }
        row.Item = null;
    }

    public override void Trace(RowReading row, string pointer, List<(string Pointer, IReadOnlyList<int> Slots)> found)
    {
        if (each is null)
            give.Trace(row, pointer, found);
        else
            found.Add((pointer, each.Slots));
    }

    /// <summary>How many items it adds to a list.</summary>
    public int Count(RowReading row) => ItemsOf(row).Count;

    private IReadOnlyList<string?> ItemsOf(RowReading row)
    {
        if (each is null)
            return [null];
        var cell = each.Read(row);
        return cell.Items ?? (cell.Text is { } one ? [one] : []);
    }
}

/// <summary>A list.</summary>
internal sealed class ListNode(Node[] items) : Node
{
    public IReadOnlyList<Node> Items => items;

    public override bool Varies { get; } = Array.Exists(items, item => item.Varies);

    public override bool IsEmpty(RowReading row) => Array.TrueForAll(items, item => item.IsEmpty(row));

    public override void Write(Utf8JsonWriter writer, RowReading row)
    {
        writer.WriteStartArray();
        foreach (var item in items)
        {
            if (!item.IsEmpty(row))
                item.Write(writer, row);
        }
        writer.WriteEndArray();
    }

    public override void Trace(RowReading row, string pointer, List<(string Pointer, IReadOnlyList<int> Slots)> found)
    {
        var i = 0;
        foreach (var item in items)
        {
            if (item.IsEmpty(row))
                continue;
            var count = item is ChoiceNode choice ? choice.Count(row) : 1;
            for (var last = i + count; i < last; i++)
                item.Trace(row, pointer + "/" + i.ToString(CultureInfo.InvariantCulture), found);
        }
    }
}

/// <summary>An object. One that has nothing of the row, although it could, is empty.</summary>
internal sealed class ObjectNode((JsonEncodedText Name, Node Value)[] members) : Node
{
    public override bool Varies { get; } = Array.Exists(members, member => member.Value.Varies);

    public Node? Find(string name) => Array.Find(members, member => member.Name.Value == name).Value;

    public override bool IsEmpty(RowReading row)
    {
        foreach (var (_, value) in members)
        {
            if ((value.Varies || !Varies) && !value.IsEmpty(row))
                return false;
        }
        return true;
    }

    public override void Write(Utf8JsonWriter writer, RowReading row)
    {
        writer.WriteStartObject();
        foreach (var (name, value) in members)
        {
            if (value.IsEmpty(row))
                continue;
            writer.WritePropertyName(name);
            value.Write(writer, row);
        }
        writer.WriteEndObject();
    }

    public override void Trace(RowReading row, string pointer, List<(string Pointer, IReadOnlyList<int> Slots)> found)
    {
        foreach (var (name, value) in members)
        {
            if (!value.IsEmpty(row))
                value.Trace(row, Intake.Append(pointer, name.Value), found);
        }
    }
}
