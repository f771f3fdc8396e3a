using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Headers;
using System.Text;

namespace Events.Api.Tests.Support;

/// <summary>The real program as a process of its own, on a loopback port that the system chooses.</summary>
internal sealed class RunningProgram : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _process;
    private readonly TaskCompletionSource<Uri> _address = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly StringBuilder _output = new();
    private readonly StringBuilder _errors = new();
    private Uri? _heard;

    private RunningProgram(Process process)
    {
        _process = process;
        process.OutputDataReceived += (_, line) => Hear(line.Data);
        process.ErrorDataReceived += (_, line) =>
        {
            lock (_errors)
                _errors.AppendLine(line.Data);
        };
        process.EnableRaisingEvents = true;
        process.Exited += (_, _) => _address.TrySetException(new InvalidOperationException("The program ended before it listened."));
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    public int Id => _process.Id;

    /// <summary>The administrator key that it printed at its first start.</summary>
    public string? FirstKey { get; private set; }

    public HttpClient Http { get; private set; } = new();

    public Uri Address => Http.BaseAddress!;

    public string Output => Read(_output);

    public string Errors => Read(_errors);

    /// <summary>Serves a database; returns when it listens.</summary>
    /// <param name="key">Sent with every request; without one the first key, when it printed one.</param>
    /// <param name="port">0 is one that the system chooses.</param>
    public static Task<RunningProgram> ServeAsync(string database, string? key = null, string examples = "none", int port = 0) =>
        ListenAsync(key, "serve", "--database", database, "--urls", Local(port), "--examples", examples);

    /// <summary>The same with any options.</summary>
    public static Task<RunningProgram> ServeWithAsync(string database, string? key, params string[] options) =>
        ListenAsync(key, ["serve", "--database", database, "--urls", Local(0), .. options.Contains("--examples") ? options : ["--examples", "none", .. options]]);

    /// <summary>Follows another instance; returns when it listens.</summary>
    public static Task<RunningProgram> FollowAsync(Uri source, string key, string database) =>
        ListenAsync(null, "follow", source.ToString(), "--key", key, "--database", database, "--urls", Local(0));

    private static string Local(int port) => string.Create(CultureInfo.InvariantCulture, $"http://127.0.0.1:{port}");

    /// <summary>Runs a verb that listens; returns when it does.</summary>
    public static async Task<RunningProgram> ListenAsync(string? key, params string[] words)
    {
        var program = Start(words);
        try
        {
            program.Http.BaseAddress = await program._address.Task.WaitAsync(Patience);
        }
        catch (Exception failure)
        {
            var errors = program.Errors;
            await program.DisposeAsync();
            throw new InvalidOperationException($"The server did not start: {errors}", failure);
        }
        if ((key ?? program.FirstKey) is { } sent)
            program.Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", sent);
        return program;
    }

    /// <summary>Runs a verb to its end.</summary>
    public static async Task<Ended> RunAsync(params string[] words) => await RunWithAsync(null, words);

    /// <summary>Runs a verb to its end, with something on its standard input.</summary>
    public static async Task<Ended> RunWithAsync(string? input, params string[] words)
    {
        await using var program = Start(words);
        if (input is not null)
            await program._process.StandardInput.WriteAsync(input);
        program._process.StandardInput.Close();
        return await program.EndAsync();
    }

    public static RunningProgram Start(params string[] words)
    {
        var start = new ProcessStartInfo(Host())
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            // Whatever the tests are run in must not be where the program finds its files.
            WorkingDirectory = Path.GetTempPath(),
        };
        start.ArgumentList.Add(typeof(Server).Assembly.Location);
        foreach (var word in words)
            start.ArgumentList.Add(word);
        foreach (var variable in start.Environment.Keys.Where(name => name.StartsWith("EVENTS_", StringComparison.Ordinal) || name.StartsWith("ASPNETCORE_", StringComparison.Ordinal)).ToList())
            start.Environment.Remove(variable);
        return new RunningProgram(new Process { StartInfo = start });
    }

    /// <summary>Waits until it has ended by itself.</summary>
    public async Task<Ended> EndAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        await _process.WaitForExitAsync(patience.Token);
        return new Ended(_process.ExitCode, Output, Errors);
    }

    /// <summary>Ends it at once, wherever it is: SIGKILL.</summary>
    public async Task KillAsync()
    {
        _process.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>Asks it to end, as a service manager does: SIGTERM.</summary>
    public async Task<Ended> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", Id.ToString(CultureInfo.InvariantCulture)]);
        await kill.WaitForExitAsync();
        return await EndAsync();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        if (!_process.HasExited)
            await KillAsync();
        _process.Dispose();
        // Nobody may have waited for the address.
        _ = _address.Task.Exception;
    }

    private static string Host() => Path.GetFileNameWithoutExtension(Environment.ProcessPath) is "dotnet" ? Environment.ProcessPath! : Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";

    private void Hear(string? line)
    {
        lock (_output)
            _output.AppendLine(line);
        if (line is null)
            return;
        if (After(line, "First key ") is { } key)
            FirstKey = key;
        if (After(line, "Listening on ") is { } address)
            _heard = new Uri(address);
        if (line.StartsWith("Ready", StringComparison.Ordinal))
            _address.TrySetResult(_heard!);
    }

    private static string? After(string line, string label) => line.StartsWith(label, StringComparison.Ordinal) ? line[label.Length..].Trim() : null;

    private static string Read(StringBuilder text)
    {
        lock (text)
            return text.ToString();
    }
}

/// <summary>How a run of the program ended.</summary>
internal sealed record Ended(int Code, string Output, string Errors);

/// <summary>A folder that goes when the test does.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("events-test-").FullName;

    public string File(string name) => System.IO.Path.Combine(Path, name);

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
