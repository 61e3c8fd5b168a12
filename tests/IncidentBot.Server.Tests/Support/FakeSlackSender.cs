using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>What people type and press, on its way to a bot.</summary>
internal sealed class FakeSlackSender(FakeSlack slack) : IDisposable
{
    /// <summary>Slack itself waits three seconds; a busy build machine is given more.</summary>
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };
    private int lastTrigger;

    public FakeSlackRequest Command(
        string command,
        string text = "",
        string user = FakeSlack.Alice,
        string channel = FakeSlack.Channel,
        string team = FakeSlack.Team,
        string? responseUrl = null) => Form(new()
        {
            ["token"] = "legacy",
            ["team_id"] = team,
            ["team_domain"] = "acme",
            ["channel_id"] = channel,
            ["channel_name"] = "incidents",
            ["user_id"] = slack.Meet(user),
            ["user_name"] = Name(user),
            ["command"] = command,
            ["text"] = text,
            ["api_app_id"] = "A0BOT",
            ["is_enterprise_install"] = "false",
            ["response_url"] = responseUrl ?? slack.Responses.Issue(channel, user),
            ["trigger_id"] = Trigger(),
        });

    /// <summary>Presses the button of a message that the bot posted; the question of its confirmation is answered with yes.</summary>
    public FakeSlackRequest Press(FakeSlackMessage message, string label, string user = FakeSlack.Alice)
    {
        var block = message.Blocks.OfType<JsonObject>().First(block => (string?)block["type"] == "actions" && block["elements"]!.AsArray().Any(IsWanted));
        var button = block["elements"]!.AsArray().First(IsWanted)!.AsObject();
        return Interaction(BlockActions(message, user, new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = (string?)button["action_id"],
            ["block_id"] = (string?)block["block_id"],
            ["value"] = (string?)button["value"],
            ["text"] = button["text"]!.DeepClone(),
            ["action_ts"] = "1605853645.582706",
        }));

        bool IsWanted(JsonNode? button) => (string?)button!["text"]!["text"] == label;
    }

    public JsonObject BlockActions(FakeSlackMessage message, string user, JsonObject action) => new()
    {
        ["type"] = "block_actions",
        ["user"] = new JsonObject { ["id"] = user, ["username"] = Name(user), ["name"] = Name(user), ["team_id"] = FakeSlack.Team },
        ["api_app_id"] = "A0BOT",
        ["token"] = "legacy",
        ["container"] = new JsonObject
        {
            ["type"] = "message",
            ["message_ts"] = message.Ts,
            ["channel_id"] = message.Channel,
            ["is_ephemeral"] = message.OnlyFor is not null,
        },
        ["trigger_id"] = Trigger(),
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
        ["enterprise"] = null,
        ["is_enterprise_install"] = false,
        ["channel"] = new JsonObject { ["id"] = message.Channel, ["name"] = "incidents" },
        ["message"] = new JsonObject
        {
            ["type"] = "message",
            ["ts"] = message.Ts,
            ["text"] = message.Text,
            ["bot_id"] = "B0BOT",
            ["blocks"] = message.Blocks.DeepClone(),
        },
        ["state"] = new JsonObject { ["values"] = new JsonObject() },
        ["response_url"] = slack.Responses.Issue(message.Channel, user, message),
        ["actions"] = new JsonArray(action),
    };

    public FakeSlackRequest Interaction(JsonObject payload) => Form(new() { ["payload"] = payload.ToJsonString() });

    public FakeSlackRequest Form(Dictionary<string, string> fields) =>
        new(slack.SigningSecret, string.Join('&', fields.Select(field => $"{field.Key}={Uri.EscapeDataString(field.Value)}")), slack.Time.GetUtcNow());

    /// <param name="bot">Where the bot listens; the path is the one of the app's manifest.</param>
    /// <param name="line">For example <c>/redis ping</c>.</param>
    public Task<FakeSlackAck> TypeAsync(Uri bot, string line, CancellationToken ct, string user = FakeSlack.Alice, string channel = FakeSlack.Channel)
    {
        var words = line.Split(' ', 2);
        return SendAsync(Command(words[0], words.ElementAtOrDefault(1) ?? "", user, channel), new Uri(bot, "/slack/commands"), ct);
    }

    /// <inheritdoc cref="TypeAsync"/>
    public Task<FakeSlackAck> PressAsync(Uri bot, FakeSlackMessage message, string label, CancellationToken ct, string user = FakeSlack.Alice) =>
        SendAsync(Press(message, label, user), new Uri(bot, "/slack/interactions"), ct);

    public async Task<FakeSlackAck> SendAsync(FakeSlackRequest request, Uri to, CancellationToken ct)
    {
        using var message = request.ToHttp(to);
        using var response = await http.SendAsync(message, ct);
        var ack = new FakeSlackAck((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
        if (ack is { Status: 200, Body: ['{', ..] })
        {
            var (type, payload) = request.ToEnvelope();
            slack.RecordAck(type, payload, JsonNode.Parse(ack.Body)!);
        }

        return ack;
    }

    public void Dispose() => http.Dispose();

    /// <summary>Chooses a shortcut of the app on somebody's message.</summary>
    public FakeSlackRequest Shortcut(string callback, string said, string user = FakeSlack.Alice, string channel = FakeSlack.Channel) =>
        Interaction(new JsonObject
        {
            ["type"] = "message_action",
            ["callback_id"] = callback,
            ["trigger_id"] = Trigger(),
            ["response_url"] = slack.Responses.Issue(channel, user),
            ["message_ts"] = "1763806500.000100",
            ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
            ["channel"] = new JsonObject { ["id"] = channel, ["name"] = "incidents" },
            ["user"] = new JsonObject { ["id"] = user, ["username"] = Name(user), ["name"] = Name(user), ["team_id"] = FakeSlack.Team },
            ["message"] = new JsonObject { ["type"] = "message", ["user"] = FakeSlack.Bob, ["ts"] = "1763806500.000100", ["text"] = said },
        });

    /// <summary>Presses a button of the home tab.</summary>
    public FakeSlackRequest PressAtHome(JsonObject home, string label, string user = FakeSlack.Alice)
    {
        var message = new FakeSlackMessage("", "", null, "", home["blocks"]!.AsArray(), 0);
        var button = message.Buttons.First(button => (string?)button["text"]!["text"] == label);
        var payload = BlockActions(message, user, new JsonObject
        {
            ["type"] = "button",
            ["action_id"] = (string?)button["action_id"],
            ["value"] = (string?)button["value"],
            ["action_ts"] = "1605853645.582706",
        });
        foreach (var inAChannel in (string[])["channel", "message", "response_url"])
        {
            payload.Remove(inAChannel);
        }

        payload["container"] = new JsonObject { ["type"] = "view", ["view_id"] = $"V0HOME{user}" };
        payload["view"] = new JsonObject { ["id"] = $"V0HOME{user}", ["type"] = "home", ["private_metadata"] = "" };
        return Interaction(payload);
    }

    /// <summary>Fills in a modal and sends it off.</summary>
    /// <param name="values">By the block_id of the input; a box is ticked with any value.</param>
    public FakeSlackRequest Submit(FakeSlackView view, Dictionary<string, string> values, string user = FakeSlack.Alice) => Interaction(new JsonObject
    {
        ["type"] = "view_submission",
        ["user"] = new JsonObject { ["id"] = user, ["username"] = Name(user), ["name"] = Name(user), ["team_id"] = FakeSlack.Team },
        ["api_app_id"] = "A0BOT",
        ["token"] = "legacy",
        ["trigger_id"] = Trigger(),
        ["team"] = new JsonObject { ["id"] = FakeSlack.Team, ["domain"] = "acme" },
        ["enterprise"] = null,
        ["is_enterprise_install"] = false,
        ["response_urls"] = new JsonArray(),
        ["view"] = new JsonObject
        {
            ["id"] = view.Id,
            ["team_id"] = FakeSlack.Team,
            ["type"] = "modal",
            ["callback_id"] = (string?)view.View["callback_id"],
            ["private_metadata"] = view.Metadata,
            ["hash"] = "1605853645.aBcDeF",
            ["state"] = new JsonObject
            {
                ["values"] = new JsonObject(view.Inputs.Select(
                input => KeyValuePair.Create((string)input["block_id"]!, (JsonNode?)Filled(input, values.GetValueOrDefault((string)input["block_id"]!)))))
            },
        },
    });

    private static JsonObject Filled(JsonObject input, string? value)
    {
        var element = input["element"]!.AsObject();
        var filled = new JsonObject { ["type"] = (string?)element["type"] };
        switch ((string?)element["type"])
        {
            case "plain_text_input":
                filled["value"] = value;
                break;
            case "static_select":
                filled["selected_option"] = value is null ? element["initial_option"]?.DeepClone() : new JsonObject { ["value"] = value };
                break;
            case "checkboxes":
                filled["selected_options"] = value is null ? [] : new JsonArray(element["options"]![0]!.DeepClone());
                break;
        }

        return new JsonObject { [(string)element["action_id"]!] = filled };
    }

    /// <summary>A press that may be answered with a form.</summary>
    internal string Trigger()
    {
        var trigger = $"{Interlocked.Increment(ref lastTrigger)}.47445629121.{Guid.NewGuid():N}";
        slack.Views.Issue(trigger);
        return trigger;
    }

    private static string Name(string user) => user.TrimStart('U', '0').ToLowerInvariant();
}

internal sealed record FakeSlackAck(int Status, string Body);
