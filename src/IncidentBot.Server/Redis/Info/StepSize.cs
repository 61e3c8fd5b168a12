namespace IncidentBot.Redis.Info;

/// <summary>
/// How much one step asks of a server that serves others too: nobody else is answered during it. It grows while steps are short and
/// is halved by one that took longer than the goal, whatever the server, its network and its other clients are like.
/// </summary>
internal sealed class StepSize(TimeProvider time, int smallest, int largest, TimeSpan goal)
{
    private int grown;

    public int Current => smallest + grown;

    public async Task<T> MeasureAsync<T>(Func<Task<T>> step)
    {
        var started = time.GetTimestamp();
        var result = await step();
        grown = time.GetElapsedTime(started) > goal ? Math.Max(0, (Current / 2) - smallest) : Math.Min(largest - smallest, grown + smallest);
        return result;
    }
}
