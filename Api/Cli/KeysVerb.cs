using System.CommandLine;
using System.Globalization;
using System.Security.Cryptography;
using Events.Api.Storage;
using Events.Domain.Access;
using Events.Domain.Values;

namespace Events.Api.Cli;

/// <summary><c>keys</c>: who may do what. It works beside a running server, at once.</summary>
internal static class KeysVerb
{
    private const int LongestName = 100;

    private static readonly Option<string> Name = new("--name") { Description = "Whose key it is: the name that stands at what is written with it", HelpName = "NAME", Required = true };
    private static readonly Option<string> Scopes = new("--scope") { Description = "read, write or admin; each includes the one before", HelpName = "SCOPE", Required = true };
    private static readonly Argument<string> Key = new("NAME|ID") { Description = "The name or the id of the key, as keys list shows them" };

    public static Command Create()
    {
        var create = new Command("create", "Make a key and print it, this once") { Name, Scopes };
        create.SetAction(RunCreate);
        var list = new Command("list", "List the keys: id, name, scope, when it was made, when it was revoked");
        list.SetAction(RunList);
        var revoke = new Command("revoke", "Take a key out of use, effective at once") { Key };
        revoke.SetAction(RunRevoke);
        return new Command("keys", "Make, list and revoke keys, also while a server runs") { create, list, revoke };
    }

    /// <summary>Makes a key and keeps it; its text is nowhere else.</summary>
    public static ApiKeyText Add(string database, string name, Scope scope)
    {
        var key = ApiKeyText.Of(RandomNumberGenerator.GetBytes(8), RandomNumberGenerator.GetBytes(32));
        KeyTable.Add(database, key, name, scope, TimeProvider.System.GetUtcNow());
        return key;
    }

    private static int RunCreate(ParseResult words)
    {
        var (database, name) = (Settings.DatabaseOf(words), words.GetRequiredValue(Name).Trim());
        if (name.Length is 0 or > LongestName || name.Any(char.IsControl))
            throw new WrongWordsException($"--name is text of 1 to {LongestName} characters.");
        if (!Code.TryParse<Scope>(words.GetRequiredValue(Scopes), out var scope))
            throw new WrongWordsException($"\"{words.GetRequiredValue(Scopes)}\" is no value of --scope: it is {string.Join(" or ", Code.All<Scope>())}.");
        Database.Recognise(database);
        try
        {
            Console.WriteLine(Add(database, name, scope));
        }
        catch (InvalidOperationException taken)
        {
            throw new RefusedException(taken.Message, taken);
        }
        return CommandLine.Done;
    }

    private static int RunList(ParseResult words)
    {
        var database = Settings.DatabaseOf(words);
        Database.Recognise(database);
        foreach (var key in KeyTable.List(database))
            Console.WriteLine(string.Join('\t', key.Id, key.Name, key.Scopes, Day(key.CreatedAt), key.RevokedAt is { } at ? "revoked " + Day(at) : "in use"));
        return CommandLine.Done;
    }

    private static int RunRevoke(ParseResult words)
    {
        var (database, key) = (Settings.DatabaseOf(words), words.GetRequiredValue(Key));
        Database.Recognise(database);
        if (!KeyTable.Revoke(database, key, TimeProvider.System.GetUtcNow()))
            throw new RefusedException($"There is no key in use with the name or id \"{key}\". \"keys list\" shows them all.");
        Console.Error.WriteLine($"The key \"{key}\" is revoked.");
        return CommandLine.Done;
    }

    private static string Day(long micros) => Instants.FromMicros(micros).ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
}
