using System.Text;
using IncidentBot.Server.Tests.Chat.Slack.Peers;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;

namespace IncidentBot.Hosts;

public sealed class HostSettingsTests
{
    private static readonly string[] Sound =
    [
        "Prefix:0=ssh", "Prefix:1=-oBatchMode=yes", "Prefix:2=app1.internal", "PrefixIsShell=true",
        "Environment:PM2_HOME=/srv/pm2",
        "Services:worker:Manager=pm2", "Services:worker:Name=queue-worker", "Services:worker:Grace=00:01:00",
        "Services:worker:Settle=00:00:02", "Services:worker:Risk=Destructive", "Services:worker:Environment:MODE=x",
        "Services:web:Manager=gunicorn", "Services:web:PidFile=/run/gunicorn/web.pid",
        "Logs:redis=/var/log/redis/redis-server.log",
        "Aof:redis:Directory=/var/lib/redis/appendonlydir", "Aof:redis:Manifest=appendonly.aof.manifest",
        "Aof:redis:Backup=/var/backups/redis", "Aof:redis:Port=6379",
        "Commands:scale:Run:0=kubectl", "Commands:scale:Run:1=scale", "Commands:scale:Run:2=deployment/{name}", "Commands:scale:Run:3=--replicas={count}",
        "Commands:scale:Risk=Change", "Commands:scale:Undo=back", "Commands:scale:TimeLimit=00:01:00",
        "Commands:scale:Help=more of it", "Commands:scale:Stdin=y",
        "Commands:scale:Check:0=kubectl", "Commands:scale:Check:1=get", "Commands:scale:Expect=ready",
        "Commands:scale:Arguments:name:Pattern=^[a-z]+$", "Commands:scale:Arguments:name:Example=api",
        "Commands:scale:Arguments:count:Pattern=^[0-9]$", "Commands:scale:Arguments:count:Example=3",
        "Commands:back:Run:0=kubectl", "Commands:back:Run:1={name}", "Commands:back:Risk=Destructive",
        "Commands:back:Arguments:name:Pattern=.+", "Commands:back:Arguments:name:Example=api",
        "Commands:pods:Run:0=kubectl", "Commands:pods:Run:1=get", "Commands:pods:Run:2=-o",
        "Commands:pods:Run:3=jsonpath={.items[0]}", "Commands:pods:Run:4={{json .}}", "Commands:pods:Risk=Observe",
    ];

    [Fact]
    public void What_is_sound_is_read_whole()
    {
        using var services = Services(Of(Sound));

        services.GetRequiredService<IStartupValidator>().Validate();
        var host = services.GetRequiredService<ManagedHosts>().Get("APP1");
        Assert.Equal("ssh -oBatchMode=yes app1.internal", host.Address);
        Assert.Equal("queue-worker", host.Services["worker"].Unit);
        Assert.Equal(TimeSpan.FromMinutes(1), host.Services["worker"].Grace);
        Assert.Equal(["name", "count"], host.Commands["scale"].Arguments.Select(argument => argument.Name));
        Assert.Empty(host.Commands["pods"].Arguments);
    }

    [Fact]
    public void What_the_readme_shows_can_be_used_as_it_stands()
    {
        var readme = File.ReadAllText(Path.Combine(NodePackages.Folder, "..", "..", "src", "IncidentBot.Server", "Hosts", "README.md"));
        var json = $"{{{readme.Split("```json")[1].Split("```")[0]}}}";
        using var services = Services(new ConfigurationBuilder().AddJsonStream(new MemoryStream(Encoding.UTF8.GetBytes(json))).Build());

        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Equal(6, Assert.Single(services.GetRequiredService<ManagedHosts>().All).Commands.Count);
    }

    [Fact]
    public void Without_the_section_there_are_no_hosts()
    {
        using var services = Services(Of());

        services.GetRequiredService<IStartupValidator>().Validate();
        Assert.Empty(services.GetRequiredService<ManagedHosts>().All);
    }

