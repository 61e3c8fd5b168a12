using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>What Slack's types cannot say of a manifest: lengths, numbers and patterns, from https://docs.slack.dev/reference/app-manifest.</summary>
internal static partial class SlackManifestLimits
{
    public static IEnumerable<string> Problems(JsonObject manifest)
    {
        var display = manifest["display_information"];
        var commands = manifest["features"]?["slash_commands"] as JsonArray ?? [];
        var shortcuts = manifest["features"]?["shortcuts"] as JsonArray ?? [];
        return
        [
            .. Length(display, "name", 1, 35),
            .. Length(display, "description", 0, 140),
            .. Length(display, "long_description", 174, 4000),
            .. Pattern(display, "background_color", Colour()),
            .. Length(manifest["features"]?["bot_user"], "display_name", 1, 80),
            .. commands.SelectMany(command => Pattern(command, "command", Command())
                .Concat(Length(command, "description", 1, 2000))
                .Concat(Length(command, "usage_hint", 0, 1000))
                .Concat(Pattern(command, "url", Address()))),
            .. shortcuts.SelectMany(
                shortcut => Length(shortcut, "name", 1, 24).Concat(Length(shortcut, "callback_id", 1, 255)).Concat(Length(shortcut, "description", 1, 150))),
            .. Pattern(manifest["settings"]?["event_subscriptions"], "request_url", Address()),
            .. Pattern(manifest["settings"]?["interactivity"], "request_url", Address()),
            .. Most("slash commands", commands, 50),
            .. Most("shortcuts", shortcuts, 10),
            .. Most("scopes", manifest["oauth_config"]?["scopes"]?["bot"] as JsonArray, 255),
            .. Most("events", manifest["settings"]?["event_subscriptions"]?["bot_events"] as JsonArray, 100),
            .. Twice(commands, "command"),
            .. Twice(shortcuts, "callback_id"),
        ];
    }

    private static IEnumerable<string> Length(JsonNode? group, string name, int least, int most) =>
        Text(group, name) is { } text && (text.Length < least || text.Length > most)
            ? [$"{name} has {text.Length} characters, {least} to {most} are allowed: {text}"]
            : [];

    private static IEnumerable<string> Pattern(JsonNode? group, string name, Regex pattern) =>
        Text(group, name) is { } text && !pattern.IsMatch(text) ? [$"{name} is not like {pattern}: {text}"] : [];

    private static IEnumerable<string> Most(string what, JsonArray? all, int most) => all?.Count > most ? [$"{all.Count} {what}, {most} are allowed"] : [];

    private static IEnumerable<string> Twice(JsonArray all, string name) =>
        all.Select(one => Text(one, name)).GroupBy(text => text).Where(group => group.Count() > 1).Select(group => $"{name} is there twice: {group.Key}");

    private static string? Text(JsonNode? group, string name) =>
        group?[name] is JsonValue value && value.GetValueKind() == JsonValueKind.String ? (string?)value : null;

    [GeneratedRegex("^#([0-9a-fA-F]{3}|[0-9a-fA-F]{6})$")]
    private static partial Regex Colour();

    [GeneratedRegex(@"^/[^\s/]{1,31}$")]
    private static partial Regex Command();

    [GeneratedRegex("^https://")]
    private static partial Regex Address();
}
