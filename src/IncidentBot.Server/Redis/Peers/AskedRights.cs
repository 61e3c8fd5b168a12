using System.Text;
using System.Text.RegularExpressions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Peers;

/// <summary>
/// What the server says about commands that our user would run, before any of them runs. ACL DRYRUN says it since Redis 7. Where it is
/// refused, MULTI does: a server looks at the rights of a command when it queues it, and DISCARD carries none out.
/// https://redis.io/docs/latest/commands/acl-dryrun/ and https://redis.io/docs/latest/develop/using-commands/transactions/
/// </summary>
/// <param name="Lacking">Commands that our user may not run.</param>
/// <param name="Keys">Keys that it may not write, as patterns.</param>
/// <param name="Unavailable">Commands that the server does not know.</param>
/// <param name="Unasked">Commands about which it says nothing.</param>
internal sealed partial record AskedRights(
    IReadOnlyList<RedisCommand> Lacking, IReadOnlyList<string> Keys, IReadOnlyList<RedisCommand> Unavailable, IReadOnlyList<RedisCommand> Unasked)
{
    private enum Right
    {
        Given,
        Lacks,
        LacksKey,
        Unavailable,
        Unasked,
    }

    /// <summary>What our user needs to be told this by a server without ACL DRYRUN.</summary>
    public const string ToAsk = "+multi +discard";

    /// <param name="node">Where to open a connection of our own: commands of others on it would be queued too.</param>
    /// <param name="needs">With keys as they will be named; a pattern stands for all keys that fit it.</param>
    public static async Task<AskedRights> OfAsync(RedisNode node, IRedisSession session, IReadOnlyList<RedisCommand> needs, CancellationToken ct)
    {
        var user = node.Endpoint.User ?? "default";
        var replies = await session.PipelineAsync([.. needs.Select(need => RedisCommand.Of("ACL", ["DRYRUN", user, need.Name, .. need.Arguments]))], ct);
        var answers = needs.Zip(replies, (need, reply) => (Need: need, Right: OfDryRun(reply), Key: Key().Match(Words(reply)).Groups[1].Value)).ToList();
        RedisCommand[] open = [.. answers.Where(answer => answer.Right is Right.Unasked).Select(answer => answer.Need)];
        if (open.Length > 0)
        {
            answers.RemoveAll(answer => answer.Right is Right.Unasked);
            var queued = (await node.AskAsync(own => QueueAsync(own, open, ct), ct)).Value ?? [];
            answers.AddRange(open.Select((need, place) => (need, place < queued.Count ? OfQueue(queued[place]) : Right.Unasked, KeyOf(need))));
        }

        return new AskedRights(
            Those(Right.Lacks),
            [.. answers.Where(answer => answer.Right is Right.LacksKey).Select(answer => answer.Key).Distinct()],
            Those(Right.Unavailable),
            Those(Right.Unasked));

        RedisCommand[] Those(Right right) => [.. answers.Where(answer => answer.Right == right).Select(answer => answer.Need)];
    }

    /// <returns>A reply to each; none where the server or what stands before it holds no commands back.</returns>
    private static async Task<IReadOnlyList<RespValue>> QueueAsync(IRedisSession own, RedisCommand[] commands, CancellationToken ct)
    {
        // What comes behind a MULTI that was refused would be carried out, so each of these is waited for.
        foreach (var (command, held) in new[] { ("MULTI", "OK"), ("PING", "QUEUED") })
        {
            if ((await own.ExecuteAsync(RedisCommand.OfConnection(command), ct)) is not RespValue.Text reply || reply.ToString() != held)
            {
                return [];
            }
        }

        var replies = await own.PipelineAsync(commands, ct);
        await own.ExecuteAsync(RedisCommand.OfConnection("DISCARD"), ct);
        return replies;
    }

    private static Right OfDryRun(RespValue reply) => reply switch
    {
        RespValue.Error when NotFound().IsMatch(Words(reply)) => Right.Unavailable,
        RespValue.Error => Right.Unasked,
        _ when Command().IsMatch(Words(reply)) => Right.Lacks,
        _ when Key().IsMatch(Words(reply)) => Right.LacksKey,
        _ => Right.Given,
    };

    /// <summary>Rights are looked at first, so whoever is refused because the server is full, or a replica, has them.</summary>
    private static Right OfQueue(RespValue reply) => reply.AsError switch
    {
        null => Right.Given,
        { Class: FailureClass.NoPermission } refused => refused.Message.Contains(" key", StringComparison.Ordinal) ? Right.LacksKey : Right.Lacks,
        { Class: FailureClass.NotAvailable } => Right.Unavailable,
        { Class: FailureClass.UnknownServerError or FailureClass.NoAuth or FailureClass.Quota } => Right.Unasked,
        _ => Right.Given,
    };

    /// <summary>A server that queues does not say which key.</summary>
    private static string KeyOf(RedisCommand need) =>
        Encoding.UTF8.GetString((need.Name == "EVAL" ? need.Arguments.Skip(2) : need.Arguments).FirstOrDefault().Bytes.Span);

    private static string Words(RespValue reply) => reply.ToString() ?? "";

    [GeneratedRegex("^ERR Command '.*' not found", RegexOptions.NonBacktracking)]
    private static partial Regex NotFound();

    [GeneratedRegex("has no permissions to run the '[^']+' command", RegexOptions.NonBacktracking)]
    private static partial Regex Command();

    [GeneratedRegex("has no permissions to access the '(.+)' (?:key|channel)", RegexOptions.NonBacktracking)]
    private static partial Regex Key();
}
