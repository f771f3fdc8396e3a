namespace Events.Domain.Events;

/// <summary>Which events are taken at their word when numbers and states are derived.</summary>
public static class EventStanding
{
    /// <summary>Published, not retracted, and not the duplicate of another event.</summary>
    public static bool Stands(this Event e) =>
        e.Workflow == Workflow.Published
        && e.Verification != Verification.Retracted
        && e.Links.All(link => link.Type != LinkType.DuplicateOf);

    /// <summary>Stands, and occurred or is ongoing: it is counted and added up.</summary>
    public static bool Counts(this Event e) =>
        e.Stands() && e.Occurrence is (Occurrence.Occurred or Occurrence.Ongoing);
}
