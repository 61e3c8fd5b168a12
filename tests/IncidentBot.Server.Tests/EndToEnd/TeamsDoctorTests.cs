using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary><c>doctor teams</c>, as somebody runs it who sets Teams up.</summary>
public sealed class TeamsDoctorTests : IAsyncLifetime
{
    private FakeTeams teams = null!;

    public async ValueTask InitializeAsync() => teams = await FakeTeams.StartAsync();

    public ValueTask DisposeAsync() => teams.DisposeAsync();

    [Fact]
    public async Task All_is_well_where_the_bot_runs_with_the_same_settings()
    {
        await using var bot = await BotHost.StartAsync("redis://127.0.0.1:1", TeamsRoom.Settings(teams));

        var exit = await RunAsync(("Teams:Endpoint", new Uri(bot.Address, "/api/messages").ToString()));

        Assert.True(exit.Code == 0, exit.Output + exit.Errors);
        Assert.Equal(6, exit.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.StartsWith("✓ ok ", StringComparison.Ordinal)));
        Assert.Contains("links to nothing: Pages:Url is not set", exit.Output, StringComparison.Ordinal);
        Assert.Contains("3 keys, 1 of them for Teams", exit.Output, StringComparison.Ordinal);
        Assert.Contains("lets nobody in without a token", exit.Output, StringComparison.Ordinal);
        Assert.Empty(teams.Calls);
        Assert.Equal(0, await bot.CountAsync("inbox"));
    }

    [Theory]
    [InlineData("Teams:ClientSecret", "not-the-secret", "Entra gives the bot no token (invalid_client)")]
    [InlineData("Teams:ClientSecret", "", "Teams:ClientSecret is missing")]
    [InlineData("Teams:AppId", "", "Teams:AppId is missing")]
    [InlineData("Teams:Metadata", "http://127.0.0.1:1/", "could not be read, so every message would be refused")]
    [InlineData("Teams:ServiceUrl", "https://example.com/", "is not on a host of Teams:ServiceHosts")]
    [InlineData("Teams:Endpoint", "", "Teams:Endpoint is not set")]
    [InlineData("Teams:Endpoint", "http://bot.acme.example/api/messages", "Teams takes an https:// address only")]
    [InlineData("Teams:Endpoint", "https://bot.acme.example/", "the bot listens at /api/messages")]
    [InlineData("Teams:Endpoint", "http://127.0.0.1:1/api/messages", "cannot be reached from here")]
    [InlineData("Teams:Answers", "Loud", "Teams:Answers")]
    [InlineData("Pages:Url", "http://bot.acme.example/", "Pages:Url must be an https:// address")]
    [InlineData("Pages:KeepFor", "soon", "Pages:KeepFor")]
    public async Task What_is_wrong_is_said_with_what_to_do(string setting, string value, string said)
    {
        var exit = await RunAsync((setting, value));

        Assert.Equal(1, exit.Code);
        Assert.Contains(
            exit.Output.Split('\n'),
            line => line.StartsWith("✗ wrong ", StringComparison.Ordinal) && line.Contains(said, StringComparison.Ordinal));
        Assert.DoesNotContain("   at ", exit.Output + exit.Errors, StringComparison.Ordinal);
        Assert.DoesNotContain("not-the-secret", exit.Output + exit.Errors, StringComparison.Ordinal);
        Assert.Empty(teams.Calls);
    }

    [Fact]
    public async Task Something_else_at_the_endpoint_is_noticed()
    {
        var exit = await RunAsync(("Teams:Endpoint", new Uri(teams.Url, "/api/messages").ToString()));

        Assert.Equal(1, exit.Code);
        Assert.Contains("(404)", exit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_settings_it_says_which_are_needed()
    {
        var exit = await BotProcess.RunToEndAsync("doctor", "teams");

        Assert.Equal(1, exit.Code);
        Assert.Contains("Teams is not configured: set Teams:AppId, Teams:TenantId and Teams:ClientSecret.", exit.Output, StringComparison.Ordinal);
    }

    private Task<BotExit> RunAsync(params (string Key, string Value)[] changed)
    {
        var settings = teams.Settings;
        foreach (var (key, value) in changed)
        {
            settings[key] = value;
        }

        return BotProcess.RunToEndAsync(["doctor", "teams", .. settings.Select(setting => $"--{setting.Key}={setting.Value}")]);
    }
}
