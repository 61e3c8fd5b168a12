using System.Data.Common;
using System.Globalization;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Storage;

/// <summary>Reads what a <see cref="Keyset"/> finds.</summary>
internal static class PagesOfRows
{
    /// <param name="read">Given the first column of what was asked for.</param>
    public static async Task<Page<T>> PageAsync<T>(
        this IDatabase database,
        Keyset keyset,
        Cursor? after,
        int limit,
        Func<DbDataReader, int, T> read,
        CancellationToken ct)
    {
        var rows = await database.ReadAsync(
            session => session.ListAsync(keyset.Page(after, limit), row => (Place: keyset.Place(row), Item: read(row, keyset.FirstColumn)), ct),
            ct);
        return new Page<T>([.. rows.Take(limit).Select(row => row.Item)], rows.Count > limit ? rows[limit - 1].Place : null);
    }

    public static async Task<Counted> CountAsync(this IDatabase database, Keyset keyset, CancellationToken ct) =>
        Counted.Of(await database.ReadAsync(
            session => session.FindAsync(keyset.Count(), row => Convert.ToInt32(row.GetValue(0), CultureInfo.InvariantCulture), ct),
            ct));
}
