using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>
/// Slack's rules for blocks, written down a second time from https://docs.slack.dev/reference/block-kit: the renderer's
/// own constants would agree with themselves.
/// </summary>
internal static class FakeSlackBlockKit
{
    public static IEnumerable<string> Problems(JsonArray blocks, int most = 50, bool inView = false)
    {
        if (blocks.Count == 0 || blocks.Count > most)
        {
            yield return $"{blocks.Count} blocks, 1 to {most} are allowed [json-pointer:/blocks]";
        }

        foreach (var repeated in Repeated(blocks, "block_id"))
        {
            yield return $"block_id {repeated} is there twice [json-pointer:/blocks]";
        }

        foreach (var (index, block) in blocks.Index())
        {
            foreach (var problem in block is JsonObject it ? Block(it, inView) : ["not an object"])
            {
                yield return $"{problem} [json-pointer:/blocks/{index}]";
            }
        }
    }

    /// <summary>The characters of all texts together.</summary>
    public static int Length(JsonNode? node) => node switch
    {
        JsonArray array => array.Sum(Length),
        JsonObject thing => thing.Sum(property => property.Key == "text" && property.Value is JsonValue text ? ((string)text!).Length : Length(property.Value)),
        _ => 0,
    };

    private static IEnumerable<string> Block(JsonObject block, bool inView)
    {
        IEnumerable<string> problems = (string?)block["type"] switch
        {
            "header" => Text(block["text"], 150, plainOnly: true),
            "section" => Section(block),
            "context" => Many(block["elements"], 10, element => Text(element, 3000)),
            "actions" => Many(block["elements"], 25, Button)
                .Concat(Repeated(block["elements"] as JsonArray ?? [], "action_id").Select(id => $"action_id {id} is there twice")),
            "input" when inView => FakeSlackInputs.Problems(block),
            "divider" => [],
            var type => [$"unsupported type: {type}"],
        };
        return problems.Concat(Longest(block["block_id"], 255, "block_id"));
    }

    private static IEnumerable<string> Section(JsonObject block)
    {
        if (block["text"] is null && block["fields"] is null)
        {
            return ["a section needs text or fields"];
        }

        return (block["text"] is { } text ? Text(text, 3000) : [])
            .Concat(block["fields"] is { } fields ? Many(fields, 10, field => Text(field, 2000)) : []);
    }

    private static IEnumerable<string> Button(JsonNode? node) => node is not JsonObject button || (string?)button["type"] != "button"
        ? ["not a button"]
        : Text(button["text"], 75, plainOnly: true)
            .Concat(Longest(button["action_id"], 255, "action_id"))
            .Concat(Longest(button["value"], 2000, "value"))
            .Concat(Longest(button["url"], 3000, "url"))
            .Concat((string?)button["style"] is null or "primary" or "danger" ? [] : ["style is primary, danger or absent"])
            .Concat(button["confirm"] is JsonObject confirm ? Confirm(confirm) : []);

    private static IEnumerable<string> Confirm(JsonObject confirm) =>
        Text(confirm["title"], 100, plainOnly: true)
            .Concat(Text(confirm["text"], 300))
            .Concat(Text(confirm["confirm"], 30, plainOnly: true))
            .Concat(Text(confirm["deny"], 30, plainOnly: true));

    internal static IEnumerable<string> Text(JsonNode? node, int longest, bool plainOnly = false)
    {
        if (node is not JsonObject text || text["text"] is not JsonValue value || value.GetValueKind() != System.Text.Json.JsonValueKind.String)
        {
            return ["not a text object"];
        }

        var type = (string?)text["type"];
        return (type == "plain_text" || (type == "mrkdwn" && !plainOnly) ? Array.Empty<string>() : [$"the text type {type} is not allowed here"])
            .Concat(type == "plain_text" && text["verbatim"] is not null ? ["verbatim is for mrkdwn"] : [])
            .Concat(type == "mrkdwn" && text["emoji"] is not null ? ["emoji is for plain_text"] : [])
            .Concat(((string)value!).Length == 0 ? ["must be more than 0 characters"] : [])
            .Concat(Longest(value, longest, "text"));
    }

    private static IEnumerable<string> Many(JsonNode? node, int most, Func<JsonNode?, IEnumerable<string>> check) => node is not JsonArray { Count: > 0 } items
        ? ["must have at least one item"]
        : items.SelectMany(check).Concat(items.Count > most ? [$"no more than {most} items allowed"] : []);

    private static IEnumerable<string> Longest(JsonNode? node, int longest, string what) =>
        (string?)node is { } value && value.Length > longest ? [$"{what} must be less than {longest + 1} characters"] : [];

    private static IEnumerable<string> Repeated(JsonArray items, string id) =>
        items.OfType<JsonObject>()
            .Select(item => (string?)item[id])
            .Where(value => value is not null)
            .GroupBy(value => value)
            .Where(group => group.Count() > 1)
            .Select(group => group.Key!);
}
