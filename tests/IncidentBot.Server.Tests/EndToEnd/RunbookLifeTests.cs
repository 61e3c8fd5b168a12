using IncidentBot.Chat.Local;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using IncidentBot.Support;
using IncidentBot.Timeline;

namespace IncidentBot.EndToEnd;

/// <summary>From opening with a runbook to a verification by its own checks, over the local chat and a real Redis.</summary>
public sealed class RunbookLifeTests : IDisposable
{
    private const string Text = """
        ---
        id: full-redis
        system: redis
        severities:
          P0: { means: Writes are refused, respond: 5 min }
        services:
          Publishing: delayed {duration}
        checks:
          - redis.ping
          - redis.persistence
        ---
        # A full Redis

        ## Assessment

        ```action
        redis.memory
        redis.clients
        redis.replication
        redis.persistence
        redis.slowlog
        redis.big-keys
        ```

        ## Relief

        ```action
        redis.clear-cache rl:*
        ```

        1. Tell the people who publish.
        """;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-runbooks-");

    /// <summary>The runbook is as its team wrote it: what the configuration has for its lines is offered all the same.</summary>
    [Fact]
    public async Task Lines_of_anybodys_runbook_become_what_is_configured_for_them()
    {
        Write("shop.md", """
            # The shop is slow

            ## Diagnosis

            ```bash
            curl -fsS http://127.0.0.1:9/health
            psql shop -c 'SELECT count(*) FROM jobs;'
            systemctl status shop-worker
            uptime -p
            ```
            """);
        await using var bot = await BotHost.StartAsync(
            "redis://127.0.0.1:1",
            $"Runbooks:Path={folder.FullName}",
            "Http:shop:BaseUrl=http://127.0.0.1:9",
            "Http:shop:Endpoints:health:Path=/health",
            "Http:shop:Endpoints:health:Anonymous=true",
            "Databases:orders:ConnectionString=Host=127.0.0.1;Port=9;Database=orders;Username=bot",
            "Databases:orders:Queries:jobs:Sql=select count(*) from jobs",
            "Hosts:app1:Services:worker:Manager=systemd",
            "Hosts:app1:Services:worker:Name=shop-worker.service",
            "Hosts:app1:Commands:since:Run:0=uptime",
            "Hosts:app1:Commands:since:Run:1=-p",
            "Hosts:app1:Commands:since:Risk=Observe");

        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/runbook show shop");

        await bot.SeesAsync(
            LocalPeople.Ada,
            LocalChannels.General,
            "/http check health on shop",
            "/db query jobs on orders",
            "/host status worker on app1",
            "/host look since on app1");
    }

    [Fact]
    public async Task Open_read_run_approve_verify()
    {
        await using var redis = await RedisServer.StartAsync();
        await RedisTroubles.FillAsync(redis, ("rl:", 2_000, 10));
        Write("full-redis.md", Text);
        await using var bot = await BotHost.StartAsync(redis.Url, $"Runbooks:Path={folder.FullName}");

        var channel = await bot.OpenAsync(LocalPeople.Ada, "full-redis Publishing stands still");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "P0: Writes are refused. To be taken within 5 min.", "It follows the runbook full-redis.");
        var finding = await bot.SeesAsync(
            LocalPeople.Ada,
            channel,
            "INC-1 finding:",
            "  1  redis.memory",
            "  5  redis.slowlog",
            "Not read by itself: step 6 /redis big-keys takes long");
        Assert.Single((await bot.ReadAsync(LocalPeople.Ada, channel)), message => message.Card.Title.Contains("finding", StringComparison.Ordinal));
        Assert.Contains(finding.Card.Buttons, button => button.Label == "Next step");
        await bot.SeesAsync(LocalPeople.Grace, channel, "Runbook full-redis of INC-1: 5 of 8 steps", "  7  open  /redis clear-cache rl:*");
        await bot.SeesAsync(
            LocalPeople.Grace,
            channel,
            "INC-1  P0  ASSESSING",
            "May be affected  Publishing: delayed ",
            "full-redis: 5 of 8 steps, next is step 6");

