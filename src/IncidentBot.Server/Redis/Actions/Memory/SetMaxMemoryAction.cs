using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Settings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Memory;

/// <summary>Raises or lowers the limit of memory, within what the host can bear and never below what is in use.</summary>
internal sealed class SetMaxMemoryAction(RedisTargets targets) : SettingAction(targets, "maxmemory", "size")
{
    /// <summary>While a snapshot is written, or a replica synchronised, pages that change exist twice: the rest is for them and for the system.</summary>
    private const double ShareOfHost = 0.6;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("redis.set-maxmemory"),
        Risk.Change,
        "Sets the memory limit, within what the host has")
    {
        Parameters =
        [
            new Parameter("size", "the new limit; 1gb is 1024 mb", "2gb")
            {
                Required = true,
                Check = value => MemorySize.Parse(value) is null ? "is no size. Write bytes, or a number with kb, mb or gb." : null,
            },
        ],
    };

    protected override IReadOnlyList<RedisCommand> Needs => [.. base.Needs, .. CanaryWrite.Needs];

    protected override string Normal(string value) => (MemorySize.Parse(value) ?? 0).ToString(CultureInfo.InvariantCulture);

    protected override string Words(string value) => Number(value) is > 0 and var bytes ? Figures.Bytes(bytes) : "no limit";

    protected override Task<PlanResult?> WhyNotAsync(SettingChange change, CancellationToken ct) => Task.FromResult<PlanResult?>(WhyNot(change));

    protected override IEnumerable<string> Notes(SettingChange change)
    {
        var memory = change.Info.Memory;
        yield return $"Memory now: {MemoryText.Fill(memory)}.";
        yield return memory.TotalSystem is { } system
            ? $"The host has {Figures.Bytes(system)}, as Redis sees it. A container's own limit may be lower and is not visible from here."
            : "The server does not say how much memory its host has: check that yourself.";
        if (IsBelowUse(change))
        {
            yield return $"This goes back below the {Figures.Bytes(InUse(memory))} in use, because it undoes a change: "
                + $"{(memory.EvictsNothing ? "writes will be refused until there is room" : $"keys will be evicted at once ({memory.Policy})")}.";
        }

        if (change.Info.Replication.IsReplica)
        {
            yield return "This is a replica, which keeps what its master keeps: by default it ignores the limit.";
        }
    }

    protected override string? WhatIsLost(SettingChange change) => IsBelowUse(change) && !change.Info.Memory.EvictsNothing
        ? $"keys are evicted at once, about {Figures.Bytes(InUse(change.Info.Memory) - Number(change.Wanted))}, and are gone for good."
        : null;

    protected override async Task<VerifyResult> CheckAsync(RedisTarget target, IRedisSession session, string value, bool isUndo, CancellationToken ct)
    {
        var info = await RedisInfo.ReadAsync(session, ct);
        var fill = MemoryText.Fill(info.Memory);
        if (info.Replication.IsReplica)
        {
            return new VerifyResult(true, $"{fill}; no test write, this is a replica");
        }

        var refused = await CanaryWrite.TryAsync(session, ct);
        return refused is null
            ? new VerifyResult(true, $"a test write is accepted; {fill}")
            : new VerifyResult(isUndo && refused.Class == FailureClass.OutOfMemory, $"a test write is refused: {refused.Message} {fill}");
    }

    private static PlanResult.Refused? WhyNot(SettingChange change)
    {
        var (memory, wanted) = (change.Info.Memory, Number(change.Wanted));
        var hint = $"See what fills it: /redis memory on {change.Target.Name}";
        if (change.IsUndo)
        {
            return null;
        }

        if (wanted == 0)
        {
            return new PlanResult.Refused(
                "0 is no limit: Redis would grow until the kernel ends it.",
                memory.TotalSystem is { } host ? $"Name a size, {Figures.Bytes((long)(host * ShareOfHost))} at most." : "Name a size.");
        }

        if (memory.Used is null)
        {
            return new PlanResult.Refused(
                $"How much memory is in use on {change.Target.Name} is {Reported.No}: below it every write would be refused at once.",
                "Use the provider's console for it.");
        }

        if (IsBelowUse(change))
        {
            return new PlanResult.Refused($"{Figures.Bytes(InUse(memory))} are in use, more than {Figures.Bytes(wanted)}: "
                + $"{(memory.EvictsNothing ? "every write would be refused at once" : $"keys would be evicted at once ({memory.Policy})")}.", hint);
        }

        return memory.TotalSystem is { } system && wanted > system * ShareOfHost
            ? new PlanResult.Refused(
                $"{Figures.Bytes(wanted)} is too much for a host with {Figures.Bytes(system)}: "
                    + "a fork for a snapshot needs room for what changes meanwhile, "
                    + $"so at most {Figures.Percent(ShareOfHost)} is allowed.",
                $"Name {Figures.Bytes((long)(system * ShareOfHost))} or less. {hint}")
            : null;
    }

    private static bool IsBelowUse(SettingChange change) => Number(change.Wanted) is > 0 and var wanted && wanted < InUse(change.Info.Memory);

    /// <summary>Zero only where a plan to go below it was refused, or undoes a change.</summary>
    private static long InUse(MemoryFacts memory) => (memory.Used ?? 0) - (memory.NotCounted ?? 0);
}
