using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Targets;
using IncidentBot.Watch;
using IncidentBot.Words;

namespace IncidentBot.Watching;

/// <summary>What the watch says of a breach. It speaks as every sender of alerts does, so that joining, silencing and all else is as with theirs.</summary>
internal static class WatchAlerts
{
    /// <summary>A name that no configured source can have.</summary>
    public const string Source = Alert.WatchSource;

    /// <summary>All that is wrong with one target is one outage.</summary>
    public static AlertDelivery Of(IReadOnlyList<(WatchBreach Breach, Measure Measure, Threshold Threshold)> breaches) =>
        new(
            $"{breaches[0].Breach.Target.System} {breaches[0].Breach.Target.Name}",
            [.. breaches.Select(one => Notice(one.Breach, one.Measure, one.Threshold))]);

    /// <summary>That nobody looks at a target.</summary>
    public static string SilenceOf(TargetRef target) => $"{target.System} {target.Name} silent";

    /// <param name="last">When somebody looked at it last; null where nobody ever has.</param>
    public static AlertDelivery Silent(TargetRef target, DateTimeOffset? last, DateTimeOffset now, bool isOver) => new(
        $"{target.System} {target.Name}",
        [
            new AlertNotice(
                SilenceOf(target),
                IsFiring: !isOver,
                new Dictionary<string, string>
                {
                    [Alert.NameLabel] = "WatchSilent",
                    ["severity"] = Severity.P2.ToString(),
                    ["system"] = target.System,
                    ["target"] = target.Name,
                },
                new Dictionary<string, string>
                {
                    ["summary"] = $"The watch is silent: {target.Name} was "
                        + (last is { } at ? $"last looked at {Duration.Words(now - at)} ago" : "never looked at"),
                },
                last ?? now,
                isOver ? now : null),
        ]);

    private static AlertNotice Notice(WatchBreach breach, Measure measure, Threshold threshold)
    {
        var labels = new Dictionary<string, string>
        {
            [Alert.NameLabel] = measure.AlertName,
            ["severity"] = threshold.Severity.ToString(),
            ["system"] = breach.Target.System,
            ["target"] = breach.Target.Name,
            ["measure"] = measure.Name,
        };
        if (measure.Of is { } kind && breach.Gauge.Of is { } of)
        {
            labels[kind] = of;
        }

        return new AlertNotice(
            $"{breach.Target.System} {breach.Target.Name} {breach.Gauge}",
            IsFiring: breach.EndedAt is null,
            labels,
            new Dictionary<string, string> { ["summary"] = Summary(breach, measure) },
            breach.BeganAt,
            breach.EndedAt);
    }

    /// <summary>Also the title of the incident, by which a runbook is chosen: what people suffer from comes first.</summary>
    private static string Summary(WatchBreach breach, Measure measure)
    {
        var where = breach.Gauge.Of is { } of ? $"{of} on {breach.Target.Name}" : breach.Target.Name;
        return breach.IsYesOrNo ? $"{measure.Symptom}: {where}" : $"{measure.Symptom}: {where}, {measure.Title} {measure.Figure(breach.Worst)}";
    }
}