        await bot.SayAsync(LocalPeople.Ada, channel, "/runbook skip 6 it takes long");
        await bot.SayAsync(LocalPeople.Ada, channel, "/runbook next");
        var next = await bot.SeesAsync(LocalPeople.Ada, channel, "Step 7 of 8: /redis clear-cache rl:*", "[Run]");
        await bot.PressAsync(LocalPeople.Ada, next, "Run");
        var plan = await bot.SeesAsync(LocalPeople.Grace, channel, "R-1  /redis clear-cache rl:* on primary", "[Approve]");
        await bot.SeesAsync(LocalPeople.Grace, channel, "Runbook full-redis of INC-1", "  7  waits for approval, Ada");
        await bot.PressAsync(LocalPeople.Grace, plan, "Approve");
        await bot.SeesAsync(LocalPeople.Grace, channel, "Runbook full-redis of INC-1: 7 of 8 steps", "  7  succeeded, Ada  /redis clear-cache rl:*: R-1: ");
        await bot.PressAsync(LocalPeople.Ada, next, "Run");
        await bot.SeesAsync(LocalPeople.Ada, channel, "That button is from before, and nothing was done. Step 7: succeeded, Ada");

        await bot.SayAsync(LocalPeople.Ada, channel, "/runbook done 8 they know");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident verify");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Verifying → Monitoring", "5 of 5 checks pass", "pass  redis.ping", "pass  redis.persistence");
        await bot.SeesAsync(LocalPeople.Ada, channel, "Monitoring → Resolved");
        await bot.SayAsync(LocalPeople.Grace, channel, "/incident summary");
        await bot.SeesAsync(
            LocalPeople.Grace,
            channel,
            "Publishing: delayed ",
            "A full Redis (full-redis) was followed: 8 of 8 steps.",
            "R-1 /redis clear-cache rl:* on primary, asked for by Ada");
        await AssertOnRecordAsync(bot);
    }

    [Fact]
    public async Task A_file_that_is_edited_is_usable_at_once_and_changes_nothing_that_is_under_way()
    {
        await using var redis = await RedisServer.StartAsync();
        Write("full-redis.md", Text);
        await using var bot = await BotHost.StartAsync(redis.Url, $"Runbooks:Path:0={folder.FullName}");
        var channel = await bot.OpenAsync(LocalPeople.Ada, "full-redis Publishing stands still");
        await bot.SeesAsync(LocalPeople.Ada, channel, "INC-1 finding:");

        Write("full-redis.md", Text.Replace("redis.clear-cache rl:*", "redis.clear-cache cb:*", StringComparison.Ordinal) + "\n2. Go home.\n");
        Write("other.md", "---\nsevrities: P0\n---\n# Another one\n\n## Diagnosis\n\n```action\nredis.pnig\n```\n");

        await bot.SayAsync(LocalPeople.Ada, channel, "/runbook list");
        await bot.SeesAsync(
            LocalPeople.Ada,
            channel,
            "2 runbooks",
            "A full Redis (redis): 9 steps",
            "other.md:2: There is no key 'sevrities'.",
            "other.md:9: There is no action redis.pnig. Did you mean redis.ping?");
        await bot.SayAsync(LocalPeople.Ada, channel, "/runbook status");
        await bot.SeesAsync(LocalPeople.Ada, channel, "The file has changed since", "/redis clear-cache rl:*");
        await bot.SayAsync(LocalPeople.Ada, channel, "/runbook start full-redis");
        await bot.SayAsync(LocalPeople.Ada, channel, "/runbook status");
        await bot.SeesAsync(LocalPeople.Ada, channel, "of 9 steps", "/redis clear-cache cb:*");
        Assert.Equal(2, await bot.CountAsync("runbooks"));
    }

    public void Dispose() => folder.Delete(recursive: true);

    private static async Task AssertOnRecordAsync(BotHost bot)
    {
        var incident = (await bot.Get<IIncidentStore>().FindAsync(1, CancellationToken.None))!;
        var timeline = await bot.Get<IIncidentStore>().WholeTimelineAsync(incident.Id, CancellationToken.None);

        Assert.Contains(timeline, entry => entry is { Kind: TimelineKind.Runbook }
            && entry.By == LocalPeople.Ada.Id
            && entry.Text == "step 8 done: Tell the people who publish. they know");
        Assert.Contains(timeline, entry => entry is { Kind: TimelineKind.Run }
            && entry.By == LocalPeople.Grace.Id
            && entry.Text.StartsWith("R-1 (step 7) approved by Grace", StringComparison.Ordinal));
    }

    private void Write(string name, string text) => File.WriteAllText(Path.Combine(folder.FullName, name), text);
}
