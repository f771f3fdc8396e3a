using System.Buffers;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.Unicode;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Importing.Profiles;

/// <summary>Reads rows that are JSON objects: one a line, or the features of GeoJSON. A column is a member, and <c>a.b</c> the member of a member.</summary>
internal sealed class JsonRows
{
    /// <summary>How many features are taken out of a buffer at once.</summary>
    private const int MostAtOnce = 256;

    private const int LongestFeature = 4 * 1024 * 1024;

    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    public static async IAsyncEnumerable<SourceRow> ReadLinesAsync(Stream file, Mapping mapping, [EnumeratorCancellation] CancellationToken cancel)
    {
        var objects = new Objects(mapping);
        await foreach (var (number, line) in Lines.ReadAsync(file, cancel))
        {
            if (line is { } some && some.Span.Trim(" \t"u8).IsEmpty)
                continue;
            yield return ReadLine(number, line, objects);
        }
    }

    public static async IAsyncEnumerable<SourceRow> ReadFeaturesAsync(Stream file, Mapping mapping, [EnumeratorCancellation] CancellationToken cancel)
    {
        var objects = new Objects(mapping) { AreFeatures = true };
        var pipe = PipeReader.Create(file, new StreamPipeReaderOptions(bufferSize: 128 * 1024, leaveOpen: true));
        var (place, number) = (new Place(), 0L);
        while (!place.IsAtEnd)
        {
            var read = await pipe.ReadAsync(cancel);
            var features = new List<JsonDocument>();
            var (consumed, isBroken) = (read.Buffer.Start, false);
            try
            {
                consumed = place.Advance(read.Buffer, read.IsCompleted, features);
            }
            catch (JsonException)
            {
                isBroken = true;
            }
            var isStuck = features.Count == 0 && read.Buffer.Slice(consumed).Length > LongestFeature;
            // There may be more in the buffer than was taken out of it.
            pipe.AdvanceTo(consumed, features.Count == MostAtOnce ? consumed : read.Buffer.End);
            foreach (var feature in features)
            {
                using (feature)
                    yield return ReadFeature(++number, feature.RootElement, objects);
            }
            if (isBroken)
                throw new UnreadableFileException(number + 1, $"{(place.IsBehind ? "What stands behind the features" : "The feature")} is no JSON, is nested more than 32 deep, or is cut off.");
            if (place.HasTwoLists)
                throw new UnreadableFileException(number + 1, "The file has two lists of features: only the first one was read.");
            if (isStuck)
                throw new UnreadableFileException(number + 1, $"{(place.IsInside ? "The feature" : "What stands beside the features")} is longer than {LongestFeature:N0} bytes.");
            if (read.IsCompleted && !place.IsAtEnd && features.Count < MostAtOnce)
                throw new UnreadableFileException(number + 1, place.IsInside || place.IsBehind ? "The file is cut off." : "The file has no list of features.");
        }
        await pipe.CompleteAsync();
    }

    private static SourceRow ReadFeature(long number, JsonElement feature, Objects objects)
    {
        try
        {
            return objects.Read(number, JsonElement.Parse(JsonMarshal.GetRawUtf8Value(feature), Strict));
        }
        catch (JsonException)
        {
            return Mapping.Refused(number, Reason.InvalidValue, "", "The feature names a member of an object twice.");
        }
        catch (InvalidOperationException)
        {
            return Mapping.Refused(number, Reason.InvalidValue, "", "The feature holds characters that are none.");
        }
    }

    private static SourceRow ReadLine(long number, ReadOnlyMemory<byte>? line, Objects objects)
    {
        if (line is not { } bytes)
            return Mapping.Refused(number, Reason.TooLarge, "", $"The line is longer than {Lines.Longest:N0} bytes.");
        if (!Utf8.IsValid(bytes.Span))
            return Mapping.Refused(number, Reason.InvalidValue, "", "The line is not UTF-8.");
        try
        {
            using var document = JsonDocument.Parse(bytes, Strict);
            return objects.Read(number, document.RootElement);
        }
        catch (JsonException failure)
        {
            return Mapping.Refused(number, Reason.InvalidValue, "", failure.BytePositionInLine is { } position
                ? $"The line is no JSON at byte {position + 1}, or is nested more than 32 deep there."
                : "The line names a member of an object twice.");
        }
        catch (InvalidOperationException)
        {
            return Mapping.Refused(number, Reason.InvalidValue, "", "The line holds characters that are none.");
        }
    }

    /// <summary>How far the features of a collection were read.</summary>
    private struct Place
    {
        private JsonReaderState _state = new(new JsonReaderOptions { MaxDepth = 32 });
        private bool _isNext;

        public Place()
        {
        }

        public bool IsInside { get; private set; }

        public bool IsBehind { get; private set; }

        public bool HasTwoLists { get; private set; }

