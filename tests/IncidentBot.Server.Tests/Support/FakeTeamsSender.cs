using System.Net.Http.Headers;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>What people type and press, on its way to a bot.</summary>
internal sealed class FakeTeamsSender(FakeTeams teams) : IDisposable
{
    /// <summary>Teams itself waits fifteen seconds; a busy build machine is given more.</summary>
    private readonly HttpClient http = new() { Timeout = TimeSpan.FromSeconds(60) };

    /// <summary>A message in a new thread of the channel, in a thread, or in a person's own chat with the bot.</summary>
    public JsonObject Message(string text, FakeTeamsUser user, string? conversation = null)
    {
        var id = teams.NextId();
        var place = conversation ?? $"{FakeTeams.Channel};messageid={id}";
        var activity = Activity("message", user, place, id);
        activity["text"] = place.StartsWith("a:", StringComparison.Ordinal) ? text : $"<at>{FakeTeams.BotName}</at> {text}";
        activity["textFormat"] = "plain";
        activity["entities"] = new JsonArray(
            Mention(FakeTeams.BotId, FakeTeams.BotName, $"<at>{FakeTeams.BotName}</at>"),
            new JsonObject { ["type"] = "clientInfo", ["locale"] = "en-US", ["country"] = "US", ["platform"] = "Web", ["timezone"] = "Europe/Berlin" });
        return activity;
    }

    public static JsonObject Mention(string id, string name, string text) =>
        new() { ["type"] = "mention", ["mentioned"] = new JsonObject { ["id"] = id, ["name"] = name }, ["text"] = text };

    /// <summary>A press of an <c>Action.Execute</c>.</summary>
    public JsonObject Execute(FakeTeamsMessage message, JsonObject action, FakeTeamsUser user) => Invoke("adaptiveCard/action", message, user, new JsonObject
    {
        ["action"] = new JsonObject
        {
            ["type"] = "Action.Execute",
            ["title"] = (string?)action["title"],
            ["verb"] = (string?)action["verb"],
            ["data"] = action["data"]?.DeepClone() ?? new JsonObject(),
        },
        ["trigger"] = "manual",
    });

    /// <summary>A press of an <c>Action.Submit</c> that opens no dialog: a message with a value and without a text.</summary>
    public JsonObject Submit(FakeTeamsMessage message, JsonNode? data, FakeTeamsUser user)
    {
        var activity = Activity("message", user, message.Conversation, teams.NextId());
        activity["replyToId"] = message.Id;
        activity["value"] = data?.DeepClone();
        return activity;
    }

    public JsonObject Invoke(string name, FakeTeamsMessage message, FakeTeamsUser user, JsonNode value)
    {
        var activity = Activity("invoke", user, message.Conversation, $"f:{Guid.NewGuid()}");
        activity["name"] = name;
        activity["replyToId"] = message.Id;
        activity["value"] = value.DeepClone();
        return activity;
    }

    public JsonObject Activity(string type, FakeTeamsUser user, string conversation, string id)
    {
        var isPersonal = conversation.StartsWith("a:", StringComparison.Ordinal);
        return new JsonObject
        {
            ["type"] = type,
            ["id"] = id,
            ["timestamp"] = teams.Time.GetUtcNow().ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", System.Globalization.CultureInfo.InvariantCulture),
            ["serviceUrl"] = teams.ServiceUrl,
            ["channelId"] = "msteams",
            ["from"] = new JsonObject { ["id"] = user.Id, ["name"] = user.Name, ["aadObjectId"] = user.AadObjectId },
            ["recipient"] = new JsonObject { ["id"] = FakeTeams.BotId, ["name"] = FakeTeams.BotName },
            ["conversation"] = isPersonal
                ? new JsonObject { ["conversationType"] = "personal", ["tenantId"] = FakeTeams.Tenant, ["id"] = conversation }
                : new JsonObject { ["isGroup"] = true, ["conversationType"] = "channel", ["tenantId"] = FakeTeams.Tenant, ["id"] = conversation },
            ["channelData"] = isPersonal
                ? new JsonObject { ["tenant"] = new JsonObject { ["id"] = FakeTeams.Tenant } }
                : new JsonObject
                {
                    ["tenant"] = new JsonObject { ["id"] = FakeTeams.Tenant },
                    ["team"] = new JsonObject { ["id"] = FakeTeams.Team },
                    ["channel"] = new JsonObject { ["id"] = FakeTeams.Channel },
                },
        };
    }

