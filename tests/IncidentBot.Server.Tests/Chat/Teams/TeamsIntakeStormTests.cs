using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>
/// Random schedules of what people do, by seed: everything comes once, twice at once or again later, while the store
/// fails or hangs, keys change, the metadata is away and tokens run out. The time is virtual.
/// </summary>
public sealed class TeamsIntakeStormTests(ITestOutputHelper output) : TeamsBotTest
{
    private const int Activities = 80;
    private const string StrangersChat = "a:1strangers-and-the-bot";

    private readonly List<Sent> accepted = [];
    private int requests;
    private int keys;

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Everything_has_its_effect_once_in_the_order_in_which_it_came_and_what_is_refused_has_none(int seed)
    {
        var random = new Random(seed);
        var effects = new List<(string Key, string Conversation, string Text)>();
        foreach (var sent in Shuffled([.. Enumerable.Range(0, Activities).Select(number => Any(number, random))], random))
        {
            var before = Bot.Inbox.Rows.Count;
            await DeliverAsync(sent, random);
            if (sent.Effect is { } text && effects.All(effect => effect.Key != sent.Key))
            {
                effects.Add((sent.Key, sent.Conversation, text));
            }

            Assert.Equal(effects.Count, Bot.Inbox.Rows.Count);
            Assert.True(sent.Effect is not null || Bot.Inbox.Rows.Count == before, $"{sent.What} left something behind");
        }

        Assert.Equal(effects, Bot.Inbox.Rows.Select(row => (row.Key, row.Channel.ChannelId, row.Text)));
        Assert.Equal(0, await Bot.Get<IDatabase>().ReadAsync(
            session => session.FindAsync(new("select count(*) from conversations where channel like '%strangers%'"), row => row.GetInt32(0), Ct),
            Ct));
        Assert.Empty(Teams.Calls);
        output.WriteLine($"seed {seed}: {Activities} activities in {requests} requests, {effects.Count} effects");
    }

    /// <summary>As the connector does: again until it is acknowledged, and at times once more.</summary>
    private async Task DeliverAsync(Sent sent, Random random)
    {
        for (var attempt = 0; ; attempt++)
        {
            Assert.True(attempt < 6, $"{sent.What} is never acknowledged");
            var late = attempt < 4 && Trouble(random);
            var rows = Bot.Inbox.Rows.Count;
            var token = Token(sent);
            if (late)
            {
                Time.Now += TimeSpan.FromMinutes(70);
            }

            var copies = Enumerable.Range(0, random.Next(1, 4)).Select(_ => SendAsync(sent, token)).ToList();
            var again = accepted.Count > 0 && random.Next(2) == 0 ? SendAsync(accepted[random.Next(accepted.Count)]) : Task.FromResult(200);
            var answers = await Task.WhenAll(copies);
            await again;
            TroubleIsOver();
            if (sent.Refusal is { } refusal)
            {
                Assert.All(answers, status => Assert.True(status == refusal || status is 401 or 503, $"{sent.What}: {status}"));
                return;
            }

            if (answers.Contains(200))
            {
                Assert.True(sent.Effect is null || Bot.Inbox.Rows.Any(row => row.Key == sent.Key), $"{sent.What} was acknowledged and not stored");
                accepted.Add(sent);
                return;
            }

            Assert.Equal(rows, Bot.Inbox.Rows.Count);
            Assert.All(answers, status => Assert.True(status is 401 or 500 or 503, $"{sent.What}: {status}\n{Bot.Log}"));

            // A key that was not known is looked for again after an hour.
            Time.Now += TimeSpan.FromMinutes(61);
        }
    }

    /// <returns>True where the token that is sent now has run out when it arrives.</returns>
    private bool Trouble(Random random)
    {
        switch (random.Next(12))
        {
            case 0:
                Bot.Inbox.Failure = new IOException("disk full");
                break;
            case 1:
                Bot.Inbox.Hangs = true;
                Time.TimersAreDue = true;
                break;
            case 2:
                Teams.Issuer.Rotate($"key-{++keys + 1}");
                break;
            case 3:
                Teams.Issuer.MetadataIsAway = true;
                Time.Now += TimeSpan.FromHours(25);
                break;
            case 4:
                Teams.Issuer.Rotate($"key-{++keys + 1}");
                Teams.Issuer.MetadataIsAway = true;
                break;
            case 5:
                return true;
        }

        return false;
    }

    private void TroubleIsOver()
    {
        Bot.Inbox.Failure = null;
        Bot.Inbox.Hangs = false;
        Time.TimersAreDue = false;
        Teams.Issuer.MetadataIsAway = false;
    }

    private Task<int> SendAsync(Sent sent) => SendAsync(sent, Token(sent));

    private async Task<int> SendAsync(Sent sent, string token)
    {
        Interlocked.Increment(ref requests);
        return (await Teams.Sender.SendAsync(sent.Activity, Bot.Url, Ct, $"Bearer {token}")).Status;
    }

    private string Token(Sent sent) => Teams.Issuer.Token(FakeTeams.AppId, Teams.ServiceUrl, key: sent.Key == "" ? SignWith.Rogue : SignWith.Own);

