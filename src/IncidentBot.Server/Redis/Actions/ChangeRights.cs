using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Peers;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions;

/// <summary>
/// Asks the server, before a plan is shown, whether our user may run what the change will run. A right that lacks would otherwise
/// show in the middle of the change.
/// </summary>
internal static class ChangeRights
{
    private const int Named = 6;

    /// <param name="needs">The commands with keys as the change will name them; a pattern stands for all keys that fit it.</param>
    public static Func<RedisTarget, IRedisSession, Task<PlanResult>> Asked(
        IReadOnlyList<RedisCommand> needs,
        Func<RedisTarget, IRedisSession, Task<PlanResult>> plan,
        CancellationToken ct) =>
        async (target, session) => await AskAsync(target, session, await plan(target, session), needs, ct);

    /// <returns>The plan, or why our user cannot carry it out.</returns>
    public static async Task<PlanResult> AskAsync(
        RedisTarget target,
        IRedisSession session,
        PlanResult result,
        IReadOnlyList<RedisCommand> needs,
        CancellationToken ct)
    {
        if (result is not PlanResult.Ready ready)
        {
            return result;
        }

        var user = target.Endpoint.User ?? "default";
        var rights = await AskedRights.OfAsync(target.Node, session, needs, ct);
        var unasked = Names(rights.Unasked);
        var unavailable = Names(rights.Unavailable);
        unavailable.AddRange(await RenamedAsync(session, unasked, ct));
        if (unavailable.Count > 0)
        {
            return new PlanResult.Refused(
                $"{List(unavailable)} {Plural.Pick(unavailable.Count, "is", "are")} not available on {target.Name}. "
                    + $"{FailureClass.NotAvailable.Text().CauseAt(target.Endpoint)}",
                FailureClass.NotAvailable.Text().NextStep);
        }

        if (WhatLacks(target, user, rights) is { } refused)
        {
            return refused;
        }

        // Who has all rights has this one too, so only a narrow user is worth the words.
        return unasked.Count == 0 || !target.Endpoint.HasAclUser ? ready : NotAsked(target, user, ready, unasked, needs.Any(need => need.Name == "EVAL"));
    }

    private static PlanResult.Refused? WhatLacks(RedisTarget target, string user, AskedRights rights)
    {
        if (rights is { Lacking.Count: 0, Keys.Count: 0 })
        {
            return null;
        }

        List<string> commands = [.. rights.Lacking.Select(lacking => lacking.Words).Distinct()];
        List<string> what =
        [
            .. commands.Count > 0 ? [$"to run {List(commands)}"] : Array.Empty<string>(),
            .. rights.Keys.Count > 0 ? [$"to write {List([.. rights.Keys])}"] : Array.Empty<string>(),
        ];
        IEnumerable<string> rules = [.. rights.Lacking.Select(lacking => "+" + lacking.Right).Distinct(), .. rights.Keys.Select(key => "~" + key)];
        return new PlanResult.Refused(
            $"On {target.Name} our user {user} lacks the permission {string.Join(", and ", what)}. Nothing was changed; this is no outage.",
            $"Whoever looks after this Redis can grant it: ACL SETUSER {user} {string.Join(' ', rules)}");
    }

    /// <summary>Before Redis 7, or where a user may ask neither way.</summary>
    private static PlanResult NotAsked(RedisTarget target, string user, PlanResult.Ready ready, List<string> unasked, bool isScript)
    {
        var sentence = $"Whether our user {user} may run {List(unasked)} could not be asked (ACL DRYRUN and MULTI are refused)";
        return isScript
            ? new PlanResult.Refused(
                $"{sentence}, and a script that lacks one right stops half way. Nothing was changed on {target.Name}; this is no outage.",
                $"Whoever looks after this Redis can grant what it takes to ask, by which nothing is carried out: ACL SETUSER {user} {AskedRights.ToAsk}")
            : new PlanResult.Ready(ready.Plan with { Notes = [.. ready.Plan.Notes, $"{sentence}: a right that lacks will show when it runs."] });
    }

    /// <summary>Where the rights cannot be asked for, the server may still say that it does not know a command. COMMAND refused says nothing.</summary>
    private static async Task<IEnumerable<string>> RenamedAsync(IRedisSession session, List<string> names, CancellationToken ct)
    {
        var replies = names.Count == 0 ? [] : await session.PipelineAsync([.. names.Select(name => RedisCommand.Of("COMMAND", "INFO", name))], ct);
        return names.Where((_, place) => replies[place] is RespValue.Items { Values: [RespValue.Nil] });
    }

    private static List<string> Names(IEnumerable<RedisCommand> commands) => [.. commands.Select(command => command.Name).Distinct()];

    private static string List(List<string> names) =>
        names.Count > Named ? $"{string.Join(", ", names.Take(Named))} and {names.Count - Named} more" : string.Join(", ", names);
}
