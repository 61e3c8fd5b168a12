using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <param name="OnlyFor">The id of the one person who sees it: a targeted message.</param>
internal sealed record FakeTeamsMessage(string Conversation, string Id, string? OnlyFor, JsonObject Activity, int Edits)
{
    /// <summary>The message of the same conversation that it answers, where it says so.</summary>
    public string? ReplyTo { get; init; }

    public JsonObject? Card => Activity["attachments"] is JsonArray { Count: > 0 } attachments ? attachments[0]!["content"]!.AsObject() : null;

    /// <summary>Every text of the card, a line each; what Teams itself formats is put in its place.</summary>
    public string Visible => Card is { } card
        ? string.Join('\n', Lines(card["body"]).Concat(Actions.Select(action => $"[{(string?)action["title"]}]"))).Replace('\u00a0', ' ')
        : (string?)Activity["text"] ?? "";

    /// <summary>The buttons, also those behind "More".</summary>
    public IEnumerable<JsonObject> Actions => ActionsOf(Card);

    public static IEnumerable<JsonObject> ActionsOf(JsonObject? card) => (card?["actions"] as JsonArray ?? [])
        .OfType<JsonObject>()
        .SelectMany(action => (string?)action["type"] == "Action.ShowCard" ? ActionsOf(action["card"]!.AsObject()) : [action]);

    private static IEnumerable<string> Lines(JsonNode? node) => node switch
    {
        JsonArray array => array.SelectMany(Lines),
        JsonObject thing when thing["inlines"] is JsonArray runs => [string.Concat(runs.Select(run => (string)run!["text"]!))],
        JsonObject thing when thing["text"] is JsonValue text => [(string)text!],
        JsonObject thing => thing.SelectMany(property => Lines(property.Value)),
        _ => [],
    };
}

/// <param name="Answer">The status that was answered.</param>
internal sealed record FakeTeamsCall(string Method, string Path, bool Targeted, JsonObject? Body, int Answer);

/// <param name="Applies">The call is carried out all the same, and its answer is lost.</param>
internal sealed record FakeTeamsFailure(int Status, string? RetryAfter = null, bool Applies = false)
{
    /// <summary>The connection is cut after the effect.</summary>
    public static readonly FakeTeamsFailure CutAfterTheEffect = new(0, Applies: true);
}
