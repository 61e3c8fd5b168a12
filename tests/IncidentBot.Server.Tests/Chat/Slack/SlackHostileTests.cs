using System.Globalization;
using System.Text;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>Requests that Slack did not send, or not like this.</summary>
public sealed class SlackHostileTests(ITestOutputHelper output) : SlackBotTest
{
    private const int Attempts = 2000;

    private static readonly string[] Pieces =
        [
            "{", "}", "[", "]", "\"", ":", ",", "null", "true", "1e999", "payload=", "&", "=", "%", "%00", "%zz", "+", "\\ud800",
            "\\u0000", "\0", "\u202e", "🔥", "type", "block_actions", "event_callback", "team_id", "T1", "trigger_id", "../",
            "<!channel>", new string('[', 300), new string('x', 5000),
        ];

    [Theory]
    [InlineData("commands")]
    [InlineData("interactions")]
    [InlineData("events")]
    public async Task What_is_not_Slacks_is_refused_stored_nowhere_and_told_nothing(string endpoint)
    {
        var genuine = Genuine(endpoint);
        (string What, int Status, FakeSlackRequest Request)[] attempts =
        [
            ("tampered", 401, genuine.Tampered()),
            ("unsigned", 401, genuine.Unsigned()),
            ("replayed later", 401, genuine.SentAt(Time.Now.AddMinutes(-6))),
            ("from the future", 401, genuine.SentAt(Time.Now.AddMinutes(6))),
            ("signed by another app", 401, new FakeSlackRequest("another-app's-secret", genuine.Body, Time.Now) { ContentType = genuine.ContentType }),
            ("the timestamp of another day", 401, genuine with { Timestamp = "0" }),
            ("an endless timestamp", 401, genuine with { Timestamp = new string('9', 400) }),
            ("too large", 413, Signed(genuine, genuine.Body + new string(' ', 1024 * 1024))),
            ("text", 415, genuine with { ContentType = "text/plain" }),
            (
                "the other content type",
                415,
                genuine with { ContentType = genuine.ContentType == FakeSlackRequest.Json ? FakeSlackRequest.Form : FakeSlackRequest.Json }),
            ("empty", 400, Signed(genuine, "")),
            ("cut short", 400, Signed(genuine, genuine.Body[..(genuine.Body.Length / 3)])),
            ("not text", 400, Signed(genuine, "\ufffd\0\u0001")),
        ];

        foreach (var (what, status, request) in attempts)
        {
            var answer = await Slack.Sender.SendAsync(request, new Uri(Bot.Url, $"/slack/{endpoint}"), default);
            Assert.True(status == answer.Status, $"{what}: {answer.Status} {answer.Body}");
            AssertTellsNothing(answer.Body);
        }

        Assert.Equal(0, Bot.Inbox.Inserts);
    }

    [Fact]
    public async Task A_request_that_is_replayed_at_once_is_taken_once()
    {
        foreach (var endpoint in new[] { "commands", "events" })
        {
            var request = Genuine(endpoint);
            for (var replay = 0; replay < 3; replay++)
            {
                Assert.Equal(200, (await Slack.Sender.SendAsync(request, new Uri(Bot.Url, $"/slack/{endpoint}"), default)).Status);
            }
        }

        Assert.Equal(2, Bot.Inbox.Rows.Count);
    }

    [Fact]
    public async Task Thousands_of_random_requests_bring_no_answer_that_tells_anything_and_no_failure()
    {
        var random = new Random(20261122);
        var statuses = new SortedDictionary<int, int>();
        for (var attempt = 0; attempt < Attempts; attempt++)
        {
            var endpoint = random.GetItems(["commands", "interactions", "events"], 1)[0];
            var answer = await Slack.Sender.SendAsync(Mutated(Genuine(endpoint), random), new Uri(Bot.Url, $"/slack/{endpoint}"), default);
            statuses[answer.Status] = statuses.GetValueOrDefault(answer.Status) + 1;
            Assert.True(answer.Status < 500, $"attempt {attempt}: {answer.Status}\n{Bot.Log.Text}");
            AssertTellsNothing(answer.Body);
        }

        Assert.True(statuses.GetValueOrDefault(400) > 100 && statuses.GetValueOrDefault(401) > 100, "the requests went past what they are to find");
        Assert.DoesNotContain(Slack.SigningSecret, Bot.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("Error:", Bot.Log.Text, StringComparison.Ordinal);
        Assert.All(Bot.Inbox.Rows, row => Assert.Matches("^slack:[A-Za-z0-9]+:[A-Za-z0-9._-]+$", row.Key));
        output.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{Attempts} requests: "
            + $"{string.Join(", ", statuses.Select(status => $"{status.Value} × {status.Key}"))}; "
            + $"{Bot.Inbox.Rows.Count} were whole enough to be stored"));
    }

    /// <summary>Most are signed: what has a key is what can do harm.</summary>
    private static FakeSlackRequest Mutated(FakeSlackRequest genuine, Random random)
    {
        var body = new StringBuilder(genuine.Body);
        for (var change = random.Next(1, 6); change > 0; change--)
        {
            var at = random.Next(body.Length + 1);
            switch (random.Next(4))
            {
                case 0:
                    body.Insert(at, Pieces[random.Next(Pieces.Length)]);
                    break;
                case 1:
                    body.Remove(at, Math.Min(random.Next(40), body.Length - at));
                    break;
                case 2 when at < body.Length:
                    body[at] = (char)random.Next(1, 0xD7FF);
                    break;
                default:
                    body.Clear().AppendJoin("", random.GetItems(Pieces, random.Next(1, 12)));
                    break;
            }
        }

        var signed = Signed(genuine, body.ToString());
        return random.Next(5) switch
        {
            0 => signed with { Signature = "v0=" + new string((char)('0' + random.Next(10)), random.Next(70)) },
            1 => signed.SentAt(genuine.At.AddSeconds(random.Next(-100_000, 100_000))),
            _ => signed,
        };
    }

    private static FakeSlackRequest Signed(FakeSlackRequest like, string body) => new(like.Secret, body, like.At) { ContentType = like.ContentType };

    private FakeSlackRequest Genuine(string endpoint) => endpoint switch
    {
        "commands" => Slack.Sender.Command("/redis", "ping"),
        "events" => Slack.Events.Request(Slack.Events.Mention("redis ping")),
        _ => Slack.Sender.Interaction(Slack.Sender.BlockActions(
            new FakeSlackMessage(FakeSlack.Channel, "1.2", null, "x", [], 0),
            FakeSlack.Alice,
            new() { ["type"] = "button", ["action_id"] = "press-0", ["value"] = """{"command":"/redis ping"}""" })),
    };

    private void AssertTellsNothing(string body)
    {
        Assert.True(body.Length < 300, body);
        Assert.DoesNotContain("   at ", body, StringComparison.Ordinal);
        Assert.DoesNotContain("Exception", body, StringComparison.Ordinal);
        Assert.DoesNotContain(Slack.SigningSecret, body, StringComparison.Ordinal);
        Assert.DoesNotContain(Slack.BotToken, body, StringComparison.Ordinal);
    }
}
