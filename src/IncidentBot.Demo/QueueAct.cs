using System.Globalization;

namespace IncidentBot.Demo;

/// <summary>Jobs are not done, because their worker is gone: workers first, as the plan says too, then the jobs that the dead one held.</summary>
internal sealed class QueueAct(Stage stage, StuckQueue queue)
{
    private const string Incident = "INC-2";
    private const string Status = $"/queue status {StuckQueue.Name}";
    private const int Waiting = StuckQueue.Jobs - StuckQueue.InHand;

    /// <returns>The audit's head when it was closed.</returns>
    public async Task<string> PlayAsync(CancellationToken ct)
    {
        Transcript.Chapter("A queue stands still");
        await stage.SayAsync(stage.Ada, Stage.General, Status, ct);
        await ReadAsync(
            Stage.General,
            "no worker",
            ct,
            "no workers are connected",
            $"{Waiting} jobs wait",
            $"{StuckQueue.InHand} are left in active",
            $"Active without a lock: {StuckQueue.InHand} jobs");

        Transcript.Chapter("An incident of its own");
        var channel = await stage.OpenAsync(Incident, "P1 Emails are not sent", ct);
        await stage.SayAsync(stage.Grace, channel, "/incident ack", ct);
        await stage.SayAsync(stage.Ada, channel, "/incident assess", ct);

        // On a machine that is busy with other things it comes as "finding, later".
        await ReadAsync(channel, "the finding", ct, $"{Incident} finding", "no workers are connected");
        await ReadAsync(channel, "the assessing state", ct, $"{Incident}  P1  ASSESSING");
        await stage.SayAsync(stage.Ada, channel, "/incident mitigate", ct);

        await using var worker = await StartWorkerAsync(channel, ct);
        await RetryAsync(channel, ct);

        Transcript.Chapter("Verification, and a short soak");
        await stage.LeaveOutAsync(channel, "publishing", "its workers start again with the next deployment", ct);
        await stage.VerifyAsync(channel, ct);
        Transcript.Chapter("What managers read");
        var summary = await stage.SummariseAsync(Incident, channel, ct);
        Stage.Require(summary.Text.Contains($"Put back {StuckQueue.InHand} jobs", StringComparison.Ordinal), "the summary should say what was put back");
        return await stage.CloseAsync(channel, ct);
    }

    private async Task<EmailApp> StartWorkerAsync(string channel, CancellationToken ct)
    {
        Transcript.Chapter("First a worker; what its predecessor held stays behind");
        stage.Fact("A worker is started. It takes what waits.");
        var worker = queue.StartWorker();
        await queue.UntilCompletedAsync(Waiting, ct);
        await stage.SayAsync(stage.Ada, channel, Status, ct);
        await ReadAsync(channel, "the stalled jobs", ct, $"stalled: {StuckQueue.InHand} jobs in active, but no worker holds them");
        return worker;
    }

    private async Task RetryAsync(string channel, CancellationToken ct)
    {
        Transcript.Chapter("Then the stalled jobs: planned, confirmed, applied, verified");
        await stage.SayAsync(stage.Ada, channel, $"/queue retry-stalled {StuckQueue.Name}", ct);
        var plan = await ReadAsync(
            channel,
            "the plan",
            ct,
            "R-2 ",
            "WAITS FOR",
            $"Would put {StuckQueue.InHand} jobs of {StuckQueue.Name}",
            "A job may run twice",
            "1 worker is connected");
        await stage.PressAsync(stage.Ada, plan, "Confirm", "presses Confirm", ct);
        var outcome = await ReadAsync(channel, "the outcome", ct, "R-2 ", "SUCCEEDED", $"Put back {StuckQueue.InHand} jobs");
        Stage.Require(outcome.Id == plan.Id, "the plan's own card should show the outcome");

        await queue.UntilCompletedAsync(StuckQueue.Jobs, ct);
        stage.Fact(string.Create(CultureInfo.InvariantCulture, $"All {StuckQueue.Jobs} emails are sent."));
        await stage.SayAsync(stage.Ada, channel, Status, ct);
        await ReadAsync(channel, "a healthy queue", ct, "healthy: 0 jobs waiting, 0 jobs active, 1 worker", $"{StuckQueue.Jobs} completed, 0 failed");
    }

    private Task<ChatMessage> ReadAsync(string channel, string what, CancellationToken ct, params string[] parts) =>
        stage.ReadAsync(stage.Ada, channel, what, message => parts.All(part => message.Text.Contains(part, StringComparison.Ordinal)), ct);
}
