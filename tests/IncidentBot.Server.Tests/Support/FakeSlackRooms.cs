using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace IncidentBot.Server.Tests.Support;

/// <summary>The channels that a bot makes, with Slack's rules. See https://docs.slack.dev/reference/methods/conversations.create.</summary>
internal sealed partial class FakeSlackRooms(FakeSlack slack)
{
    /// <summary>An archived channel has no members any more, and only members and administrators take it out again.</summary>
    private const string WhatBotsAreTold = "not_in_channel";

    private readonly Lock gate = new();
    private readonly List<FakeSlackRoom> rooms = [];

    public IReadOnlyList<FakeSlackRoom> All
    {
        get
        {
            lock (gate)
            {
                return [.. rooms];
            }
        }
    }

    /// <summary>Most channels that one page of conversations.list holds, whatever is asked for.</summary>
    public int PageSize { get; set; } = 1000;

    /// <summary>People who cannot be invited, with the error word for each.</summary>
    public Dictionary<string, string> Refused { get; } = [];

    /// <summary>A channel that was there before.</summary>
    public FakeSlackRoom Add(string name, string creator, string purpose = "", bool archived = false, bool isPrivate = false)
    {
        lock (gate)
        {
            var room = new FakeSlackRoom($"C0ROOM{rooms.Count + 1}", name, creator, slack.Time.GetUtcNow().ToUnixTimeSeconds())
            {
                IsArchived = archived,
                IsPrivate = isPrivate,
            };
            room.Members.Add(creator);
            if (purpose.Length > 0)
            {
                room.Purposes.Add(purpose);
            }

            rooms.Add(room);
            slack.AddChannel(room.Id);
            return room;
        }
    }

    internal bool IsOfPrivate(string method, JsonObject arguments)
    {
        lock (gate)
        {
            return method switch
            {
                "conversations.create" => (bool?)arguments["is_private"] ?? false,
                "conversations.list" => arguments["types"] is JsonValue types && types.ToString().Contains("private_channel", StringComparison.Ordinal),
                _ => rooms.Find(room => room.Id == arguments["channel"]?.ToString())?.IsPrivate == true,
            };
        }
    }

    /// <returns>Null for a method that is not about channels.</returns>
    internal JsonObject? Do(string method, JsonObject arguments)
    {
        lock (gate)
        {
            return Done(method, arguments);
        }
    }

    private JsonObject? Done(string method, JsonObject arguments) => method switch
    {
        "conversations.create" => Create(arguments),
        "conversations.list" => List(arguments),
        "conversations.info" => Info(arguments),
        "conversations.setTopic" =>
            With(arguments, "channel", room => Length(arguments, "topic", 250) ?? Set(room, () => room.Topics.Add((string)arguments["topic"]!))),
        "conversations.setPurpose" =>
            With(arguments, "channel", room => Length(arguments, "purpose", 250) ?? Set(room, () => room.Purposes.Add((string)arguments["purpose"]!))),
        "conversations.invite" => With(arguments, "channel", room => Invite(room, arguments)),
        "conversations.archive" => With(arguments, "channel", Archive, ifArchived: "already_archived"),
        "conversations.unarchive" => With(arguments, "channel", _ => Refuse("not_archived"), ifArchived: WhatBotsAreTold),
        "pins.add" => With(arguments, "channel", room => Pin(room, arguments)),
        "bookmarks.list" => With(
            arguments,
            "channel_id",
            room => new() { ["ok"] = true, ["bookmarks"] = new JsonArray([.. room.Bookmarks.Select((_, index) => (JsonNode)Describe(room, index + 1))]) }),
        "bookmarks.add" => With(arguments, "channel_id", room => AddBookmark(room, arguments)),
        _ => null,
    };

    private JsonObject Create(JsonObject arguments)
    {
        if ((string?)arguments["name"] is not { Length: > 0 } name)
        {
            return Refuse("invalid_name_required");
        }

        if (name.Length > 80)
        {
            return Refuse("invalid_name_maxlength");
        }

        if (!name.Any(char.IsAsciiLetterOrDigit))
        {
            return Refuse("invalid_name_punctuation");
        }

        if (!ValidName().IsMatch(name))
        {
            return Refuse("invalid_name_specials");
        }

        if (rooms.Exists(other => other.Name == name))
        {
            return Refuse("name_taken");
        }

        return new() { ["ok"] = true, ["channel"] = Describe(Add(name, FakeSlack.BotUser, isPrivate: (bool?)arguments["is_private"] ?? false)) };
    }

    private JsonObject List(JsonObject arguments)
    {
        if (arguments["types"] is not JsonValue types || types.GetValueKind() != System.Text.Json.JsonValueKind.String)
        {
            return Refuse("invalid_arguments");
        }

        var size = int.TryParse((string?)arguments["limit"], NumberStyles.None, CultureInfo.InvariantCulture, out var limit)
            ? Math.Min(limit, PageSize)
            : Math.Min(100, PageSize);
        var asked = ((string)types!).Split(',');
        var listed = rooms.FindAll(room => asked.Contains(room.IsPrivate ? "private_channel" : "public_channel"));
        return FakeSlackPages.Page(arguments, listed, size) is not { } page ? Refuse("invalid_cursor") : new()
        {
            ["ok"] = true,
            ["channels"] = new JsonArray([.. page.Items.Select(room => (JsonNode)Describe(room))]),
            ["response_metadata"] = new JsonObject { ["next_cursor"] = page.Next },
        };
    }