        /// <summary>The whole file was read, and nothing is wrong behind the features.</summary>
        public bool IsAtEnd { get; private set; }

        /// <summary>Reads the features that a buffer holds in full.</summary>
        public SequencePosition Advance(ReadOnlySequence<byte> buffer, bool isLast, List<JsonDocument> features)
        {
            var reader = new Utf8JsonReader(buffer, isLast, _state);
            var (state, consumed) = (reader.CurrentState, buffer.Start);
            while (features.Count < MostAtOnce)
            {
                if (!reader.Read())
                {
                    IsAtEnd = isLast && IsBehind;
                    break;
                }
                if (IsInside && reader.TokenType is not (JsonTokenType.EndObject or JsonTokenType.EndArray) && reader.CurrentDepth == 2)
                {
                    if (!JsonDocument.TryParseValue(ref reader, out var feature))
                        break;
                    features.Add(feature);
                }
                else if (IsInside && reader.TokenType is JsonTokenType.EndArray && reader.CurrentDepth == 1)
                {
                    (IsInside, IsBehind) = (false, true);
                }
                else if (!IsInside)
                {
                    HasTwoLists |= IsBehind && _isNext;
                    IsInside = !IsBehind && _isNext && reader.TokenType is JsonTokenType.StartArray && reader.CurrentDepth == 1;
                    _isNext = reader.TokenType is JsonTokenType.PropertyName && reader.CurrentDepth == 1 && reader.ValueTextEquals("features"u8);
                }
                (state, consumed) = (reader.CurrentState, reader.Position);
            }
            _state = state;
            return consumed;
        }
    }

    /// <summary>Takes the cells of rows out of objects.</summary>
    private sealed class Objects(Mapping mapping)
    {
        private readonly string[][] _paths = [.. mapping.Columns.Select(column => column.Split('.'))];

        public bool AreFeatures { get; init; }

        public SourceRow Read(long number, JsonElement row)
        {
            if (row.ValueKind is not JsonValueKind.Object)
                return Mapping.Refused(number, Reason.InvalidValue, "", "The row is no JSON object.");
            var members = row;
            if (AreFeatures && (!row.TryGetProperty("properties", out members) || members.ValueKind is not JsonValueKind.Object))
                return Mapping.Refused(number, Reason.MissingMember, "properties", "The feature has no properties.");
            var cells = mapping.NewCells();
            for (var i = 0; i < cells.Length; i++)
            {
                if (!TryFind(members, row, i, out var value))
                {
                    if (!mapping.IsOptional(mapping.Columns[i]))
                        return Mapping.Refused(number, Reason.MissingMember, mapping.Columns[i], $"The row has no column \"{QueryText.Cut(mapping.Columns[i])}\"{QueryText.DidYouMean(mapping.Columns[i], members.EnumerateObject().Take(100).Select(member => member.Name))}");
                    continue;
                }
                cells[i] = CellOf(value);
            }
            return mapping.Read(number, cells);
        }

        private bool TryFind(JsonElement members, JsonElement row, int column, out JsonElement value)
        {
            // A name may hold a dot of its own.
            if (members.TryGetProperty(mapping.Columns[column], out value))
                return true;
            if (_paths[column].Length > 1)
            {
                value = members;
                return Follow(_paths[column], ref value);
            }
            return AreFeatures && TryFindPoint(row, mapping.Columns[column], out value);
        }

        private static bool Follow(string[] path, ref JsonElement value)
        {
            foreach (var name in path)
            {
                if (value.ValueKind is not JsonValueKind.Object || !value.TryGetProperty(name, out value))
                    return false;
            }
            return true;
        }

        /// <summary>The point of a feature, under the names that tables have for it.</summary>
        private static bool TryFindPoint(JsonElement feature, string column, out JsonElement value)
        {
            value = default;
            if (column == "id")
                return feature.TryGetProperty("id", out value);
            if (column is not ("latitude" or "longitude"))
                return false;
            if (feature.TryGetProperty("geometry", out var geometry) && geometry.ValueKind is JsonValueKind.Object && geometry.TryGetProperty("coordinates", out var pair)
                && geometry.TryGetProperty("type", out var type) && type.ValueEquals("Point") && pair.ValueKind is JsonValueKind.Array && pair.GetArrayLength() >= 2)
                value = pair[column == "latitude" ? 1 : 0];
            return true;
        }

        private Cell CellOf(JsonElement value)
        {
            switch (value.ValueKind)
            {
                case JsonValueKind.String:
                    var text = value.GetString()!.Trim();
                    return mapping.SaysNothing(text) ? default : new Cell(text);
                case JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False:
                    return new Cell(value.GetRawText());
                case JsonValueKind.Array:
                    return Cell.Of([.. value.EnumerateArray().Select(item => CellOf(item).Text).OfType<string>()]);
                default:
                    return default;
            }
        }
    }
}
