using System.Reflection;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests;

/// <summary>What happened and what was found are facts; the sentences beside them are for people, and no code looks for a meaning in them.</summary>
public sealed class NobodyReadsProseTests
{
    private static readonly HashSet<MethodBase> Prose =
    [
        Getter<TimelineEntry>(nameof(TimelineEntry.Text)),
        Getter<ActionReport>(nameof(ActionReport.Answer)),
        Getter<ActionReport>(nameof(ActionReport.Evidence)),
        Getter<VerifyResult>(nameof(VerifyResult.Answer)),
        Getter<VerifyResult>(nameof(VerifyResult.Evidence)),
        Getter<CheckResult>(nameof(CheckResult.Evidence)),
        Getter<ApplyResult.Done>(nameof(ApplyResult.Done.Summary)),
        Getter<ApplyResult.Failed>(nameof(ApplyResult.Failed.Reason)),
        Getter<ActionPlan>(nameof(ActionPlan.Summary)),
        Getter<Run>(nameof(Run.Outcome)),
        Getter<Run>(nameof(Run.Evidence)),
        Getter<StepOutcome>(nameof(StepOutcome.Result)),
    ];

    /// <summary>They look at every text alike, and decide nothing.</summary>
    private static readonly HashSet<string> MayLook = ["Redactor.Clean", "PhoneLines.Fit", "Sentences.End", "Invisible.Escaped", "Invisible.Shown"];

    [Fact]
    public void No_code_searches_or_compares_the_text_of_a_timeline_or_a_report()
    {
        var found = new ProseFlow([typeof(Incident).Assembly], Prose, MayLook).Find();

        Assert.True(found.Count == 0, string.Join('\n', found));
    }

    [Fact]
    public void Whoever_would_is_found_wherever_the_text_goes() => Assert.Equal(
        [
            "Planted.AfterAWhile: String.Contains",
            "Planted.AsAPattern: String.op_Equality",
            "Planted.Directly: String.StartsWith",
            "Planted.InALambda: String.Contains",
            "Planted.InAPiece: MemoryExtensions.StartsWith",
            "Planted.InAPipe: String.EndsWith",
            "Planted.InEvidence: String.Contains",
            "Planted.Speaks: String.IndexOf",
            "Planted.WithAPattern: Regex.IsMatch",
        ],
        new ProseFlow([typeof(Planted).Assembly, typeof(Incident).Assembly], Prose, MayLook)
            .Find()
            .Where(line => line.StartsWith(nameof(Planted), StringComparison.Ordinal))
            .Select(line => line.Split(" ← ")[0]));

    /// <summary>What was done once and must not come back. Never called.</summary>
    private static class Planted
    {
        public static bool Directly(TimelineEntry entry) => entry.Text.StartsWith("follows the runbook ", StringComparison.Ordinal);

        public static int AsArgument(TimelineEntry entry) => Speaks(entry.Text);

        public static bool InALambda(IReadOnlyList<TimelineEntry> timeline) => timeline.Any(entry => entry.Text.Contains("R-1", StringComparison.Ordinal));

        public static bool InAPipe(IReadOnlyList<TimelineEntry> timeline) => timeline.Select(entry => entry.Text).Any(text => text.EndsWith('.'));

        public static bool InEvidence(ActionReport report)
        {
            foreach (var line in report.Evidence)
            {
                if (line.Contains("maxmemory", StringComparison.Ordinal))
                {
                    return true;
                }
            }

            return false;
        }

        public static int AsAPattern(VerifyResult result) => result.Answer switch
        {
            "done" => 1,
            _ => 0,
        };

        public static bool InAPiece(ActionReport report) => report.Answer.AsSpan(2).StartsWith("x", StringComparison.Ordinal);

        public static bool WithAPattern(Run run)
        {
            var outcome = run.Outcome ?? "";
            var trimmed = outcome.Trim();
            return System.Text.RegularExpressions.Regex.IsMatch(trimmed, "[0-9]");
        }

        public static async Task<bool> AfterAWhile(TimelineEntry entry)
        {
            var text = entry.Text;
            await Task.Yield();
            return text.Contains("status update", StringComparison.Ordinal);
        }

        private static int Speaks(string text) => text.IndexOf("status update", StringComparison.Ordinal);
    }

    private static MethodInfo Getter<T>(string property) => typeof(T).GetProperty(property)!.GetMethod!;
}
