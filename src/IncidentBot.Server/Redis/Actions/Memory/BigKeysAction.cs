using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Redis.Info;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Memory;

/// <summary>What redis-cli --bigkeys should have been: by bytes, in a fraction of its time, and without disturbing others.</summary>
internal sealed class BigKeysAction(RedisTargets targets, BigKeys bigKeys) : RedisRead(targets)
{
    private const int UsualCount = 10;
    private const int Most = 50;
    private const int LongestName = 64;

    private static readonly TimeSpan Budget = TimeSpan.FromSeconds(15);

    public override ActionDefinition Definition { get; } = new(
        new ActionId("redis.big-keys"),
        Risk.Observe,
        "Finds the largest keys by bytes, with type and time to live")
    {
        Parameters =
        [
            new Parameter("count", $"how many to show, {UsualCount} unless named", "10")
            {
                Check = value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var count) && count is >= 1 and <= Most
                    ? null
                    : $"is not a number from 1 to {Most}.",
            },
            WholeKeys.Parameter,
        ],
        TimeLimit = Budget + TimeSpan.FromSeconds(10),
    };

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var count = int.Parse(call.Find("count") ?? $"{UsualCount}", CultureInfo.InvariantCulture);

        var isWhole = WholeKeys.AreAsked(call);

        // A connection of its own, so that nobody else's command waits behind a page.
        await using var session = await target.OpenAsync(ct);
        var found = await bigKeys.FindAsync(session, count, Budget, ct);
        return new ActionReport(found.Keys is [var first, ..]
            ? $"{target.Name}: the largest key holds {Figures.Bytes(first.Bytes)}: {ShownCommand.Key(first.Name)}"
            : $"{target.Name} holds no keys", Healthy: true)
        {
            NotSeen = [.. found.Keys.Select(key => key.Refusal).OfType<string>().Distinct().Take(2).Select(refusal => $"Not all is known of them: {refusal}")],
            Evidence =
            [
                .. found.Keys.Select(key => $"{Figures.Bytes(key.Bytes),8}  {key.Type,-6}  "
                    + $"{(key.ExpiresIn is { } left ? $"expires in {Duration.Words(left)}"
                        : key.Refusal is null ? "never expires" : "may expire")}  {(isWhole ? Name(key.Name) : ShownCommand.Key(key.Name))}"),
                .. found.Keys.Count > 0 && !isWhole ? [WholeKeys.Hint($"redis big-keys {count} whole", target)] : Array.Empty<string>(),
                found.Complete
                    ? $"All {Figures.Count(found.Seen)} keys were weighed in {found.Elapsed.TotalSeconds:0.0} s; collections by a sample of their elements."
                    : $"Stopped after {found.Elapsed.TotalSeconds:0} s: {Figures.Count(found.Seen)} of "
                        + $"{Figures.Count(found.DatabaseSize)} keys ({Figures.Percent(found.Seen / (double)found.DatabaseSize)}) were "
                        + "weighed. There may be larger ones.",
            ],
            Readings = Reading.Known(
                Reading.Bytes("largest_key", found.Keys.Count > 0 ? found.Keys[0].Bytes : null),
                Reading.Count("keys_weighed", found.Seen),
                Reading.Count("keys", found.DatabaseSize),
                Reading.Seconds("scan_time", found.Elapsed)),
        };
    }

    private static string Name(string key) => OneLine.Of(Printable.Marked(key), LongestName);
}
