using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>Bob is listed with his account in Slack, and has linked the one in Teams.</summary>
public sealed partial class AccountLinkTests : IAsyncLifetime
{
    private const string Ended =
        $"the link of this account to bob has ended: slack:{FakeSlack.Team}:{FakeSlack.Bob}, which confirmed it, is not listed for bob any more";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-links-");
    private readonly string chat = FakeTeams.PersonalChat(FakeTeams.Bob);
    private FakeSlack slack = null!;
    private FakeTeams teams = null!;
    private RedisServer redis = null!;

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync();
        teams = await FakeTeams.StartAsync();
        redis = await RedisServer.StartAsync();
        await redis.AskAsync("SET", "rl:1", "1");
    }

    public async ValueTask DisposeAsync()
    {
        await redis.DisposeAsync();
        await teams.DisposeAsync();
        await slack.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task A_link_ends_with_the_listed_account_that_confirmed_it_and_comes_to_nobody_who_takes_the_name()
    {
        await using (var bot = await StartAsync(Bob(FakeSlack.Bob)))
        {
            var (here, there) = Rooms(bot);
            await LinkAsync(here, there);
            await there.TypeAsync(FakeTeams.Bob, $"approve R-1 {await PlannedAsync(bot, here, 1)}", chat);
            await here.AllSeeAsync("R-1 ", "SUCCEEDED", "Bob");
            await redis.AskAsync("SET", "rl:1", "1");
            await PlannedAsync(bot, here, 2);
        }

        await using (var bot = await StartAsync([]))
        {
            await RefusedAsync(bot, 1);
        }

        await using (var bot = await StartAsync(Bob("U0NEWBOB")))
        {
            await RefusedAsync(bot, 2);
            var (_, there) = Rooms(bot);
            await there.TypeAsync(FakeTeams.Bob, "unlink", chat);
            await there.AloneSeesAsync(FakeTeams.Bob, "is not linked any more", "The link to bob had ended before that");
            Assert.Equal(0, await bot.CountAsync("account_links"));
        }

        Assert.Equal(1, (await redis.AskAsync("EXISTS", "rl:1")).AsLong());
    }

    private async Task LinkAsync(SlackRoom here, TeamsRoom there)
    {
        await here.TypeAsync(FakeSlack.Bob, "/link");
        var code = Code().Match((await here.AloneSeesAsync(FakeSlack.Bob, "Your code is")).Visible).Groups[1].Value;
        await there.TypeAsync(FakeTeams.Bob, $"link {code}", chat);
        await there.AloneSeesAsync(FakeTeams.Bob, "One step is left");
        await here.TypeAsync(FakeSlack.Bob, $"/link {code}");
        await here.AloneSeesAsync(FakeSlack.Bob, "is linked", "It acts as Bob");
    }

    /// <returns>The digits with which the plan is approved.</returns>
    private static async Task<string> PlannedAsync(BotHost bot, SlackRoom here, int number)
    {
        await here.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");
        await here.AllSeeAsync($"R-{number} ", "WAITS FOR APPROVAL");
        return (await RunAsync(bot, number)).ShortHash;
    }

    /// <param name="times">How often this has been said by then.</param>
    private async Task RefusedAsync(BotHost bot, int times)
    {
        var (_, there) = Rooms(bot);
        await there.TypeAsync(FakeTeams.Bob, $"approve R-2 {(await RunAsync(bot, 2)).ShortHash}", chat);
        await Eventually.TrueAsync(
            () => teams.Messages.Count(message => message.Visible.Contains("may not approve R-2", StringComparison.Ordinal)
                && message.Visible.Contains(Ended, StringComparison.Ordinal)) == times,
            "the refusal says why the account is a stranger");
        Assert.Equal(RunState.AwaitingApproval, (await RunAsync(bot, 2)).State);
    }

    private static async Task<Run> RunAsync(BotHost bot, int number) =>
        (await bot.Get<IRunStore>().FindAsync(number, TestContext.Current.CancellationToken))!;

    private (SlackRoom Here, TeamsRoom There) Rooms(BotHost bot) => (new SlackRoom(slack, bot.Address), new TeamsRoom(teams, bot.Address));

    /// <summary>Over the same store each time; Alice is listed always.</summary>
    private Task<BotHost> StartAsync(string[] bob) => BotHost.StartAsync(redis.Url,
    [
        .. SlackRoom.Settings(slack).Concat(TeamsRoom.Settings(teams)).Where(setting => !setting.StartsWith("People", StringComparison.Ordinal)),
        $"Storage:Sqlite={Path.Combine(folder.FullName, "incidentbot.db")}", $"Audit:KeyFile={Path.Combine(folder.FullName, "audit.key")}",
        "Targets:primary:Caches:0:Pattern=rl:*",
        "People:0:Id=alice", "People:0:Name=Alice", $"People:0:Accounts:0=slack:{FakeSlack.Team}:{FakeSlack.Alice}",
        "People:0:Permissions:0=Respond", "People:0:Permissions:1=Approve", .. bob,
    ]);

    private static string[] Bob(string user) =>
    [
        "People:1:Id=bob", "People:1:Name=Bob", $"People:1:Accounts:0=slack:{FakeSlack.Team}:{user}",
        "People:1:Permissions:0=Respond", "People:1:Permissions:1=Approve",
    ];

    [GeneratedRegex("Your code is ([A-Z0-9]{10})")]
    private static partial Regex Code();
}
