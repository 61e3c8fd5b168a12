using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using IncidentBot.Actions;

namespace IncidentBot.Execution;

/// <summary>What an approval binds: SHA-256 over action, target, arguments and every word and number of the plan.</summary>
public static class PlanHash
{
    public static string Of(ActionCall call, ActionPlan plan)
    {
        using var buffer = new MemoryStream();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("action", call.Action.Value);
            json.WriteString("target", call.Target);
            Write(json, "arguments", call.Arguments);
            json.WriteString("summary", plan.Summary);
            json.WriteString("risk", plan.Risk.ToString());
            json.WriteString("cannotBeUndone", plan.CannotBeUndone);
            Write(json, "pins", plan.Pins);
            Write(json, "figures", plan.Figures.Select(Text));
            Write(json, "notes", plan.Notes);
            if (plan.Carries.Count > 0)
            {
                Write(json, "carries", plan.Carries);
            }

            json.WriteString("undo", plan.Undo?.ToString());
            json.WriteEndObject();
        }

        return Convert.ToHexStringLower(SHA256.HashData(buffer.ToArray()));
    }

    private static string Text(PlanFigure figure) =>
        string.Create(CultureInfo.InvariantCulture, $"{figure.Name}={figure.Value:R} {figure.Unit} ~{figure.Tolerance:R}");

    private static void Write(Utf8JsonWriter json, string name, IReadOnlyDictionary<string, string> pairs)
    {
        json.WriteStartObject(name);
        foreach (var (key, value) in pairs.OrderBy(pair => pair.Key, StringComparer.Ordinal))
        {
            json.WriteString(key, value);
        }

        json.WriteEndObject();
    }

    private static void Write(Utf8JsonWriter json, string name, IEnumerable<string> items)
    {
        json.WriteStartArray(name);
        foreach (var item in items)
        {
            json.WriteStringValue(item);
        }

        json.WriteEndArray();
    }
}
