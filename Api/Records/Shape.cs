using System.Buffers;
using System.Text;
using Events.Api.Http;
using Events.Api.Storage;
using Events.Domain.Ledger;
using Events.Domain.Querying;

namespace Events.Api.Records;

/// <summary>What an answer shows of each record: what is ready, what was added to it, and of both what was asked for.</summary>
internal static class Shape
{
    /// <summary>Writes a record as this request wants it; null when it wants it as it is.</summary>
    /// <param name="add">Writes members that follow those which are ready.</param>
    public static WriteItem? Of<TView>(QueryText text, WriteItem? add = null)
        where TView : RecordView
    {
        var whole = add is null ? null : Adding(add);
        return Names<TView>(text, ReadParameters.Fields) is { } fields ? Picking(fields, whole) : whole;
    }

    private static WriteItem Adding(WriteItem add) => (listed, to) =>
    {
        to.Write(listed.Item[..^1]);
        add(listed, to);
        to.Write("}"u8);
    };

    private static WriteItem Picking(IReadOnlyCollection<byte[]> fields, WriteItem? whole)
    {
        var made = new ArrayBufferWriter<byte>();
        return (listed, to) =>
        {
            made.ResetWrittenCount();
            whole?.Invoke(listed, made);
            to.Write("{"u8);
            Members.Copy(whole is null ? listed.Item : made.WrittenSpan, fields, to, follows: false);
            to.Write("}"u8);
        };
    }

    /// <summary>The members of a type that a parameter names; null when it is not given.</summary>
    public static byte[][]? Names<T>(QueryText text, QueryParameter parameter)
    {
        if (text.One(parameter) is not { } given)
            return null;
        var known = NamesOf<T>();
        var names = given.Split(',', StringSplitOptions.TrimEntries);
        if (names.FirstOrDefault(name => !known.Contains(name)) is { } unknown)
            throw QueryText.UnknownCode(parameter.Name, unknown, known);
        return [.. names.Distinct().Select(Encoding.UTF8.GetBytes)];
    }

    public static IReadOnlyList<string> NamesOf<T>() => [.. ViewJson.Options.GetTypeInfo(typeof(T)).Properties.Select(member => member.Name)];
}
