using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>Says of an answer what the contract says of it, with the names of things in the place of their ids.</summary>
internal sealed partial class ContractReader(Dictionary<string, string> known)
{
    /// <summary>What is known in the place of its name; what is not stays, where a workspace lacks the call that would have told it.</summary>
    public JsonNode? Fill(JsonNode? node) => node switch
    {
        JsonObject thing => new JsonObject(thing.Select(property => KeyValuePair.Create(property.Key, Fill(property.Value)))),
        JsonArray array => new JsonArray([.. array.Select(Fill)]),
        JsonValue value when value.GetValueKind() == JsonValueKind.String => Fill((string)value!),
        _ => node?.DeepClone(),
    };

    public string Fill(string text) => Name().Replace(text, match => known.GetValueOrDefault(match.Groups[1].Value, match.Value));

    /// <param name="expected">Which parts are read, and which of them are remembered.</param>
    public string Read(JsonObject reply, string expected)
    {
        string first = (bool?)reply["ok"] == true ? "ok" : (string?)reply["error"] ?? "neither ok nor an error";
        return string.Join(' ', expected.Split(' ')
            .Skip(1)
            .Where(part => part.Contains('=', StringComparison.Ordinal))
            .Select(part => part.Split('=', 2))
            .Select(part => $"{part[0]}={Part(reply, part[0], part[1])}")
            .Prepend(first));
    }

    private string Part(JsonObject reply, string path, string expected)
    {
        var found = path.Split('.').Aggregate((JsonNode?)reply, Step) is JsonValue value ? value.ToString() : "absent";
        if (Name().Match(expected) is not { Success: true } match || found is "" or "absent")
        {
            return found;
        }

        return known.TryAdd(match.Groups[1].Value, found) || known[match.Groups[1].Value] == found ? expected : found;
    }

    /// <summary><c>name</c>, <c>list[0]</c>, or <c>list[name:value]</c> for the one in it that has this.</summary>
    private static JsonNode? Step(JsonNode? node, string step)
    {
        var part = PathStep().Match(step);
        var found = (node as JsonObject)?[part.Groups["name"].Value];
        return part.Groups["index"].Value is not { Length: > 0 } index ? found
            : found is not JsonArray list ? null
            : index.Split(':', 2) is [var property, var value] ? list.FirstOrDefault(item => (string?)item?[property] == value)
            : list.ElementAtOrDefault(int.Parse(index, System.Globalization.CultureInfo.InvariantCulture));
    }

    [GeneratedRegex("<([a-z-]+)>")]
    private static partial Regex Name();

    [GeneratedRegex(@"^(?<name>\w+)(\[(?<index>[^\]]+)\])?$")]
    private static partial Regex PathStep();
}
