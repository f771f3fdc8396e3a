using Events.Domain.Querying;

namespace Events.Api.Storage;

/// <summary>
/// The keys of pages to come in a walk through a whole list. Only the order by date is one in which a page ends when it is
/// full; in any other, each page would look at the whole list again.
/// </summary>
internal sealed class KeysAhead
{
    private const int Many = 100_000;

    private List<Position> _keys = [];
    private bool _isToTheEnd;

    /// <summary>The keys that follow a position, at most so many; fewer only at the end of the list.</summary>
    public List<Position> From(RecordQuery query, Position? after, int most, Func<RecordQuery, Position?, int, List<Position>> find)
    {
        if (query.Sort is Sort.NewestFirst or Sort.OldestFirst)
            return find(query, after, most);
        var begin = after is { } position ? _keys.IndexOf(position) + 1 : 0;
        if (_keys.Count - begin < most && !_isToTheEnd)
        {
            (_keys, begin) = (find(query, after, Many), 0);
            _isToTheEnd = _keys.Count < Many;
        }
        return _keys.GetRange(begin, Math.Min(most, _keys.Count - begin));
    }
}
