using System.Globalization;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Redis.GameDays;

namespace IncidentBot.Benchmarks.Diagnose;

/// <summary>
/// What an incident says first of each outage of the gallery. Goals: 95 of 100 name the cause and its subject, nothing that is well is
/// called sick, every answer within five seconds and half of them within one.
/// </summary>
internal static class DiagnoseBenchmark
{
    private const double Right = 0.95;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        var judged = new List<Judged>();
        await using var run = await GalleryRun.StartAsync();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var outage in Gallery.All)
            {
                var one = await run.PlayAsync(outage, ct);
                judged.Add(one);
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"{(one.IsRight ? "right" : "WRONG"),-5}  {one.Took.TotalSeconds,5:0.00} s  {outage.Name,-20}  {one.FirstLine}"));
            }
        }

        Console.WriteLine();
        return Figures(judged);
    }

    private static IReadOnlyList<Figure> Figures(List<Judged> judged)
    {
        var (sick, well) = (judged.Where(one => !one.Outage.IsWell).ToList(), judged.Where(one => one.Outage.IsWell).ToList());
        var seconds = judged.Select(one => one.Took.TotalSeconds).Order().ToList();
        var (right, wronged) = (sick.Count(one => one.IsRight), well.Count(one => !one.IsRight));
        Console.WriteLine($"{right} of {sick.Count} outages named with cause and subject; {wronged} of {well.Count} that are well called sick.");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"Half within {seconds[seconds.Count / 2]:0.00} s (goal {Usual.TotalSeconds:0}), "
                + $"the slowest {seconds[^1]:0.00} s (goal {Longest.TotalSeconds:0})."));
        return
        [
            new Figure("diagnose.wrong", "share", 1 - (right / (double)sick.Count)) { Limit = 1 - Right },
            new Figure("diagnose.well_called_sick", "servers", wronged) { Limit = 0 },
            new Figure("diagnose.half_within", "s", seconds[seconds.Count / 2]) { Limit = Usual.TotalSeconds },
            new Figure("diagnose.slowest", "s", seconds[^1]) { Limit = Longest.TotalSeconds },
        ];
    }
}
