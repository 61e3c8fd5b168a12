using System.Globalization;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Redis.GameDays;

namespace IncidentBot.Benchmarks.Diagnose;

/// <summary>
/// What an incident says first of each outage of the gallery. Goals: 95 of 100 name the cause and its subject, nothing that is well is
/// called sick, every answer within five seconds and half of them within one. Each once more with one read refused and with one that is
/// slow, by which an answer may become less sure, and not another one.
/// </summary>
internal static class DiagnoseBenchmark
{
    private const double Right = 0.95;
    private static readonly TimeSpan Longest = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Usual = TimeSpan.FromSeconds(1);

    public static async Task<IReadOnlyList<Figure>> RunAsync(int rounds, CancellationToken ct)
    {
        var judged = new List<Judged>();
        var narrow = new List<(Judged Whole, Judged Without)>();
        var late = new List<(Judged Whole, string Slow, Judged Late)>();
        await using var outside = await OutsideOutages.StartAsync();
        await using var run = await GalleryRun.StartAsync(outside.Settings);
        await using var slowly = await GalleryRun.StartSlowAsync();
        for (var round = 0; round < rounds; round++)
        {
            foreach (var (place, outage) in Gallery.All.Index())
            {
                var one = await run.PlayAsync(outage, refused: null, ct);
                judged.Add(one);
                Print(one, one.IsRight, "");

                var refused = GalleryRun.Reads[place % GalleryRun.Reads.Count];
                var without = await run.PlayAsync(outage, refused, ct);
                narrow.Add((one, without));
                Print(without, without.IsNoWorseThan(one), $"without {refused}");

                var slow = GalleryRun.SlowRead(outage, place);
                var behind = await slowly.PlaySlowAsync(outage, slow, ct);
                if (behind.WasSlowed)
                {
                    late.Add((one, slow, behind));
                    Print(behind, behind.IsNoWorseThan(one), $"slow {slow}");
                }
            }

            foreach (var outage in outside.All)
            {
                var one = await run.PlayAsync(outage, refused: null, ct);
                judged.Add(one);
                Print(one, one.IsRight, "");
            }
        }

        Console.WriteLine();
        var misled = narrow.Count(pair => !pair.Without.IsNoWorseThan(pair.Whole));
        Console.WriteLine($"With one read refused {misled} of {narrow.Count} say something else, and not only less surely.");
        var delayed = late.Where(one => !one.Late.IsNoWorseThan(one.Whole)).ToList();
        Console.WriteLine($"With one read slow {delayed.Count} of {late.Count} do.");
        delayed.ForEach(one => Console.WriteLine($"  {one.Late.Outage.Name}, slow {one.Slow}: {one.Late.FirstLine}"));
        return
        [
            .. Figures(judged),
            new Figure("diagnose.misled_by_a_refusal", "share", misled / (double)narrow.Count) { Limit = 1 - Right },
            new Figure("diagnose.misled_by_a_delay", "share", delayed.Count / (double)late.Count) { Limit = 1 - Right },
        ];
    }

    private static void Print(Judged one, bool isRight, string without) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"{(isRight ? "right" : "WRONG"),-5}  {one.Took.TotalSeconds,5:0.00} s  {one.Outage.Name,-22} {without,-20}  {one.FirstLine}"));

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