    private Sent Any(int number, Random random)
    {
        var user = random.Next(2) == 0 ? FakeTeams.Alice : FakeTeams.Bob;
        var chat = FakeTeams.PersonalChat(user);
        var place = random.Next(2) == 0 ? chat : $"{FakeTeams.Channel};messageid=17953250000{random.Next(3)}";
        var there = new FakeTeamsMessage(place, "1", null, [], 0);
        var command = $"/incident note number {number}";
        var once = $"once-{random.Next(6)}";
        switch (random.Next(14))
        {
            case 0 or 1:
                return Takes("a command", Teams.Sender.Message(command[1..], user, place), command);
            case 2:
                var slash = Teams.Sender.Message("", user, place);
                slash["recipient"]!["isTargeted"] = true;
                slash["text"] = command;
                return Takes("a targeted slash command", slash, command);
            case 3:
                return Takes("nothing but a mention", Teams.Sender.Message("  ", user, place), "/help");
            case 4:
                return Takes("a button", Teams.Sender.Invoke(
                    "adaptiveCard/action",
                    there,
                    user,
                    new JsonObject { ["action"] = new JsonObject { ["data"] = new JsonObject { ["command"] = command } } }), command);
            case 5:
                return Once("a button that counts once", once, Teams.Sender.Invoke("adaptiveCard/action", there, user, new JsonObject
                {
                    ["action"] = new JsonObject { ["data"] = new JsonObject { ["command"] = $"/run {once}", ["once"] = once } },
                }), $"/run {once}");
            case 6:
                return Once(
                    "its fallback",
                    once,
                    Teams.Sender.Submit(there, new JsonObject { ["command"] = $"/run {once}", ["once"] = once }, user),
                    $"/run {once}");
            case 7:
                return Once("its question", once, Teams.Sender.Invoke(
                    "task/submit",
                    there,
                    user,
                    new JsonObject { ["data"] = new JsonObject { ["dialog"] = "confirm", ["subject"] = $"/run {once}", ["once"] = once } }), $"/run {once}");
            case 8:
                var form = new JsonObject
                {
                    ["dialog"] = "form",
                    ["subject"] = "/incident open",
                    ["once"] = $"form:{number}",
                    ["title"] = $"trouble {number}",
                    ["severity"] = "P0",
                    ["runbook"] = "-",
                    ["target"] = "cache",
                };
                return Once(
                    "a form",
                    $"form:{number}",
                    Teams.Sender.Invoke("task/submit", there, user, new JsonObject { ["data"] = form }),
                    $"/incident open P0 trouble {number} on cache");
            case 9:
                var empty = new JsonObject { ["dialog"] = "form", ["subject"] = "/incident open", ["once"] = $"form:{number}" };
                return LeavesAlone(
                    "a form that lacks everything",
                    Teams.Sender.Invoke(random.Next(2) == 0 ? "task/submit" : "task/fetch", there, user, new JsonObject { ["data"] = empty }));
            case 10:
                var installed = Teams.Sender.Activity(
                    random.Next(2) == 0 ? "installationUpdate" : "conversationUpdate",
                    user,
                    $"a:1new-{number % 5}",
                    Teams.NextId());
                installed["action"] = "add";
                installed["membersAdded"] = new JsonArray(new JsonObject { ["id"] = FakeTeams.BotId });
                return new Sent("being added", installed, $"a:1new-{number % 5}", $"teams:{FakeTeams.Tenant}:greet:a:1new-{number % 5}", "/help", null);
            case 11:
                var changed = Teams.Sender.Message(command[1..], user, place);
                changed["type"] = random.GetItems(["messageUpdate", "messageReaction", "messageDelete", "typing"], 1)[0];
                return LeavesAlone("what asks for nothing", changed);
            case 12:
                var stranger = Teams.Sender.Message(command[1..], user, StrangersChat);
                stranger["channelData"]!["tenant"]!["id"] = "00000000-0000-4000-8000-000000000000";
                return LeavesAlone("another tenant", stranger) with { Refusal = 403 };
            default:
                return LeavesAlone("a forgery", Teams.Sender.Message(command[1..], user, StrangersChat)) with { Key = "", Refusal = 401 };
        }

        Sent Takes(string what, JsonObject activity, string text) =>
            new(what, activity, place, $"teams:{FakeTeams.Tenant}:{place}:{activity["id"]}", text, null);

        Sent Once(string what, string key, JsonObject activity, string text) => new(what, activity, place, $"once:{key}", text, null);

        Sent LeavesAlone(string what, JsonObject activity) => new(what, activity, place, "none", null, null);
    }

    /// <summary>In an order that has nothing to do with the ids.</summary>
    private static Sent[] Shuffled(Sent[] all, Random random)
    {
        random.Shuffle(all);
        return all;
    }

    /// <param name="Key">Of its inbox row; empty for one that somebody else has signed.</param>
    /// <param name="Effect">What is typed for the person; null where nothing is.</param>
    /// <param name="Refusal">The answer where it must not be taken.</param>
    private sealed record Sent(string What, JsonObject Activity, string Conversation, string Key, string? Effect, int? Refusal);
}
