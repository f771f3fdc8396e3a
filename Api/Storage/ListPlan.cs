using System.Globalization;
using System.Text.Json;
using Events.Domain.Events;
using Events.Domain.Ledger;
using Events.Domain.Querying;
using Events.Domain.Values;

namespace Events.Api.Storage;

/// <summary>A query with all that only the database knows: who bears the names in it, and which of its filters leaves the fewest records.</summary>
/// <param name="Clause">The clause whose records are read in order; null when it is the words, or the numbers that the list is sorted by.</param>
internal sealed record ListPlan(RecordQuery Query, TextPlan? Text, Clause? Clause, bool ByNumber)
{
    /// <summary>What is read in the order of the list; the list is what all of them find.</summary>
    public IReadOnlyList<Arm> Arms(bool isPinned)
    {
        if (ByNumber)
            return [new NumberArm()];
        if (Clause is { } clause)
            return [.. clause.Terms.Select(term => new TermArm(term.Text, clause, null))];
        var text = Text!;
        var arms = new List<Arm> { new TextArm(text.Match) };
        if (isPinned && text.Changed is { } rows)
            arms.Add(new ChangedArm(rows));
        arms.AddRange(text.All.SelectMany(word => word.Terms.Select(term => new TermArm(term, null, word))));
        return arms;
    }
}

/// <summary>One way in which records of a list are found.</summary>
internal abstract record Arm;

/// <summary>Under a term, of a clause or of somebody who bears a name.</summary>
internal sealed record TermArm(string Term, Clause? Clause, WordPlan? Word) : Arm;

/// <summary>By the words of their text.</summary>
internal sealed record TextArm(string Match) : Arm;

/// <summary>By the words of a text that has changed since: their rows in the text index, as JSON.</summary>
internal sealed record ChangedArm(string Rows) : Arm;

/// <summary>From the largest number on.</summary>
internal sealed record NumberArm : Arm;

/// <summary>The words of a query.</summary>
/// <param name="Changed">The rows of the text index, as JSON, of records that have changed since and that held all words then.</param>
internal sealed record TextPlan(IReadOnlyList<WordPlan> All, IReadOnlyList<WordPlan> None, string? Changed)
{
    public string Match => string.Join(" AND ", All.Select(word => word.Match));
}

/// <summary>A word or phrase.</summary>
/// <param name="Match">The expression by which the text index finds it.</param>
/// <param name="Terms">The terms of those who bear it as a name.</param>
/// <param name="Changed">As in <see cref="TextPlan"/>, for this word alone.</param>
internal sealed record WordPlan(string Match, IReadOnlyList<string> Terms, string? Changed);

/// <summary>Makes plans.</summary>
internal sealed class ListPlanner(Session session, Audience audience, long? asOf, long seq, World world)
{
    /// <summary>Counting ends here: more is many.</summary>
    private const int Many = 1000;

    /// <summary>How many bearers of names are looked at, for all words together: each has an arm of its own, in which all other words are looked up.</summary>
    private const int MostBearers = 200;

    public ListPlan Plan(RecordQuery query)
    {
        var text = query.Text is { } words ? Plan(words) : null;
        List<Clause> clauses = [.. query.Clauses.Where(clause => !clause.Not).OrderBy(clause => (clause.Terms.Count > 1 ? 100 : 0) + clause.Rank)];
        var sizes = clauses.ConvertAll(clause => clauses.Count > 1 || text is not null || SortsByNumber(query) ? Size(clause) : 0);
        var smallest = sizes.Count == 0 ? -1 : sizes.IndexOf(sizes.Min());
        if (text is { All.Count: > 0 } && (smallest < 0 || query.Sort is Sort.BestFirst || Size(text) <= sizes[smallest]))
            return new ListPlan(query, text, null, ByNumber: false);
        var byNumber = SortsByNumber(query) && asOf is null && text is null && sizes[smallest] >= Many;
        return new ListPlan(query, text, byNumber ? null : clauses[smallest], byNumber);
    }

    /// <summary>The terms under which whoever bears one of the phrases as a name is found.</summary>
    public IReadOnlyList<string> BearersOf(TextQuery text, Phrase phrase) =>
        Bearers(phrase, text.All.Contains(phrase) ? MostBearers / text.All.Count : MostBearers);

    private static bool SortsByNumber(RecordQuery query) => query.Sort is Sort.MostPeopleFirst or Sort.LastUpdatedFirst;

    private int Size(Clause clause) => clause.Terms.Sum(term => Count(
        session.Prepare($"SELECT count(*) FROM (SELECT 1 FROM posting WHERE term = ?1 LIMIT {Many})").Bind(term.Text)));

