using System.Text.RegularExpressions;
using IncidentBot.Settings;

namespace IncidentBot.Databases;

/// <summary>Makes queries of their settings, or says of each setting that cannot be used what is wrong with it.</summary>
internal sealed partial class DatabaseTargetReader(string name, DatabaseTargetOptions options, SettingFaults faults)
{
    /// <summary>Any text: it reaches the server beside the statement, never inside it.</summary>
    private const string UsualPattern = "(?s:.*)";

    public IReadOnlyList<ConfiguredQuery> Read()
    {
        try
        {
            DatabaseTarget.Parse(options.ConnectionString);
        }
        catch (Exception e) when (e is ArgumentException or FormatException or InvalidOperationException or NotSupportedException)
        {
            // Without the exception's own words: they can hold a piece of the string, which holds a password.
            faults.Add($"Databases:{name}:ConnectionString cannot be used. Expected Host=…;Database=…;Username=…;Password=… in the "
                + $"environment as Databases__{name}__ConnectionString.");
        }

        return [.. options.Queries.Select(pair => Read($"Databases:{name}:Queries:{pair.Key}", pair.Key, pair.Value))];
    }

    private ConfiguredQuery Read(string section, string query, QueryOptions settings)
    {
        faults.Check(Hyphenated().IsMatch(query), $"{section}: a name takes lowercase letters, digits and hyphens. Example: pending-jobs");
        var sql = settings.Sql.Trim().TrimEnd(';');
        faults.Check(sql.Length > 0, $"{section}:Sql is missing. Example: select count(*) from jobs where state = 'pending'");
        var places = Place().Matches(sql).Select(match => match.Groups[1].Value).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var place in places.Where(place => !settings.Arguments.ContainsKey(place)))
        {
            faults.Add($"{section}:Sql has @{place}, which Arguments does not name.");
        }

        var arguments = settings.Arguments.Select(pair => ReadArgument($"{section}:Arguments:{pair.Key}", pair.Key, pair.Value)).ToList();
        foreach (var argument in arguments.Where(argument => !places.Contains(argument.Name, StringComparer.OrdinalIgnoreCase)))
        {
            faults.Add($"{section}:Arguments has {argument.Name}, and Sql has no @{argument.Name}.");
        }

        return new ConfiguredQuery(query, sql, settings.Help, settings.TimeLimit, arguments);
    }

    private Argument ReadArgument(string section, string argument, ArgumentOptions settings)
    {
        faults.Check(
            Identifier().IsMatch(argument) && argument != "query",
            $"{section}: a name takes lowercase letters, digits and underscores, and is not 'query'. Example: minutes");
        return Argument.Read(section, argument, settings, UsualPattern, faults);
    }

    [GeneratedRegex(@"\A[a-z][a-z0-9-]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Hyphenated();

    [GeneratedRegex(@"\A[a-z][a-z0-9_]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex Identifier();

    /// <summary>Not <c>a@b</c> in a string and no operator such as <c>&lt;@</c>.</summary>
    [GeneratedRegex(@"(?<![\w@<>~#|&?'])@([A-Za-z]\w*)")]
    private static partial Regex Place();
}
