namespace Events.Api.Importing.Profiles;

/// <summary>What stands in a column of a row, or was made of it: a text, a number or a list of texts; nothing when both are null.</summary>
internal readonly record struct Cell(string? Text, IReadOnlyList<string>? Items = null, bool IsNumber = false)
{
    public bool IsEmpty => Text is null && Items is null;

    public static Cell Of(string? text) => string.IsNullOrEmpty(text) ? default : new Cell(text);

    public static Cell Of(IReadOnlyList<string> items) => items.Count == 0 ? default : new Cell(null, items);
}
