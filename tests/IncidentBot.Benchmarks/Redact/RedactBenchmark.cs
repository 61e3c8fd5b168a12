using System.Diagnostics;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Execution;
using IncidentBot.Expressions;

namespace IncidentBot.Benchmarks.Redact;

/// <summary>How long one look at a text takes at most: of the redactor, and of each expression that looks at text from outside.</summary>
internal static class RedactBenchmark
{
    private const double Limit = 50;
    private const int Typed = 10_000;

    /// <summary>As much as is looked at in one piece: see <see cref="Redactor"/>.</summary>
    private const int Longest = 64 * 1024;

    public static Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        var redactor = new Redactor(["correct-horse-battery", "another-secret", "aaaa-aaaa"]);
        var generated = Slowest(WorstCases.Generated(Typed, seed: 7), text => redactor.Clean(text), rounds, ct);
        var worst = Slowest(WorstCases.OfTheRedactor(Longest), text => redactor.Clean(text), rounds, ct);
        var megabyte = Slowest(WorstCases.OfTheRedactor(1024 * 1024), text => redactor.Clean(text), rounds, ct);
        var table = new Table("slowest look", "ms", "at");
        table.Add($"redactor, {Typed:#,0} generated texts", $"{generated.Took:0.0}", Shown(generated.Text));
        table.Add("redactor, worst cases of 64 KB", $"{worst.Took:0.0}", Shown(worst.Text));
        table.Add("redactor, worst cases of 1 MB", $"{megabyte.Took:0.0}", Shown(megabyte.Text));
        var expressions = Expressions.Expressions.All
            .Select(one => (one.Key, Slow: Slowest(WorstCases.Of(one.Value.ToString(), Longest), text => one.Value.Count(text), rounds, ct)))
            .OrderByDescending(one => one.Slow.Took)
            .ToList();
        foreach (var (name, slow) in expressions.Take(8))
        {
            table.Add($"{name}, worst cases of 64 KB", $"{slow.Took:0.0}", Shown(slow.Text));
        }

        table.Print();
        return Task.FromResult<IReadOnlyList<Figure>>(
        [
            new Figure("redact.generated.slowest", "ms", generated.Took) { Limit = Limit },
            new Figure("redact.worst.slowest", "ms", worst.Took) { Limit = Limit },
            new Figure("redact.megabyte.slowest", "ms", megabyte.Took),
            new Figure("redact.expressions.slowest", "ms", expressions[0].Slow.Took) { Limit = Limit },
        ]);
    }

    /// <summary>The best of some tries each: a machine that does something else meanwhile says nothing of the look.</summary>
    private static (double Took, string Text) Slowest(IEnumerable<string> texts, Action<string> look, int rounds, CancellationToken ct)
    {
        var slowest = (Took: 0.0, Text: "");
        foreach (var text in texts)
        {
            ct.ThrowIfCancellationRequested();
            var took = Enumerable.Range(0, rounds).Min(_ => Look(text, look));
            slowest = took > slowest.Took ? (took, text) : slowest;
        }

        return slowest;
    }

    private static double Look(string text, Action<string> look)
    {
        var began = Stopwatch.GetTimestamp();
        look(text);
        return Stopwatch.GetElapsedTime(began).TotalMilliseconds;
    }

    private static string Shown(string text) => (text.Length > 24 ? $"{text[..24]}…" : text).ReplaceLineEndings("↵").Replace('\t', '→');
}
