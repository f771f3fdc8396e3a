using Events.Benchmarks;

// Figures of speed and memory, run by hand; each is compared with a reference that runs in turns with it.
switch (args)
{
    case ["serve", var database, var mostInGroup, var mostCached]:
        await Servers.RunProductAsync(database, int.Parse(mostInGroup, null), long.Parse(mostCached, null));
        return 0;
    case ["serve-by-hand", var database]:
        await Servers.RunByHandAsync(database);
        return 0;
    case ["listen", var port, var count, var query]:
        await StreamListeners.RunAsync(int.Parse(port, null), int.Parse(count, null), query);
        return 0;
    case ["fill", var events, var database]:
        using (var folder = new BenchmarkFolder())
            File.Copy(await folder.WithEventsAsync(int.Parse(events, null)), database);
        return 0;
    case ["stream"]:
        var stream = new Table();
        using (var folder = new BenchmarkFolder())
            await StreamFigures.MeasureAsync(folder, stream);
        Console.WriteLine(stream);
        return 0;
    case ["scale", var most]:
        var scale = new Table();
        using (var folder = new BenchmarkFolder())
            await ScaleFigures.MeasureAsync(folder, scale, int.Parse(most, null));
        Console.WriteLine(scale);
        return 0;
    case ["import", var events]:
        var imports = new Table();
        using (var folder = new BenchmarkFolder())
            await ImportFigures.MeasureAsync(folder, imports, int.Parse(events, null));
        Console.WriteLine(imports);
        return 0;
    case ["twins"]:
        var weighed = new Table();
        using (var folder = new BenchmarkFolder())
            await TwinFigures.MeasureAsync(folder, weighed);
        Console.WriteLine(weighed);
        return 0;
    case [] or ["all" or "writes" or "reads" or "start" or "memory"]:
        var what = args is [var named] ? named : "all";
        var table = new Table();
        using (var folder = new BenchmarkFolder())
        {
            if (what is "all" or "writes")
                await WriteFigures.MeasureAsync(folder, table);
            if (what is "all" or "start")
                await StartFigures.MeasureAsync(folder, table);
            if (what is "all" or "reads" or "memory")
                await ReadFigures.MeasureAsync(folder, table, onlyMemory: what is "memory");
        }
        Console.WriteLine(table);
        return 0;
    default:
        Console.Error.WriteLine("usage: dotnet run -c Release --project Api.Tests/Benchmarks -- [writes|reads|start|memory|twins|all|stream|scale 1000000|import 1000000|fill 1000000 FILE]");
        return 2;
}
