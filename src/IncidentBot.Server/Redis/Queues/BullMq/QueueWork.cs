using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>A queue that may be changed: how to reach it, what it looked like, and which scripts fit it.</summary>
internal sealed record QueueWork(IRedisSession Session, QueueState State, QueueLayout Layout)
{
    public QueueKeys Keys => State.Keys;

    public string Name => State.Keys.Queue;
}
