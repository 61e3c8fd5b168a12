using System.Globalization;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Rounds;

/// <summary>
/// What is said while a clock is moved, line by line with its time: on all replicas there are. Each appointment is carried out by every
/// one of them, as when the claim of one runs out while it works.
/// </summary>
internal sealed class HeardOnTheClock(IncidentRoom first)
{
    private List<IncidentRoom> replicas = [first];
    private int heard;

    /// <summary>For example <c>03:15 ops: INC-1 P0 still Mitigating, 15 min</c>; of what one person is told alone with their name.</summary>
    public List<string> Lines { get; } = [];

    /// <summary>Any of them: what one decides the others find in the store.</summary>
    public IncidentRoom Room => replicas[0];

    /// <summary>All that worked until now are gone, and these many begin with nothing but the store.</summary>
    public void Restart(int count)
    {
        var checks = Room.Checks.Results["memory"];
        replicas = [.. Enumerable.Range(0, count).Select(_ => new IncidentRoom(before: Room))];
        CheckPasses(checks);
    }

    public void CheckPasses(bool passes) => replicas.ForEach(replica => replica.Checks.Results["memory"] = passes);

    /// <summary>Something that people do.</summary>
    public async Task DoAsync(Func<IncidentRoom, Task> what)
    {
        await what(Room);
        Hear();
        await CarryOutAsync();
    }

    /// <summary>Lets time go by until so many minutes after the opening.</summary>
    public async Task UntilAsync(double minutes)
    {
        var end = Some.Night.AddMinutes(minutes);
        while (Room.Store.Schedule.Waiting is [var next, ..] && next.DueAt <= end)
        {
            Advance(next.DueAt);
            await CarryOutAsync();
        }

        Advance(end);
    }

    private void Advance(DateTimeOffset to)
    {
        if (to > Room.Time.GetUtcNow())
        {
            Room.Time.Advance(to - Room.Time.GetUtcNow());
        }
    }

    private async Task CarryOutAsync()
    {
        while (await Room.Store.Schedule.ClaimAsync(Room.Time.GetUtcNow(), Room.Time.GetUtcNow().AddMinutes(1), default) is { } item)
        {
            foreach (var replica in replicas)
            {
                await replica.Due.CarryOutAsync(item, default);
            }

            Hear();
        }
    }

    private void Hear()
    {
        foreach (var message in Room.Store.Said.Skip(heard))
        {
            var line = message switch
            {
                Outgoing.Post post => $"{post.In.ChannelId}: {PlainText.Render(new Card(post.Card.Title))}",
                Outgoing.Notice notice => $"{notice.To.UserId}: {notice.Card.Title}",
                _ => null,
            };
            if (line is not null)
            {
                Lines.Add($"{Room.Time.GetUtcNow().ToString("HH:mm", CultureInfo.InvariantCulture)} {line}");
            }
        }

        heard = Room.Store.Said.Count;
    }
}
