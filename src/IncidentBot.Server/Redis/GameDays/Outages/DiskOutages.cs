using System.Diagnostics;

namespace IncidentBot.Redis.GameDays.Outages;

/// <summary>What cannot be written to disk, or is read from it.</summary>
internal static class DiskOutages
{
    public static IReadOnlyList<Outage> All { get; } =
    [
        new("snapshot-fails", "writes are refused", "the snapshot cannot be written, so writes are refused", ["refuses writes", "snapshot"], SnapshotAsync)
        {
            FirstStep = "/redis persistence",
        },
        new("snapshot-ignored", "is the data safe?", "the snapshot cannot be written, and writes go on", ["snapshot", "failed"], IgnoredAsync)
        {
            FirstStep = "/redis persistence",
        },
        new("disk-full", "writes are refused", "the append-only file cannot grow", ["refuses writes", "append-only"], FullAsync)
        {
            FirstStep = "/redis persistence",
        },
        new("loading", "Redis answers, but does not work", "it has started and reads its data", ["loading"], LoadingAsync) { FirstStep = "Wait" },
    ];

    private static async Task SnapshotAsync(Scene scene)
    {
        var server = await FailedSnapshotAsync(scene);
        await scene.UntilAsync("the snapshot has failed", async () => (await server.AskAsync("PING")).AsError is not null);
    }

    private static async Task IgnoredAsync(Scene scene)
    {
        var server = await FailedSnapshotAsync(scene, "--stop-writes-on-bgsave-error", "no");
        await scene.UntilAsync("the snapshot has failed", async () =>
            (await server.AskAsync("INFO", "persistence")).AsString()!.Contains("rdb_last_bgsave_status:err", StringComparison.Ordinal));
    }

    private static async Task<SceneServer> FailedSnapshotAsync(Scene scene, params string[] arguments)
    {
        // A folder in the place of the file: it cannot be replaced, whoever the server runs as.
        var server = await scene.StartAsync(StageTargets.Single, ["--dbfilename", "in-the-way", .. arguments]);
        Directory.CreateDirectory(Path.Combine(server.Folder, "in-the-way", "something"));
        await server.AskAsync("SET", "user:1", "x");
        await server.AskAsync("CONFIG", "SET", "save", "3600 1");
        await server.AskAsync("BGSAVE");
        return server;
    }

    private static async Task FullAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single, "--appendonly", "yes");
        using var limit = Process.Start("prlimit", ["--pid", $"{server.ProcessId}", "--fsize=20000:unlimited"]);
        await limit.WaitForExitAsync(scene.Ending);
        var client = await scene.ConnectAsync(server);
        await scene.UntilAsync(
            "the file is full",
            async () => (await client.AskAsync("SET", "user:1", new string('x', 1_000))).AsError is not null);
    }

    private static async Task LoadingAsync(Scene scene)
    {
        var server = await scene.StartAsync(StageTargets.Single);
        await server.FillAsync("user:", 4_000, 200);
        await server.AskAsync("SAVE");
        await server.RestartAsync("--key-load-delay", "10000", "--loading-process-events-interval-bytes", "1024");
    }
}
