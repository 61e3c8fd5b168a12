using System.Globalization;
using System.Text.RegularExpressions;

namespace IncidentBot.Settings;

/// <summary>
/// A section of the configuration, read strictly: what is missing, of the wrong kind or unknown is a fault that names its setting.
/// A misspelt setting of a command that changes production must not be one that is silently not there.
/// </summary>
internal sealed partial class StrictSection(IConfigurationSection section, SettingFaults faults)
{
    private readonly HashSet<string> known = new(StringComparer.OrdinalIgnoreCase);

    public string Name => section.Key;

    public void Fault(string setting, string fault) => faults.Add($"{section.Path}:{setting} {fault}");

    public string? Text(string setting)
    {
        var value = Get(setting);
        if (value.GetChildren().Any())
        {
            Fault(setting, "has parts of its own. Expected one value.");
            return null;
        }

        return string.IsNullOrEmpty(value.Value) ? null : value.Value;
    }

    /// <param name="why">Says what is wrong with a value, or null.</param>
    public string Text(string setting, string example, Func<string, string?> why)
    {
        var value = Text(setting);
        if (value is null)
        {
            Fault(setting, $"is missing. Example: {example}");
        }
        else if (why(value) is { } fault)
        {
            Fault(setting, $"is '{value}', which {fault}. Example: {example}");
        }

        return value ?? "";
    }

    public IReadOnlyList<string> Words(string setting)
    {
        var value = Get(setting);
        var words = value.GetChildren().ToArray();
        if (value.Value is { Length: > 0 } || words.Any(word => !IsIndex().IsMatch(word.Key)))
        {
            Fault(setting, "is not a list of words. Expected one element per argument. Example: [\"kubectl\", \"get\", \"pods\"]");
        }

        return [.. words.Select(word => word.Value ?? "")];
    }

    /// <summary>An argv: a list whose first word is a program.</summary>
    public IReadOnlyList<string> Argv(string setting)
    {
        var words = Words(setting);
        if (words.Count > 0 && !Program().IsMatch(words[0]))
        {
            Fault(setting, $"starts with '{words[0]}'. Expected the name or the absolute path of a program, "
                + "and its arguments as further words. Example: [\"kubectl\", \"get\", \"pods\"]");
        }
        else if (words.Any(word => word.Contains('\0', StringComparison.Ordinal)))
        {
            Fault(setting, "has a NUL character in it.");
        }

        return words;
    }

    public TimeSpan Time(string setting, TimeSpan usual, TimeSpan longest)
    {
        if (Text(setting) is not { } text)
        {
            return usual;
        }

        if (TimeSpan.TryParse(text, CultureInfo.InvariantCulture, out var time) && time > TimeSpan.Zero && time <= longest)
        {
            return time;
        }

        Fault(setting, $"is '{text}'. Expected a time up to {longest:c}. Example: {usual:c}");
        return usual;
    }

    public int Number(string setting, int lowest, int highest, int example)
    {
        var text = Text(setting);
        if (int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number >= lowest && number <= highest)
        {
            return number;
        }

        Fault(setting, text is null ? $"is missing. Example: {example}" : $"is '{text}'. Expected a number from {lowest} to {highest}. Example: {example}");
        return example;
    }

    public bool Flag(string setting, bool usual)
    {
        if (Text(setting) is not { } text)
        {
            return usual;
        }

        if (bool.TryParse(text, out var flag))
        {
            return flag;
        }

        Fault(setting, $"is '{text}'. Expected true or false.");
        return usual;
    }

    public T Choice<T>(string setting, T usual, params T[] choices)
        where T : struct, Enum
    {
        if (Text(setting) is not { } text)
        {
            return usual;
        }

        foreach (var choice in choices)
        {
            if (string.Equals($"{choice}", text, StringComparison.OrdinalIgnoreCase))
            {
                return choice;
            }
        }

        Fault(setting, $"is '{text}'. Expected {string.Join(" or ", choices)}.");
        return usual;
    }

    public IReadOnlyDictionary<string, string> Environment(string setting)
    {
        Dictionary<string, string> all = [];
        foreach (var pair in Get(setting).GetChildren())
        {
            if (!VariableName().IsMatch(pair.Key))
            {
                Fault(setting, $"has '{pair.Key}'. Expected the name of an environment variable. Example: JOB_QUEUE_MODE");
            }
            else if (pair.GetChildren().Any())
            {
                Fault(setting, $"has parts under {pair.Key}. Expected one value.");
            }

            all[pair.Key] = pair.Value ?? "";
        }

        return all;
    }

    /// <summary>The named parts of a setting, such as the services of a host.</summary>
    public IReadOnlyDictionary<string, T> Each<T>(string setting, Func<StrictSection, T> read)
    {
        Dictionary<string, T> all = new(StringComparer.OrdinalIgnoreCase);
        foreach (var child in Get(setting).GetChildren())
        {
            if (!IsName(child.Key))
            {
                Fault(setting, $"has '{child.Key}'. Expected a name that can be typed: letters, digits, '.', '_' and '-'. Example: worker");
            }

            all[child.Key] = read(new StrictSection(child, faults));
        }

        return all;
    }

    /// <summary>Where the section itself is the value.</summary>
    public string? Value()
    {
        if (section.GetChildren().Any())
        {
            faults.Add($"{section.Path} has parts of its own. Expected one value.");
        }

        return section.Value;
    }

    /// <summary>To be called last: what was not asked for is not known.</summary>
    public void NothingElse()
    {
        if (section.Value is { Length: > 0 })
        {
            faults.Add($"{section.Path} is '{section.Value}'. Expected {string.Join(", ", known)}.");
        }

        foreach (var child in section.GetChildren().Where(child => !known.Contains(child.Key)))
        {
            Fault(child.Key, $"is not a setting. Known here: {string.Join(", ", known)}.");
        }
    }

    public static bool IsName(string text) => TypedName().IsMatch(text);

    private IConfigurationSection Get(string setting)
    {
        known.Add(setting);
        return section.GetSection(setting);
    }

    [GeneratedRegex(@"\A[A-Za-z0-9][A-Za-z0-9._-]{0,63}\z", RegexOptions.NonBacktracking)]
    private static partial Regex TypedName();

    [GeneratedRegex(@"\A[0-9]+\z", RegexOptions.NonBacktracking)]
    private static partial Regex IsIndex();

    [GeneratedRegex(@"\A(?:[A-Za-z0-9][A-Za-z0-9._+-]*|/[A-Za-z0-9._+/-]+)\z", RegexOptions.NonBacktracking)]
    private static partial Regex Program();

    [GeneratedRegex(@"\A[A-Za-z_][A-Za-z0-9_]*\z", RegexOptions.NonBacktracking)]
    private static partial Regex VariableName();
}
