using Events.Api.Cli;

// The verbs of the program, each with a file of its own in Cli.
return await CommandLine.RunAsync(args,
    ServeVerb.Create(),
    FollowVerb.Create(),
    ImportVerb.Create(),
    CheckVerb.Create(),
    RebuildVerb.Create(),
    BackupVerb.Create(),
    RestoreVerb.Create(),
    KeysVerb.Create());
