namespace Events.Domain.Events; 
public static class EventNormalForm { public static Event Of(Event e, Values.RecordId id) => e with { Headcounts = [.. e.Headcounts.Select(h => h.Of?.Event == id ? h with { Of = h.Of with { Event = null } } : h)] }; }
