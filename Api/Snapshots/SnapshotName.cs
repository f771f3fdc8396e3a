using System.Globalization;
using System.Text.RegularExpressions;
using Events.Api.Storage;

namespace Events.Api.Snapshots;

/// <summary>
/// What the name of a snapshot says: <c>events-20261127T033208Z-42-9f86d081884c7d65.db</c> is a copy of <c>events.db</c> with 42
/// commits, and the hash of its history begins so. Whether a file is one of this database is told by that alone.
/// </summary>
internal sealed partial record SnapshotName(string Path, DateTimeOffset At, long Seq, string Mark)
{
    private const string Format = "yyyyMMdd'T'HHmmss'Z'";

    /// <summary>The full path of a snapshot of a database.</summary>
    public static string For(string folder, string database, DateTimeOffset at, Head head) => System.IO.Path.Combine(folder, string.Create(
        CultureInfo.InvariantCulture, $"{System.IO.Path.GetFileNameWithoutExtension(database)}-{at.UtcDateTime.ToString(Format, CultureInfo.InvariantCulture)}-{head.Seq}-{head.Mark}.db"));

    /// <summary>Reads the name of a file; null when it is none of a snapshot of this database.</summary>
    public static SnapshotName? Parse(string path, string database)
    {
        var begin = System.IO.Path.GetFileNameWithoutExtension(database) + "-";
        var name = System.IO.Path.GetFileName(path);
        return name.StartsWith(begin, StringComparison.Ordinal) && Pattern().Match(name[begin.Length..]) is { Success: true } match
            && DateTimeOffset.TryParseExact(match.Groups[1].Value, Format, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at)
            && long.TryParse(match.Groups[2].Value, NumberStyles.None, CultureInfo.InvariantCulture, out var seq)
            ? new SnapshotName(path, at, seq, match.Groups[3].Value)
            : null;
    }

    [GeneratedRegex(@"\A([0-9]{8}T[0-9]{6}Z)-([0-9]{1,18})-([0-9a-f]{16})\.db\z")]
    private static partial Regex Pattern();
}
