using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions;

/// <summary>
/// Asks the server, before a plan is shown, whether our user may run what the change will run. A right that lacks would otherwise
/// show in the middle of the change. https://redis.io/docs/latest/commands/acl-dryrun/ carries nothing out.
/// </summary>
internal static partial class ChangeRights
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
        var replies = await session.PipelineAsync([.. needs.Select(need => RedisCommand.Of("ACL", ["DRYRUN", user, need.Name, .. need.Arguments]))], ct);
        var unasked = Names(needs.Where((_, place) => replies[place].AsError is { } error && !NotFound().IsMatch(error.Message)));
        var unavailable = Names(needs.Where((_, place) => replies[place].AsError is { } error && NotFound().IsMatch(error.Message)));
        unavailable.AddRange(await RenamedAsync(session, unasked, ct));
        if (unavailable.Count > 0)
        {
            return new PlanResult.Refused(
                $"{List(unavailable)} {Plural.Pick(unavailable.Count, "is", "are")} not available on {target.Name}. "
                    + $"{FailureClass.NotAvailable.Text().CauseAt(target.Endpoint)}",
                FailureClass.NotAvailable.Text().NextStep);
        }

        if (WhatLacks(target, user, replies) is { } refused)
        {
            return refused;
        }

        // Before Redis 7, or where a user may not ask. Who has all rights has this one too, so only a narrow user is worth the words.
        return unasked.Count == 0 || !target.Endpoint.HasAclUser
            ? ready
            : new PlanResult.Ready(ready.Plan with
            {
                Notes =
            [
                .. ready.Plan.Notes,
                $"Whether our user {user} may run {List(unasked)} could not be asked (ACL DRYRUN is refused): a right that lacks will show when it runs.",
            ]
            });
    }

    /// <summary>"This user has no permissions to run the 'config|set' command", or "... to access the 'rl:*' key".</summary>
    private static PlanResult.Refused? WhatLacks(RedisTarget target, string user, IReadOnlyList<RespValue> replies)
    {
        var lacking = replies.OfType<RespValue.Text>().Select(reply => Lacking().Match(reply.ToString())).Where(match => match.Success).ToList();
        if (lacking.Count == 0)
        {
            return null;
        }

        var commands = Distinct("command").ConvertAll(command => command.Replace('|', ' ').ToUpperInvariant());
        var keys = Distinct("key");
        List<string> what =
        [
            .. commands.Count > 0 ? [$"to run {List(commands)}"] : Array.Empty<string>(),
            .. keys.Count > 0 ? [$"to write {List(keys)}"] : Array.Empty<string>(),
        ];
        IEnumerable<string> rules = [.. Distinct("command").Select(command => "+" + command), .. keys.Select(key => "~" + key)];
        return new PlanResult.Refused(
            $"On {target.Name} our user {user} lacks the permission {string.Join(", and ", what)}. Nothing was changed; this is no outage.",
            $"Whoever looks after this Redis can grant it: ACL SETUSER {user} {string.Join(' ', rules)}");

        List<string> Distinct(string group) => [.. lacking.Where(match => match.Groups[group].Success).Select(match => match.Groups[group].Value).Distinct()];
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

    [GeneratedRegex("^ERR Command '.*' not found", RegexOptions.NonBacktracking)]
    private static partial Regex NotFound();

    [GeneratedRegex("has no permissions to (?:run the '(?<command>[^']+)' command|access the '(?<key>.+)' (?:key|channel))", RegexOptions.NonBacktracking)]
    private static partial Regex Lacking();
}
