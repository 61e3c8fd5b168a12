using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Hosts.Aof;
using IncidentBot.Words;

namespace IncidentBot.Hosts.Actions;

/// <summary>Cuts a damaged append-only file where it can no longer be read, after a copy of all of it was made and compared.</summary>
internal sealed class AofFixAction(ManagedHosts hosts, AofTools tools, TimeProvider time) : IChangeAction
{
    public ActionDefinition Definition { get; } = new(
        new ActionId("host.aof-fix"),
        Risk.Destructive,
        "Copies a damaged append-only file, then cuts it where it can no longer be read")
    {
        Parameters = [HostParameters.Aof],
        TimeLimit = TimeSpan.FromMinutes(30),
    };

    public async Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct)
    {
        try
        {
            var (host, aof) = Find(call);
            if (await tools.UserAsync(host, aof, ct) is { } user)
            {
                return new PlanResult.Refused(
                    $"A Redis uses it: {user}.",
                    "A file must not be cut under a running Redis. What runs has the data in memory: save that instead, /redis bgsave");
            }

            var check = await tools.CheckAsync(host, aof, ct);
            if (check.Damaged is not { } file)
            {
                return new PlanResult.Nothing($"{aof.Path} is valid, {Figures.Bytes(check.TotalBytes)}. Nothing needs a repair.");
            }

            var (needed, free) = await tools.RoomAsync(host, aof, ct);
            return needed >= free
                ? new PlanResult.Refused(
                    $"{aof.Backup} has {Figures.Bytes(free)} free, and the copy takes {Figures.Bytes(needed)}.",
                    $"Make room there, or name another place in Hosts:{host.Name}:Aof:{aof.Name}:Backup.")
                : new PlanResult.Ready(Plan(host, aof, file, needed));
        }
        catch (HostTroubleException e)
        {
            return new PlanResult.Refused($"{call.Target}: {e.Message}.", "Nothing was changed.");
        }
    }

    public async Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct)
    {
        try
        {
            var (host, aof) = Find(call);
            var backup = $"{aof.Backup.TrimEnd('/')}/{aof.Name}-{time.GetUtcNow().ToString("yyyyMMdd'T'HHmmss'Z'", CultureInfo.InvariantCulture)}";
            progress.Report(new RunProgress($"copying to {backup}", 0.1));
            await tools.CopyAsync(host, aof, backup, progress, ct);

            // Once more, because copying took its time: from here on the file changes.
            if (await tools.UserAsync(host, aof, ct) is { } user)
            {
                return new ApplyResult.Failed($"A Redis was started meanwhile: {user}. Nothing was cut; the copy is in {backup}.");
            }

            progress.Report(new RunProgress($"the copy in {backup} is complete; cutting", 0.6));
            var result = await tools.FixAsync(host, aof, progress, ct);
            return result.Succeeded
                ? new ApplyResult.Done($"{result.AllLines
                    .LastOrDefault(line => line.Contains("truncated", StringComparison.Ordinal))?
                    .Split("]: ")[^1] ?? "Cut"}. The copy from before is in {backup}.")
                : result.Ended($"{result.Trouble}. The copy from before is in {backup}.");
        }
        catch (HostTroubleException e)
        {
            return new ApplyResult.Failed($"{e.Message}. Nothing was cut.");
        }
    }

    public async Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct)
    {
        try
        {
            var (host, aof) = Find(call);
            var check = await tools.CheckAsync(host, aof, ct);
            return check.Damaged is { } file
                ? new VerifyResult(false, $"{file.Name} is still damaged after {Figures.Count(file.OkUpTo)} bytes")
                : new VerifyResult(
                    true,
                    $"all of it is valid, {Figures.Bytes(check.TotalBytes)}; start Redis, then compare /redis info with what was there before");
        }
        catch (HostTroubleException e)
        {
            return new VerifyResult(false, e.Message);
        }
    }

    private static ActionPlan Plan(ManagedHost host, AppendOnlyFile aof, AofFile file, long copyBytes) =>
        new($"Would cut {Figures.Count(file.BytesAtStake)} of {Figures.Count(file.Bytes)} bytes off the end of {file.Name} on {host.Name}.")
        {
            Figures = [new PlanFigure("bytes cut", file.BytesAtStake, "bytes", 0)],
            Pins = new Dictionary<string, string> { ["file"] = file.Name, ["readable up to"] = $"{file.OkUpTo}", ["size"] = $"{file.Bytes}" },
            Notes =
            [
                .. AofAdvice.Of(file),
                $"Before that, {AofTools.Source(aof)} ({Figures.Bytes(copyBytes)}) is copied to a new folder "
                    + $"{aof.Backup.TrimEnd('/')}/{aof.Name}-<time> and compared.",
                "Looked at: nothing listens on its port, and no process that the bot may see has a file there open.",
                "Then: redis-check-aof --fix, its question answered with y. Verified by the same check.",
            ],
            CannotBeUndone = $"what comes after byte {Figures.Count(file.OkUpTo)} is gone from the file; only the copy in {aof.Backup} still has it.",
        };

    private (ManagedHost Host, AppendOnlyFile Aof) Find(ActionCall call)
    {
        var host = hosts.Get(call.Target);
        return (host, ManagedHosts.Find(host, host.Aof, "append-only file", "Aof", call["aof"]));
    }
}
