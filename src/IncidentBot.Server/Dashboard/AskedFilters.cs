using System.Globalization;
using IncidentBot.Storage.Queries;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Dashboard;

/// <summary>Reads the filters in an address. What cannot be read is said, and nothing is filtered by it.</summary>
internal sealed class AskedFilters(IQueryCollection asked)
{
    private readonly List<string> faults = [];

    public IReadOnlyList<string> Faults => faults;

    public string Text(string name) => asked[name].ToString().Trim();

    public bool Is(string name, string value) => StringValues.Equals(asked[name], value);

    public T? One<T>(string name)
        where T : struct, Enum =>
        Text(name) is not { Length: > 0 } text ? null
        : Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value) ? value
        : Fault<T?>($"There is no {name} '{text}'. There are: {string.Join(", ", Enum.GetNames<T>())}.");

    public DateOnly? Day(string name) =>
        Text(name) is not { Length: > 0 } text ? null
        : DateOnly.TryParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var day) ? day
        : Fault<DateOnly?>($"'{text}' is no day. Expected one as 2026-11-22.");

    /// <summary>Where the page before ended.</summary>
    public Cursor? After() =>
        Text("after") is not { Length: > 0 } text ? null
        : Cursor.TryRead(text) ?? Fault<Cursor>($"There is no page after={text}: the link More leads on.");

    /// <summary>The address of a page with these filters.</summary>
    public static string Address(string path, params IEnumerable<(string Name, string? Value)> filters)
    {
        var query = string.Join('&', filters.Where(one => one.Value is { Length: > 0 }).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return query.Length > 0 ? $"{path}?{query}" : path;
    }

    private T? Fault<T>(string said)
    {
        faults.Add(said);
        return default;
    }
}
