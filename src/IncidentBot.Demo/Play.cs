namespace IncidentBot.Demo;

/// <summary>Both outages from the first symptom to the closed incident, by two people at the local chat. Every step has a postcondition.</summary>
internal sealed class Play(Stage stage, Outage outage, StuckQueue queue)
{
    /// <returns>True when every postcondition held.</returns>
    public async Task<bool> RunAsync(CancellationToken ct)
    {
        try
        {
            await new MemoryAct(stage, outage).PlayAsync(ct);
            var anchor = await new QueueAct(stage, queue).PlayAsync(ct);
            Transcript.Chapter("The record of both");
            await stage.VerifyRecordAsync(anchor, ct);
            Transcript.Chapter("Every step's postcondition held.");
            return true;
        }
        catch (DemoException e)
        {
            Transcript.Chapter($"NOT as it should be: {e.Message}");
            return false;
        }
    }
}
