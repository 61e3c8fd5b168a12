using System.Globalization;
using System.Text.Json;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;
using IncidentBot.Words;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Jobs of one state. What is in them is people's data: only the names of its fields and its size are shown.</summary>
internal sealed class JobsAction(RedisTargets targets, QueueNames names, QueueOptions options) : QueueRead(targets, names, options)
{
    private const int Most = 50;
    private const int Usual = 10;
    private const int LongestReason = 160;
    private const int LargestParsed = 1 << 20;

    private static readonly string[] Lists = ["wait", "paused", "active"];
    private static readonly string[] States = [.. Lists, "delayed", "prioritized", "waiting-children", "completed", "failed"];

    public override ActionDefinition Definition { get; } = new(
        new ActionId("queue.jobs"),
        Risk.Observe,
        "Shows jobs of a queue by state, without their contents")
    {
        Parameters =
        [
            QueueParameters.Queue,
            new Parameter("state", "which jobs", "failed") { Required = true, Choices = States },
            new Parameter("count", "how many, 50 at most", "10") { Check = value => int.TryParse(
                value,
                NumberStyles.None,
                CultureInfo.InvariantCulture,
                out var count) && count is > 0 and <= Most ? null : $"is not a number from 1 to {Most}." },
            new Parameter("order", "which first", "newest") { Choices = ["newest", "oldest"] },
        ],
    };

    protected override async Task<ActionReport> ReadAsync(IRedisSession session, QueueState state, ActionCall call, CancellationToken ct)
    {
        var which = call["state"].ToLowerInvariant();
        var count = int.TryParse(call.Find("count"), CultureInfo.InvariantCulture, out var asked) ? asked : Usual;
        var oldestFirst = string.Equals(call.Find("order"), "oldest", StringComparison.OrdinalIgnoreCase);

        // In a list the next to run is the tail; in a sorted set the lowest score is the first due, the first finished, the most urgent.
        var list = Lists.Contains(which);
        var reply = (list, oldestFirst) switch
        {
            (true, true) => await session.ExecuteAsync("LRANGE", [state.Keys[which], -count, -1], ct),
            (true, false) => await session.ExecuteAsync("LRANGE", [state.Keys[which], 0, count - 1], ct),
            (false, true) => await session.ExecuteAsync("ZRANGE", [state.Keys[which], 0, count - 1], ct),
            (false, false) => await session.ExecuteAsync("ZREVRANGE", [state.Keys[which], 0, count - 1], ct),
        };
        var ids = reply.AsItems().Select(id => id.AsString() ?? "").ToList();
        if (list && oldestFirst)
        {
            ids.Reverse();
        }

        var jobs = await session.PipelineAsync(
            [.. ids.Select(id => RedisCommand.Of("HMGET", state.Keys[id], "name", "timestamp", "atm", "opts", "failedReason", "data", "finishedOn"))],
            ct);
        var total = (await session.ExecuteAsync(list ? "LLEN" : "ZCARD", [state.Keys[which]], ct)).AsLong() ?? 0;
        return new ActionReport($"{state.Keys.Queue} on {call.Target}: {QueueVerdict.Jobs(total)} "
            + $"{which}{(ids.Count < total ? $", the {(oldestFirst ? "oldest" : "newest")} {ids.Count}" : "")}", Healthy: true)
        {
            Evidence = [.. ids.Select((id, place) => Line(id, jobs[place].AsItems(7), state.At))],
            Readings = Reading.Known(Reading.Count($"queue.{which.Replace('-', '_')}", total)),
        };
    }

    private static string Line(string id, IReadOnlyList<RespValue> job, DateTimeOffset now)
    {
        if (job[0].IsNil && job[1].IsNil)
        {
            return $"{id}  its data is gone: the id alone is left";
        }

        var attempts = Number(job[3], "attempts");
        var reason = (job[4].AsString() ?? "").Split('\n')[0].Trim();
        return $"{id}  {job[0].AsString()}, added {Ago(job[1], now)}{(job[6].IsNil ? "" : $", ended {Ago(job[6], now)}")}, "
            + $"attempt {job[2].AsLong() ?? 0}{(attempts is > 1 and var most ? $" of {most}" : "")}"
            + (reason.Length == 0 ? "" : $"; {(reason.Length > LongestReason ? reason[..LongestReason] + "…" : reason)}")
            + $"; data {Shape(job[5])}";
    }

    private static string Ago(RespValue milliseconds, DateTimeOffset now) =>
        QueueReader.Age(milliseconds, now) is { } age ? $"{Duration.Words(age)} ago" : "at an unknown time";

    /// <summary><c>{url, title} 1.2 KB</c>: the fields, never their values.</summary>
    private static string Shape(RespValue data)
    {
        var size = data is RespValue.Text text ? text.Bytes.Length : 0;
        return size is 0 or > LargestParsed ? Figures.Bytes(size) : $"{Fields((RespValue.Text)data)}{Figures.Bytes(size)}";
    }

    private static string Fields(RespValue.Text data)
    {
        try
        {
            using var json = JsonDocument.Parse(data.Bytes);
            return json.RootElement.ValueKind switch
            {
                JsonValueKind.Object =>
                    $"{{{string.Join(", ", json.RootElement.EnumerateObject().Take(8)
                        .Select(field => field.Name.Length > 32 ? field.Name[..32] + "…" : field.Name))}}} ",
                JsonValueKind.Array => $"[{json.RootElement.GetArrayLength()}] ",
                _ => "",
            };
        }
        catch (JsonException)
        {
            return "";
        }
    }

    private static long? Number(RespValue options, string field)
    {
        try
        {
            using var json = JsonDocument.Parse(options.AsString() ?? "{}");
            return json.RootElement.ValueKind is JsonValueKind.Object
                && json.RootElement.TryGetProperty(field, out var value)
                && value.TryGetInt64(out var number)
                ? number
                : null;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return null;
        }
    }
}
