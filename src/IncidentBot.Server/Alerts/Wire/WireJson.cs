using System.Globalization;
using System.Text.Json;
using System.Text.Unicode;

namespace IncidentBot.Alerts.Wire;

/// <summary>
/// JSON of which nothing is known but that somebody sent it. Fields that are not asked for may hold anything; one that is asked
/// for and holds something else is said by its place: <c>alerts[3].startsAt</c>.
/// </summary>
internal static class WireJson
{
    private const int MostShown = 40;

    /// <summary>What has a field twice may mean the one or the other to whoever looked at it before.</summary>
    private static readonly JsonDocumentOptions Strict = new() { AllowDuplicateProperties = false, MaxDepth = 32 };

    /// <param name="what">As in "This is no notice of an Alertmanager".</param>
    /// <param name="expected">A sentence.</param>
    public static BodyReading Read(ReadOnlyMemory<byte> body, string what, string expected, Func<JsonElement, IReadOnlyList<AlertDelivery>> read)
    {
        try
        {
            using var json = Parse(body);
            return new BodyReading.Read(read(json.RootElement));
        }
        catch (UnreadableException e)
        {
            return new BodyReading.Unreadable($"This is no {what}: {e.Message}. {expected}");
        }
    }

    /// <returns>Null where it is missing or null.</returns>
    public static JsonElement? Field(JsonElement holder, string name) =>
        holder.TryGetProperty(name, out var value) && value.ValueKind is not JsonValueKind.Null ? value : null;

    /// <param name="path">Of the holder, with its dot: <c>alerts[3].</c></param>
    public static string? Text(JsonElement holder, string name, string path) => Field(holder, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.String } text => Whole(text.GetString),
        { } other => throw new UnreadableException($"\"{path}{name}\" is {Kind(other)} where a text is expected"),
    };

    /// <summary>A text, or what is easily written as one: a number, true or false.</summary>
    public static string? Scalar(JsonElement holder, string name, string path) =>
        Field(holder, name) is { } value ? Scalar(value, $"{path}{name}") : null;

    /// <summary>Those in it that are null are left out.</summary>
    public static Dictionary<string, string> Texts(JsonElement holder, string name, string path)
    {
        var texts = new Dictionary<string, string>(StringComparer.Ordinal);
        if (Object(holder, name, path) is { } members)
        {
            foreach (var member in members.EnumerateObject().Where(member => member.Value.ValueKind is not JsonValueKind.Null))
            {
                var key = Whole(() => member.Name);
                texts[key] = Scalar(member.Value, $"{path}{name}.{Shown(key)}");
            }
        }

        return texts;
    }

    public static JsonElement? Object(JsonElement holder, string name, string path) => Field(holder, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Object } found => found,
        { } other => throw new UnreadableException($"\"{path}{name}\" is {Kind(other)} where an object is expected"),
    };

    public static JsonElement? List(JsonElement holder, string name, string path) => Field(holder, name) switch
    {
        null => null,
        { ValueKind: JsonValueKind.Array } found => found,
        { } other => throw new UnreadableException($"\"{path}{name}\" is {Kind(other)} where a list is expected"),
    };

    /// <returns>Null where it is missing, and for the year 1, by which programs in Go say that there is none.</returns>
    public static DateTimeOffset? Time(JsonElement holder, string name, string path)
    {
        if (Text(holder, name, path) is not { } text)
        {
            return null;
        }

        // Without an offset nobody knows when it was.
        var hasOffset = text.EndsWith('Z') || (text.Length > 16 && text[^6] is '+' or '-');
        return hasOffset && holder.GetProperty(name).TryGetDateTimeOffset(out var at)
            ? at.Year == 1 ? null : at.ToUniversalTime()
            : throw new UnreadableException($"\"{path}{name}\" is \"{Shown(text)}\" where a time such as 2026-08-22T10:15:00Z is expected");
    }

    public static void ExpectObject(JsonElement value, string path)
    {
        if (value.ValueKind is not JsonValueKind.Object)
        {
            throw new UnreadableException($"{path} is {Kind(value)} where an object is expected");
        }
    }

    /// <summary>Of what somebody sent, no more than shows what is meant.</summary>
    public static string Shown(string text)
    {
        var shown = text.Length <= MostShown ? text : $"{text[..MostShown]}…";
        return string.Concat(shown.Select(c => char.IsControl(c) || char.IsSurrogate(c) ? '\uFFFD' : c));
    }

    public static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "a list",
        JsonValueKind.String => "a text",
        JsonValueKind.Number => "a number",
        JsonValueKind.Null => "null",
        _ => value.GetRawText(),
    };

    private static JsonDocument Parse(ReadOnlyMemory<byte> body)
    {
        var text = body.Span is [0xEF, 0xBB, 0xBF, ..] ? body[3..] : body;
        if (text.Span.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw new UnreadableException("it is empty");
        }

        if (!Utf8.IsValid(text.Span))
        {
            throw new UnreadableException("it is not UTF-8");
        }

        try
        {
            return Whole(() => JsonDocument.Parse(text, Strict));
        }
        catch (JsonException e)
        {
            throw new UnreadableException(e.LineNumber is { } line
                ? string.Create(CultureInfo.InvariantCulture, $"it is no JSON, or nested too deeply, at line {line + 1}, byte {e.BytePositionInLine + 1}")
                : "it has a field twice in one object");
        }
    }

    private static string Scalar(JsonElement value, string path) => value.ValueKind switch
    {
        JsonValueKind.String => Whole(value.GetString)!,
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw new UnreadableException($"\"{path}\" is {Kind(value)} where a text is expected"),
    };

    /// <summary>Half of a surrogate pair can be written in JSON and is no text, which is noticed where it is read.</summary>
    private static T Whole<T>(Func<T> read)
    {
        try
        {
            return read();
        }
        catch (InvalidOperationException)
        {
            throw new UnreadableException("a text in it has half of a surrogate pair");
        }
    }
}
