using IncidentBot.Chat;
using IncidentBot.Chat.Slack;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class SlackOptionsTests
{
    private const string Secret = "0123456789abcdef";
    private const string Token = "xoxb-1-2-abc";

    [Fact]
    public async Task Without_a_secret_Slack_is_off()
    {
        var services = new ServiceCollection().AddSlack(Configuration([]));
        Assert.DoesNotContain(services, service => service.ServiceType == typeof(IChatPlatform));

        await using var bot = await SlackBot.StartAsync([], TimeProvider.System);
        using var http = new HttpClient();
        using var response = await http.PostAsync(bot.Commands, content: null);
        Assert.Equal(404, (int)response.StatusCode);
    }

    [Theory]
    [InlineData(Secret, null, "Slack:BotToken is missing")]
    [InlineData(Secret, "  ", "Slack:BotToken is missing")]
    [InlineData(null, Token, "Slack:SigningSecret is missing")]
    [InlineData("", Token, "Slack:SigningSecret is missing")]
    [InlineData("short", Token, "Slack:SigningSecret is shorter")]
    [InlineData(Secret, "xapp-1-2-abc", "starts with xoxb-")]
    [InlineData(Secret, "xoxb-1 2", "starts with xoxb-")]
    [InlineData(null, Token, "so is Slack:AppToken")]
    [InlineData(Secret, Token, "Slack:AppToken does not look like", "xoxb-1-2-abc")]
    [InlineData(null, null, "Slack:BotToken is missing", "xapp-1-2-abc")]
    [InlineData(null, Token, "Slack:SocketConnections is '6'. Expected a whole number from 1 to 5.", "xapp-1-2-abc", "Slack:SocketConnections", "6")]
    [InlineData(Secret, null, "Slack:Workspaces names 'C1'", null, "Slack:Workspaces:C1:BotToken", Token)]
    [InlineData(Secret, null, "Slack:Workspaces:T1:BotToken must be", null, "Slack:Workspaces:T1:BotToken", "xoxp-1-2-abc")]
    public async Task Half_a_configuration_stops_the_start_and_says_what_to_do(
        string? secret,
        string? token,
        string message,
        string? appToken = null,
        string more = "Slack:PostsPerMinute",
        string value = "240")
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => SlackBot.StartAsync(
            new() { ["Slack:SigningSecret"] = secret, ["Slack:BotToken"] = token, ["Slack:AppToken"] = appToken, [more] = value },
            TimeProvider.System));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain("1-2-abc", e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("https://slack-gov.com/api", true)]
    [InlineData("http://127.0.0.1:4500/api/", true)]
    [InlineData("http://localhost:4500/api/", true)]
    [InlineData("http://slack.com/api/", false)]
    [InlineData("slack.com/api", false)]
    [InlineData("", false)]
    public void The_token_goes_nowhere_unencrypted(string url, bool allowed)
    {
        var result = new SlackOptionsCheck().Validate(null, new SlackOptions { SigningSecret = Secret, BotToken = Token, ApiUrl = url });

        Assert.Equal(allowed, result.Succeeded);
    }

    [Fact]
    public void A_method_is_below_the_api_address_with_or_without_a_slash() =>
        Assert.Equal(
            "https://slack-gov.com/api/chat.update",
            new Uri(new SlackOptions { ApiUrl = "https://slack-gov.com/api" }.ApiBase, "chat.update").ToString());

    private static IConfiguration Configuration(Dictionary<string, string?> settings) => new ConfigurationBuilder().AddInMemoryCollection(settings).Build();
}
