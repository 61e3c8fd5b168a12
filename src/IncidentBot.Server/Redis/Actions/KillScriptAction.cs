using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions;

/// <summary>
/// Ends the script or function that everybody waits for: https://redis.io/docs/latest/commands/script-kill/ and function-kill. While one
/// runs, Redis answers little else, so the plan knows little; whether it has written shows only when it is tried.
/// </summary>
internal sealed class KillScriptAction(RedisTargets targets, TimeProvider time) : IChangeAction
{
    private const string Script = "SCRIPT";
    private const string Function = "FUNCTION";

    private static readonly TimeSpan EndLimit = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(20);

    public ActionDefinition Definition { get; } =
        new(new ActionId("redis.kill-script"), Risk.Change, "Ends the script that everybody waits for, if it has written nothing");

    public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => RedisPlanning.PlanAsync(targets, call, async (target, session) =>
    {
        if (await BusyAsync(session, ct) is not { } busy)
        {
            return new PlanResult.Nothing($"No script keeps {target.Name} busy: it answers.");
        }

        if (KindOf(busy) is not { } kind)
        {
            return new PlanResult.Refused($"What keeps {target.Name} busy is no script: {busy.Message}", FailureClass.Busy.Text().NextStep);
        }

        var running = kind == Function ? await RunningAsync(session, ct) : null;
        return new PlanResult.Ready(new ActionPlan(running is null
            ? $"Would end the {kind.ToLowerInvariant()} that keeps {target.Name} busy."
            : $"Would end the function {running.Value.Name} on {target.Name}, which has run for {Duration.Words(running.Value.For)}.")
        {
            Pins = new Dictionary<string, string> { ["kind"] = kind.ToLowerInvariant() },
            Notes =
            [
                .. running is null
                    ? ["Which one it is, and since when, cannot be read while it runs; afterwards /redis slowlog shows it."]
                    : Array.Empty<string>(),
                "Whether it has written is not known until this is tried. Redis ends it only if it has written nothing, and refuses otherwise.",
                "Whoever started it gets an error. All others go on at once.",
            ],
        });
    }, ct);

    public Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct) =>
        RedisPlanning.ApplyAsync(targets, call, progress, async (session, _) =>
        {
            if (await BusyAsync(session, ct) is not { } busy || KindOf(busy) is not { } kind)
            {
                return new ApplyResult.Done("It had ended by itself.");
            }

            var error = (await session.ExecuteAsync(kind, ["KILL"], ct)).AsError;
            if (error?.Class == FailureClass.Unkillable)
            {
                var text = FailureClass.Unkillable.Text();
                return new ApplyResult.Failed($"{text.Name}: {text.Cause} Nothing was changed. {text.NextStep}");
            }

            if (error is { Code: not "NOTBUSY" })
            {
                throw new RedisErrorException(error);
            }

            return await EndsAsync(session, ct)
                ? new ApplyResult.Done($"Ended the {kind.ToLowerInvariant()}.")
                : new ApplyResult.Failed($"Redis took the order to end the {kind.ToLowerInvariant()}, but {EndLimit.TotalSeconds:0} s later it is still busy.");
        }, ct);

    public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) => RedisPlanning.VerifyAsync(targets, call, async session =>
        await BusyAsync(session, ct) is { } busy
            ? new VerifyResult(false, $"still busy: {busy.Message}")
            : new VerifyResult(true, "it answers PING again; /redis slowlog shows what ran"), ct);

    /// <returns>Null when it answers.</returns>
    private static async Task<RespError?> BusyAsync(IRedisSession session, CancellationToken ct)
    {
        var error = (await session.PingAsync(ct)).AsError;
        return error is null || error.Class == FailureClass.Busy ? error : throw new RedisErrorException(error);
    }

    /// <summary>Redis says itself what would end it; before version 7 there were only scripts. A module's command cannot be ended.</summary>
    private static string? KindOf(RespError busy) =>
        busy.Message.Contains("FUNCTION KILL", StringComparison.Ordinal) ? Function
        : busy.Message.Contains("SCRIPT KILL", StringComparison.Ordinal) ? Script
        : null;

    /// <summary>https://redis.io/docs/latest/commands/function-stats/, which a busy server still answers.</summary>
    private static async Task<(string Name, TimeSpan For)?> RunningAsync(IRedisSession session, CancellationToken ct) =>
        await session.ExecuteAsync(
            Function,
            ["STATS"],
            ct) is RespValue.Items { Values: [_, RespValue.Items { Values: [_, var name, _, _, _, var milliseconds] }, ..] }
            ? (name.AsString() ?? "?", Times.Milliseconds(milliseconds.AsLong()) ?? TimeSpan.Zero)
            : null;

    /// <summary>OK means that it was marked: it ends at its next step.</summary>
    private async Task<bool> EndsAsync(IRedisSession session, CancellationToken ct)
    {
        var started = time.GetTimestamp();
        while (await BusyAsync(session, ct) is not null)
        {
            if (time.GetElapsedTime(started) > EndLimit)
            {
                return false;
            }

            await Task.Delay(Pause, time, ct);
        }

        return true;
    }
}
