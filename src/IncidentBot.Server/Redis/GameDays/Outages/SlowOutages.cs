using IncidentBot.Redis.Info;

namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>The one thread is busy, each time with something else.</summary>
internal static class SlowOutages
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(20);

    public static IReadOnlyList<Outage> All { get; } =
    [
        new("slow-keys", "everything is slow", "somebody asks for all keys again and again", ["slow", "KEYS *"], KeysAsync) { FirstStep = "SCAN" },
        new("slow-list", "everything is slow", "somebody reads a whole list of a million again and again", ["slow", "LRANGE feed:global"], ListAsync)
        {
            FirstStep = "in parts",
        },
        new("slow-hash", "everything is slow", "somebody reads a whole hash of 200,000 fields", ["slow", "HGETALL catalogue"], HashAsync)
        {
            FirstStep = "in parts",
        },
        new("slow-script", "everything stops for seconds", "a script of three seconds runs again and again", ["slow", "EVAL"], ScriptAsync)
        {
            FirstStep = "script",
        },
        new("hot-key", "everything is a little slow", "many search one middling list all the time", ["slow", "LPOS"], HotAsync)
        {
            FirstStep = "/redis activity",
        },
        new("script-endless", "everything is refused", "a script does not end", ["BUSY|script"], EndlessAsync) { FirstStep = "/redis kill-script" },
        new("script-unkillable", "everything is refused", "a script that has written does not end", ["BUSY|UNKILLABLE|script"], UnkillableAsync),
        new("expiry-storm", "Redis is slow at night", "half a million keys end at once", ["expired keys", "token:*"], ExpiryAsync) { FirstStep = "spread" },
    ];

    private static async Task KeysAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("user:", 300_000, 10);
        await HammerAsync(scene, server, "cron", Soon, "KEYS *", client => client.SkipAsync("KEYS", "*"));
    }

    private static async Task ListAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.ScriptAsync("for i = 1, 1000000 do redis.call('rpush', 'feed:global', 'entry' .. i) end");
        await HammerAsync(scene, server, "web", Soon, "LRANGE", client => client.SkipAsync("LRANGE", "feed:global", 0, -1));
    }

    private static async Task HashAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.ScriptAsync("for i = 1, 200000 do redis.call('hset', 'catalogue', 'item' .. i, 'x') end");
        await HammerAsync(scene, server, "web", Soon, "HGETALL", client => client.SkipAsync("HGETALL", "catalogue"));
    }

    private static async Task ScriptAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await HammerAsync(scene, server, "pricing", Soon, "EVAL", client => client.AskAsync("EVAL",
            "local t = redis.call('time') local till = t[1] * 1000000 + t[2] + 3000000 "
                + "repeat local n = redis.call('time') until n[1] * 1000000 + n[2] > till return 1",
            0));
    }

    private static async Task HotAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.ScriptAsync("for i = 1, 100000 do redis.call('rpush', 'prices', 'item' .. i) end");
        for (var i = 0; i < 6; i++)
        {
            await scene.RepeatAsync(server, "web", TimeSpan.Zero, client => client.AskAsync("LPOS", "prices", "of-none"));
        }
    }

    private static async Task EndlessAsync(Scene scene) => await OccupyAsync(scene, "redis.call('get', 'a')");

    private static async Task UnkillableAsync(Scene scene) => await OccupyAsync(scene, "redis.call('set', 'a', 'b')");

    private static async Task OccupyAsync(Scene scene, string body)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--busy-reply-threshold", "100");
        await scene.HeldAsync();
        var client = await scene.ConnectAsync(server, "pricing");
        await client.SendAsync("EVAL", $"while true do {body} end", 0);
        await scene.UntilAsync("the script is called long", async () => (await server.AskAsync("PING")).AsError is not null);
    }

    private static async Task ExpiryAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.ScriptAsync("for i = 1, 600000 do redis.call('set', 'token:' .. i, 'x', 'PX', 2500 + i % 100) end");
        await scene.UntilAsync("they end", async () => await server.InfoAsync("expired_keys") > 1_000);
    }

    /// <summary>Until it is in the slow log, as it is when somebody calls for help.</summary>
    private static async Task HammerAsync(Scene scene, SceneServer server, string who, TimeSpan pause, string what, Func<SceneClient, Task> work)
    {
        await scene.HeldAsync();
        await scene.RepeatAsync(server, who, pause, work);
        var looking = await scene.ConnectAsync(server, "looking");
        await scene.UntilAsync($"{what} is in the slow log for a second", async () =>
            SlowEntry.Parse(await looking.AskAsync("SLOWLOG", "GET", 64)).Where(entry => scene.Now - entry.At < TimeSpan.FromSeconds(8))
                .Sum(entry => entry.Took.TotalSeconds) > 1.5);
    }
}
