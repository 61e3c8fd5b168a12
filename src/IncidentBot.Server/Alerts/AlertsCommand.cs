using System.CommandLine;
using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Alerting;
using IncidentBot.Alerts.Wire;
using IncidentBot.Cli;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Runbooks;
using IncidentBot.Words;

namespace IncidentBot.Alerts;

/// <summary>
/// <c>alerts try FILE…</c>: what the rules of the configuration would make of what a sender posts. Exit code 1 where a file is nothing that is read.
/// </summary>
internal static class AlertsCommand
{
    public static Verb Make(string[] settings, Action<IServiceCollection> addActions)
    {
        var files = new Argument<string[]>("FILE") { Description = "Bodies as a sender posts them", Arity = ArgumentArity.OneOrMore };
        var attempt = new Verb("try", "Says what the rules would make of what a sender posts: nothing is stored, nobody is told")
        {
            Examples = ["alerts try notice.json"],
            More = "A body of an Alertmanager, of a Grafana, or plain events; which of them it is, is seen by its fields. 1 where it is none.",
        };
        attempt.Add(files);
        attempt.SetAction((parsed, ct) => TryAsync(settings, parsed.GetValue(files) ?? [], addActions, ct));
        var alerts = new Verb("alerts", "Alerts: what becomes of what a sender posts") { Examples = ["alerts try notice.json"] };
        alerts.Add(attempt);
        return alerts;
    }

    private static async Task<int> TryAsync(string[] settings, string[] files, Action<IServiceCollection> addActions, CancellationToken ct)
    {
        var builder = Bot.Configure(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddSingleton(TimeProvider.System).AddExecution().AddRunbooks().AddAlerts(builder.Configuration)
            .AddAlerting(new ChannelRef("local", "local", "general"));
        addActions(builder.Services);
        await using var provider = builder.Services.BuildServiceProvider();
        var rules = provider.GetRequiredService<AlertRules>();
        var redactor = provider.GetRequiredService<Redactor>();
        var all = ExitCode.Well;
        foreach (var file in files)
        {
            byte[] body;
            try
            {
                body = await File.ReadAllBytesAsync(file, ct);
            }
            catch (Exception e) when (e is IOException or UnauthorizedAccessException)
            {
                var isMissing = e is FileNotFoundException or DirectoryNotFoundException;
                await Console.Error.WriteLineAsync($"{file}: {(isMissing ? "There is no such file." : e.Message)}");
                return ExitCode.NotDone;
            }

            switch (Read(body))
            {
                case BodyReading.Read read:
                    foreach (var delivery in read.Deliveries)
                    {
                        await Console.Out.WriteLineAsync(redactor.Clean(Said(file, delivery, rules)));
                    }

                    break;
                case BodyReading.Unreadable unreadable:
                    all = ExitCode.Found;
                    await Console.Out.WriteLineAsync($"{file}: {redactor.Clean(unreadable.Why)}");
                    break;
            }
        }

        return all;
    }

    /// <summary>A Grafana has all the fields of an Alertmanager, and some of its own.</summary>
    private static BodyReading Read(ReadOnlyMemory<byte> body)
    {
        var at = TimeProvider.System.GetUtcNow();
        var text = System.Text.Encoding.UTF8.GetString(body.Span);
        return !text.Contains("\"groupKey\"", StringComparison.Ordinal) ? EventsBody.Read(body, at)
            : text.Contains("\"orgId\"", StringComparison.Ordinal) ? GrafanaBody.Read(body, at)
            : AlertmanagerBody.Read(body, at);
    }

    private static string Said(string file, AlertDelivery delivery, AlertRules rules) => string.Join(
        Environment.NewLine,
        [
            $"{file}: group {OneLine.Of(delivery.Group)}, {Plural.Of(delivery.Alerts.Count, "alert")}"
                + (delivery.Truncated > 0 ? $", {Figures.Count(delivery.Truncated)} more left out by the sender" : ""),
            .. delivery.Alerts.SelectMany(notice => Said(delivery, notice, rules.Of(notice))),
        ]);

    private static IEnumerable<string> Said(AlertDelivery delivery, AlertNotice notice, AlertVerdict verdict)
    {
        var (alert, _) = Alert.Heard(null, "", delivery.Group, notice, notice.StartsAt);
        yield return $"  {(notice.IsFiring ? "fires" : "is resolved")}: {OneLine.Of(alert.What)}";
        if (!notice.IsFiring)
        {
            yield return "    -> is counted in the incident that it is in; of one that was never heard to fire nobody is told";
            yield break;
        }

        var about = verdict.Target is { } target ? $"about {target.Name}" : "about no target of the configuration";
        var hold = verdict.HoldFor > TimeSpan.Zero ? $", once it has fired for {Duration.Words(verdict.HoldFor)}" : "";
        yield return verdict.Then switch
        {
            AlertThen.Note => "    -> is kept and listed, and nobody is told",
            AlertThen.Join => $"    -> joins an incident of its group{(verdict.Target is null ? "" : $" or {about}")}, and opens none",
            _ => string.Create(
                CultureInfo.InvariantCulture,
                $"    -> opens {(verdict.Kind is Incidents.IncidentKind.Real ? "" : $"{verdict.Kind} ")}{verdict.Severity} {about}{hold}: {verdict.Title}"),
        };
        yield return $"    by {verdict.Why}; runbook: {verdict.Runbook ?? "by the title"}"
            + (verdict.Services.Count > 0 ? $"; affects {string.Join(", ", verdict.Services)}" : "")
            + (verdict.Verify ? "; verified when the last is resolved" : "");
    }
}
