using IncidentBot.Chat;
using IncidentBot.Chat.Teams;
using IncidentBot.Server.Tests.Support;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Chat.Teams;

public sealed class TeamsOptionsTests
{
    private const string Secret = "kT8~very-secret-value";

    private static readonly Dictionary<string, string?> Complete = new()
    {
        ["Teams:AppId"] = FakeTeams.AppId,
        ["Teams:TenantId"] = FakeTeams.Tenant,
        ["Teams:ClientSecret"] = Secret,
    };

    [Fact]
    public async Task Without_settings_Teams_is_off()
    {
        var services = new ServiceCollection().AddTeams(new ConfigurationBuilder().Build());
        Assert.DoesNotContain(services, service => service.ServiceType == typeof(IChatPlatform));

        await using var bot = await TeamsBot.StartAsync([], TimeProvider.System);
        using var http = new HttpClient();
        using var response = await http.PostAsync(new Uri(bot.Url, "/api/messages"), content: null);
        Assert.Equal(404, (int)response.StatusCode);
    }

    [Theory]
    [InlineData("Teams:AppId", "", "Teams:AppId is missing")]
    [InlineData("Teams:AppId", "incidentbot", "Teams:AppId is not an id")]
    [InlineData("Teams:TenantId", null, "Teams:TenantId is missing")]
    [InlineData("Teams:TenantId", "contoso.com", "Teams:TenantId is not an id")]
    [InlineData("Teams:ClientSecret", " ", "Teams:ClientSecret is missing")]
    [InlineData("Teams:MoreTenants:0", "contoso.com", "Teams:MoreTenants has 'contoso.com'")]
    [InlineData("Teams:Authority", "http://login.microsoftonline.com/", "Teams:Authority must be an https:// address")]
    [InlineData("Teams:Metadata", "http://login.botframework.com/", "Teams:Metadata must be an https:// address")]
    [InlineData("Teams:ServiceUrl", "https://example.com/teams/", "Teams:ServiceUrl must be")]
    [InlineData("Teams:ServiceHosts:0", "https://smba.trafficmanager.net/", "Teams:ServiceHosts has 'https://smba.trafficmanager.net/'")]
    [InlineData("Teams:ServiceHosts:0", "*", "Teams:ServiceHosts has '*'")]
    [InlineData("Teams:IncidentChannel", "Incidents", "Teams:IncidentChannel is 'Incidents'")]
    [InlineData("Teams:Limits:0:Messages", "0", "Teams:Limits has an entry without")]
    [InlineData("Teams:WithoutAuthentication", "true", "it takes the environment Development")]
    public async Task A_setting_that_cannot_be_used_stops_the_start_and_says_what_to_do(string setting, string? value, string message)
    {
        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => TeamsBot.StartAsync(new(Complete) { [setting] = value }, TimeProvider.System));

        Assert.Contains(message, e.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(Secret, e.Message, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Urls", "http://0.0.0.0:0")]
    [InlineData("Urls", "http://127.0.0.1:0;http://*:0")]
    [InlineData("HTTP_PORTS", "8080")]
    [InlineData("Kestrel:Endpoints:Http:Url", "http://0.0.0.0:0")]
    public async Task Nothing_is_left_unchecked_where_others_could_reach_it(string setting, string value)
    {
        var settings = new Dictionary<string, string?>(Complete) { ["Teams:WithoutAuthentication"] = "true", [setting] = value };

        var e = await Assert.ThrowsAsync<OptionsValidationException>(() => TeamsBot.StartAsync(settings, TimeProvider.System, "Development"));

        Assert.Contains("may listen on loopback only", e.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task That_nothing_is_checked_is_refused_even_when_it_is_all_that_is_set() =>
        await Assert.ThrowsAsync<OptionsValidationException>(
            () => TeamsBot.StartAsync(new() { ["Teams:WithoutAuthentication"] = "true" }, TimeProvider.System));

    [Fact]
    public async Task On_ones_own_machine_a_Teams_without_tokens_is_taken()
    {
        await using var teams = await FakeTeams.StartAsync();
        var settings = new Dictionary<string, string?>(Complete)
        {
            ["Teams:AppId"] = "playground-bot",
            ["Teams:ClientSecret"] = null,
            ["Teams:WithoutAuthentication"] = "true",
        };
        await using var bot = await TeamsBot.StartAsync(settings, TimeProvider.System, "Development");

        var ack = await teams.Sender.SendAsync(
            teams.Sender.Message("redis ping", FakeTeams.Alice),
            bot.Url,
            TestContext.Current.CancellationToken,
            authorization: "");

        Assert.Equal(200, ack.Status);
        Assert.Single(bot.Inbox.Rows);
    }

    [Theory]
    [InlineData("https://smba.trafficmanager.net/amer/", true)]
    [InlineData("https://SMBA.trafficmanager.net/teams", true)]
    [InlineData("https://smba.infra.gcc.teams.microsoft.com/teams/", true)]
    [InlineData("http://smba.trafficmanager.net/amer/", false)]
    [InlineData("https://smba.trafficmanager.net:8443/amer/", false)]
    [InlineData("https://bot@smba.trafficmanager.net/amer/", false)]
    [InlineData("https://smba.trafficmanager.net.example.com/amer/", false)]
    [InlineData("https://example.com/?https://smba.trafficmanager.net/", false)]
    [InlineData("https://smba.trafficmanager.net/amer/?to=example.com", false)]
    [InlineData("https://smba.trafficmanager.net/amer/#x", false)]
    [InlineData("http://127.0.0.1:3978/", false)]
    [InlineData("http://169.254.169.254/", false)]
    [InlineData("file:///etc/passwd", false)]
    [InlineData("/amer/", false)]
    [InlineData("", false)]
    [InlineData(null, false)]
    public void The_bots_token_goes_to_Teams_hosts_alone(string? serviceUrl, bool allowed) =>
        Assert.Equal(allowed, ServiceUrls.Read(serviceUrl, new TeamsOptions()) is not null);

    [Fact]
    public void Other_hosts_can_be_named_instead()
    {
        var options = new TeamsOptions { ServiceHosts = ["smba.infra.gov.teams.microsoft.us"] };

        Assert.NotNull(ServiceUrls.Read("https://smba.infra.gov.teams.microsoft.us/teams/", options));
        Assert.Null(ServiceUrls.Read("https://smba.trafficmanager.net/teams/", options));
    }
}
