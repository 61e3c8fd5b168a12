using System.Globalization;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>Requests that the Bot Connector did not send, or not like this.</summary>
public sealed class TeamsHostileTests : TeamsBotTest
{
    [Fact]
    public async Task What_is_not_the_connectors_is_refused_stored_nowhere_told_nothing_and_counted()
    {
        var body = Teams.Sender.Message("redis ping", FakeTeams.Alice).ToJsonString();
        const string Json = "application/json; charset=utf-8";
        (string What, int Status, string Body, string Authorization, string ContentType)[] attempts =
        [
            ("unsigned", 401, body, "", Json),
            ("signed by somebody else", 401, body, Token(SignWith.Rogue), Json),
            ("signed, and the token changed", 401, body, Token()[..^8] + "AAAAAAAA", Json),
            ("run out an hour ago", 401, body, Token(from: -7200, to: -3600), Json),
            ("valid in an hour", 401, body, Token(from: 3600, to: 7200), Json),
            ("for another service URL", 401, body.Replace(Teams.ServiceUrl, "https://example.com/", StringComparison.Ordinal), Token(), Json),
            ("an endless token", 401, body, "Bearer " + new string('a', 20_000), Json),
            ("too large", 413, body + new string(' ', 256 * 1024), Token(), Json),
            ("text", 415, body, Token(), "text/plain"),
            ("a form", 415, body, Token(), "application/x-www-form-urlencoded"),
            ("empty", 400, "", Token(), Json),
            ("cut short", 400, body[..(body.Length / 3)], Token(), Json),
            ("not text", 400, "\ufffd\0\u0001", Token(), Json),
            ("too deep", 400, $$"""{"value":{{new string('[', 500)}}""", Token(), Json),
            ("another tenant", 403, body.Replace(FakeTeams.Tenant, Guid.NewGuid().ToString(), StringComparison.Ordinal), Token(), Json),
        ];

        foreach (var (what, status, sent, authorization, contentType) in attempts)
        {
            var answer = await Teams.Sender.SendAsync([], Bot.Url, Ct, authorization, contentType, sent);
            Assert.True(status == answer.Status, $"{what}: {answer.Status} {answer.Body}");
            AssertTellsNothing(answer.Body);
        }

        Assert.Equal((0, 0), (
            Bot.Inbox.Inserts,
            await Bot.Get<IDatabase>().ReadAsync(session => session.FindAsync(new("select count(*) from conversations"), row => row.GetInt32(0), Ct), Ct)));
        Assert.Empty(Teams.Calls);
        Assert.Equal(
            "Refused: 4 malformed, 7 without proof of where they came from, 1 not served, 1 too large, 2 of another content type.",
            (await Bot.Health.CheckHealthAsync(Ct)).Entries["Teams requests"].Description);
        Assert.DoesNotContain("Error:", Bot.Log, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_that_is_replayed_at_once_is_taken_once_and_later_not_at_all()
    {
        var (activity, token) = (Teams.Sender.Message("redis ping", FakeTeams.Alice), Token());
        for (var replay = 0; replay < 3; replay++)
        {
            Assert.Equal(200, (await Teams.Sender.SendAsync(activity, Bot.Url, Ct, token)).Status);
        }

        Time.Now += TimeSpan.FromMinutes(66);
        Assert.Equal(401, (await Teams.Sender.SendAsync(activity, Bot.Url, Ct, token)).Status);
        Assert.Equal((1, 3), (Bot.Inbox.Rows.Count, Bot.Inbox.Inserts));
    }

    private string Token(SignWith key = SignWith.Own, int from = 0, int to = 3600)
    {
        var now = Time.Now.ToUnixTimeSeconds();
        return string.Create(
            CultureInfo.InvariantCulture,
            $"Bearer {Teams.Issuer.Token(FakeTeams.AppId, Teams.ServiceUrl, payload: body => (body["nbf"], body["exp"]) = (now + from, now + to), key: key)}");
    }

    private void AssertTellsNothing(string body)
    {
        Assert.True(body.Length < 100, body);
        foreach (var detail in (string[])["   at ", "Exception", "JSON", Teams.Issuer.ClientSecret, FakeTeams.AppId, FakeTeams.Tenant, Teams.ServiceUrl])
        {
            Assert.DoesNotContain(detail, body, StringComparison.OrdinalIgnoreCase);
        }
    }
}
