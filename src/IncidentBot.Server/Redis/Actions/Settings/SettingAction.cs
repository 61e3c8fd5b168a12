using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Actions.Settings;

/// <summary>
/// A change of one setting by CONFIG SET, on the held connection, so that it works while new clients are refused. The plan keeps
/// the old value as the way back, and pins it: whoever changes the setting in between voids the plan.
/// </summary>
internal abstract class SettingAction(RedisTargets targets, string setting, string parameter) : IChangeAction
{
    /// <summary>An argument that nobody can type: only <see cref="ActionPlan.Undo"/> carries it.</summary>
    private const string UndoMark = "undo";

    public abstract ActionDefinition Definition { get; }

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) =>
        RedisPlanning.PlanAsync(targets, call, ChangeRights.Asked(Needs, async (target, session) =>
        {
            var before = await ConfigSetting.ReadAsync(session, setting, ct);
            var wanted = Normal(call[parameter]);
            if (before == wanted)
            {
                return new PlanResult.Nothing($"{setting} on {target.Name} is {Words(wanted)} already.");
            }

            var change = new SettingChange(target, session, await RedisInfo.ReadAsync(session, ct), before, wanted, IsUndo(call));
            if (await WhyNotAsync(change, ct) is { } refused)
            {
                return refused;
            }

            return new PlanResult.Ready(new ActionPlan($"Would set {setting} on {target.Name} from {Words(before)} to {Words(wanted)}.")
            {
                Pins = new Dictionary<string, string>(ServerPins.Server(change.Info)) { [setting] = before },
                Notes = [.. Notes(change), "It lasts until Redis restarts; what should stay belongs into redis.conf."],
                CannotBeUndone = WhatIsLost(change),
                Undo = new ActionCall(call.Action, call.Target, new Dictionary<string, string> { [parameter] = before, [UndoMark] = UndoMark }),
            });
        }, ct), ct);

    public Task<ApplyResult> ApplyAsync(
        ActionCall call,
        ActionPlan plan,
        ExecutionPermit permit,
        IProgress<RunProgress> progress,
        CancellationToken ct) => OnHeldConnection.ApplyAsync(targets, call, progress, async (_, session, _) =>
    {
        var wanted = Normal(call[parameter]);
        var reply = await session.ExecuteAsync("CONFIG", ["SET", setting, wanted], ct);
        return reply.AsError is { } refused && Explain(refused.Message) is { } reason
            ? new ApplyResult.Failed(reason)
            : new ApplyResult.Done(
                reply.AsString() == "OK" ? $"Set {setting} to {Words(wanted)}." : throw new InvalidDataException("CONFIG SET was not answered with OK."));
    }, ct);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) =>
        OnHeldConnection.VerifyAsync(targets, call, async (target, session) =>
        {
            var wanted = Normal(call[parameter]);
            var now = await ConfigSetting.ReadAsync(session, setting, ct);
            return now == wanted
                ? await CheckAsync(target, session, wanted, IsUndo(call), ct)
                : new VerifyResult(false, $"{setting} is {Words(now)}, not {Words(wanted)}");
        }, ct);

    /// <summary>Zero for what is no number.</summary>
    protected static long Number(string value) => long.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : 0;

    /// <summary>What our user has to be allowed.</summary>
    protected virtual IReadOnlyList<RedisCommand> Needs => [RedisCommand.Of("CONFIG", "SET", setting, 0)];

    /// <summary>As CONFIG GET spells it.</summary>
    protected virtual string Normal(string value) => value;

    /// <summary>As people read it.</summary>
    protected virtual string Words(string value) => value;

    /// <returns>Why it must not be done; null when it may.</returns>
    protected abstract Task<PlanResult?> WhyNotAsync(SettingChange change, CancellationToken ct);

    protected abstract IEnumerable<string> Notes(SettingChange change);

    protected virtual string? WhatIsLost(SettingChange change) => null;

    /// <summary>Better words for what CONFIG SET refuses; null where the server's own will do.</summary>
    protected virtual string? Explain(string error) => null;

    /// <summary>What else must hold now that the setting is as wanted.</summary>
    protected abstract Task<VerifyResult> CheckAsync(RedisTarget target, IRedisSession session, string value, bool isUndo, CancellationToken ct);

    private static bool IsUndo(ActionCall call) => call.Find(UndoMark) is not null;
}

/// <summary>What a setting is, what it shall be, and the server it is on.</summary>
internal sealed record SettingChange(RedisTarget Target, IRedisSession Session, RedisInfo Info, string Before, string Wanted, bool IsUndo);
