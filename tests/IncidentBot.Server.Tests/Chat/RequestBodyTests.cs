using System.Net.Sockets;
using System.Text;
using IncidentBot.Server.Tests.Chat.Slack;
using IncidentBot.Server.Tests.Chat.Teams;
using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat;

/// <summary>A body that comes a few bytes at a time holds nothing for longer than its deadline.</summary>
public sealed class RequestBodyTests : IAsyncLifetime
{
    private readonly MovableTime time = new();
    private FakeSlack slack = null!;
    private FakeTeams teams = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync(time);
        teams = await FakeTeams.StartAsync(time);
    }

    public async ValueTask DisposeAsync()
    {
        await slack.DisposeAsync();
        await teams.DisposeAsync();
    }

    [Fact]
    public async Task Slack_a_body_that_trickles_is_given_up_and_one_that_comes_in_two_parts_is_taken()
    {
        await using var bot = await SlackBot.StartAsync(slack);
        var genuine = slack.Sender.Command("/redis", "ping");
        string[] headers =
        [
            $"Content-Type: {genuine.ContentType}",
            $"X-Slack-Request-Timestamp: {genuine.Timestamp}",
            $"X-Slack-Signature: {genuine.Signature}",
        ];

        time.BodiesAreLate = true;
        Assert.Equal("HTTP/1.1 408 Request Timeout", await SendAsync(bot.Commands, headers, genuine.Body, whole: false));
        Assert.Equal(0, bot.Inbox.Inserts);
        time.BodiesAreLate = false;
        Assert.Equal("HTTP/1.1 200 OK", await SendAsync(bot.Commands, headers, genuine.Body, whole: true));
        Assert.Single(bot.Inbox.Rows);
        Assert.Equal("Refused: 1 too slow.", (await bot.Health.CheckHealthAsync(Ct)).Entries["Slack requests"].Description);
    }

    [Fact]
    public async Task Teams_a_body_that_trickles_is_given_up_and_one_that_comes_in_two_parts_is_taken()
    {
        await using var bot = await TeamsBot.StartAsync(teams);
        var address = new Uri(bot.Url, "/api/messages");
        var body = teams.Sender.Message("redis ping", FakeTeams.Alice).ToJsonString();
        string[] headers = ["Content-Type: application/json", $"Authorization: Bearer {teams.Issuer.Token(FakeTeams.AppId, teams.ServiceUrl)}"];

        time.BodiesAreLate = true;
        Assert.Equal("HTTP/1.1 408 Request Timeout", await SendAsync(address, headers, body, whole: false));
        Assert.Equal(0, bot.Inbox.Inserts);
        time.BodiesAreLate = false;
        Assert.Equal("HTTP/1.1 200 OK", await SendAsync(address, headers, body, whole: true));
        Assert.Single(bot.Inbox.Rows);
        Assert.Equal("Refused: 1 too slow.", (await bot.Health.CheckHealthAsync(Ct)).Entries["Teams requests"].Description);
    }

    /// <summary>Sends the head and a beginning of the body, and the rest or nothing.</summary>
    private static async Task<string?> SendAsync(Uri to, string[] headers, string body, bool whole)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(Ct);
        patience.CancelAfter(TimeSpan.FromSeconds(20));
        using var client = new TcpClient();
        await client.ConnectAsync(to.Host, to.Port, Ct);
        var stream = client.GetStream();
        var bytes = Encoding.UTF8.GetBytes(body);
        await stream.WriteAsync(Encoding.ASCII.GetBytes(
            $"POST {to.AbsolutePath} HTTP/1.1\r\nHost: {to.Authority}\r\nContent-Length: {bytes.Length}\r\n{string.Join("\r\n", headers)}\r\n\r\n"), Ct);
        await stream.WriteAsync(bytes.AsMemory(..20), Ct);
        await stream.FlushAsync(Ct);
        if (whole)
        {
            await stream.WriteAsync(bytes.AsMemory(20..), Ct);
        }

        using var reader = new StreamReader(stream, Encoding.ASCII);
        return await reader.ReadLineAsync(patience.Token);
    }
}
