using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>Slack's rules for what can be filled in. See https://docs.slack.dev/reference/block-kit/blocks/input-block.</summary>
internal static class FakeSlackInputs
{
    public static IEnumerable<string> Problems(JsonObject block) =>
        FakeSlackBlockKit.Text(block["label"], 2000, plainOnly: true)
            .Concat(block["hint"] is { } hint ? FakeSlackBlockKit.Text(hint, 2000, plainOnly: true) : [])
            .Concat((string?)block["block_id"] is { Length: > 0 and <= 255 } ? [] : ["an input needs a block_id to be read"])
            .Concat(block["element"] is JsonObject element ? Element(element) : ["an input needs an element"]);

    private static IEnumerable<string> Element(JsonObject element) => (string?)element["type"] switch
    {
        "plain_text_input" => (int?)element["max_length"] is null or (>= 1 and <= 3000) ? [] : ["max_length is 1 to 3000"],
        "static_select" => Options(element, 100).Concat(
            element["initial_option"] is { } initial && !(element["options"] as JsonArray ?? []).Any(option => JsonNode.DeepEquals(option, initial))
                ? ["initial_option is not among the options"]
                : []),
        "checkboxes" => Options(element, 10),
        var type => [$"unsupported element: {type}"],
    };

    private static IEnumerable<string> Options(
        JsonObject element,
        int most) => element["options"] is not JsonArray { Count: > 0 } options || options.Count > most
        ? [$"1 to {most} options are allowed"]
        : options.SelectMany(option => FakeSlackBlockKit.Text(option!["text"], 75, plainOnly: true)
            .Concat(((string?)option["value"])?.Length is > 0 and <= 150 ? [] : ["value is 1 to 150 characters"]));
}
