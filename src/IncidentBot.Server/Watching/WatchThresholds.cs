using IncidentBot.Settings;
using IncidentBot.Targets;
using IncidentBot.Watch;

namespace IncidentBot.Watching;

/// <summary>The thresholds that hold: the usual ones, with what the settings say for all targets, and then for one.</summary>
internal static class WatchThresholds
{
    public static Threshold Of(WatchOptions options, TargetRef target, Measure measure)
    {
        var threshold = measure.Usual;
        foreach (var said in Said(options, target, measure))
        {
            threshold = threshold with
            {
                Warn = Limit(said.Warn, threshold.Warn, measure),
                Breach = Limit(said.Breach, threshold.Breach, measure),
                For = said.For ?? threshold.For,
                BackFor = said.BackFor ?? threshold.BackFor,
                Severity = said.Severity ?? threshold.Severity,
            };
        }

        return threshold;
    }

    /// <summary>A sentence for each slip.</summary>
    public static void Check(WatchOptions options, Func<IReadOnlyList<IWatchedSystem>> there, SettingFaults faults)
    {
        if (options.Measures.Count + options.Targets.Count == 0)
        {
            return;
        }

        var systems = there();
        var measures = systems.SelectMany(system => system.Measures).ToLookup(measure => measure.Name, StringComparer.OrdinalIgnoreCase);
        foreach (var (name, said) in options.Measures)
        {
            Check($"{WatchOptions.Section}:{nameof(options.Measures)}:{name}", name, said, measures, faults);
        }

        var targets = systems.SelectMany(system => system.Targets).Distinct(StringComparer.OrdinalIgnoreCase).ToList();
        foreach (var (target, own) in options.Targets)
        {
            faults.Check(
                targets.Contains(target, StringComparer.OrdinalIgnoreCase),
                $"{WatchOptions.Section}:{nameof(options.Targets)}:{target} is no target that is watched. Expected one of {string.Join(", ", targets)}.");
            foreach (var (name, said) in own.Measures)
            {
                Check($"{WatchOptions.Section}:{nameof(options.Targets)}:{target}:{nameof(own.Measures)}:{name}", name, said, measures, faults);
            }
        }
    }

    private static void Check(string place, string name, ThresholdOptions said, ILookup<string, Measure> measures, SettingFaults faults)
    {
        if (measures[name].FirstOrDefault() is not { } measure)
        {
            var names = measures.Select(group => group.Key).Order(StringComparer.Ordinal);
            faults.Add($"{place} is no measure. Expected one of {string.Join(", ", names)}.");
            return;
        }

        foreach (var (setting, text) in new[] { (nameof(said.Warn), said.Warn), (nameof(said.Breach), said.Breach) })
        {
            faults.Check(
                text is null || IsNone(text) || Limits.Read(text, measure) is not null,
                $"{place}:{setting} is '{text}'. Expected {Limits.Expected(measure)}, or {Limits.None}.");
        }
    }

    private static IEnumerable<ThresholdOptions> Said(WatchOptions options, TargetRef target, Measure measure)
    {
        if (options.Measures.TryGetValue(measure.Name, out var forAll))
        {
            yield return forAll;
        }

        if (options.Targets.TryGetValue(target.Name, out var own) && own.Measures.TryGetValue(measure.Name, out var forOne))
        {
            yield return forOne;
        }
    }

    private static double? Limit(string? text, double? usual, Measure measure) =>
        text is null ? usual : IsNone(text) ? null : Limits.Read(text, measure) ?? usual;

    private static bool IsNone(string text) => text.Trim().Equals(Limits.None, StringComparison.OrdinalIgnoreCase);
}
