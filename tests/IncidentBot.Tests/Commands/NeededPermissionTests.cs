using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>What help leaves out is what would be refused, and nothing else.</summary>
public sealed class NeededPermissionTests
{
    /// <summary>A line for every command that takes more than looking, as somebody would type it about INC-1 or R-1.</summary>
    private static readonly Dictionary<string, string> Lines = new()
    {
        ["/incident mitigate"] = "it is clear",
        ["/incident reopen"] = "again",
        ["/incident correct"] = "e1 it was the other server",
        ["/incident strike"] = "e3 it was the other server",
        ["/incident bridge"] = "slack",
        ["/incident cause"] = "a deployment",
        ["/incident impact"] = "checkout 340 orders",
        ["/incident snooze-updates"] = "30m they are at it",
        ["/incident task"] = "write it down",
        ["/incident uncheck"] = "c1 it is dead",
        ["/incident assign"] = "@ada",
        ["/incident handover"] = "@ada",
        ["/incident invite"] = "@ada",
        ["/incident role"] = "scribe @ada",
        ["/incident severity"] = "P1",
        ["/incident override"] = "the standby serves",
        ["/incident approve"] = "abc",
        ["/incident reject"] = "abc",
        ["/redis clear-cache"] = "rl:*",
        ["/redis trim"] = "rl:*",
        ["/alert silence"] = "alertname=RedisDown for 2h it is being moved",
        ["/alert unsilence"] = "s1",
        ["/alert test"] = "prometheus",
        ["/approve"] = "R-1 77777777",
        ["/reject"] = "R-1",
        ["/run cancel"] = "R-1",
        ["/incident impact-began"] = "02:50",
        ["/run check"] = "R-1",
        ["/run settle"] = "R-1 worked it is done",
    };

    /// <summary>These say first that there is nothing of the kind: no runbook, no run that is over or went ahead alone.</summary>
    private static readonly string[] RefusedForMore = ["/runbook start", "/runbook skip", "/runbook done", "/run undo", "/run review", "/run break-glass"];

    [Fact]
    public async Task Whoever_may_only_look_is_refused_each_command_that_help_leaves_out()
    {
        foreach (var command in new ChatRig().Reader.All.Where(command => !command.IsFor(Some.Olga) && !RefusedForMore.Contains(command.Name)))
        {
            var rig = await new ChatRig().InAsync(IncidentState.Mitigating);
            if (command.Needs.HasFlag(Permissions.Approve) && command.Root == "/incident")
            {
                await rig.TypeAsync(Some.Ada, "/incident override the standby serves");
            }

            await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
            var run = await rig.RunAsync();
            var answer = await rig.TypeAsync(
                Some.Olga,
                $"{command.Name} {Lines.GetValueOrDefault(command.Name)}".Replace("77777777", run.ShortHash, StringComparison.Ordinal));

            Assert.True(
                answer.Contains("may not", StringComparison.Ordinal) || answer.Contains("permission", StringComparison.Ordinal),
                $"{command.Name}: {answer}");
        }
    }

    [Fact]
    public async Task Whoever_may_only_look_is_refused_nothing_that_help_shows()
    {
        foreach (var command in new ChatRig().Reader.All.Where(command => command.IsFor(Some.Olga)))
        {
            var rig = await new ChatRig().InAsync(IncidentState.Mitigating);
            var answer = await rig.TypeAsync(
                Some.Olga,
                $"{command.Name} {(command.Name == "/incident open" ? "P0 Redis is down" : command.Name == "/incident note" ? "seen" : "")}");

            Assert.DoesNotContain("may not", answer, StringComparison.Ordinal);
        }
    }
}
