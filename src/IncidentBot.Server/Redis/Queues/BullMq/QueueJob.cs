using System.Globalization;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>What a job's hash says of its life. Never what is in it.</summary>
/// <param name="State">The list or set it was found in.</param>
internal sealed record QueueJob(string Id, string State)
{
    private static readonly RedisArgument[] Fields =
        ["name", "timestamp", "processedOn", "finishedOn", "atm", "ats", "stc", "failedReason", "priority", "attemptsMade"];

    public string? Name { get; init; }
    public DateTimeOffset? AddedAt { get; init; }

    /// <summary>Its last start.</summary>
    public DateTimeOffset? StartedAt { get; init; }
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>Attempts that ended, or that began, whichever are more.</summary>
    public long Tries { get; init; }

    /// <summary>How often it was found without its worker.</summary>
    public long Stalls { get; init; }
    public string? Reason { get; init; }

    /// <summary>The higher, the later its turn; 0 comes before all.</summary>
    public long Priority { get; init; }

    public bool HasFailed => !string.IsNullOrEmpty(Reason);

    public string Called => Name is { Length: > 0 } ? $"job {Id} ({Name})" : $"job {Id}";

    public static RedisCommand Ask(QueueKeys keys, string id) => RedisCommand.Of("HMGET", [keys[id], .. Fields]);

    /// <returns>Null for an id whose hash is gone.</returns>
    public static QueueJob? Of(string id, string state, RespValue reply)
    {
        var fields = Replies.Items(reply);
        return fields.Count < Fields.Length || fields.All(field => field.IsNil)
            ? null
            : new QueueJob(id, state)
            {
                Name = fields[0].AsString(),
                AddedAt = At(fields[1]),
                StartedAt = At(fields[2]),
                EndedAt = At(fields[3]),
                Tries = Math.Max(Math.Max(Number(fields[4]), Number(fields[9])), Number(fields[5])),
                Stalls = Number(fields[6]),
                Reason = fields[7].AsString(),
                Priority = Number(fields[8]),
            };
    }

    private static long Number(RespValue value) => long.TryParse(value.AsString(), CultureInfo.InvariantCulture, out var number) ? number : 0;

    private static DateTimeOffset? At(RespValue value) => Number(value) is > 0 and var at ? Times.AtMilliseconds(at) : null;
}
