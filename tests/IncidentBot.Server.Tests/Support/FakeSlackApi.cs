using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Server.Tests.Support;

/// <summary>The part of the Web API that the bot uses. See https://docs.slack.dev/reference/methods.</summary>
internal sealed class FakeSlackApi(FakeSlack slack)
{
    /// <summary>Slack publishes no number; people have measured about this.</summary>
    private const int LongestBlocks = 11000;

    /// <summary>Methods that read know nothing of JSON. See https://docs.slack.dev/apis/web-api/#slack-web-api__basics__post-bodies.</summary>
    private static readonly HashSet<string> FormOnly =
    [
        "conversations.list",
        "conversations.info",
        "bookmarks.list",
        "users.info",
        "usergroups.users.list",
        "files.getUploadURLExternal",
    ];

    private readonly FakeSlackLimits limits = new(slack.Time);

    public void Map(WebApplication app) => app.MapPost("/api/{method}", CallAsync);

    private async Task<IResult> CallAsync(string method, HttpRequest request)
    {
        if (slack.IsDown)
        {
            return Results.StatusCode(StatusCodes.Status503ServiceUnavailable);
        }

        var arguments = await ReadAsync(request);
        if (request.HasJsonContentType() && FormOnly.Contains(method))
        {
            arguments = [];
        }

        var token = request.Headers.Authorization.ToString() is { Length: > 0 } header ? header["Bearer ".Length..] : TokenOf(request, arguments);
        var failure = slack.TakeFailure(method)
            ?? slack.Weather?.Invoke(method, arguments)
            ?? (slack.LimitsRate && token is not null ? limits.Check(method, token, arguments) : null);
        var reply = failure is { AfterEffect: false } ? Refuse(failure.Error) : Refusal(method, token, arguments) ?? Do(method, token!, arguments);
        if (failure is { AfterEffect: true })
        {
            reply = Refuse(failure.Error);
        }

        slack.Record(new FakeSlackCall(method, arguments, token, (string?)reply["error"]) { IsForm = request.HasFormContentType });
        if (failure is { Seconds: > 0 } slow)
        {
            await Task.Delay(TimeSpan.FromSeconds(slow.Seconds), request.HttpContext.RequestAborted);
        }

        return Answer(request.HttpContext, failure, reply, token);
    }

    private IResult Answer(HttpContext context, FakeSlackFailure? failure, JsonObject reply, string? token)
    {
        if (failure is { Lost: true })
        {
            context.Abort();
            return Results.Empty;
        }

        var headers = context.Response.Headers;
        headers.Date = (slack.Time.GetUtcNow() + slack.ClockSkew).ToString("r", CultureInfo.InvariantCulture);
        headers["X-OAuth-Scopes"] = string.Join(',', slack.ScopesOf(token));
        if (failure?.RetryAfterSeconds is { } seconds)
        {
            headers.RetryAfter = seconds.ToString(CultureInfo.InvariantCulture);
        }

        return Results.Text(reply.ToJsonString(), "application/json; charset=utf-8", statusCode: (int)(failure?.Status ?? HttpStatusCode.OK));
    }

    /// <summary>Whether this token may call this at all.</summary>
    private JsonObject? Refusal(string method, string? token, JsonObject arguments)
    {
        if (method == "apps.connections.open")
        {
            return token is null ? Refuse("not_authed")
                : !token.StartsWith("xapp-", StringComparison.Ordinal) ? Refuse("not_allowed_token_type")
                : token != slack.AppToken ? Refuse("invalid_auth")
                : null;
        }

        if (slack.Identify(token).Error is { } error)
        {
            return Refuse(error);
        }

        if (FakeSlackScopes.Of(method, slack.Rooms.IsOfPrivate(method, arguments)) is not { Length: > 0 } scopes || scopes.Any(slack.ScopesOf(token).Contains))
        {
            return null;
        }

        var refusal = Refuse("missing_scope");
        refusal["needed"] = scopes[0];
        refusal["provided"] = string.Join(',', slack.ScopesOf(token));
        return refusal;
    }

    private JsonObject Do(string method, string token, JsonObject arguments) => method switch
    {
        "auth.test" => new()
        {
            ["ok"] = true,
            ["url"] = "https://acme.slack.com/",
            ["team"] = "Acme",
            ["user"] = "incidentbot",
            ["team_id"] = slack.Identify(token).Team,
            ["user_id"] = FakeSlack.BotUser,
            ["bot_id"] = "B0BOT",
        },
        "apps.connections.open" => slack.Sockets.Issue(),
        "chat.postMessage" => Problem(arguments) ?? FakeSlackHistory.MetadataProblem(arguments) ?? Post(arguments),
        "chat.postEphemeral" => Problem(arguments) ?? PostEphemeral(arguments),
        "chat.update" => Update(arguments),
        "usergroups.users.list" => GroupUsers(arguments),
        "users.info" => User(arguments),
        _ => slack.Rooms.Do(method, arguments)
            ?? slack.Views.Do(method, arguments)
            ?? slack.Files.Do(method, arguments)
            ?? slack.History.Do(method, arguments, slack.ScopesOf(token))
            ?? Refuse("unknown_method"),
    };

