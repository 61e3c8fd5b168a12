namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>Clients that are too many, held back or turned away.</summary>
internal static class ClientOutages
{
    private const int Places = 60;

    public static IReadOnlyList<Outage> All { get; } =
    [
        new("clients-idle", "applications cannot connect", "a service opens connections and uses none of them", ["maxclients", "billing"], IdleAsync)
        {
            FirstStep = "/redis clients",
        },
        new("clients-leak", "applications cannot connect", "one address holds all the places", ["maxclients", "127.0.0.1"], LeakAsync)
        {
            FirstStep = "/redis clients",
        },
        new(
            "clients-blocked",
            "applications cannot connect",
            "workers that wait for jobs hold all the places",
            ["maxclients", "BLPOP", "importer"],
            BlockedAsync)
        {
            FirstStep = "/redis clients",
        },
        new("clients-nearly", "is Redis about to refuse clients?", "nearly all places for clients are taken", ["places", "billing"], NearlyAsync)
        {
            FirstStep = "/redis clients",
        },
        new("writes-paused", "orders hang, reading works", "writes are held back by CLIENT PAUSE", ["holds writes back", "SET"], PausedAsync)
        {
            FirstStep = "CLIENT UNPAUSE",
        },
        new("right-taken", "the shop's writes fail", "a right was taken from the application's user", ["shop", "SET"], RightAsync)
        {
            FirstStep = "ACL SETUSER shop",
        },
        new("password-rotated", "the shop cannot log in", "the application still has the old password", ["shop", "password"], PasswordAsync)
        {
            FirstStep = "secret",
        },
        new("password-wanted", "nothing can log in", "a password was set and the bot's URL has none", ["NOAUTH"], NoPasswordAsync)
        {
            FirstStep = "URL",
        },
        new("name-unknown", "Redis is gone", "the name in the URL does not resolve", ["does not resolve", "no-such-host"], _ => Task.CompletedTask)
        {
            Target = StageTargets.Nowhere,
            FirstStep = "DNS",
        },
        new("process-killed", "Redis is gone", "nothing listens any more", ["REFUSED|nothing listens"], KilledAsync) { FirstStep = "start it" },
        new("process-stopped", "everything hangs", "the process is there and does nothing", ["HUNG|does not reply"], StoppedAsync) { FirstStep = "restart" },
        new("another-service", "Redis answers nonsense", "something else listens on its port", ["does not speak Redis"], OtherServiceAsync)
        {
            FirstStep = "port",
        },
        new("packets-dropped", "Redis does not answer", "connections are not taken", ["CONNECT TIMEOUT|does not answer at all"], DroppedAsync)
        {
            FirstStep = "firewall",
        },
    ];

    private static async Task TakeAsync(Scene scene, SceneServer server, string? name, int places)
    {
        for (var i = 0; i < places; i++)
        {
            await scene.ConnectAsync(server, name);
        }
    }

    private static async Task IdleAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--maxclients", $"{Places}");
        await HoldAsync(scene);
        await TakeAsync(scene, server, "billing", Places - 1);
    }

    private static async Task LeakAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--maxclients", $"{Places}");
        await HoldAsync(scene);
        for (var i = 0; i < Places - 1; i++)
        {
            await (await scene.ConnectAsync(server)).AskAsync("PING");
        }
    }

    private static async Task BlockedAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--maxclients", $"{Places}");
        await HoldAsync(scene);
        for (var i = 0; i < Places - 1; i++)
        {
            var worker = await scene.ConnectAsync(server, "importer");
            await worker.SendAsync("BLPOP", "imports", "0");
        }
    }

    private static async Task NearlyAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--maxclients", "100");
        await TakeAsync(scene, server, "billing", 92);
    }

    /// <summary>The bot keeps a connection open to every target, so it is among the first.</summary>
    private static Task HoldAsync(Scene scene) => scene.HeldAsync();

    private static async Task PausedAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.AskAsync("CLIENT", "PAUSE", "600000", "WRITE");
        for (var i = 0; i < 5; i++)
        {
            await (await scene.ConnectAsync(server, "orders")).SendAsync("SET", $"order:{i}", "x");
        }
    }

    private static async Task RightAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.AskAsync("ACL", "SETUSER", "shop", "on", ">secret", "~*", "+@read", "+client");
        await scene.RepeatAsync(server, "shop", TimeSpan.FromMilliseconds(50), async client =>
        {
            await client.AskAsync("AUTH", "shop", "secret");
            await client.AskAsync("SET", "cart:1", "x");
        });
        await scene.UntilAsync("it was refused", async () => (await server.AskAsync("ACL", "LOG")).AsItems().Count > 0);
    }

    private static async Task PasswordAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.AskAsync("ACL", "SETUSER", "shop", "on", ">new", "~*", "+@all");
        await scene.RepeatAsync(server, "web", TimeSpan.FromMilliseconds(50), client => client.AskAsync("AUTH", "shop", "old"));
        await scene.UntilAsync("it was refused", async () => (await server.AskAsync("ACL", "LOG")).AsItems().Count > 0);
    }

    private static async Task NoPasswordAsync(Scene scene) => await scene.StartAsync(StageTargets.Single, "--requirepass", "secret");

    private static async Task KilledAsync(Scene scene) => await (await scene.StartAsync(StageTargets.Single)).KillAsync();

    private static async Task StoppedAsync(Scene scene) => await (await scene.StartAsync(StageTargets.Single)).PauseAsync();

    private static Task OtherServiceAsync(Scene scene)
    {
        scene.Keep(DeafListener.Saying(scene.Ports.Single, "HTTP/1.1 400 Bad Request\r\nConnection: close\r\n\r\n"));
        return Task.CompletedTask;
    }

    private static async Task DroppedAsync(Scene scene) => scene.Keep(await DeafListener.FullAsync(scene.Ports.Single));
}
