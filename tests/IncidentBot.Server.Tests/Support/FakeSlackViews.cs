using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>Modals and home tabs, with Slack's rules. See https://docs.slack.dev/reference/views.</summary>
internal sealed class FakeSlackViews(FakeSlack slack)
{
    private readonly Lock gate = new();
    private readonly Dictionary<string, DateTimeOffset> triggers = [];
    private readonly HashSet<string> exchanged = [];
    private readonly List<FakeSlackView> opened = [];
    private readonly Dictionary<string, JsonObject> homes = [];

    /// <summary>Every modal, in the order in which they were opened.</summary>
    public IReadOnlyList<FakeSlackView> Opened
    {
        get
        {
            lock (gate)
            {
                return [.. opened];
            }
        }
    }

    public JsonObject? HomeOf(string user)
    {
        lock (gate)
        {
            return homes.GetValueOrDefault(user);
        }
    }

    /// <summary>A trigger is good for three seconds and for one view.</summary>
    internal void Issue(string trigger)
    {
        lock (gate)
        {
            triggers[trigger] = slack.Time.GetUtcNow();
        }
    }

    /// <returns>Null for a method that is not about views.</returns>
    internal JsonObject? Do(string method, JsonObject arguments)
    {
        lock (gate)
        {
            return method switch
            {
                "views.open" => Open(arguments),
                "views.publish" => Publish(arguments),
                _ => null,
            };
        }
    }

    private JsonObject Open(JsonObject arguments)
    {
        if ((string?)arguments["trigger_id"] is not { } trigger || !triggers.TryGetValue(trigger, out var issued))
        {
            return Refuse("invalid_trigger_id");
        }

        if (exchanged.Contains(trigger))
        {
            return Refuse("exchanged_trigger_id");
        }

        if (slack.Time.GetUtcNow() - issued > TimeSpan.FromSeconds(3))
        {
            return Refuse("expired_trigger_id");
        }

        if (Problems(arguments["view"], "modal").ToArray() is { Length: > 0 } problems)
        {
            return Refuse("invalid_arguments", problems);
        }

        exchanged.Add(trigger);
        var view = new FakeSlackView($"V0VIEW{opened.Count + 1}", arguments["view"]!.DeepClone().AsObject());
        opened.Add(view);
        return new() { ["ok"] = true, ["view"] = Describe(view.Id, view.View) };
    }

    private JsonObject Publish(JsonObject arguments)
    {
        if ((string?)arguments["user_id"] is not { } user || !slack.Knows(user))
        {
            return Refuse("invalid_arguments", "invalid `user_id`");
        }

        if (Problems(arguments["view"], "home").ToArray() is { Length: > 0 } problems)
        {
            return Refuse("invalid_arguments", problems);
        }

        homes[user] = arguments["view"]!.DeepClone().AsObject();
        return new() { ["ok"] = true, ["view"] = Describe($"V0HOME{user}", homes[user]) };
    }

    private static JsonObject Describe(string id, JsonObject view)
    {
        var described = view.DeepClone().AsObject();
        described["id"] = id;
        return described;
    }

    internal static IEnumerable<string> Problems(JsonNode? node, string type)
    {
        if (node is not JsonObject view || (string?)view["type"] != type)
        {
            return [$"the view is not of the type {type}"];
        }

        var problems = FakeSlackBlockKit.Problems(view["blocks"] as JsonArray ?? [], most: 100, inView: true);
        return type == "home" ? problems : problems
            .Concat(Words(view["title"], 24, "title"))
            .Concat(Words(view["submit"], 24, "submit"))
            .Concat(Words(view["close"], 24, "close"))
            .Concat(((string?)view["private_metadata"])?.Length > 3000 ? ["private_metadata is longer than 3000"] : [])
            .Concat(((string?)view["callback_id"])?.Length > 255 ? ["callback_id is longer than 255"] : []);
    }

    private static IEnumerable<string> Words(JsonNode? node, int longest, string what) =>
        node is JsonObject { } text && (string?)text["type"] == "plain_text" && (string?)text["text"] is { Length: > 0 } value && value.Length <= longest
            ? []
            : [$"{what} is not a plain text of 1 to {longest} characters"];

    private static JsonObject Refuse(string error, params string[] messages) => new()
    {
        ["ok"] = false,
        ["error"] = error,
        ["response_metadata"] = new JsonObject { ["messages"] = new JsonArray([.. messages.Select(message => (JsonNode)message)]) },
    };
}

/// <param name="View">As it was opened.</param>
internal sealed record FakeSlackView(string Id, JsonObject View)
{
    public string Title => (string)View["title"]!["text"]!;

    public string Visible => new FakeSlackMessage("", "", null, "", View["blocks"]!.AsArray(), 0).Visible;

    public string Metadata => (string)View["private_metadata"]!;

    public IEnumerable<JsonObject> Inputs => View["blocks"]!.AsArray().OfType<JsonObject>().Where(block => (string?)block["type"] == "input");
}
