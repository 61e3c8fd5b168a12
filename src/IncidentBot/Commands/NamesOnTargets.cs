using System.Collections.Concurrent;
using IncidentBot.Actions;
using IncidentBot.Execution;
using IncidentBot.Words;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Commands;

/// <summary>Names that only a target knows, such as those of its queues. Read while somebody types.</summary>
/// <param name="System">Of whose commands: <c>rq</c>.</param>
/// <param name="Parameter">The parameter that takes one: <c>queue</c>.</param>
/// <param name="ReadAsync">Given the name of a target.</param>
public sealed record NameSource(string System, string Parameter, Func<string, CancellationToken, Task<IReadOnlyList<string>>> ReadAsync);

public sealed record NameOnTarget(string Name, string Target);

/// <summary>
/// What the <see cref="NameSource"/>s of all targets know, as it was read a moment ago. A target is asked by one reader at a time and not
/// again for a while, whatever is typed meanwhile and however it answered, and nobody waits long: what comes late is there for the next letter.
/// </summary>
public sealed partial class NamesOnTargets(
    IEnumerable<NameSource> sources, TargetCatalogue targets, Redactor redactor, TimeProvider time, ILogger<NamesOnTargets> log)
{
    /// <summary>Of one target; whoever has more queues types the name.</summary>
    public const int MostKept = 1000;

    public const int MostTargets = 8;
    private const int LongestName = 100;

    /// <summary>About the time in which a list that opens still seems to come at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromMilliseconds(150);
    private static readonly TimeSpan LongestRead = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan Fresh = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan PauseAfterFailure = TimeSpan.FromSeconds(5);

    private readonly ConcurrentDictionary<(NameSource Source, string Target), Shelf> shelves = new();

    public async Task<IReadOnlyList<NameOnTarget>> OfAsync(string system, string parameter, CancellationToken ct)
    {
        if (sources.FirstOrDefault(source => source.System == system && source.Parameter == parameter) is not { } source)
        {
            return [];
        }

        var read = await Task.WhenAll(targets.Of(system).Take(MostTargets).Select(target => OnAsync(source, target.Name, ct)));
        return [.. read.SelectMany(names => names)];
    }

    private async Task<IReadOnlyList<NameOnTarget>> OnAsync(NameSource source, string target, CancellationToken ct)
    {
        var shelf = shelves.GetOrAdd((source, target), _ => new Shelf());
        Task reading;
        lock (shelf)
        {
            if (shelf.Reading.IsCompleted && (shelf.ReadAt is not { } at || time.GetElapsedTime(at) >= shelf.Pause))
            {
                // Not the caller's token: what was typed on has given up on the answer, and the next letter needs it.
                shelf.Reading = Task.Run(() => ReadAsync(source, target, shelf), CancellationToken.None);
            }

            reading = shelf.Names is null ? shelf.Reading : Task.CompletedTask;
        }

        try
        {
            await reading.WaitAsync(Patience, time, ct);
        }
        catch (TimeoutException)
        {
            // The target hangs, or has much to look through.
        }

        return shelf.Names ?? [];
    }

    private async Task ReadAsync(NameSource source, string target, Shelf shelf)
    {
        using var limit = new CancellationTokenSource(LongestRead, time);
        var pause = PauseAfterFailure;
        try
        {
            var names = await source.ReadAsync(target, limit.Token).WaitAsync(limit.Token);
            shelf.Names = [.. names.Where(CanBeTyped).Take(MostKept).Select(name => new NameOnTarget(name, target))];
            pause = Fresh;
        }
        catch (Exception e)
        {
            // Whatever it was: the commands say what is wrong with a target, and completion has nothing to say about it.
            LogNotRead(e, source.Parameter, source.System, target);
        }
        finally
        {
            lock (shelf)
            {
                (shelf.ReadAt, shelf.Pause) = (time.GetTimestamp(), pause);
            }
        }
    }

    /// <summary>As one word, and as it is shown: nothing in it is hidden or has to be.</summary>
    private bool CanBeTyped(string name) =>
        name.Length is > 0 and <= LongestName
        && !name.Any(letter => char.IsWhiteSpace(letter) || char.IsControl(letter))
        && !Invisible.IsIn(name)
        && CommandReader.Split(name) is [var word] && word == name
        && redactor.Clean(name) == name;

    [LoggerMessage(Level = LogLevel.Debug, Message = "The {Parameter} names of {System} target {Target} were not read for completion")]
    private partial void LogNotRead(Exception e, string parameter, string system, string target);

    private sealed class Shelf
    {
        /// <summary>Null until it was read once.</summary>
        public volatile IReadOnlyList<NameOnTarget>? Names;

        public Task Reading { get; set; } = Task.CompletedTask;

        public long? ReadAt { get; set; }

        public TimeSpan Pause { get; set; }
    }
}