    [Theory]
    [InlineData("Hosts:app1:Servces is not a setting. Did you mean Services?", "Servces:worker:Manager=pm2")]
    [InlineData(
        "Hosts:app1:Users is not a setting. Known here: Prefix, PrefixIsShell, Environment, Services, Logs, Aof, Commands.",
        "Users:0=root")]
    [InlineData("Hosts:app1:Services:worker:Grase is not a setting. Did you mean Grace?", "Services:worker:Grase=00:00:10")]
    [InlineData("Hosts:app1:Services:new:Manager is missing. Expected Pm2 or Systemd or Docker or Gunicorn.", "Services:new:Name=x")]
    [InlineData("Hosts:app1:Services:worker:Manager is 'upstart'. Expected Pm2 or Systemd or Docker or Gunicorn.", "Services:worker:Manager=upstart")]
    [InlineData("Hosts:app1:Services:worker:Manager is '1'. Expected", "Services:worker:Manager=1")]
    [InlineData("Hosts:app1:Services:worker:Name is '--all'.", "Services:worker:Name=--all")]
    [InlineData("Hosts:app1:Services:worker:Grace is 'soon'. Expected a time from 1ms to 30m.", "Services:worker:Grace=soon")]
    [InlineData("Hosts:app1:Services:worker:Risk is 'Observe'. Expected Change or Destructive.", "Services:worker:Risk=Observe")]
    [InlineData("Hosts:app1:Services:worker:PidFile is for gunicorn only.", "Services:worker:PidFile=/run/x")]
    [InlineData("Hosts:app1:Services:web:PidFile is 'web.pid', which is no absolute path.", "Services:web:PidFile=web.pid")]
    [InlineData("Hosts:app1:Services:web:Environment is for Pm2 only", "Services:web:Environment:A=b")]
    [InlineData("Hosts:app1:Services has '-x'.", "Services:-x:Manager=pm2")]
    [InlineData("Hosts:app1:Logs:redis is '/var/log/../../etc/shadow', which is no absolute path.", "Logs:redis=/var/log/../../etc/shadow")]
    [InlineData("Hosts:app1:Aof:redis:Port is '0'. Expected a whole number from 1 to 65535.", "Aof:redis:Port=0")]
    [InlineData("Hosts:app1:Aof:redis:Manifest is '../x', which is no file name.", "Aof:redis:Manifest=../x")]
    [InlineData("Hosts:app1:Commands:scale:Run has {zone}, and Arguments has no zone.", "Commands:scale:Run:4={zone}")]
    [InlineData("Hosts:app1:Commands:scale:Then has {zone}, and Arguments has no zone.", "Commands:scale:Then:0=kubectl", "Commands:scale:Then:1={zone}")]
    [InlineData(
        "Hosts:app1:Commands:scale:Arguments:spare is not used: nothing has {spare} in it.",
        "Commands:scale:Arguments:spare:Pattern=a",
        "Commands:scale:Arguments:spare:Example=a")]
    [InlineData("Hosts:app1:Commands:scale:Undo is 'forward', and no command is called so. There is: back, pods, scale.", "Commands:scale:Undo=forward")]
    [InlineData("Hosts:app1:Commands:scale:Undo is 'pods', which changes nothing.", "Commands:scale:Undo=pods")]
    [InlineData("Hosts:app1:Commands:scale:Undo is 'scale', which is the command itself.", "Commands:scale:Undo=scale")]
    [InlineData("Hosts:app1:Commands:back:Undo is 'scale', which takes count, and back does not.", "Commands:back:Undo=scale")]
    [InlineData("Hosts:app1:Commands:scale:Arguments:name:Pattern is no regular expression:", "Commands:scale:Arguments:name:Pattern=[a-")]
    [InlineData("Hosts:app1:Commands:scale:Arguments:name:Pattern is no regular expression:", "Commands:scale:Arguments:name:Pattern=a)|(?:b")]
    [InlineData("Hosts:app1:Commands:scale:Arguments:name:Example 'API' is not what the configuration allows.", "Commands:scale:Arguments:name:Example=API")]
    [InlineData("Hosts:app1:Commands:scale:Arguments:name:Pattern is missing: without one, nothing may be typed.", "Commands:scale:Arguments:name:Pattern=")]
    [InlineData("Hosts:app1:Commands:scale:Run starts with '-x'.", "Commands:scale:Run:0=-x")]
    [InlineData("Hosts:app1:Commands:scale:Run starts with '{name}'.", "Commands:scale:Run:0={name}")]
    [InlineData("Hosts:app1:Commands:other:Run is no list. Expected one element each,", "Commands:other:Run=rm -rf /", "Commands:other:Risk=Change")]
    [InlineData("Hosts:app1:Commands:other:Risk is missing.", "Commands:other:Run:0=ls")]
    [InlineData("Hosts:app1:Commands:pods:Risk is Observe, but Then", "Commands:pods:Then:0=kubectl")]
    [InlineData("Hosts:app1:Commands:scale:TimeLimit is '01:00:00'. Expected a time from 1ms to 9m.", "Commands:scale:TimeLimit=01:00:00")]
    [InlineData("Hosts:app1:Commands:scale:Environment:API_TOKEN looks like a secret", "Commands:scale:Environment:API_TOKEN=abcdef")]
    [InlineData("Hosts:app1:Environment:STRIPE_KEY looks like a secret", "Environment:STRIPE_KEY=abcdef")]
    public void Each_fault_stops_the_start_and_names_its_setting(string fault, params string[] settings)
    {
        using var services = Services(Of([.. Sound, .. settings]));

        var refused = Assert.Throws<OptionsValidationException>(() => services.GetRequiredService<IStartupValidator>().Validate());

        Assert.Contains(refused.Failures, failure => failure.StartsWith(fault, StringComparison.Ordinal));
        Assert.DoesNotContain("abcdef", refused.Message, StringComparison.Ordinal);
    }

    private static IConfigurationRoot Of(params string[] settings) => new ConfigurationBuilder()
        .AddInMemoryCollection(settings.Select(setting => setting.Split('=', 2))
            .GroupBy(pair => pair[0])
            .Select(pairs => KeyValuePair.Create($"Hosts:app1:{pairs.Key}", (string?)pairs.Last()[1])))
        .Build();

    private static ServiceProvider Services(IConfiguration settings) => new ServiceCollection().AddSingleton(settings).AddHosts().BuildServiceProvider();
}
