using System.Diagnostics;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Server;

namespace IncidentBot.Benchmarks.Alerts;

/// <summary>Somebody who asks about an incident in Slack, one command after the other.</summary>
internal static class Asker
{
    public const int Commands = 200;
    private const string Who = "U0ADA";

    /// <returns>The milliseconds from what is sent to the answer.</returns>
    public static async Task<Spread> AskAsync(QuietSlack slack, Uri bot, string incident, CancellationToken ct)
    {
        (string Command, string Text)[] turns =
        [
            ("/alert", $"list {incident}"), ("/incident", $"status {incident}"), ("/incident", $"ack {incident}"), ("/alert", $"ack {incident}"),
            ("/alert", "list"),
        ];
        using var ada = new SlackPerson(slack, bot, Who);
        var took = new List<double>();
        for (var n = 0; n < Commands; n++)
        {
            var (command, text) = turns[n % turns.Length];
            var answered = slack.NextAsync($"/{Who}", "");
            var since = Stopwatch.GetTimestamp();
            await ada.TypeAsync(command, text, ct);
            await answered;
            took.Add(Stopwatch.GetElapsedTime(since).TotalMilliseconds);
        }

        return new Spread(took);
    }
}
