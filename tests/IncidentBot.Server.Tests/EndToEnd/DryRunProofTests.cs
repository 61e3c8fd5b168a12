using System.Reflection;
using IncidentBot.Actions;
using IncidentBot.Hosts;
using IncidentBot.Http;
using IncidentBot.Redis.Actions.Cluster;
using IncidentBot.Redis.Actions.Sentinel;
using IncidentBot.Redis.Actions.Standby;
using IncidentBot.Redis.Queues.Rq;
using IncidentBot.Support;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.EndToEnd;

/// <summary>Nobody adds a change without the proof that its plan changes nothing: the bot's own catalogue is held against the tests that have it.</summary>
public sealed class DryRunProofTests
{
    /// <summary>By system: what its test types while MONITOR shows what reaches the server.</summary>
    private static readonly Dictionary<string, IReadOnlyDictionary<string, string>> Watched = new()
    {
        ["redis"] = Redis.Actions.DryRunTests.Examples,
        ["queue"] = Redis.Queues.BullMq.DryRunTests.Examples,
        ["rq"] = RqDryRunTests.Examples,
    };

    /// <summary>By action, where one server under MONITOR would not do: the test that watches its plan in another way.</summary>
    private static readonly Dictionary<string, (Type Class, string Test)> ProvenIn = new()
    {
        ["host.aof-fix"] = (typeof(AofTests), nameof(AofTests.Two_bad_bytes_in_the_middle_cost_everything_after_them_and_the_copy_keeps_it)),
        ["host.change"] = (typeof(CommandTests), nameof(CommandTests.The_plan_shows_what_will_run_and_runs_only_the_dry_run)),
        ["host.restart"] = (typeof(ServiceManagerTests), nameof(ServiceManagerTests.Planning_only_reads)),
        ["redis.cluster-failover"] = (typeof(ClusterTests), nameof(ClusterTests.Reading_and_planning_change_nothing)),
        ["redis.failover"] = (typeof(SentinelsTests), nameof(SentinelsTests.Reading_and_planning_change_nothing)),
        ["redis.promote-standby"] = (typeof(StandbyTests), nameof(StandbyTests.Reading_and_planning_change_nothing)),
        ["redis.rejoin"] = (typeof(StandbyTests), nameof(StandbyTests.Reading_and_planning_change_nothing)),
        ["redis.return-to-primary"] = (typeof(StandbyTests), nameof(StandbyTests.Reading_and_planning_change_nothing)),
        ["http.call"] = (typeof(CallTests), nameof(CallTests.A_plan_sends_nothing_that_changes_anything)),
    };

    [Fact]
    public async Task Every_change_has_its_dry_run_watched()
    {
        var changes = (await CatalogueAsync()).OfType<IChangeAction>().Select(action => action.Definition.Id).ToList();

        Assert.NotEmpty(changes);
        Assert.All(changes, id => Assert.True(
            Watched.GetValueOrDefault(id.System)?.ContainsKey(id.Value) == true || IsTest(ProvenIn.GetValueOrDefault(id.Value)),
            $"{id.Value} changes something, and no test shows that its plan does not. "
                + $"Add what to type to Examples of its system's dry-run test, or its test to {nameof(ProvenIn)} here."));
    }

    [Fact]
    public async Task No_example_is_of_an_action_that_is_gone()
    {
        var all = (await CatalogueAsync()).Select(action => action.Definition.Id.Value).ToHashSet();

        Assert.Empty(Watched.Values.SelectMany(examples => examples.Keys).Concat(ProvenIn.Keys).Except(all));
    }

    private static bool IsTest((Type? Class, string Test) proof) =>
        proof.Class?.GetMethod(proof.Test)?.GetCustomAttributes<FactAttribute>(inherit: true).Any() == true;

    /// <summary>What the bot offers, by the services that it registers itself; it is not started.</summary>
    private static async Task<IReadOnlyList<IRunbookAction>> CatalogueAsync()
    {
        var folder = Directory.CreateTempSubdirectory("incidentbot-catalogue-");
        try
        {
            await using var app = Bot.Build([.. BotHost.Settings(folder.FullName, "redis://127.0.0.1")]);
            return [.. app.Services.GetServices<IRunbookAction>()];
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
