using System.Diagnostics;
using System.Globalization;

namespace Events.Api.Storage;

/// <summary>Files that get their name only when they are whole. Until then each bears the number of the process that writes it, so that what was left behind is known.</summary>
internal static class Unfinished
{
    private const string Suffix = ".unfinished";

    /// <summary>SQLite has one beside what it writes.</summary>
    private const string Journal = "-journal";

    /// <summary>The name of a file while it is written.</summary>
    public static string NameFor(string file) => string.Create(CultureInfo.InvariantCulture, $"{file}.{Environment.ProcessId}{Suffix}");

    /// <summary>Deletes what was to become this file in runs that ended before it was whole.</summary>
    public static void Clear(string file)
    {
        var (folder, begin) = (Path.GetDirectoryName(file)!, Path.GetFileName(file) + ".");
        foreach (var found in (IEnumerable<string>)[.. Directory.EnumerateFiles(folder, "*" + Suffix), .. Directory.EnumerateFiles(folder, "*" + Suffix + Journal)])
        {
            var name = Path.GetFileName(found);
            if (!name.StartsWith(begin, StringComparison.Ordinal))
                continue;
            var number = name.AsSpan(begin.Length, name.LastIndexOf(Suffix, StringComparison.Ordinal) - begin.Length);
            if (int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var process) && !IsAtWork(process))
                File.Delete(found);
        }
    }

    /// <summary>Deletes a file that is not to get its name.</summary>
    public static void Delete(string unfinished)
    {
        File.Delete(unfinished);
        File.Delete(unfinished + Journal);
    }

    /// <summary>A file with the own number is one of an earlier run: in a container each run has the same.</summary>
    private static bool IsAtWork(int process)
    {
        if (process == Environment.ProcessId)
            return false;
        try
        {
            using var found = Process.GetProcessById(process);
            return true;
        }
        catch (ArgumentException)
        {
            return false;
        }
    }
}