    /// <summary>Archived ones too.</summary>
    private JsonObject Info(JsonObject arguments) => rooms.Find(room => room.Id == (string?)arguments["channel"]) is { } found
        ? new() { ["ok"] = true, ["channel"] = Describe(found) }
        : Refuse("channel_not_found");

    private JsonObject Invite(FakeSlackRoom room, JsonObject arguments)
    {
        string[] users = ((string?)arguments["users"] ?? "").Split(',', StringSplitOptions.RemoveEmptyEntries);
        if (users.Length is 0 or > 100)
        {
            return Refuse(users.Length == 0 ? "no_user" : "too_many_users");
        }

        var wrong = users.Select(user => (User: user, Error: user == FakeSlack.BotUser ? "cant_invite_self"
            : room.Members.Contains(user) ? "already_in_channel"
            : Refused.GetValueOrDefault(user) ?? (slack.Knows(user) ? null : "user_not_found"))).Where(pair => pair.Error is not null).ToList();
        var some = wrong.Count == 0 || (wrong.Count < users.Length && (bool?)arguments["force"] == true);
        var reply = some ? Set(room, () => room.Members.UnionWith(users.Except(wrong.Select(pair => pair.User)))) : Refuse(wrong[0].Error!);
        if (wrong.Count > 0)
        {
            reply["errors"] =
                new JsonArray([.. wrong.Select(pair => (JsonNode)new JsonObject { ["user"] = pair.User, ["ok"] = false, ["error"] = pair.Error })]);
        }

        return reply;
    }

    private JsonObject Archive(FakeSlackRoom room)
    {
        room.IsArchived = true;
        slack.Archive(room.Id);
        return Ok();
    }

    private JsonObject Pin(FakeSlackRoom room, JsonObject arguments)
    {
        if ((string?)arguments["timestamp"] is not { Length: > 0 } ts)
        {
            return Refuse("no_item_specified");
        }

        if (!Timestamp().IsMatch(ts))
        {
            return Refuse("bad_timestamp");
        }

        if (!slack.Messages.Any(message => message.Channel == room.Id && message.Ts == ts && message.OnlyFor is null))
        {
            return Refuse("message_not_found");
        }

        if (room.Pins.Contains(ts))
        {
            return Refuse("already_pinned");
        }

        room.Pins.Add(ts);
        return Ok();
    }

    private static JsonObject AddBookmark(FakeSlackRoom room, JsonObject arguments)
    {
        if ((string?)arguments["type"] != "link")
        {
            return Refuse("invalid_bookmark_type");
        }

        if ((string?)arguments["title"] is not { Length: > 0 } title || (string?)arguments["link"] is not { Length: > 0 } link)
        {
            return Refuse("invalid_arguments");
        }

        if (!Uri.TryCreate(link, UriKind.Absolute, out var uri) || (uri.Scheme != Uri.UriSchemeHttp && uri.Scheme != Uri.UriSchemeHttps))
        {
            return Refuse("invalid_link");
        }

        room.Bookmarks.Add((title, link));
        return new() { ["ok"] = true, ["bookmark"] = Describe(room, room.Bookmarks.Count) };
    }

    private static JsonObject Describe(FakeSlackRoom room, int bookmark)
    {
        var (title, link) = room.Bookmarks[bookmark - 1];
        return new() { ["id"] = $"Bk{room.Id}{bookmark}", ["channel_id"] = room.Id, ["title"] = title, ["link"] = link, ["type"] = "link" };
    }

    private JsonObject With(JsonObject arguments, string name, Func<FakeSlackRoom, JsonObject> work, string ifArchived = "is_archived") =>
        rooms.Find(room => room.Id == (string?)arguments[name]) is not { } found ? Refuse("channel_not_found")
        : found.IsArchived ? Refuse(ifArchived)
        : work(found);

    private static JsonObject? Length(JsonObject arguments, string name, int most) =>
        (string?)arguments[name] is not { } text ? Refuse("invalid_arguments") : text.Length > most ? Refuse("too_long") : null;

    private static JsonObject Set(FakeSlackRoom room, Action set)
    {
        set();
        return new() { ["ok"] = true, ["channel"] = Describe(room) };
    }

    private static JsonObject Describe(FakeSlackRoom room) => new()
    {
        ["id"] = room.Id,
        ["name"] = room.Name,
        ["creator"] = room.Creator,
        ["created"] = room.Created,
        ["is_archived"] = room.IsArchived,
        ["is_private"] = room.IsPrivate,
        ["topic"] = new JsonObject { ["value"] = room.Topics.LastOrDefault() ?? "" },
        ["purpose"] = new JsonObject { ["value"] = room.Purposes.LastOrDefault() ?? "" },
    };

    private static JsonObject Ok() => new() { ["ok"] = true };

    private static JsonObject Refuse(string error) => new() { ["ok"] = false, ["error"] = error };

    [GeneratedRegex("^[a-z0-9_-]+$")]
    private static partial Regex ValidName();

    [GeneratedRegex(@"^\d+\.\d+$")]
    private static partial Regex Timestamp();
}

internal sealed record FakeSlackRoom(string Id, string Name, string Creator, long Created)
{
    public bool IsArchived { get; set; }
    public bool IsPrivate { get; init; }

    /// <summary>Every purpose that was set; each is a line in the channel.</summary>
    public List<string> Purposes { get; } = [];

    /// <summary>Every topic that was set; each is a line in the channel.</summary>
    public List<string> Topics { get; } = [];
    public HashSet<string> Members { get; } = [];
    public List<string> Pins { get; } = [];
    public List<(string Title, string Link)> Bookmarks { get; } = [];
}
