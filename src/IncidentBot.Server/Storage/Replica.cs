namespace IncidentBot.Storage;

/// <param name="Id">Of this process and no other, also when two of them have the same host name and process id in their containers.</param>
internal sealed record Replica(string Id)
{
    public static Replica Start() => new($"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}");
}
