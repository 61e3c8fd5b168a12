using System.Collections.Concurrent;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Teams;

/// <summary>
/// Keeps the bot within what Teams lets it send to one conversation, so that it seldom has to be told. See
/// https://learn.microsoft.com/microsoftteams/platform/bots/how-to/rate-limit. Replicas do not know of each other here; what
/// gets through too fast all the same is answered 429 and sent again.
/// </summary>
internal sealed class TeamsPace(IOptions<TeamsOptions> options, TimeProvider time)
{
    private const int MostConversations = 1000;

    public static readonly IReadOnlyList<TeamsLimit> Documented =
    [
        new() { Messages = 7, Per = TimeSpan.FromSeconds(1) },
        new() { Messages = 8, Per = TimeSpan.FromSeconds(2) },
        new() { Messages = 60, Per = TimeSpan.FromSeconds(30) },
        new() { Messages = 1800, Per = TimeSpan.FromHours(1) },
    ];

    private readonly ConcurrentDictionary<string, List<DateTimeOffset>> sent = new();

    private IReadOnlyList<TeamsLimit> Limits => options.Value.Limits.Count > 0 ? options.Value.Limits : Documented;

    /// <returns>Null to go ahead, and then it counts; otherwise how long to wait.</returns>
    public TimeSpan? Wait(string conversation)
    {
        if (sent.Count >= MostConversations && !sent.ContainsKey(conversation))
        {
            sent.Clear();
        }

        var times = sent.GetOrAdd(conversation, _ => []);
        lock (times)
        {
            var now = time.GetUtcNow();
            var longest = Limits.Max(limit => limit.Per);
            times.RemoveAll(at => now - at >= longest);
            var wait = Limits.Select(limit => Until(limit, times, now)).Max();
            if (wait > TimeSpan.Zero)
            {
                return wait;
            }

            times.Add(now);
            return null;
        }
    }

    /// <summary>Until the oldest of the last so many leaves the window.</summary>
    private static TimeSpan Until(TeamsLimit limit, List<DateTimeOffset> times, DateTimeOffset now) =>
        times.Count < limit.Messages ? TimeSpan.Zero : times[^limit.Messages] + limit.Per - now;
}
