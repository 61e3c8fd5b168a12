using IncidentBot.Actions;
using IncidentBot.Alerting;
using IncidentBot.Incidents;
using IncidentBot.Settings;

namespace IncidentBot.Alerts;

/// <summary>The rules as they are written, read into those that decide; with a sentence for each mistake.</summary>
internal static class AlertRuleReader
{
    public static IReadOnlyList<AlertRule> Read(IReadOnlyList<AlertRuleOptions> rules, SettingFaults faults) =>
        [.. rules.Select((rule, n) => Read($"{AlertOptions.Section}:Rules:{n}", rule, faults))];

    /// <summary>What is wrong with them given the targets and runbooks that there are.</summary>
    /// <param name="runbooks">The ids of those there are.</param>
    public static void Check(IReadOnlyList<AlertRuleOptions> rules, TargetCatalogue targets, IReadOnlyCollection<string> runbooks, SettingFaults faults)
    {
        foreach (var (n, rule) in rules.Index())
        {
            var path = $"{AlertOptions.Section}:Rules:{n}";
            faults.Check(
                rule.Target is not { Length: > 0 } target || targets.Find(target) is not null,
                $"{path}:Target is '{rule.Target}', and no target is called so. Expected one of {Some(targets.All.Select(known => known.Name))}.");
            faults.Check(
                rule.Runbook is not { Length: > 0 } runbook || runbooks.Contains(runbook, StringComparer.OrdinalIgnoreCase),
                $"{path}:Runbook is '{rule.Runbook}', and no runbook has that id. Expected one of {Some(runbooks)}.");
        }
    }

    private static AlertRule Read(string path, AlertRuleOptions rule, SettingFaults faults)
    {
        faults.Check(rule.Name.Trim().Length > 0, $"{path}:Name is missing. Expected what people call it, such as redis down.");
        faults.Check(
            rule.Kind is not IncidentKind.Backfilled, $"{path}:Kind is Backfilled, and an alert happens now. Expected Real, Drill or Maintenance.");
        faults.Check(
            rule.Then is AlertThen.Open || rule.HoldFor == TimeSpan.Zero,
            $"{path}:HoldFor is for a rule that opens an incident. Expected Then Open, or no HoldFor.");
        var matchers = new List<LabelMatcher>();
        foreach (var text in rule.Match)
        {
            if (LabelMatcher.Read(text, out var fault) is { } matcher)
            {
                matchers.Add(matcher);
            }
            else
            {
                faults.Add($"{path}:Match: {fault}.");
            }
        }

        return new AlertRule(rule.Name.Trim(), matchers)
        {
            Then = rule.Then,
            Severity = rule.Severity,
            Target = Given(rule.Target),
            Runbook = Given(rule.Runbook),
            Services = rule.Services,
            Title = Given(rule.Title),
            HoldFor = rule.HoldFor,
            Kind = rule.Kind,
            Verify = rule.Verify,
        };
    }

    private static string? Given(string? text) => text is { Length: > 0 } ? text : null;

    private static string Some(IEnumerable<string> names) =>
        string.Join(", ", names.Distinct().Take(12)) is { Length: > 0 } some ? some : "those to be configured";
}
