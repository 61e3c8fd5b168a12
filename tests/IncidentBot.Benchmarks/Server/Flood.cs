namespace IncidentBot.Benchmarks.Server;

/// <summary>People who may do nothing and send as much as goes through, on several connections at a time.</summary>
internal sealed class Flood(QuietSlack slack, Uri bot, int strangers) : IDisposable
{
    public const int Commands = 24_000;
    private const int Connections = 16;

    /// <summary>More than wait by default.</summary>
    private const int UnderWay = 1000;

    private readonly SlackPerson[] people = [.. Enumerable.Range(0, strangers).Select(n => new SlackPerson(slack, bot, $"U0FLOOD{n}"))];
    private readonly TaskCompletionSource underWay = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int sent;
    private int turnedAway;

    public int TurnedAway => turnedAway;

    public Task IsUnderWayAsync(CancellationToken ct) => underWay.Task.WaitAsync(ct);

    public Task SendAsync(CancellationToken ct) => Parallel.ForEachAsync(
        Enumerable.Range(0, Commands),
        new ParallelOptions { MaxDegreeOfParallelism = Connections, CancellationToken = ct },
        async (n, stop) =>
        {
            if ((await people[n % people.Length].TypeAsync("/incident", "list all", stop)).Contains("wait already", StringComparison.Ordinal))
            {
                Interlocked.Increment(ref turnedAway);
            }

            if (Interlocked.Increment(ref sent) == UnderWay)
            {
                underWay.SetResult();
            }
        });

    public void Dispose()
    {
        foreach (var person in people)
        {
            person.Dispose();
        }
    }
}
