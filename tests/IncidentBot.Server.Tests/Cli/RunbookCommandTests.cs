using System.Diagnostics;
using System.Text.Json;

namespace IncidentBot.Cli;

/// <summary>The command as a process: what it prints, and its exit code.</summary>
public sealed class RunbookCommandTests : IDisposable
{
    private const string Known = "# Redis down\n\n## Diagnosis\n\n```bash\nredis-cli ping\nredis-cli FLUSHALL\n```\n";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-runbook-");

    [Fact]
    public async Task A_runbook_that_is_understood_exits_with_0()
    {
        var (code, output, error) = await RunAsync("check", File("a.md", Known));
        Assert.Equal((0, ""), (code, error));
        Assert.Contains("-> /redis ping", output);
        Assert.EndsWith("2 steps: 1 native, 1 refused, none unknown\n", output);
    }

    [Fact]
    public async Task Something_unknown_exits_with_1()
    {
        var (code, output, _) = await RunAsync("check", File("a.md", Known), File("b.md", "```bash\nfrobnicate --now\n```\n"));
        Assert.Equal(1, code);
        Assert.Contains("1 steps: 1 unknown", output);
        Assert.Contains("All 2 files:", output);
    }

    [Fact]
    public async Task Json_has_every_step()
    {
        var (code, output, _) = await RunAsync("check", File("a.md", Known), "--json");
        Assert.Equal(0, code);
        using var json = JsonDocument.Parse(output);
        var file = Assert.Single(json.RootElement.GetProperty("files").EnumerateArray());
        Assert.Equal("Redis down", file.GetProperty("title").GetString());
        Assert.Equal(64, file.GetProperty("sha256").GetString()!.Length);
        Assert.Equal(1, file.GetProperty("totals").GetProperty("native").GetInt32());
        var step = file.GetProperty("steps")[0];
        Assert.Equal((6, "assessment", "native", "redis.ping", "/redis ping"), (
            step.GetProperty("line").GetInt32(),
            step.GetProperty("stage").GetString(),
            step.GetProperty("class").GetString(),
            step.GetProperty("action").GetString(),
            step.GetProperty("becomes").GetString()));
        Assert.Equal(JsonValueKind.Null, file.GetProperty("steps")[1].GetProperty("action").ValueKind);
    }

    [Fact]
    public async Task A_file_that_is_not_there_exits_with_2()
    {
        var (code, _, error) = await RunAsync("check", Path.Combine(folder.FullName, "none.md"));
        Assert.Equal(2, code);
        Assert.Contains("none.md: There is no such file.", error);
    }

    [Fact]
    public async Task A_folder_exits_with_2()
    {
        var (code, _, error) = await RunAsync("check", folder.FullName);
        Assert.Equal(2, code);
        Assert.Contains("This is a folder.", error);
    }

    [Fact]
    public async Task What_is_not_utf8_exits_with_2()
    {
        var path = Path.Combine(folder.FullName, "latin1.md");
        await System.IO.File.WriteAllBytesAsync(path, [0x23, 0x20, 0xE9, 0x0A]);
        var (code, _, error) = await RunAsync("check", path);
        Assert.Equal(2, code);
        Assert.Contains("not UTF-8", error);
    }

    [Fact]
    public async Task A_file_that_is_too_large_exits_with_2()
    {
        var (code, _, error) = await RunAsync("check", File("big.md", new string('x', (1024 * 1024) + 1)));
        Assert.Equal(2, code);
        Assert.Contains("larger than 1 MB", error);
    }

    [Fact]
    public async Task A_file_steers_no_terminal()
    {
        var file = File("a.md", "# Red\u001b[2Jis \u009b1A\u202Enwod ❤️\n\n"
            + "1. Ask \u001b]8;;http://evil\u0007them\n\n```bash\nredis-cli ping\u001b[8m\n```\n");

        var (_, output, error) = await RunAsync("check", file, Path.Combine(folder.FullName, "no\u001b[2Jne.md"));
        Assert.Contains(@"Red\u001B", output, StringComparison.Ordinal);
        Assert.Contains(@"\u009B1Anwod ❤", output, StringComparison.Ordinal);
        Assert.Contains(@"no\u001B[2Jne.md: There is no such file.", error, StringComparison.Ordinal);
        Assert.DoesNotContain(output + error, letter => char.IsControl(letter) && letter != '\n');
    }

    [Fact]
    public async Task Json_stays_json_whatever_is_in_a_file()
    {
        var (_, output, _) = await RunAsync("check", File("a.md", "# Red\u001b[2Jis\u202E \U000E0041 ❤️\n\n```bash\nredis-cli ping\n```\n"), "--json");

        using var json = JsonDocument.Parse(output);
        Assert.Single(json.RootElement.GetProperty("files").EnumerateArray());
        Assert.DoesNotContain(output, letter => char.IsControl(letter) && letter != '\n');
    }

    [Theory]
    [InlineData("check")]
    [InlineData("check", "--no-such-option")]
    [InlineData("chekc")]
    public async Task Wrong_usage_exits_with_2(params string[] args)
    {
        var (code, _, error) = await RunAsync(args);
        Assert.Equal(2, code);
        Assert.NotEmpty(error);
    }

    public void Dispose() => folder.Delete(recursive: true);

    private string File(string name, string text)
    {
        var path = Path.Combine(folder.FullName, name);
        System.IO.File.WriteAllText(path, text);
        return path;
    }

    private static async Task<(int Code, string Output, string Error)> RunAsync(params string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var arg in (string[])[typeof(Bot).Assembly.Location, "runbook", .. args])
        {
            start.ArgumentList.Add(arg);
        }

        // A bot that could not start for its settings can still check a runbook.
        start.Environment["REDIS_URL"] = "not a url";
        using var process = Process.Start(start)!;
        var output = process.StandardOutput.ReadToEndAsync();
        var error = process.StandardError.ReadToEndAsync();
        await process.WaitForExitAsync().WaitAsync(TimeSpan.FromSeconds(60));
        return (process.ExitCode, await output, await error);
    }
}
