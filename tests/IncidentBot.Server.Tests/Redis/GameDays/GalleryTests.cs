using System.Collections.Concurrent;
using System.Globalization;
using IncidentBot.Support;

namespace IncidentBot.Redis.GameDays;

/// <summary>
/// What an incident posts names the outages that can be made, and calls nothing sick that is well. Alone on the machine: some of them are
/// a matter of time, and a server that gets none is slow for another reason.
/// </summary>
[Collection(nameof(Alone))]
public sealed class GalleryTests(ITestOutputHelper output)
{
    private const int SideBySide = 2;

    /// <summary>As what people rely on: of a hundred, ninety-five.</summary>
    private const double Right = 0.95;

    [Fact]
    public async Task Every_outage_is_named_with_its_subject_and_nothing_that_is_well_is_called_sick()
    {
        var waiting = new ConcurrentQueue<(int Place, Outage Outage)>(Gallery.All.Index());
        var judged = new ConcurrentBag<(Judged Whole, string Refused, Judged Without, string Slow, Judged Late)>();
        await Task.WhenAll(Enumerable.Range(0, SideBySide).Select(async _ =>
        {
            await using var run = await GalleryRun.StartAsync();
            await using var slowly = await GalleryRun.StartSlowAsync();
            while (waiting.TryDequeue(out var next))
            {
                var (refused, slow) = (GalleryRun.Reads[next.Place % GalleryRun.Reads.Count], GalleryRun.SlowRead(next.Outage, next.Place));
                var whole = await run.PlayAsync(next.Outage, null, TestRedis.Token);

                // Side by side: with one that is slow most of the time is spent waiting.
                var late = slowly.PlaySlowAsync(next.Outage, slow, TestRedis.Token);
                judged.Add((whole, refused, await run.PlayAsync(next.Outage, refused, TestRedis.Token), slow, await late));
            }
        }));

        var all = judged.OrderBy(one => one.Whole.Outage.Name, StringComparer.Ordinal).ToList();
        output.WriteLine(string.Join('\n', all.SelectMany(one => new[]
        {
            Line(one.Whole, one.Whole.IsRight, "", one.Whole.OffersFirstStep ? "" : $"  WITHOUT {one.Whole.Outage.FirstStep}"),
            Line(one.Without, one.Without.IsNoWorseThan(one.Whole), $"without {one.Refused}", ""),
            Line(one.Late, !one.Late.WasSlowed || one.Late.IsNoWorseThan(one.Whole), $"{(one.Late.WasSlowed ? "slow" : "never asked")} {one.Slow}", ""),
        })));
        Assert.Empty(all.Where(one => one.Whole.Outage.IsWell && !one.Whole.IsRight).Select(one => one.Whole.FirstLine));
        var wrong = all.Where(one => !one.Whole.IsRight).Select(one => one.Whole.FirstLine).ToList();
        Assert.True(wrong.Count <= all.Count * (1 - Right), string.Join('\n', wrong));
        var stepless = all.Where(one => one.Whole is { IsRight: true, OffersFirstStep: false }).Select(one => one.Whole.Outage.Name).ToList();
        Assert.True(stepless.Count <= all.Count * (1 - Right), $"do not offer their first step: {string.Join(", ", stepless)}");
        var misled = all.Where(one => !one.Without.IsNoWorseThan(one.Whole)).Select(one => $"without {one.Refused}: {one.Without.FirstLine}").ToList();
        Assert.True(misled.Count <= all.Count * (1 - Right), string.Join('\n', misled));
        var slowed = all.Where(one => one.Late.WasSlowed).ToList();
        Assert.InRange(slowed.Count, all.Count / 2, all.Count);
        Assert.Empty(slowed.Where(one => one.Late is { Outage.IsWell: true, IsWell: false }).Select(one => $"slow {one.Slow}: {one.Late.FirstLine}"));
        var late = slowed.Where(one => !one.Late.IsNoWorseThan(one.Whole)).Select(one => $"slow {one.Slow}: {one.Late.FirstLine}").ToList();
        Assert.True(late.Count <= slowed.Count * (1 - Right), string.Join('\n', late));
    }

    [Fact]
    public async Task What_goes_wrong_beside_Redis_is_named_with_its_subject_and_its_first_step()
    {
        await using var outside = await OutsideOutages.StartAsync();
        await using var run = await GalleryRun.StartAsync(outside.Settings);
        var judged = new List<Judged>();
        foreach (var outage in outside.All)
        {
            judged.Add(await run.PlayAsync(outage, null, TestRedis.Token));
        }

        output.WriteLine(string.Join('\n', judged.Select(one => Line(one, one.IsRight, "", one.OffersFirstStep ? "" : $"  WITHOUT {one.Outage.FirstStep}"))));
        Assert.All(judged, one => Assert.True(one.IsRight, one.FirstLine));
        Assert.All(judged, one => Assert.True(one.OffersFirstStep, $"{one.Outage.Name} does not offer its first step"));
    }

    private static string Line(Judged one, bool isRight, string without, string rest) => string.Create(
        CultureInfo.InvariantCulture,
        $"{(isRight ? "right" : "WRONG"),-6} {one.Took.TotalSeconds,5:0.0} s  {one.Outage.Name,-22} {without,-22} {one.FirstLine}{rest}");

    [Fact]
    public void The_gallery_is_large_enough_and_each_has_a_name_of_its_own()
    {
        Assert.InRange(Gallery.All.Count(outage => !outage.IsWell), 50, 200);
        Assert.InRange(Gallery.All.Count(outage => outage.IsWell), 10, 100);
        Assert.Equal(Gallery.All.Count, Gallery.All.Select(outage => outage.Name).Distinct(StringComparer.OrdinalIgnoreCase).Count());
        Assert.All(Gallery.All, outage => Assert.Contains(outage.Target, StageTargets.Names));
    }
}

[CollectionDefinition(nameof(Alone), DisableParallelization = true)]
public sealed class Alone;
