using IncidentBot.Execution;
using IncidentBot.Support;

namespace IncidentBot.Hosts;

public sealed class LogTests
{
    [Fact]
    public async Task The_end_of_a_file_of_gigabytes_is_read_and_no_more()
    {
        await using var scene = new HostScene("Logs:big=FOLDER/big.log");
        await using (var file = File.Create(Path.Combine(scene.Folder, "big.log")))
        {
            // Sparse: it takes no room on the disk, and reading all of it would take minutes.
            file.SetLength(32L * 1024 * 1024 * 1024);
            file.Seek(0, SeekOrigin.End);
            await using var writer = new StreamWriter(file);
            for (var i = 0; i < 300; i++)
            {
                await writer.WriteLineAsync($"line {i}");
            }
        }

        var report = await scene.ReadAsync("log big 3");

        Assert.Equal("big on app1: none of the last 3 lines looks like trouble", report.Answer);
        Assert.Equal(["  line 297", "  line 298", "  line 299"], report.Evidence);
    }

    [Fact]
    public async Task The_first_of_so_many_bytes_is_not_shown_as_a_line()
    {
        await using var scene = new HostScene("Logs:big=FOLDER/big.log");
        await File.WriteAllLinesAsync(Path.Combine(scene.Folder, "big.log"), Enumerable.Range(0, 300).Select(i => $"begin {i} {new string('x', 3000)} end"));

        var report = await scene.ReadAsync("log big 200");

        Assert.StartsWith("big on app1: none of the last 8", report.Answer, StringComparison.Ordinal);
        Assert.StartsWith("  begin ", report.Evidence[0], StringComparison.Ordinal);
        Assert.All(new Redactor([]).CleanToFit(report.Evidence), line => Assert.InRange(line.Length, 1, 120));
    }

    [Fact]
    public async Task The_lines_that_matter_in_the_log_of_a_real_redis_are_marked_and_explained()
    {
        await using var redis = await RedisServer.StartAsync();
        await redis.AskAsync("SET", "a", "b");
        var snapshot = Directory.CreateDirectory(Path.Combine(redis.DataDirectory, "dump.rdb"));
        await redis.AskAsync("BGSAVE");
        await using var scene = new HostScene($"Logs:redis={redis.DataDirectory}/log");

        await Eventually.TrueAsync(
            async () => (await scene.ReadAsync("log redis")).Answer.Contains("the last snapshot failed", StringComparison.Ordinal),
            "the failed snapshot is in the log");
        var report = await scene.ReadAsync("log redis");

        Assert.False(report.Healthy);
        Assert.Contains(
            report.Evidence,
            line => line.StartsWith("> ", StringComparison.Ordinal) && line.Contains("Background saving error", StringComparison.Ordinal));
        Assert.DoesNotContain(
            report.Evidence,
            line => line.StartsWith("> ", StringComparison.Ordinal) && line.Contains("Ready to accept connections", StringComparison.Ordinal));
        snapshot.Delete();
    }

    [Fact]
    public async Task A_log_that_is_not_configured_or_not_there_is_said()
    {
        await using var scene = new HostScene("Logs:redis=FOLDER/none.log");

        Assert.Equal(
            "app1: app1 has no log '.'; there is: redis.".Replace("'.'", "'syslog'", StringComparison.Ordinal),
            (await scene.ReadAsync("log syslog")).Answer);
        Assert.EndsWith("none.log' for reading: No such file or directory.", (await scene.ReadAsync("log redis")).Answer, StringComparison.Ordinal);
    }
}
