using IncidentBot.Actions;
using IncidentBot.Chat.Local;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Support;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Hosts;

/// <summary>Host commands in the whole bot: typed, approved, redacted.</summary>
public sealed class HostChatTests
{
    [Fact]
    public async Task An_incident_is_about_the_redis_unless_somebody_says_otherwise()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, "Hosts:aaa:Logs:x=/x");

        var targets = bot.Get<TargetCatalogue>();
        Assert.Equal("redis", targets.All[0].System);
        Assert.Equal(["aaa"], targets.All.Where(target => target.System == "host").Select(target => target.Name));
        await bot.OpenAsync(LocalPeople.Ada, "Redis is slow");
    }

    [Fact]
    public async Task Undone_by_its_way_back_and_nothing_runs_before_it_is_confirmed()
    {
        await using var redis = await RedisServer.StartAsync();
        var folder = Directory.CreateTempSubdirectory("incidentbot-hosts-");
        var mark = Path.Combine(folder.FullName, "bypassed");
        await using var bot = await BotHost.StartAsync(
            redis.Url,
            "Hosts:app1:Commands:bypass:Run:0=touch",
            $"Hosts:app1:Commands:bypass:Run:1={mark}-{{name}}",
            "Hosts:app1:Commands:bypass:Risk=Change",
            "Hosts:app1:Commands:bypass:Undo=use",
            "Hosts:app1:Commands:bypass:Arguments:name:Pattern=^[a-z]+$", "Hosts:app1:Commands:bypass:Arguments:name:Example=api",
            "Hosts:app1:Commands:use:Run:0=rm", $"Hosts:app1:Commands:use:Run:1={mark}-{{name}}", "Hosts:app1:Commands:use:Risk=Change",
            "Hosts:app1:Commands:use:Arguments:name:Pattern=^[a-z]+$", "Hosts:app1:Commands:use:Arguments:name:Example=api");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Redis is slow");

        await bot.SayAsync(LocalPeople.Ada, channel, "/host change bypass api");
        var plan = await bot.SeesAsync(
            LocalPeople.Ada,
            channel,
            "R-1  /host change bypass api",
            "WAITS FOR CONFIRMATION",
            $"Would run on app1: touch {mark}-api");
        Assert.Empty(folder.GetFiles());
        await bot.PressAsync(LocalPeople.Ada, plan, "Confirm");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1  /host change bypass api", "SUCCEEDED");
        Assert.Equal("bypassed-api", Assert.Single(folder.GetFiles()).Name);

        await bot.SayAsync(LocalPeople.Ada, channel, "/run undo R-1");
        await bot.PressAsync(
            LocalPeople.Ada,
            await bot.SeesAsync(LocalPeople.Ada, channel, "R-2  /host change use name=api", "WAITS FOR CONFIRMATION"),
            "Confirm");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-2  /host change use", "SUCCEEDED");
        Assert.Empty(folder.GetFiles());
        folder.Delete();
    }

    [Fact]
    public async Task What_the_configuration_calls_destructive_takes_a_second_person_and_its_secrets_stay_hidden()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(
            redis.Url,
            "Hosts:app1:Commands:wipe:Run:0=printenv",
            "Hosts:app1:Commands:wipe:Run:1=API_TOKEN",
            "Hosts:app1:Commands:wipe:Risk=Destructive",
            "Hosts:app1:Commands:wipe:Environment:API_TOKEN=correct-horse-battery");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "Redis is slow");

        await bot.SayAsync(LocalPeople.Ada, channel, "/host change wipe");
        var plan = await bot.SeesAsync(
            LocalPeople.Ada,
            channel,
            "R-1  /host change wipe",
            "WAITS FOR APPROVAL",
            "Destructive, cannot be undone",
            "API_TOKEN=[redacted]");
        await bot.PressAsync(LocalPeople.Ada, plan, "Approve");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1  /host change wipe", "WAITS FOR APPROVAL");
        await bot.PressAsync(LocalPeople.Grace, plan, "Approve");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1  /host change wipe", "SUCCEEDED", ": [redacted].");

        var said = await bot.ReadAsync(LocalPeople.Ada, channel);
        Assert.DoesNotContain(said, message => PlainText.Render(message.Card).Contains("correct-horse", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("Hosts:app1:Commands:x:Environment:DB_PASSWORD", true)]
    [InlineData("Hosts:app1:Commands:x:Environment:STRIPE_KEY_LIVE", true)]
    [InlineData("Hosts:app1:Environment:GITHUB_TOKEN", true)]
    [InlineData("Hosts:app1:Services:api:Environment:SECRET_SALT", true)]
    [InlineData("Hosts:app1:Commands:x:Environment:JOB_QUEUE_MODE", false)]
    [InlineData("Hosts:app1:Commands:x:Arguments:key:Example", false)]
    public void What_looks_like_a_secret_in_an_environment_is_one(string setting, bool secret)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(setting, "correct-horse")]).Build();

        Assert.Equal(secret ? "it is [redacted]" : "it is correct-horse", new Redactor(ConfiguredSecrets.In(configuration)).Clean("it is correct-horse"));
    }
}
