using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>The Events API: what happened in the workspace, sent until it is taken, at most four times.</summary>
internal sealed class FakeSlackEvents(FakeSlack slack)
{
    private const int Retries = 3;

    private int lastEvent;

    /// <summary>Somebody wrote <c>@IncidentBot text</c>.</summary>
    public JsonObject Mention(string text, string user = FakeSlack.Alice, string channel = FakeSlack.Channel, string team = FakeSlack.Team) =>
        Callback(new JsonObject
        {
            ["type"] = "app_mention",
            ["user"] = user,
            ["text"] = $"<@{FakeSlack.BotUser}> {text}",
            ["ts"] = "1763806500.000100",
            ["channel"] = channel,
            ["event_ts"] = "1763806500.000100",
        }, team);

    /// <summary>Somebody opened the app's home tab.</summary>
    public JsonObject HomeOpened(string user = FakeSlack.Alice) =>
        Callback(
            new JsonObject { ["type"] = "app_home_opened", ["user"] = user, ["channel"] = "D0HOME", ["tab"] = "home", ["event_ts"] = "1763806500.000100" });

    public JsonObject Callback(JsonObject happened, string team = FakeSlack.Team) => new()
    {
        ["token"] = "legacy",
        ["team_id"] = team,
        ["api_app_id"] = "A0BOT",
        ["type"] = "event_callback",
        ["event_id"] = $"Ev{Interlocked.Increment(ref lastEvent):D6}{Guid.NewGuid():N}"[..16],
        ["event_time"] = slack.Time.GetUtcNow().ToUnixTimeSeconds(),
        ["authorizations"] = new JsonArray(new JsonObject
        {
            ["enterprise_id"] = null,
            ["team_id"] = team,
            ["user_id"] = FakeSlack.BotUser,
            ["is_bot"] = true,
            ["is_enterprise_install"] = false,
        }),
        ["is_ext_shared_channel"] = false,
        ["event_context"] = "4-x",
        ["event"] = happened,
    };

    public FakeSlackRequest Request(JsonObject body) =>
        new(slack.SigningSecret, body.ToJsonString(), slack.Time.GetUtcNow()) { ContentType = FakeSlackRequest.Json };

    /// <summary>Sends it as Slack does: again, without the minutes between, until the answer is a 2xx.</summary>
    /// <param name="lostAnswers">How many answers get lost on their way back.</param>
    public async Task<IReadOnlyList<FakeSlackAck>> DeliverAsync(JsonObject body, Uri to, CancellationToken ct, int lostAnswers = 0)
    {
        var answers = new List<FakeSlackAck>();
        for (var retry = 0; retry <= Retries; retry++)
        {
            var request = Request(body) with
            {
                RetryNumber = retry,
                RetryReason = retry == 0 ? null : answers.Count <= lostAnswers ? "http_timeout" : "http_error",
            };
            answers.Add(await slack.Sender.SendAsync(request, to, ct));
            if (answers[^1].Status is >= 200 and < 300 && answers.Count > lostAnswers)
            {
                break;
            }
        }

        return answers;
    }
}
