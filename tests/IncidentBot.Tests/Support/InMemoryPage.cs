using IncidentBot.Storage.Queries;

namespace IncidentBot.Tests.Support;

internal static class InMemoryPage
{
    /// <param name="found">All that the query finds, in any order.</param>
    public static Page<T> Of<T>(IEnumerable<T> found, bool byTime, Func<T, (DateTimeOffset At, long Number)> place, bool newestFirst, Cursor? after, int limit)
    {
        (DateTimeOffset At, long Number) Key(T item) => byTime ? (place(item).At.ToUniversalTime(), place(item).Number) : (default, place(item).Number);
        var sorted = newestFirst ? found.OrderByDescending(Key) : found.OrderBy(Key);
        var start = after is null ? default : (byTime ? after.At ?? default : default, after.Number);
        var rest = sorted.Where(item => after is null || (newestFirst ? Key(item).CompareTo(start) < 0 : Key(item).CompareTo(start) > 0))
            .Take(limit + 1)
            .ToList();
        return new Page<T>([.. rest.Take(limit)], rest.Count > limit ? Place(rest[limit - 1]) : null);

        Cursor Place(T item) => new(place(item).Number, byTime ? place(item).At : null);
    }
}
