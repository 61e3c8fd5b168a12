using System.Text.RegularExpressions;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>What a job does, from its description: <c>app.mail.send</c> of <c>app.mail.send('x', to='y')</c>. The arguments stay unread.</summary>
internal static partial class RqFunctions
{
    public const string Unnamed = "not named";

    /// <returns>Null where the description is somebody's own words, which may hold anything.</returns>
    public static string? NameIn(string? description) =>
        description is not null && Call().Match(description) is { Success: true } match ? match.Groups[1].Value : null;

    /// <summary>Which functions would run, most frequent first; null when there is no job.</summary>
    public static async Task<string?> TallyAsync(IRedisSession session, IReadOnlyList<RqJob> jobs, int most, CancellationToken ct)
    {
        if (jobs.Count == 0)
        {
            return null;
        }

        var replies = await session.PipelineAsync([.. jobs.Take(most).Select(job => RedisCommand.Of("HGET", RqKeys.Job(job.Id), "description"))], ct);
        var counts = replies.GroupBy(reply => NameIn(reply.AsString()) ?? Unnamed).OrderByDescending(group => group.Count()).Take(5);
        return $"Functions{(jobs.Count > most ? $" of the first {most}" : "")}: {string.Join(", ", counts.Select(group => $"{group.Key} ×{group.Count()}"))}.";
    }

    [GeneratedRegex(@"^([A-Za-z_][\w.]*)\(", RegexOptions.NonBacktracking)]
    private static partial Regex Call();
}