    /// <summary>
    /// Presses the button with this label as a person would: where it opens a dialog, the dialog is looked at and its own
    /// button pressed.
    /// </summary>
    /// <param name="entered">What is entered in the dialog; what is not keeps the value it comes with.</param>
    public async Task<FakeTeamsAck> PressAsync(
        Uri bot,
        FakeTeamsMessage message,
        string label,
        FakeTeamsUser user,
        CancellationToken ct,
        JsonObject? entered = null)
    {
        var action = message.Actions.FirstOrDefault(action => (string?)action["title"] == label);
        Assert.True(action is not null, $"No button '{label}' on: {message.Visible}");
        if ((string?)action["type"] == "Action.Execute")
        {
            return await SendAsync(Execute(message, action, user), bot, ct);
        }

        var data = action["data"]!.AsObject();
        if ((string?)data["msteams"]?["type"] != "task/fetch")
        {
            return await SendAsync(Submit(message, data, user), bot, ct);
        }

        var dialog = await FetchAsync(bot, message, data, user, ct);
        return await SendAsync(
            Invoke("task/submit", message, user, new JsonObject { ["data"] = Filled(dialog, entered), ["context"] = new JsonObject { ["theme"] = "default" } }),
            bot,
            ct);
    }

    /// <summary>The card of the dialog that a button opens.</summary>
    public async Task<JsonObject> FetchAsync(Uri bot, FakeTeamsMessage message, JsonObject data, FakeTeamsUser user, CancellationToken ct)
    {
        var sent = data.DeepClone().AsObject();
        sent.Remove("msteams");
        sent["type"] = "task/fetch";
        var ack = await SendAsync(
            Invoke("task/fetch", message, user, new JsonObject { ["data"] = sent, ["context"] = new JsonObject { ["theme"] = "default" } }),
            bot,
            ct);
        Assert.Equal((200, "continue"), (ack.Status, (string?)ack.Json()["task"]!["type"]));
        return ack.Json()["task"]!["value"]!["card"]!["content"]!.AsObject();
    }

    /// <summary>What Teams sends back of a dialog: the data of its button and the inputs. A box is ticked unless it is entered otherwise.</summary>
    public static JsonObject Filled(JsonObject dialog, JsonObject? entered)
    {
        var data = dialog["actions"]![0]!["data"]!.DeepClone().AsObject();
        foreach (var input in dialog["body"]!
            .AsArray()
            .OfType<JsonObject>()
            .Where(element => ((string?)element["type"])!.StartsWith("Input.", StringComparison.Ordinal)))
        {
            var id = (string)input["id"]!;
            data[id] = (string?)entered?[id] ?? (string?)input["value"] ?? (string?)input["valueOn"] ?? "";
        }

        return data;
    }

    /// <param name="authorization">Null: as the Bot Connector would sign it.</param>
    public async Task<FakeTeamsAck> SendAsync(
        JsonObject activity,
        Uri bot,
        CancellationToken ct,
        string? authorization = null,
        string contentType = "application/json; charset=utf-8",
        string? body = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot, "/api/messages"));
        request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body ?? activity.ToJsonString()));
        request.Content.Headers.ContentType = MediaTypeHeaderValue.Parse(contentType);
        var header = authorization ?? $"Bearer {teams.Issuer.Token(FakeTeams.AppId, teams.ServiceUrl)}";
        if (header.Length > 0)
        {
            request.Headers.TryAddWithoutValidation("Authorization", header);
        }

        using var response = await http.SendAsync(request, ct);
        var ack = new FakeTeamsAck((int)response.StatusCode, await response.Content.ReadAsStringAsync(ct));
        if (ack is { Status: 200, Body: ['{', ..] } && (string?)activity["name"] is { } invoked)
        {
            teams.RecordAck(invoked, ack.Json());
        }

        return ack;
    }

    public void Dispose() => http.Dispose();
}

internal sealed record FakeTeamsAck(int Status, string Body)
{
    public JsonNode Json() => JsonNode.Parse(Body)!;
}
