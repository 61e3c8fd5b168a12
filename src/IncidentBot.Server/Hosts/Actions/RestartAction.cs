using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Hosts.Services;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Actions;

/// <summary>Restarts a service through its manager, and believes it only once other processes run and go on running.</summary>
internal sealed class RestartAction(ManagedHosts hosts, ServiceManagers managers, HostShell shell, TimeProvider time) : IChangeAction
{
    private const string Processes = "processes";
    private const string CrashLooping = "start again and again";

    // The executor gives verifying 20 seconds; asking a manager takes some of them.
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(250);

    public ActionDefinition Definition { get; } = new(
        new ActionId("host.restart"),
        Risk.Change,
        "Restarts a service, or reloads it where that is the gentle way, and watches that it stays up")
    {
        Parameters = [HostParameters.Service],
        TimeLimit = TimeSpan.FromMinutes(35),
    };

    public async Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct)
    {
        try
        {
            var (host, service, manager) = Find(call);
            var state = await manager.ReadAsync(host, service, ct);
            var task = await manager.RestartAsync(host, service, ct);
            return new PlanResult.Ready(Plan(host, service, state, task, manager.EffectOnWork(service, state)));
        }
        catch (HostTroubleException e)
        {
            return new PlanResult.Refused($"{call.Target}: {e.Message}.", $"/host services on {call.Target} lists what there is.");
        }
    }

    public async Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct)
    {
        try
        {
            var (host, service, manager) = Find(call);
            var task = await manager.RestartAsync(host, service, ct);
            var result = await shell.RunAsync(host, task with { TimeLimit = service.Grace + TimeSpan.FromSeconds(30) }, ct, progress);
            return result.Succeeded
                ? new ApplyResult.Done($"{result.Shown} took {result.Took.TotalSeconds:0.0} s.")
                : result.Ended($"{result.Trouble}. The service may be on its way down or up.");
        }
        catch (HostTroubleException e)
        {
            return new ApplyResult.Failed($"{e.Message}. Nothing was done.");
        }
    }

    public async Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        try
        {
            var (host, service, manager) = Find(call);
            var before = Before(plan);
            var started = time.GetTimestamp();
            var state = await manager.ReadAsync(host, service, ct);
            string? why;
            while ((why = WhyNot(manager, service, before, state)) is not null && time.GetElapsedTime(started) < Patience)
            {
                await Task.Delay(Pause, time, ct);
                state = await manager.ReadAsync(host, service, ct);
            }

            if (why is not null)
            {
                return new VerifyResult(false, $"{why}: {state.Words}");
            }

            // A service that dies of its own start does so in its first seconds.
            await Task.Delay(service.Settle, time, ct);
            var later = await manager.ReadAsync(host, service, ct);
            var stays = later.Running && state.Processes.SequenceEqual(later.Processes);
            return new VerifyResult(stays, stays
                ? $"{service.Name} runs and has stayed up for {Duration.Words(service.Settle)}: {later.Words}"
                : $"{service.Name} did not stay up for {Duration.Words(service.Settle)}: {later.Words}");
        }
        catch (HostTroubleException e)
        {
            return new VerifyResult(false, e.Message);
        }
    }

    private static ActionPlan Plan(ManagedHost host, ManagedService service, ServiceState state, HostTask task, string effect)
    {
        var reload = service.Manager is ServiceManager.Gunicorn;
        return new ActionPlan($"Would {(reload ? "reload" : "restart")} {service.Name} on {host.Name}: {task.Command}")
        {
            Risk = service.Risk,

            // Whoever restarts it meanwhile makes this plan pointless, and it must not be done twice.
            Pins = new Dictionary<string, string> { [Processes] = state.IsCrashLooping ? CrashLooping : string.Join(' ', state.Processes) },
            Figures = [new PlanFigure("processes", state.Processes.Count, "processes", 1)],
            Notes =
            [
                $"Now: {state.Words}.",
                effect,
                .. service.Environment.Count > 0
                    ? [$"It gets: {string.Join(' ', service.Environment.Select(pair => $"{pair.Key}={pair.Value}"))}"]
                    : Array.Empty<string>(),
                $"Jobs cut off are run again by their queue: they must be able to run twice. Look at what runs first: /queue list, /rq workers.",
                $"Verified by: {(reload ? "the same master, other workers" : "other processes")}, "
                    + $"still the same {Duration.Words(service.Settle)} later. Given "
                    + $"{Duration.Words(service.Grace + TimeSpan.FromSeconds(30))}.",
            ],
            CannotBeUndone = reload ? null : "work that is cut off is not finished; a restart cannot be taken back.",
        };
    }

    private static int[] Before(ActionPlan plan) =>
        [.. plan.Pins[Processes]
            .Split(' ')
            .Select(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var pid) ? pid : 0)
            .Where(pid => pid > 0)];

    private static string? WhyNot(IServiceManager manager, ManagedService service, IReadOnlyList<int> before, ServiceState state) =>
        !state.Running ? $"{service.Name} does not run" : manager.WhyNotRestarted(service, before, state);

    private (ManagedHost Host, ManagedService Service, IServiceManager Manager) Find(ActionCall call)
    {
        var host = hosts.Get(call.Target);
        var service = ManagedHosts.Find(host, host.Services, "service", "Services", call["service"]);
        return (host, service, managers.Of(service));
    }
}
