using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>Activities with a genuine token that are broken in every way we could think of, and in some that chance found.</summary>
public sealed class TeamsFuzzTests(ITestOutputHelper output)
{
    private const int Seed = 20261122;
    private const int Cases = 3000;

    private static readonly string?[] Values =
        [
            "null",
            "true",
            "-1",
            "1e400",
            "\"\"",
            "\"x\"",
            "[]",
            "{}",
            "[[]]",
            "{\"id\":{}}",
            "{\"id\":null}",
            "\"HALF\"",
            "\"\\u0000\"",
            "\"" + new string('a', 5000) + "\"",
            "\"29:1alice\"",
            "\"invoke\"",
            "\"message\"",
            "\"task/submit\"",
            "\"task/fetch\"",
            "\"adaptiveCard/action\"",
            "{\"action\":{\"data\":{\"command\":\"/x\"}}}",
            "{\"data\":{\"dialog\":\"form\"}}",
            "{\"data\":{\"dialog\":\"form\",\"subject\":\"/incident open\",\"title\":{}}}",
            "{\"data\":{\"dialog\":\"form\",\"subject\":\"/run break-glass R-99999999999\"}}",
            "{\"data\":{\"dialog\":\"confirm\",\"subject\":\"/approve R-999999999 x\"}}",
            "[{\"type\":\"mention\",\"mentioned\":{\"id\":\"28:x\"},\"text\":\"<at>\"}]",
        ];

    [Fact]
    public async Task No_activity_breaks_the_bot_or_is_half_taken()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var bot = await TeamsBot.StartAsync(teams);
#pragma warning disable CA5394 // The same cases each time.
        var random = new Random(Seed);
        var statuses = new SortedDictionary<int, int>();
        for (var n = 0; n < Cases; n++)
        {
            var rows = bot.Inbox.Rows.Count;
            var body = Broken(teams, random);

            var ack = await teams.Sender.SendAsync([], bot.Url, TestContext.Current.CancellationToken, body: body);

            statuses[ack.Status] = statuses.GetValueOrDefault(ack.Status) + 1;
            Assert.True(ack.Status is 200 or 400 or 401 or 403 or 413 or 501, $"{ack.Status} to {body}\n{bot.Log}");
            Assert.True(ack.Status == 200 || bot.Inbox.Rows.Count == rows, $"stored although refused: {body}");
        }
#pragma warning restore CA5394

        output.WriteLine($"{Cases} activities, seed {Seed}: {string.Join(", ", statuses.Select(pair => $"{pair.Value} × {pair.Key}"))}");
        Assert.True(statuses.Count > 2, "the cases are too much alike");
        Assert.DoesNotContain("Error:", bot.Log, StringComparison.Ordinal);
    }

    private static string Broken(FakeTeams teams, Random random)
    {
#pragma warning disable CA5394
        var activity = random.Next(3) switch
        {
            0 => teams.Sender.Message("redis ping", FakeTeams.Alice),
            1 => teams.Sender.Message("redis ping", FakeTeams.Alice, FakeTeams.PersonalChat(FakeTeams.Alice)),
            _ => teams.Sender.Invoke(
                "adaptiveCard/action",
                new FakeTeamsMessage(FakeTeams.PersonalChat(FakeTeams.Bob), "1", null, [], 0),
                FakeTeams.Bob,
                new JsonObject { ["action"] = new JsonObject { ["data"] = new JsonObject { ["command"] = "/redis ping" } } }),
        };
        for (var changes = random.Next(1, 4); changes > 0; changes--)
        {
            Change(activity, random);
        }

        // JSON can say what no text is: half of a surrogate pair.
        var text = activity.ToJsonString().Replace("HALF", "\\ud83d", StringComparison.Ordinal);
        return random.Next(5) switch
        {
            0 => text[..random.Next(text.Length)],
            1 => text.Insert(random.Next(text.Length), ((char)random.Next(1, 0x250)).ToString()),
            _ => text,
        };
    }

    private static void Change(JsonObject activity, Random random)
    {
        var places = Objects(activity).ToList();
        var place = places[random.Next(places.Count)];
        if (place.Count == 0)
        {
            return;
        }

        var name = place.ElementAt(random.Next(place.Count)).Key;
        if (random.Next(4) == 0)
        {
            place.Remove(name);
        }
        else
        {
            // 1e400 is a number to JSON and to no type of .NET.
            place[name] = JsonNode.Parse(Values[random.Next(Values.Length)]!);
        }
#pragma warning restore CA5394
    }

    private static IEnumerable<JsonObject> Objects(JsonNode? node) => node switch
    {
        JsonObject thing => [thing, .. thing.SelectMany(property => Objects(property.Value))],
        JsonArray array => array.SelectMany(Objects),
        _ => [],
    };
}
