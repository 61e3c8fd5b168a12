using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.BullMq;

/// <summary>Somebody who presses Cancel at the first sign of progress.</summary>
internal sealed class StoppingProgress(CancellationTokenSource stop) : IProgress<RunProgress>
{
    public List<string> Texts { get; } = [];

    public void Report(RunProgress value)
    {
        Texts.Add(value.Text);
        stop.Cancel();
    }
}
