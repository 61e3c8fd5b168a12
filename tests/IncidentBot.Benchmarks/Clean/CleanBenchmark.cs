using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Support;

namespace IncidentBot.Benchmarks.Clean;

/// <summary>Removing the finished jobs of a queue, and what it costs everybody else. Goal: nobody waits for more than 15 ms.</summary>
internal static class CleanBenchmark
{
    private const double Goal = 15;

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        using var scratch = new ScratchFolder();
        var jobs = await FinishedJobs.CreateAsync(scratch, ct);
        Cleaner[] cleaners = [Cleaner.Bot, Cleaner.Library, Cleaner.AtOnce];
        var results = cleaners.ToDictionary(cleaner => cleaner, _ => new List<Cleaning>());
        var each = new Table("round", "method", "total s", "blocked ms", "p99 ms", "at rest ms");
        for (var round = 1; round <= rounds; round++)
        {
            // Who goes first changes, so that nobody gets the quiet part of a noisy machine.
            for (var turn = 0; turn < cleaners.Length; turn++)
            {
                var cleaner = cleaners[(round + turn) % cleaners.Length];
                var cleaning = await Cleaning.MeasureAsync(jobs, cleaner, scratch.NewFolder(), ct);
                results[cleaner].Add(cleaning);
                each.Add(
                    $"{round}",
                    cleaner.Name,
                    $"{cleaning.Seconds:0.00}",
                    $"{cleaning.Blocked:0.0}",
                    $"{cleaning.Percentile99:0.00}",
                    $"{cleaning.Rest:0.0}");
            }
        }

        each.Print();
        var all = new Table("over all rounds", "median", "min", "max");
        foreach (var cleaner in cleaners)
        {
            all.Add($"blocked ms, {cleaner.Name}", Of(cleaner, one => one.Blocked), "0.0");
            all.Add($"p99 ms, {cleaner.Name}", Of(cleaner, one => one.Percentile99), "0.00");
            all.Add($"total s, {cleaner.Name}", Of(cleaner, one => one.Seconds), "0.00");
        }

        all.Print();
        Console.WriteLine($"Others wait for {Of(Cleaner.Bot, one => one.Blocked).Median:0.0} ms at most (goal: {Goal:0} or less), "
            + $"{Of(Cleaner.Library, one => one.Blocked).Median:0} ms while BullMQ cleans and "
            + $"{Of(Cleaner.AtOnce, one => one.Blocked).Median:0} ms while it cleans at once.");
        return
        [
            new Figure("queue-clean.blocked", "ms", Of(Cleaner.Bot, one => one.Blocked).Median, Of(Cleaner.Library, one => one.Blocked).Median)
            {
                Limit = Goal,
            },
            new Figure("queue-clean.p99", "ms", Of(Cleaner.Bot, one => one.Percentile99).Median, Of(Cleaner.Library, one => one.Percentile99).Median),
            new Figure("queue-clean.total", "s", Of(Cleaner.Bot, one => one.Seconds).Median, Of(Cleaner.Library, one => one.Seconds).Median),
        ];

        Spread Of(Cleaner cleaner, Func<Cleaning, double> what) => new(results[cleaner].Select(what));
    }
}
