using System.Text;
using IncidentBot.Actions;
using IncidentBot.Alerts;
using IncidentBot.Incidents;
using IncidentBot.Words;

namespace IncidentBot.Alerting;

/// <summary>Decides what an alert is a reason for: by the first rule that fits, and for the rest by its labels.</summary>
public sealed class AlertRules(IReadOnlyList<AlertRule> rules, TargetCatalogue targets)
{
    /// <summary>The words that are in use for it; whatever else there is means the usual one.</summary>
    private static readonly Dictionary<string, Severity> Severities = new(StringComparer.OrdinalIgnoreCase)
    {
        ["critical"] = Severity.P0,
        ["page"] = Severity.P0,
        ["emergency"] = Severity.P0,
        ["fatal"] = Severity.P0,
        ["disaster"] = Severity.P0,
        ["p0"] = Severity.P0,
        ["sev0"] = Severity.P0,
        ["error"] = Severity.P1,
        ["high"] = Severity.P1,
        ["major"] = Severity.P1,
        ["p1"] = Severity.P1,
        ["sev1"] = Severity.P1,
        ["warning"] = Severity.P2,
        ["warn"] = Severity.P2,
        ["minor"] = Severity.P2,
        ["medium"] = Severity.P2,
        ["low"] = Severity.P2,
        ["p2"] = Severity.P2,
        ["sev2"] = Severity.P2,
    };

    /// <summary>Alerts that always fire, to show that the way is open, or that only hold others back.</summary>
    private static readonly string[] NoReason = ["none", "info", "informational", "debug", "ok"];

    /// <summary>Labels that may name a target, or hold its address.</summary>
    private static readonly string[] Naming = ["target", "instance", "addr", "address", "redis", "server", "host", "service", "job", "name"];

    public IReadOnlyList<AlertRule> All => rules;

    public AlertVerdict Of(AlertNotice notice) => Of(notice.Labels, notice.Annotations);

    public AlertVerdict Of(Alert alert) => Of(alert.Labels, alert.Annotations);

    private AlertVerdict Of(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations)
    {
        var word = labels.GetValueOrDefault("severity") ?? labels.GetValueOrDefault("priority") ?? "";
        var known = Severities.TryGetValue(word, out var named) ? named : (Severity?)null;
        var rule = rules.FirstOrDefault(rule => rule.Matchers.All(matcher => matcher.Fits(labels)));
        var target = rule?.Target is { } name ? targets.Find(name) : TargetOf(labels, annotations);
        var title = Title(rule?.Title, labels, annotations);
        if (labels.GetValueOrDefault(Alert.NameLabel) == TestAlert.Name)
        {
            return new AlertVerdict("that it is a test", AlertThen.Open, Severity.P2, target, title) { Kind = IncidentKind.Drill };
        }

        return rule is null
            ? new AlertVerdict(
                known is null ? "its labels" : $"its label severity, {word}",
                NoReason.Contains(word, StringComparer.OrdinalIgnoreCase) ? AlertThen.Note : AlertThen.Open,
                known ?? Severity.P1,
                target,
                title)
            : new AlertVerdict($"the rule {rule.Name}", rule.Then, rule.Severity ?? known ?? Severity.P1, target, title)
            {
                Runbook = rule.Runbook,
                Services = rule.Services,
                HoldFor = rule.HoldFor,
                Kind = rule.Kind,
                Verify = rule.Verify,
                IsTargetNamed = rule.Target is not null,
            };
    }

    /// <summary>
    /// The target whose name or address is in a label; else the one that is meant where none is named, where the alert speaks of its
    /// kind. An alert about a disk somewhere is not about the only Redis there is.
    /// </summary>
    private Target? TargetOf(IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations)
    {
        var values = Naming.Select(labels.GetValueOrDefault).OfType<string>().Select(Bare).Where(value => value.Length > 0).ToList();
        return (labels.GetValueOrDefault("system") is { } system && labels.GetValueOrDefault("target") is { } named ? targets.Find(system, named) : null)
            ?? values.Select(targets.Find).FirstOrDefault(found => found is not null)
            ?? targets.All.FirstOrDefault(target => values.Contains(Bare(target.Address), StringComparer.OrdinalIgnoreCase))
            ?? (targets.Default is { } usual && labels.Concat(annotations).Any(pair => Says(pair.Key, usual.System) || Says(pair.Value, usual.System))
                ? usual
                : null);
    }

    private static bool Says(string text, string system) => text.Contains(system, StringComparison.OrdinalIgnoreCase);

    /// <summary>Exporters write addresses with a scheme.</summary>
    private static string Bare(string value)
    {
        var at = value.IndexOf("://", StringComparison.Ordinal);
        return (at < 0 ? value : value[(at + 3)..]).Trim().TrimEnd('/');
    }

    private static string Title(string? template, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations)
    {
        var title = template is { Length: > 0 } ? Filled(template, labels, annotations) : annotations.GetValueOrDefault("summary") ?? "";
        title = OneLine.Of(OneLine.Words(title));
        return title.Length > 0 ? title : OneLine.Of(labels.GetValueOrDefault(Alert.NameLabel) is { Length: > 0 } name ? name : "An alert fires");
    }

    /// <summary>What is in braces becomes the label or annotation of that name, and nothing where there is none.</summary>
    private static string Filled(string template, IReadOnlyDictionary<string, string> labels, IReadOnlyDictionary<string, string> annotations)
    {
        var filled = new StringBuilder();
        var rest = template.AsSpan();
        while (rest.IndexOf('{') is var open and >= 0 && rest[open..].IndexOf('}') is var close and > 0)
        {
            var name = rest.Slice(open + 1, close - 1).Trim().ToString();
            filled.Append(rest[..open]).Append(labels.GetValueOrDefault(name) ?? annotations.GetValueOrDefault(name) ?? "");
            rest = rest[(open + close + 1)..];
        }

        return filled.Append(rest).ToString();
    }
}
