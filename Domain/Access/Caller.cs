using Events.Domain.Ledger;

namespace Events.Domain.Access;

/// <summary>Who makes a request.</summary>
/// <param name="Name">The name of the key; "anonymous" without one.</param>
/// <param name="Scope">The widest scope of the key; null without one.</param>
public sealed record Caller(string Name, Scope? Scope)
{
    public static readonly Caller Anonymous = new("anonymous", null);

    public bool May(Scope scope) => Scope >= scope;

    public Audience Audience => May(Access.Scope.Write) ? Audience.Editors : Audience.Everyone;
}
