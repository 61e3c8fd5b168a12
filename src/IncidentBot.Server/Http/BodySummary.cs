using System.Text;
using System.Text.Json;
using IncidentBot.Execution;
using IncidentBot.Execution.Secrets;
using IncidentBot.Words;

namespace IncidentBot.Http;

/// <summary>The beginning of a body: the fields of JSON, the first lines of text, and of anything else only what it is.</summary>
internal static class BodySummary
{
    private const int MostLines = 10;
    private const int MostItems = 3;
    private const int Label = 24;
    private static readonly string[] ProblemFields = ["title", "detail"];

    public static IReadOnlyList<string> Of(Answer answer)
    {
        if (answer.Body.Length == 0)
        {
            return [];
        }

        var cut = answer.IsCut ? [$"… cut after {Figures.Bytes(answer.Body.Length)}"] : Array.Empty<string>();
        if (answer.Header("Content-Encoding") is { Length: > 0 } encoding && encoding != "identity")
        {
            return [$"The body is compressed ({OneLine.Of(encoding, 20)}), although we did not ask for that; it is not unpacked."];
        }

        return answer.MediaType switch
        {
            "application/json" => [.. Json(answer), .. cut],
            _ when answer.MediaType.EndsWith("+json", StringComparison.Ordinal) => [.. Json(answer), .. cut],
            "text/html" => ["The body is an HTML page; it is not shown."],
            _ when answer.MediaType.StartsWith("text/", StringComparison.Ordinal) => [.. Text(answer), .. cut],
            "" => ["The body says nothing of its type; it is not shown."],
            _ => [$"The body is {OneLine.Of(answer.MediaType, 60)}; it is not shown."],
        };
    }

    /// <summary>What went wrong as the service itself puts it: https://www.rfc-editor.org/rfc/rfc9457.</summary>
    public static string? Problem(Answer answer)
    {
        if (answer.MediaType != "application/problem+json" || Parse(answer) is not { } document)
        {
            return null;
        }

        using (document)
        {
            var said = ProblemFields
                .Select(name => document.RootElement.ValueKind is JsonValueKind.Object
                    && document.RootElement.TryGetProperty(name, out var value)
                    && value.ValueKind is JsonValueKind.String
                    ? OneLine.Of(value.GetString()!, 80)
                    : "")
                .Where(text => text.Length > 0);
            return string.Join(": ", said) is { Length: > 0 } problem ? problem : null;
        }
    }

    private static IEnumerable<string> Json(Answer answer)
    {
        if (Parse(answer) is not { } document)
        {
            return answer.IsCut ? Text(answer) : ["It says that it is JSON, and is not:", .. Text(answer)];
        }

        using (document)
        {
            return [.. Lines(document.RootElement)];
        }
    }

    private static IEnumerable<string> Lines(JsonElement root) => root.ValueKind switch
    {
        JsonValueKind.Object =>
            Capped([.. Fields(root, nested: false).Select(field => OneLine.Of($"{field.Name}  {field.Value}"))], "fields"),
        JsonValueKind.Array =>
        [
            $"{root.GetArrayLength()} items",
            .. Capped([.. root.EnumerateArray().Take(MostLines + 1).Select(item => OneLine.Of(Short(item, nested: false)))], "items"),
        ],
        _ => [OneLine.Of(Short(root, nested: false))],
    };

    private static IEnumerable<(string Name, string Value)> Fields(JsonElement record, bool nested)
    {
        // { "name": "DB_PASSWORD", "value": "x" }
        var namesASecret = record.EnumerateObject().Any(field => field.Value.ValueKind is JsonValueKind.String && SecretName.Is(field.Value.GetString()));
        return record.EnumerateObject().Select(field => (
            OneLine.Of(field.Name, Label),
            IsSecret(field, namesASecret) ? Redactor.Mask : Short(field.Value, nested)));
    }

    /// <summary>By its name, before the text is made: what no longer looks like a field is not known for one.</summary>
    private static bool IsSecret(JsonProperty field, bool namesASecret) =>
        (SecretName.Is(field.Name) || (namesASecret && field.Name.Equals("value", StringComparison.OrdinalIgnoreCase)))
            && field.Value.ValueKind is not (JsonValueKind.Null or JsonValueKind.True or JsonValueKind.False)
            && !(field.Value.ValueKind is JsonValueKind.String && field.Value.GetString()!.Length == 0);

    private static string Short(JsonElement value, bool nested) => value.ValueKind switch
    {
        JsonValueKind.String => OneLine.Of(value.GetString()!, 100),
        JsonValueKind.Object when nested => "{…}",
        JsonValueKind.Object => string.Join(", ", Fields(value, nested: true).Select(field => $"{field.Name} {field.Value}")),
        JsonValueKind.Array when nested || value.GetArrayLength() > MostItems => $"{value.GetArrayLength()} items",
        JsonValueKind.Array => $"[{string.Join(", ", value.EnumerateArray().Select(item => Short(item, nested: true)))}]",
        _ => value.GetRawText(),
    };

    private static IEnumerable<string> Text(Answer answer) =>
        Encoding.UTF8.GetString(answer.Body).Split('\n').Select(line => OneLine.Of(line).TrimStart()).Where(line => line.Length > 0).Take(MostLines);

    private static IEnumerable<string> Capped(IReadOnlyList<string> lines, string what) =>
        lines.Count <= MostLines ? lines : [.. lines.Take(MostLines), $"… more {what}"];

    private static JsonDocument? Parse(Answer answer)
    {
        try
        {
            return JsonDocument.Parse(answer.Body);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
