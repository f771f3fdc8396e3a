using System.Globalization;
using Events.Api.Http;
using Events.Api.Keys;
using Events.Api.Storage;
using Events.Domain.Importing;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Importing;

/// <summary>Routes of bulk import.</summary>
internal static class ImportEndpoints
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    private static readonly QueryParameter Profile = new("profile", "By which profile rows become records: the name of one that comes with the program. Without it the file is NDJSON, a commit or a record of one on each line. A profile of one's own comes in the body, as the part `profile` of `multipart/form-data`, before the part `file`.", "ucdp-ged");
    private static readonly QueryParameter Mode = new("mode", "`each` (default) writes or refuses each row for itself; `all` writes all rows in one transaction or none, at most 10,000 rows and 64 MB.", "each", Codes: Code.All<ImportMode>()) { TakesOneCode = true };
    private static readonly QueryParameter DryRun = new("dryRun", "`true` does everything on a copy of the database, which is thrown away: the report is that of the real run.", "true", Codes: ["true", "false"]) { TakesOneCode = true };
    private static readonly QueryParameter RetireMissing = new("retireMissing", "`true` deletes records that earlier imports of the same source have written and this file has no more, unless others refer to them. Nothing is deleted when a row cannot be read.", "true", Codes: ["true", "false"]) { TakesOneCode = true };
    private static readonly QueryParameter RetireAtMost = new("retireAtMost", "Of a hundred records of the source, how many `retireMissing` may delete: 0 to 100, default 50. When more than that and more than 20 are missing, none is deleted and the report says so: it is likely another file. 0 deletes none.", "80") { IsInteger = true };
    private static readonly QueryParameter Source = new("source", "Whose records these are; by default the name of the profile, or `commits`. At most 100 characters.", "ucdp-ged");
    private static readonly QueryParameter Name = new("file", "The name of the file, for people. At most 255 characters.", "ged241.csv");
    private static readonly QueryParameter Wait = new("wait", "How many seconds the answer may wait for the end of the import: 0 to 60, default 0.", "30") { IsInteger = true };
    private static readonly QueryParameter Sha256 = new("sha256", "Only imports of the file with this SHA-256, in hexadecimal; of a compressed one, that of what it holds.", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    private static readonly QueryParameter Outcome = new("outcome", "Only rows that ended so.", "refused", Codes: Code.All<RowOutcome>());
    private static readonly QueryParameter Duplicates = new("possibleDuplicates", "`true`: only rows whose records may be there already.", "true", Codes: ["true"]) { TakesOneCode = true };
    private static readonly QueryParameter Cursor = ReadParameters.Cursor with { Description = "Where the last page ended; take `next` as it is." };

    public static void MapImports(this IEndpointRouteBuilder v1)
    {
        var group = v1.MapGroup("/imports").WithTags("Imports").WithMetadata(new BesideLedger());
        group.MapPost("", Create).Writes().WithMetadata(new TakesFile()).Named("createImport", "Import a file of many records, row by row").TakesQuery(Profile, Mode, DryRun, RetireMissing, RetireAtMost, Source, Name, Wait);
        group.MapMethods("", Reading, List).Writes().Named("listImports", "List imports, the newest first").TakesQuery(Sha256, ReadParameters.Limit, Cursor);
        group.MapMethods("/{id}", Reading, Get).Writes().Named("getImport", "How an import stands").TakesQuery(Wait);
        group.MapMethods("/{id}/rows", Reading, Rows).Writes().Named("listImportRows", "What became of each row, in the order of the file").TakesQuery(Outcome, Duplicates, ReadParameters.Limit, Cursor);
        group.MapPost("/{id}/stop", Stop).Writes().Named("stopImport", "End an import before its end; what it has written stays").TakesQuery(Wait);
        group.MapPost("/{id}/resume", Resume).Writes().Named("resumeImport", "Let an import that ended early go on behind its last row").TakesQuery(Wait);
        group.MapPost("/{id}/undo", Undo).Writes().Named("undoImport", "Take back what an import wrote, but for what others have changed since").TakesQuery(Wait);
    }

    private static async Task<Accepted<ImportView>> Create(HttpContext http, ImportDesk desk, ImportUpload upload)
    {
        var (text, wait) = (http.Query(), WaitOf(http));
        var profile = text.One(Profile);
        if (profile is not null && !RowSource.Profiles.Contains(profile))
            throw QueryText.UnknownCode(Profile.Name, profile, RowSource.Profiles);
        var how = new ImportSettings
        {
            File = Text(text, Name, 255) ?? ImportSettings.Unnamed,
            Profile = profile,
            Source = Text(text, Source, 100) ?? profile ?? ImportSettings.OfCommits,
            Mode = text.One(Mode) is { } mode ? QueryText.Choice<ImportMode>(Mode, mode) : ImportMode.Each,
            DryRun = IsTrue(text, DryRun),
            RetireMissing = IsTrue(text, RetireMissing),
            RetireAtMost = (int?)text.Integer(RetireAtMost, 0, 100) ?? ImportSettings.DefaultRetireAtMost,
        };
        if (!how.RetireMissing && text.One(RetireAtMost) is not null)
            throw QueryText.Invalid(RetireAtMost.Name, "\"retireAtMost\" bounds what \"retireMissing\" deletes, and says nothing without it.");
        var batch = await upload.TakeAsync(http, how, http.Caller().Name);
        return new Accepted<ImportView>(Answer<ImportView>.Serialize(await ViewAsync(desk, batch.Id, wait, http))) { Location = $"/v1/imports/{batch.Id}" };
    }

    private static Task<Answer<ImportList>> List(HttpContext http, ImportDesk desk, Readers readers)
    {
        var (text, limit, before) = (http.Query(), http.Query().LimitOf(), CursorOf(http) ?? long.MaxValue);
        var hash = text.One(Sha256);
        byte[]? bytes = null;
        if (hash is not null && !TryParse(hash, out bytes))
            throw QueryText.Invalid(Sha256.Name, "\"sha256\" is 64 hexadecimal digits.");
        return readers.ReadAsync(snapshot =>
        {
            var found = ImportTable.List(snapshot.Session, before, limit + 1, bytes);
            var next = found.Count > limit ? Next(http, found[limit - 1].Batch) : null;
            return new Answer<ImportList>(Answer<ImportList>.Serialize(new ImportList([.. found.Take(limit).Select(batch => ImportView.Of(batch, desk.ProgressOf(batch)))], next))) { Next = next };
        }, http.RequestAborted);
    }

    private static async Task<Answer<ImportView>> Get(string id, HttpContext http, ImportDesk desk) =>
        Answer<ImportView>.Of(await ViewAsync(desk, id, WaitOf(http), http));

    private static async Task<Answer<ImportReport>> Rows(string id, HttpContext http, ImportDesk desk, Readers readers)
    {
        var (text, limit, after) = (http.Query(), http.Query().LimitOf(), CursorOf(http) ?? 0);
        var outcomes = (text.One(Outcome)?.Split(',') ?? []).Select(one => QueryText.Choice<RowOutcome>(Outcome, one)).ToList();
        var batch = await desk.FindAsync(id, http.RequestAborted);
        return await readers.ReadAsync(snapshot =>
        {
            var found = ImportRows.List(snapshot.Session, batch.Batch, outcomes, IsTrue(text, Duplicates), after, limit + 1);
            var next = found.Count > limit ? Next(http, found[limit - 1].Row) : null;
            return new Answer<ImportReport>(Answer<ImportReport>.Serialize(new ImportReport([.. found.Take(limit).Select(row => ImportRowView.Of(row, snapshot.Session))], next))) { Next = next };
        }, http.RequestAborted, isLong: true);
    }

    private static Task<Answer<ImportView>> Stop(string id, HttpContext http, ImportDesk desk) => ChangeAsync(id, http, desk, desk.StopAsync);

    private static Task<Answer<ImportView>> Resume(string id, HttpContext http, ImportDesk desk) => ChangeAsync(id, http, desk, desk.ResumeAsync);

    private static Task<Answer<ImportView>> Undo(string id, HttpContext http, ImportDesk desk) => ChangeAsync(id, http, desk, desk.UndoAsync);

    private static async Task<Answer<ImportView>> ChangeAsync(string id, HttpContext http, ImportDesk desk, Func<BatchRow, CancellationToken, Task> change)
    {
        var wait = WaitOf(http);
        await change(await desk.FindAsync(id, http.RequestAborted), http.RequestAborted);
        return Answer<ImportView>.Of(await ViewAsync(desk, id, wait, http));
    }

    private static async Task<ImportView> ViewAsync(ImportDesk desk, string id, TimeSpan wait, HttpContext http)
    {
        var stopping = http.RequestServices.GetRequiredService<IHostApplicationLifetime>().ApplicationStopping;
        var batch = await desk.WaitAsync(id, wait, http.RequestAborted, stopping);
        return ImportView.Of(batch, desk.ProgressOf(batch));
    }

    private static TimeSpan WaitOf(HttpContext http) => TimeSpan.FromSeconds(http.Query().Integer(Wait, 0, 60) ?? 0);

    private static bool IsTrue(QueryText text, QueryParameter parameter) =>
        text.One(parameter) is { } given && (parameter.Codes!.Contains(given) ? given == "true" : throw QueryText.UnknownCode(parameter.Name, given, parameter.Codes!));

    private static string? Text(QueryText text, QueryParameter parameter, int longest) => text.One(parameter) is not { } given ? null
        : given.Length is > 0 && given.Length <= longest && !given.Any(char.IsControl) ? given
        : throw QueryText.Invalid(parameter.Name, $"\"{parameter.Name}\" is text of 1 to {longest} characters.");

    private static long? CursorOf(HttpContext http) => http.Query().One(Cursor) is not { } text ? null
        : long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number
        : throw new Refusal(Reason.InvalidCursor, "This is no cursor of this server.", [new Violation(Reason.InvalidCursor, Cursor.Name, "This is no cursor of this server.")]);

    private static string Next(HttpContext http, long last)
    {
        var others = Queries.Pairs(http.Request.QueryString).Where(pair => pair.Name != Cursor.Name).Append((Cursor.Name, last.ToString(CultureInfo.InvariantCulture)));
        return $"{http.Root()}{http.Request.Path}{QueryString.Create(others.Select(pair => KeyValuePair.Create(pair.Item1, (string?)pair.Item2)))}";
    }

    private static bool TryParse(string hex, out byte[]? bytes)
    {
        bytes = new byte[32];
        return hex.Length == 64 && Convert.FromHexString(hex, bytes, out _, out _) is System.Buffers.OperationStatus.Done;
    }
}
