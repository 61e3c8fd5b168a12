using System.Text;
using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Hosts;

/// <summary>A real append-only file, broken on purpose, and a real redis-check-aof.</summary>
public sealed class AofTests : IAsyncLifetime
{
    private const int Keys = 1000;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-aof-");
    private readonly int port = FreePort.Next();
    private HostScene scene = null!;

    private string AofFolder => Path.Combine(folder.FullName, "appendonlydir");

    private string Increment => Path.Combine(AofFolder, "appendonly.aof.1.incr.aof");

    private string Backups => Path.Combine(folder.FullName, "backups");

    public async ValueTask InitializeAsync()
    {
        Directory.CreateDirectory(Backups);
        scene = Scene(port);
        await using var redis = await RedisServer.StartInAsync(folder.FullName, "--appendonly", "yes", "--appendfsync", "always");
        for (var i = 0; i < Keys; i++)
        {
            await redis.AskAsync("SET", $"key:{i}", new string('v', 50));
        }
    }

    public async ValueTask DisposeAsync()
    {
        await scene.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task What_is_sound_is_said_to_be_and_needs_no_repair()
    {
        var report = await scene.ReadAsync("aof-check redis");

        Assert.True(report.Healthy);
        Assert.StartsWith("redis on app1: all of it is valid, ", report.Answer, StringComparison.Ordinal);
        Assert.Contains("Nothing needs a repair.", Assert.IsType<PlanResult.Nothing>(await scene.PlanAsync("aof-fix redis")).Why, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Two_bad_bytes_in_the_middle_cost_everything_after_them_and_the_copy_keeps_it()
    {
        var whole = await File.ReadAllBytesAsync(Increment);
        var at = await BreakAsync();
        var broken = await File.ReadAllBytesAsync(Increment);

        var report = await scene.ReadAsync("aof-check redis");
        Assert.False(report.Healthy);
        Assert.StartsWith(
            "redis on app1: appendonly.aof.1.incr.aof is damaged in the middle; a repair would throw away",
            report.Answer,
            StringComparison.Ordinal);
        Assert.Contains(report.Evidence, line => line.Contains($"readable up to {at:N0}; {whole.Length - at:N0} bytes", StringComparison.Ordinal));
        Assert.Contains(report.Evidence, line => line.Contains("promote a replica", StringComparison.Ordinal));

        var plan = await scene.ReadyAsync("aof-fix redis");
        Assert.Equal($"Would cut {whole.Length - at:N0} of {whole.Length:N0} bytes off the end of appendonly.aof.1.incr.aof on app1.", plan.Summary);
        Assert.Equal(broken, await File.ReadAllBytesAsync(Increment));
        Assert.Empty(Directory.GetFileSystemEntries(Backups));

        var ran = await scene.RunAsync("aof-fix redis");

        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.Equal(at, new FileInfo(Increment).Length);
        var copy = Assert.Single(Directory.GetDirectories(Backups));
        Assert.EndsWith($"The copy from before is in {copy}.", ran.Done, StringComparison.Ordinal);
        Assert.StartsWith("Successfully truncated AOF", ran.Done, StringComparison.Ordinal);
        Assert.Equal(broken, await File.ReadAllBytesAsync(Path.Combine(copy, "appendonlydir", Path.GetFileName(Increment))));

        await using var redis = await RedisServer.StartInAsync(folder.FullName, "--appendonly", "yes");
        var left = (await redis.AskAsync("DBSIZE")).AsLong();
        Assert.InRange(left!.Value, 1, Keys - 1);
    }

    [Fact]
    public async Task A_cut_end_is_told_from_damage_and_redis_mends_it_itself()
    {
        await using (var file = File.OpenWrite(Increment))
        {
            file.SetLength(file.Length - 7);
        }

        var report = await scene.ReadAsync("aof-check redis");

        Assert.Equal("redis on app1: appendonly.aof.1.incr.aof ends in the middle of a write; Redis mends that itself when it starts", report.Answer);
        Assert.Empty(report.Next);
        await using var redis = await RedisServer.StartInAsync(folder.FullName, "--appendonly", "yes");
        Assert.Equal(Keys - 1, (await redis.AskAsync("DBSIZE")).AsLong());
    }

    [Fact]
    public async Task Nothing_is_cut_under_a_running_redis()
    {
        await using var redis = await RedisServer.StartInAsync(folder.FullName, "--appendonly", "yes");

        // By its open file, whatever the port in the settings.
        Assert.Matches($@"^A Redis uses it: process \d+ has a file in {AofFolder} open\.$", (await scene.RefusedAsync("aof-fix redis")).Rule);

        // By its port, also where another user's files cannot be seen.
        await using var elsewhere = Scene(redis.Port, Path.Combine(folder.FullName, "other"));
        Assert.Equal($"A Redis uses it: something listens on port {redis.Port}, where its Redis does.", (await elsewhere.RefusedAsync("aof-fix redis")).Rule);
    }

    [Fact]
    public async Task A_redis_started_meanwhile_stops_the_repair_before_the_cut()
    {
        await BreakAsync();
        var plan = await scene.ReadyAsync("aof-fix redis");
        var broken = await File.ReadAllBytesAsync(Increment);
        await using var open = File.OpenRead(Increment);

        var ran = await scene.ApplyAsync(scene.Call("aof-fix", "redis"), plan, TestRedis.Token);

        Assert.StartsWith("A Redis was started meanwhile", ran.Failed, StringComparison.Ordinal);
        Assert.False(ran.Verified.Holds);
        Assert.Equal(broken, await File.ReadAllBytesAsync(Increment));
    }

    [Fact]
    public async Task Without_a_good_copy_nothing_is_cut()
    {
        await BreakAsync();
        var plan = await scene.ReadyAsync("aof-fix redis");
        var broken = await File.ReadAllBytesAsync(Increment);
        Directory.Delete(Backups);

        var ran = await scene.ApplyAsync(scene.Call("aof-fix", "redis"), plan, TestRedis.Token);

        Assert.StartsWith("the backup failed: mkdir", ran.Failed, StringComparison.Ordinal);
        Assert.EndsWith("Nothing was cut.", ran.Failed, StringComparison.Ordinal);
        Assert.Equal(broken, await File.ReadAllBytesAsync(Increment));
    }

    [Fact]
    public async Task More_damage_than_was_approved_voids_the_approval()
    {
        await BreakAsync(0.8);
        var approved = await scene.ReadyAsync("aof-fix redis");
        await BreakAsync(0.2);

        Assert.NotEmpty((await scene.ReadyAsync("aof-fix redis")).DriftFrom(approved));
    }

    [Fact]
    public async Task The_single_file_of_an_older_redis_is_checked_as_well()
    {
        await BreakAsync();
        var single = Path.Combine(folder.FullName, "appendonly.aof");
        File.Copy(Increment, single);
        await using var older = Scene(port, folder.FullName, "appendonly.aof");

        var ran = await older.RunAsync("aof-fix redis");

        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        var copy = Assert.Single(Directory.GetDirectories(Backups));
        Assert.Equal(await File.ReadAllBytesAsync(Increment), await File.ReadAllBytesAsync(Path.Combine(copy, "appendonly.aof")));
        Assert.Single(Directory.GetFileSystemEntries(copy));
    }

    [Fact]
    public async Task A_manifest_that_is_not_there_is_said()
    {
        await using var wrong = Scene(port, Path.Combine(folder.FullName, "nowhere"));

        Assert.Matches(
            "^app1: redis-check-aof .* ended with exit code 1: Cannot open file .*nowhere/appendonly.aof.manifest: No such file or directory\\.$",
            (await wrong.ReadAsync("aof-check redis")).Answer);
    }

    private HostScene Scene(int itsPort, string? itsFolder = null, string manifest = "appendonly.aof.manifest") => new(
        $"Aof:redis:Directory={itsFolder ?? AofFolder}", $"Aof:redis:Manifest={manifest}", $"Aof:redis:Backup={Backups}", $"Aof:redis:Port={itsPort}");

    /// <returns>Where the first command begins that cannot be read.</returns>
    private async Task<long> BreakAsync(double where = 0.6)
    {
        var bytes = await File.ReadAllBytesAsync(Increment);
        var start = (int)(bytes.Length * where);
        var at = start + bytes.AsSpan(start).IndexOf(Encoding.ASCII.GetBytes("\r\n*3")) + 2;
        (bytes[at], bytes[at + 1]) = ((byte)'X', (byte)'X');
        await File.WriteAllBytesAsync(Increment, bytes);
        return at;
    }
}
