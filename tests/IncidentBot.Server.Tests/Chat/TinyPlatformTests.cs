using System.Net;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.Server.Tests.Chat;

/// <summary>What is written under "Adding a platform" is enough: nothing of the kernel and nothing else of the server knows this one.</summary>
public sealed class TinyPlatformTests
{
    private static readonly HttpClient Http = new();

    [Fact]
    public async Task An_incident_is_opened_read_and_stepped_over_a_platform_that_nobody_has_heard_of()
    {
        await using var bot = await StartAsync();
        var pager = bot.Get<TinyPlatform>();

        Assert.Equal((HttpStatusCode.OK, "New"), await PageAsync(bot, "1", "/incident open P0 Redis is down"));
        Assert.Equal((HttpStatusCode.OK, "Again"), await PageAsync(bot, "1", "/incident open P0 Redis is down"));
        await SeesAsync(pager, "INC-1 P0 opened");
        await SeesAsync(pager, "nothing listens on");
        await SeesAsync(pager, "INC-1  P0  ASSESSING");
        Assert.Equal(Subject.Incident(1), Assert.IsType<AnswerState.Given>(await bot.Get<IAnswers>().OfAsync("pager:1", default)).Answer.Subject);

        Assert.Equal((HttpStatusCode.OK, "New"), await PageAsync(bot, "2", "/incident ack"));
        await SeesAsync(pager, "INC-1 is yours");
        Assert.Single(pager.Shown.Values, card => card.Title.StartsWith("INC-1  P0  ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Whoever_has_no_proof_is_turned_away_and_counted()
    {
        await using var bot = await StartAsync();

        Assert.Equal(HttpStatusCode.Unauthorized, (await PageAsync(bot, "1", "/incident open P0 Redis is down", "guessed")).Status);

        Assert.Empty(bot.Get<TinyPlatform>().Shown);
        Assert.Contains("1 without proof", await Http.GetStringAsync(new Uri(bot.Address, "/health/chat")), StringComparison.Ordinal);
    }

    private static Task<BotHost> StartAsync() => BotHost.StartAsync(
        "redis://127.0.0.1:1",
        TinyPlatformDoor.Add,
        TinyPlatformDoor.Map,
        "People:0:Id=duty", "People:0:Name=Duty", "People:0:Accounts:0=pager:all:duty", "People:0:Permissions:0=Respond");

    private static Task SeesAsync(TinyPlatform pager, string text) => Eventually.TrueAsync(
        () => pager.Shown.Values.Any(card => PlainText.Render(card).Contains(text, StringComparison.Ordinal)),
        $"the pager shows '{text}'");

    private static async Task<(HttpStatusCode Status, string Body)> PageAsync(BotHost bot, string id, string line, string secret = TinyPlatformDoor.Secret)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, new Uri(bot.Address, "/pager")) { Content = new StringContent(line) };
        request.Headers.Add("Page-From", "duty");
        request.Headers.Add("Page-Id", id);
        request.Headers.Add("Page-Secret", secret);
        using var answer = await Http.SendAsync(request);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }
}