    private int Size(TextPlan text) => Count(session.Prepare($"SELECT count(*) FROM (SELECT 1 FROM record_text WHERE record_text MATCH ?1 LIMIT {Many})").Bind(text.Match));

    private static int Count(Statement statement)
    {
        statement.Step();
        var count = (int)statement.Long(0);
        statement.Reset();
        return count;
    }

    private TextPlan Plan(TextQuery text)
    {
        var changed = asOf is null ? [] : Changed();
        List<WordPlan> all = [.. text.All.Select(phrase => Plan(phrase, changed, MostBearers / text.All.Count))];
        var held = changed.Where(then => text.All.All(phrase => IsIn(phrase, then.Text))).Select(then => then.Row);
        return new TextPlan(all, [.. text.None.Select(phrase => Plan(phrase, changed, MostBearers))], changed.Count == 0 ? null : JsonSerializer.Serialize(held));
    }

    private WordPlan Plan(Phrase phrase, List<(long Row, SearchText Text)> changed, int mostBearers)
    {
        // In quotes, so that nothing in it is an operator.
        var match = $"\"{phrase.Text.Replace("\"", "", StringComparison.Ordinal)}\"{(phrase.Unfinished ? "*" : "")}";
        var held = changed.Where(then => IsIn(phrase, then.Text)).Select(then => then.Row);
        return new WordPlan(match, Bearers(phrase, mostBearers), changed.Count == 0 ? null : JsonSerializer.Serialize(held));
    }

    private static bool IsIn(Phrase phrase, SearchText text) => phrase.IsIn(text.Title) || (text.Body is { } body && phrase.IsIn(body));

    /// <summary>The terms of people, organizations, countries and sanctions of which a name holds all words of the phrase.</summary>
    private List<string> Bearers(Phrase phrase, int most)
    {
        var words = Spelling.Words(Spelling.Fold(phrase.Text));
        var terms = new List<string>();
        AddBearers(terms, words, phrase.Unfinished, skeleton: 0);
        // The names of countries are there in many languages: what only sounds like one of them is another word.
        AddBearers(terms, NameSearch.Skeletons(words), phrase.Unfinished, skeleton: 1);
        return [.. terms.Distinct().Take(most)];
    }

    private void AddBearers(List<string> terms, string[] words, bool unfinished, int skeleton)
    {
        if (words.Length == 0)
            return;
        var arms = words.Select((_, i) => string.Create(CultureInfo.InvariantCulture, $"""
            SELECT key, nth FROM name_index WHERE form >= ?{(2 * i) + 3} AND form <= ?{(2 * i) + 4} AND skeleton = {skeleton} AND (rights & {(int)audience.Right()}) <> 0 AND from_seq <= ?1 AND to_seq > ?1
            """));
        var statement = session.Prepare($"""
            SELECT DISTINCT r.kind, r.id FROM ({string.Join(" INTERSECT ", arms)}) m CROSS JOIN record r ON r.row = m.key CROSS JOIN indexed x ON x.key = m.key AND (x.rights & {(int)audience.Right()}) <> 0
            WHERE r.kind IN ('organization', 'person', 'sanction'{(skeleton == 0 ? ", 'country'" : "")}) ORDER BY r.kind, m.key LIMIT ?2
            """).Bind(seq).Bind(MostBearers);
        for (var i = 0; i < words.Length; i++)
            statement.Bind(words[i]).Bind(unfinished && i == words.Length - 1 ? words[i] + "\U0010FFFF" : words[i]);
        while (statement.Step())
        {
            var id = new RecordId(statement.Text(1));
            terms.Add((Code.Parse<RecordKind>(statement.Text(0)) switch
            {
                RecordKind.Country => EventTerms.Country(new CountryCode(id.Value)),
                RecordKind.Organization => EventTerms.Organization(id),
                RecordKind.Person => EventTerms.Person(id),
                _ => EventTerms.Sanction(id),
            }).Text);
        }
        statement.Reset();
    }

    /// <summary>The events that have changed since, with the place and the text that they had then. The text index knows only texts of now.</summary>
    private List<(long Row, SearchText Text)> Changed()
    {
        var ids = new List<RecordId>();
        var statement = session.Prepare("""
            SELECT DISTINCT c.id FROM record c JOIN record f ON f.kind = c.kind AND f.id = c.id AND f.version = 1
            WHERE c.seq > ?1 AND c.kind = 'event' AND f.seq <= ?1
            """).Bind(seq);
        while (statement.Step())
            ids.Add(new RecordId(statement.Text(0)));
        statement.Reset();
        return [.. ids.Select(world.Find<Event>).OfType<Stored<Event>>().Select(then => (
            DerivedRows.TextRow(CalendarDay.Of(then.Record.LastDay()), then.Key), new SearchText(then.Record.Title, then.Record.Summary)))];
    }
}