    /// <summary>A person at a time, so that there are several pages.</summary>
    private JsonObject GroupUsers(JsonObject arguments)
    {
        if (!slack.UserGroups.TryGetValue((string?)arguments["usergroup"] ?? "", out var users))
        {
            return Refuse("no_such_subteam");
        }

        return FakeSlackPages.Page(arguments, users, size: 1) is not { } page ? Refuse("invalid_cursor") : new()
        {
            ["ok"] = true,
            ["users"] = new JsonArray([.. page.Items.Select(user => JsonValue.Create(user))]),
            ["response_metadata"] = new JsonObject { ["next_cursor"] = page.Next },
        };
    }

    private JsonObject User(JsonObject arguments) => (string?)arguments["user"] is { } id && slack.UserNames.TryGetValue(id, out var name)
        ? new()
        {
            ["ok"] = true,
            ["user"] = new JsonObject
            {
                ["id"] = id,
                ["name"] = id.ToLowerInvariant(),
                ["real_name"] = name,
                ["profile"] = new JsonObject { ["display_name"] = "", ["real_name"] = name },
            }
        }
        : Refuse("user_not_found");

    private JsonObject Post(JsonObject arguments)
    {
        var message = slack.Show((string)arguments["channel"]!, onlyFor: null, arguments);
        var place = slack.Knows(message.Channel) ? Chat(message.Channel) : message.Channel;
        return new()
        {
            ["ok"] = true,
            ["channel"] = place,
            ["ts"] = message.Ts,
            ["message"] =
            new JsonObject { ["type"] = "message", ["user"] = FakeSlack.BotUser, ["bot_id"] = "B0BOT", ["ts"] = message.Ts, ["text"] = message.Text }
        };
    }

    /// <summary>A post may name a person; the chat it then is in has an id of its own, and an update must name that.</summary>
    private static string Chat(string user) => $"D{user[1..]}";

    private JsonObject Update(JsonObject arguments)
    {
        var named = (string?)arguments["channel"] ?? "";
        if (slack.Knows(named))
        {
            return Refuse("channel_not_found");
        }

        arguments = arguments.DeepClone().AsObject();
        arguments["channel"] = named.StartsWith('D') && slack.Knows($"U{named[1..]}") ? $"U{named[1..]}" : named;
        if (Problem(arguments) is { } refused)
        {
            return (string?)refused["error"] == "is_archived" ? Refuse("is_inactive") : refused;
        }

        return slack.Edit((string)arguments["channel"]!, (string?)arguments["ts"], arguments) is { } problem
            ? Refuse(problem)
            : new() { ["ok"] = true, ["channel"] = named, ["ts"] = (string?)arguments["ts"], ["text"] = (string?)arguments["text"] };
    }

    private JsonObject PostEphemeral(JsonObject arguments) => (string?)arguments["user"] is { } user && slack.Knows(user)
        ? new() { ["ok"] = true, ["message_ts"] = slack.Show((string)arguments["channel"]!, user, arguments).Ts }
        : Refuse("user_not_in_channel");

    private JsonObject? Problem(JsonObject arguments)
    {
        if (slack.ChannelProblem((string?)arguments["channel"]) is { } channel)
        {
            return Refuse(channel);
        }

        if ((string?)arguments["thread_ts"] is { } thread && !slack.Messages.Any(message => message.Ts == thread))
        {
            return Refuse("thread_not_found");
        }

        if (arguments["blocks"] is not { } blocks)
        {
            return string.IsNullOrEmpty((string?)arguments["text"]) ? Refuse("no_text") : null;
        }

        if (blocks is not JsonArray array)
        {
            return Refuse("invalid_blocks_format");
        }

        if (FakeSlackBlockKit.Length(array) > LongestBlocks)
        {
            return Refuse("msg_blocks_too_long");
        }

        string[] problems = [.. FakeSlackBlockKit.Problems(array)];
        return problems.Length == 0 ? null : Refuse("invalid_blocks", problems);
    }

    private static async Task<JsonObject> ReadAsync(HttpRequest request)
    {
        if (request.HasJsonContentType())
        {
            return (await JsonNode.ParseAsync(request.Body))!.AsObject();
        }

        // Slack's own client sends forms, in which nested arguments are JSON.
        var arguments = new JsonObject();
        foreach (var (key, value) in await request.ReadFormAsync())
        {
            arguments[key] = key is "blocks" or "view" or "files" or "metadata" ? Parse(value.ToString()) : value.ToString();
        }

        return arguments;
    }

    /// <summary>A form may carry the token itself; JSON may not. See https://docs.slack.dev/apis/web-api/#authentication.</summary>
    private static string? TokenOf(HttpRequest request, JsonObject arguments) => request.HasFormContentType ? (string?)arguments["token"] : null;

    private static JsonNode? Parse(string json)
    {
        try
        {
            return JsonNode.Parse(json);
        }
        catch (JsonException)
        {
            return json;
        }
    }

    private static JsonObject Refuse(string error, params string[] messages)
    {
        var reply = new JsonObject { ["ok"] = false, ["error"] = error };
        if (messages.Length > 0)
        {
            reply["response_metadata"] = new JsonObject { ["messages"] = new JsonArray([.. messages.Select(message => (JsonNode)$"[ERROR] {message}")]) };
        }

        return reply;
    }
}
