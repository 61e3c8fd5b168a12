using System.Text.Json;
using IncidentBot.Support;

namespace IncidentBot.Cli;

public sealed class ConfigCommandTests : IDisposable
{
    private const string Secret = "s3cret-word";

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-config-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task It_says_what_is_in_force_and_from_where()
    {
        var exit = await RunAsync("Incidents", "--Incidents:Soak=45m");

        Assert.Equal((0, ""), (exit.Code, exit.Errors));
        var lines = exit.Output.TrimEnd().Split('\n').Select(line => string.Join(' ', line.Split(' ', StringSplitOptions.RemoveEmptyEntries))).ToList();
        Assert.Contains("Incidents:Soak = 45m command line", lines);
        Assert.Contains("Incidents:SoakCheckEvery = 1m appsettings.json", lines);
        Assert.Contains("Incidents:FindingWithin = 1.7s default", lines);
        Assert.All(lines, line => Assert.StartsWith("Incidents:", line, StringComparison.Ordinal));
        Assert.Empty(folder.EnumerateFileSystemInfos());
    }

    [Fact]
    public async Task What_somebody_has_set_is_there_without_the_defaults_for_machines_too()
    {
        var exit = await RunAsync("--set", "--json", "--Targets:primary:Nodes:0=redis://a:6379", "--Urls=http://127.0.0.1:9090");

        using var json = JsonDocument.Parse(exit.Output);
        var all = json.RootElement.GetProperty("settings").EnumerateArray()
            .Select(each => (each.GetProperty("path").GetString(), each.GetProperty("value").GetString(), each.GetProperty("from").GetString()))
            .ToList();
        Assert.Contains(("Targets:primary:Nodes:0", "redis://a:6379", "command line"), all);
        Assert.Contains(("Targets:primary:Caches:0:Pattern", "rl:*", "appsettings.json"), all);
        Assert.Contains(("Urls", "http://127.0.0.1:9090", "command line"), all);
        Assert.DoesNotContain(all, setting => setting.Item3 == "default");
        Assert.Empty(json.RootElement.GetProperty("faults").EnumerateArray());
    }

    [Fact]
    public async Task No_secret_is_shown()
    {
        var exit = await RunAsync(
            $"--Targets:primary:Url=redis://bot:{Secret}@redis.internal:6379",
            $"--Storage:Postgres=Host=db;Username=bot;Password={Secret}",
            $"--Audit:Key={Secret}",
            $"--Slack:SigningSecret={Secret}-1",
            $"--Slack:BotToken=xoxb-{Secret}",
            $"--Slack:Workspaces:T0:BotToken=xoxb-{Secret}-2",
            $"--Teams:ClientSecret={Secret}",
            $"--Http:api:Token={Secret}",
            $"--Http:api:TestToken={Secret}-3",
            $"--Databases:main:ConnectionString=Host=db;Username=bot;Password={Secret}",
            $"--Hosts:app1:Environment:API_TOKEN={Secret}",
            $"--Redis:ConnectTimeout={Secret}");

        Assert.DoesNotContain(Secret, exit.Output + exit.Errors, StringComparison.Ordinal);
        Assert.Contains("redis.internal:6379", exit.Output, StringComparison.Ordinal);
        Assert.Contains("Slack:SigningSecret = (set, not shown)", exit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_cannot_be_used_is_said_and_is_the_exit_code()
    {
        var exit = await RunAsync("Storage", "--Storage:Sqlte=x.db");

        Assert.Equal(1, exit.Code);
        Assert.Contains(
            "\nCannot be used: Storage:Sqlte (on the command line) is not a setting. Did you mean Sqlite? See manifests/settings.md#storage.",
            exit.Output,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_value_that_cannot_be_used_is_not_named_as_the_origin_of_the_default_that_stays_in_force()
    {
        var exit = await RunAsync("Incidents", "--Incidents:Soak=30");

        Assert.Equal(1, exit.Code);
        Assert.Matches("Incidents:Soak = 30m +default, because what is set \\(command line\\) cannot be used\n", exit.Output);
        Assert.Contains("\nCannot be used: Incidents:Soak (on the command line) is '30'.", exit.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_section_that_is_not_there_is_refused()
    {
        var exit = await RunAsync("Storge");

        Assert.Equal((2, ""), (exit.Code, exit.Output));
        Assert.StartsWith("There is no section 'Storge'. Did you mean Storage? There are: Targets, People, ", exit.Errors, StringComparison.Ordinal);
    }

    private Task<BotExit> RunAsync(params string[] words) => BotProcess.RunInAsync(folder, ["config", .. words]);
}
