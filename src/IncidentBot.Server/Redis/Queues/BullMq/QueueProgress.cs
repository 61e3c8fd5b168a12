using System.Collections.Concurrent;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>
/// What a queue got done between two looks, from its event stream: since the last time that somebody asked, or over the last
/// minute. INFO's operations per second would count the bot's own questions.
/// </summary>
internal sealed class QueueProgress
{
    private readonly ConcurrentDictionary<string, (DateTimeOffset At, long? Added)> looks = new(StringComparer.Ordinal);

    public (IReadOnlyList<string> Lines, IEnumerable<Reading?> Readings) Since(string target, QueueLook seen)
    {
        var (now, events) = (seen.State.At, seen.Activity.Events);
        var look = $"{target} {seen.State.Keys["events"]}";
        var before = looks.TryGetValue(look, out var last) && now - last.At is var age && age < FailureWave.Longest && age > TimeSpan.Zero
            ? last
            : ((DateTimeOffset At, long? Added)?)null;
        looks[look] = (now, events.Added);

        // Nothing is known of the stream, and what it lacks is named.
        if (events.Seen.Count == 0 && events.Refusals.Count > 0)
        {
            return ([.. events.Refusals.Select(refusal => $"What was completed is not known, {refusal}")], []);
        }

        var asked = before?.At ?? now - FailureWave.Minute;
        var from = events.From > asked ? events.From : asked;
        var (completed, failed) = (events.Count("completed", from), events.Count("failed", from));
        var when = from == asked && before is not null
            ? $"In the {Duration.Words(now - from)} since the last look"
            : $"In the last {Duration.Words(now - from)}";
        var line = $"{when}: {Figures.Count(completed)} completed, {Figures.Count(failed)} failed"
            + (before?.Added is { } then && events.Added is { } added
                ? $", {Figures.Count(added - then)} events{(from == asked ? "" : " since the last look")}"
                : "")
            + (from == asked ? "" : "; what was before that is no longer among the events that were looked at");
        var seconds = Math.Max(0.001, (now - from).TotalSeconds);
        return (
            [line, .. events.Refusals.Select(refusal => $"How many events there were is not known, {refusal}")],
            [Reading.PerSecond("queue.completed_per_second", completed / seconds), Reading.PerSecond("queue.failed_per_second", failed / seconds)]);
    }
}
