using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Permissions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Servers;

/// <summary>A real server that speaks as Redis does, lacks much of it, and is well.</summary>
public sealed class GarnetTests
{
    [Fact]
    public async Task It_is_named_and_nothing_that_it_lacks_is_an_outage()
    {
        await using var server = await GarnetServer.StartAsync();
        await using var bot = new WholeCatalogue(server.Url);

        var diagnosis = await bot.ReadAsync("redis.diagnose");

        Assert.Matches(@"^primary answers \(Garnet \d+\.\d+\.\d+\); not everything could be read\.$", diagnosis.Answer);
        Assert.Contains(diagnosis.Evidence, line => line.StartsWith("This is Garnet ", StringComparison.Ordinal)
            && line.EndsWith("What it lacks is named as such, and is no outage.", StringComparison.Ordinal));
        Assert.Contains(diagnosis.NotSeen, line => line.StartsWith("LATENCY LATEST refused: ERR unknown subcommand", StringComparison.Ordinal));
        foreach (var action in Examples.Observing)
        {
            var report = await bot.ReadAsync(Examples.Reading(action));

            Assert.True(report.FailureClass is null or "NOT AVAILABLE", $"{action}: {report.Text()}");
            Assert.DoesNotContain("/incident open", report.Text(), StringComparison.Ordinal);
        }
    }
}
