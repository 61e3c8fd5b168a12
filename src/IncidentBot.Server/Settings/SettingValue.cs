using System.Globalization;

namespace IncidentBot.Settings;

/// <summary>What a value is, read of its text; or what is wrong with it, and what to write.</summary>
internal static class SettingValue
{
    private const int MostShown = 60;

    /// <returns>The value, or the fault; neither where nothing is set.</returns>
    public static (object? Value, string? Fault) Read(string? text, SettingShape.Value shape)
    {
        if (text is null || (shape.Plain != typeof(string) && string.IsNullOrWhiteSpace(text)))
        {
            return (null, null);
        }

        var value = shape.Plain == typeof(string) ? text : Read(text.Trim(), shape.Plain);
        var isInRange = value is null || shape.Range is not { } range || (range.From.CompareTo(value) <= 0 && range.To.CompareTo(value) >= 0);
        return value is not null && isInRange ? (value, null) : (null, $"is {Shown(text, shape)}. Expected {Expected(shape)}.{Hint(text, value, shape)}");
    }

    public static string Expected(SettingShape.Value shape) => shape switch
    {
        { Range: { } range } when shape.Plain == typeof(TimeSpan) => $"a time from {Text(range.From)} to {Text(range.To)}",
        { Range: { } range } => $"a whole number from {Text(range.From)} to {Text(range.To)}",
        _ when shape.Plain == typeof(bool) => "true or false",
        _ when shape.Plain.IsEnum => string.Join(" or ", Enum.GetNames(shape.Plain)),
        _ when shape.Plain == typeof(string) => "one value",
        _ => "a whole number",
    };

    /// <summary>As it can be read again.</summary>
    public static string Text(object? value) => value switch
    {
        null => "",
        TimeSpan time => TimeText.Of(time),
        bool flag => flag ? "true" : "false",
        _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
    };

    private static object? Read(string text, Type type) =>
        type == typeof(TimeSpan) ? TimeText.Read(text)
        : type == typeof(bool) ? bool.TryParse(text, out var flag) ? flag : null
        : type == typeof(int) ? int.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? number : null
        : type == typeof(long) ? long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var large) ? large : null
        : Enum.GetNames(type).FirstOrDefault(name => name.Equals(text, StringComparison.OrdinalIgnoreCase)) is { } name ? Enum.Parse(type, name)
        : null;

    private static string Shown(string text, SettingShape.Value shape) =>
        shape.IsSecret ? "something else" : $"'{(text.Length > MostShown ? $"{text[..MostShown]}…" : text)}'";

    private static string Hint(string text, object? value, SettingShape.Value shape)
    {
        if (shape.Plain != typeof(TimeSpan) || value is not null)
        {
            return "";
        }

        return int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            ? string.Create(CultureInfo.InvariantCulture, $" Say the unit: {number}s, {number}m, {number}h or {number}d.")
            : $" Write {TimeText.Expected}.";
    }
}
