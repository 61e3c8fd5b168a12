using System.Reflection;
using IncidentBot.Actions;
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

    /// <summary>By action, where there is no MONITOR: the full name of the test class that watches its plan in another way.</summary>
    private static readonly Dictionary<string, string> ProvenIn = [];

    [Fact]
    public async Task Every_change_has_its_dry_run_watched()
    {
        var changes = (await CatalogueAsync()).OfType<IChangeAction>().Select(action => action.Definition.Id).ToList();

        Assert.NotEmpty(changes);
        Assert.All(changes, id => Assert.True(
            Watched.GetValueOrDefault(id.System)?.ContainsKey(id.Value) == true || HasTests(ProvenIn.GetValueOrDefault(id.Value)),
            $"{id.Value} changes something, and no test shows that its plan does not. Add what to type to Examples of its system's dry-run test, or its test class to {nameof(ProvenIn)} here."));
    }

    [Fact]
    public async Task No_example_is_of_an_action_that_is_gone()
    {
        var all = (await CatalogueAsync()).Select(action => action.Definition.Id.Value).ToHashSet();

        Assert.Empty(Watched.Values.SelectMany(examples => examples.Keys).Concat(ProvenIn.Keys).Except(all));
    }

    private static bool HasTests(string? name) =>
        name is not null && typeof(DryRunProofTests).Assembly.GetType(name) is { } type && type.GetMethods().Any(method => method.GetCustomAttributes<FactAttribute>(inherit: true).Any());

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
