using IncidentBot.Actions;

namespace IncidentBot.Redis.Actions;

/// <summary>Keeps every report of progress, and may do something at the first one, before the work goes on.</summary>
internal sealed class SeenProgress(Func<Task>? atFirst = null) : IProgress<RunProgress>
{
    private readonly List<RunProgress> seen = [];

    public IReadOnlyList<RunProgress> Seen => seen;

    public void Report(RunProgress value)
    {
        seen.Add(value);
        if (seen.Count == 1 && atFirst is not null)
        {
            Task.Run(atFirst).Wait();
        }
    }
}
