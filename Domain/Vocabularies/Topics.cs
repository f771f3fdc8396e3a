using System.Collections.Frozen;

namespace Events.Domain.Vocabularies;

/// <summary>What events and reports are about: a tree of topics from broad to narrow.</summary>
public static class Topics
{
    public static readonly Vocabulary Vocabulary = Vocabulary.Extendable("topics", "Topics",
        "What an event or a report is about. A filter on a broad topic finds the narrower ones too.",

        new("world-politics", "World & politics", "How power is won, held and used, within states and between them."),
        Under("world-politics", "international-affairs", "International affairs", "What states have to do with each other."),
        Under("international-affairs", "diplomacy", "Diplomacy", "Talks, agreements and relations between states."),
        Under("diplomacy", "mediation", "Mediation", "Third parties who help others to come to terms."),
        Under("diplomacy", "prisoner-exchanges", "Prisoner exchanges", "Prisoners freed or handed over for something in return."),
        Under("international-affairs", "international-organizations", "International organizations", "What organizations of states do and decide."),
        Under("world-politics", "domestic-politics", "Domestic politics", "Government, parties and opposition within one state."),
        Under("domestic-politics", "elections", "Elections", "Votes, campaigns and their results."),

        new("human-rights", "Human rights", "The rights of people, and their violation and defence."),
        Under("human-rights", "political-prisoners", "Political prisoners", "People held for their opinions or for political reasons."),
        Under("human-rights", "press-freedom", "Press freedom", "The freedom of journalists and media to work."),
        Under("human-rights", "freedom-of-assembly", "Freedom of assembly", "The freedom to meet, to organize and to protest."),
        Under("human-rights", "refugees-migration", "Refugees and migration", "People who flee, leave or are driven out."),

        new("trade-tariffs", "Trade & tariffs", "Trade between countries and what regulates it."),
        Under("trade-tariffs", "economic-sanctions", "Economic sanctions", "Measures that restrict trade, finance or travel to press a target."),
        Under("trade-tariffs", "tariffs", "Tariffs", "Duties on goods that cross a border."),
        Under("trade-tariffs", "export-controls", "Export controls", "Limits on what may be sold abroad, and to whom."),

        new("security", "Security", "Threats to states and people, and what is done against them."),
        Under("security", "armed-conflict", "Armed conflict", "Fighting between states or organized groups."),
        Under("security", "terrorism", "Terrorism", "Violence that is meant to spread fear for political ends."),
        Under("security", "intelligence", "Intelligence", "Espionage and the secret services."),
        Under("security", "arms-control", "Arms control", "Limits on weapons, and their spread."),
        Under("security", "cyber-security", "Cyber security", "Attacks on computers and networks, and their defence."),

        new("economy", "Economy", "Production, money and work."),
        Under("economy", "energy", "Energy", "Oil, gas, coal, electricity and their supply."),
        Under("economy", "agriculture-food", "Agriculture and food", "Farming, fertilisers, food and its supply."),
        Under("economy", "finance", "Finance", "Banks, markets, currencies and public debt."),
        Under("economy", "transport", "Transport", "Aviation, shipping, railways and roads."),

        new("law-crime", "Law & crime", "Courts, crime and the police."),
        new("disasters-accidents", "Disasters & accidents", "Natural disasters and accidents, and the help that follows."),
        new("environment", "Environment", "Climate, nature and pollution."),
        new("health", "Health", "Disease, medicine and public health."),
        new("science-technology", "Science & technology", "Research, inventions and what they lead to."),
        new("society-culture", "Society & culture", "How people live, believe, learn and create."),
        new("sports", "Sports", "Competitions and those who take part."));

    private static readonly FrozenDictionary<string, IReadOnlyList<string>> ancestors = Climb();

    /// <summary>The broader topics of a shipped topic, nearest first; none for a topic that an editor added.</summary>
    public static IReadOnlyList<string> Ancestors(string code) => ancestors.TryGetValue(code, out var broader) ? broader : [];

    private static VocabularyTerm Under(string parent, string code, string label, string definition) =>
        new(code, label, definition) { Parent = parent };

    // A broader topic stands above its narrower ones, so its own ancestors are known when they are asked for.
    private static FrozenDictionary<string, IReadOnlyList<string>> Climb()
    {
        var found = new Dictionary<string, IReadOnlyList<string>>(StringComparer.Ordinal);
        foreach (var topic in Vocabulary.Terms)
            found.Add(topic.Code, topic.Parent is { } parent ? [parent, .. found[parent]] : []);
        return found.ToFrozenDictionary(StringComparer.Ordinal);
    }
}
