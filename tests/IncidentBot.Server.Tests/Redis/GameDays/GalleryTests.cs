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
        var waiting = new ConcurrentQueue<Outage>(Gallery.All);
        var judged = new ConcurrentBag<Judged>();
        await Task.WhenAll(Enumerable.Range(0, SideBySide).Select(async _ =>
        {
            await using var run = await GalleryRun.StartAsync();
            while (waiting.TryDequeue(out var outage))
            {
                judged.Add(await run.PlayAsync(outage, TestRedis.Token));
            }
        }));

        var lines = Gallery.All.Select(outage => judged.Single(one => one.Outage == outage)).Select(one => string.Create(
            CultureInfo.InvariantCulture, $"{(one.IsRight ? "right" : "WRONG"),-6} {one.Took.TotalSeconds,5:0.0} s  {one.Outage.Name,-22} {one.FirstLine}"))
                .ToList();
        output.WriteLine(string.Join('\n', lines));
        var wrong = string.Join('\n', lines.Where(line => line.StartsWith("WRONG", StringComparison.Ordinal)));
        Assert.True(judged.Where(one => one.Outage.IsWell).All(one => one.IsRight), wrong);
        Assert.True(judged.Where(one => !one.Outage.IsWell).Average(one => one.IsRight ? 1 : 0) >= Right, wrong);
    }

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
