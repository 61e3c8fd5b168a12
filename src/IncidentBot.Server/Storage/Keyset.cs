using System.Data.Common;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Storage;

/// <summary>
/// A query put together from the filters that are set: one page of it, which begins behind a row and not at a count of
/// rows, or a count that ends early.
/// </summary>
/// <param name="columns">What is read of each row.</param>
/// <param name="from">The table that gives the order, joined with what it needs.</param>
/// <param name="number">The unique column of the order.</param>
/// <param name="time">The column before it where the order is one of times; null for none.</param>
internal sealed class Keyset(string columns, string from, string number, string? time, bool newestFirst)
{
    private readonly List<string> conditions = [];
    private readonly List<(string Name, object? Value)> values = [];
    private (DateTimeOffset? From, DateTimeOffset? Until) span;

    /// <summary>Of what was asked for; the place in the order comes before it.</summary>
    public int FirstColumn => time is null ? 1 : 2;

    /// <summary>Where the row is in the order.</summary>
    public Cursor Place(DbDataReader row) => new(row.GetInt64(0), time is null ? null : StoredText.Time(row.GetString(1)));

    public Keyset Where(string condition)
    {
        conditions.Add(condition);
        return this;
    }

    /// <summary>Nothing where the value is null.</summary>
    /// <param name="condition">Over <c>@name</c>.</param>
    public Keyset Where(string condition, string name, object? value)
    {
        if (value is null)
        {
            return this;
        }

        conditions.Add(condition);
        values.Add((name, value));
        return this;
    }

    /// <summary>In the order of a time: from the one on, and before the other. Either may be null.</summary>
    public Keyset Within(DateTimeOffset? from, DateTimeOffset? until)
    {
        span = (from, until);
        return Where($"{time} >= @from", "from", from).Where($"{time} < @until", "until", until);
    }

    /// <summary>One row more than asked for, which says whether there is a next page.</summary>
    public Statement Page(Cursor? after, int limit)
    {
        var direction = newestFirst ? "desc" : "asc";
        var order = time is null ? $"{number} {direction}" : $"{time} {direction}, {number} {direction}";
        var key = time is null ? number : $"{number}, {time}";
        var statement = Behind(after, filter => $"select {key}, {columns} from {from} where {filter} order by {order} limit @limit");
        statement["limit"] = limit + 1;
        return statement;
    }

    public Statement Count() => Behind(null, filter => $"select count(*) from (select 1 from {from} where {filter} limit {Counted.Most + 1}) as found");

    /// <summary>
    /// The first page begins behind a row too, one before all there can be: so it is found as the later ones are. In a span of time
    /// that is one at its edge: PostgreSQL begins where the comparison of rows says, and would read all that is newer than the span.
    /// </summary>
    private Statement Behind(Cursor? after, Func<string, string> sql)
    {
        var sign = newestFirst ? "<" : ">";
        var place = time is null ? $"{number} {sign} @after" : $"({time}, {number}) {sign} (@after_time, @after)";
        var statement = new Statement(sql(string.Join(" and ", conditions.Append(place))));
        statement["after"] = after?.Number ?? (newestFirst && span.Until is null ? long.MaxValue : long.MinValue);
        if (time is not null)
        {
            statement["after_time"] = after?.At ?? (newestFirst ? span.Until ?? DateTimeOffset.MaxValue : span.From ?? DateTimeOffset.MinValue);
        }

        foreach (var (name, value) in values)
        {
            statement[name] = value;
        }

        return statement;
    }
}
