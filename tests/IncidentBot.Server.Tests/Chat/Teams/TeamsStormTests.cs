using IncidentBot.Chat;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Server.Tests.Chat.Slack;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Server.Tests.Chat.Teams;

/// <summary>Random schedules of what is said and of what goes wrong, by seed; the time is virtual.</summary>
public sealed class TeamsStormTests : IAsyncLifetime
{
    private static readonly ChannelRef Channel = new("teams", FakeTeams.Tenant, FakeTeams.Channel);
    private static readonly ChannelRef[] Rooms =
    [
        Channel with { ChannelId = $"{FakeTeams.Channel};incident=7" },
        Channel with { ChannelId = FakeTeams.PersonalChat(FakeTeams.Alice) },
    ];
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(500);

    private readonly MovableTime time = new();
    private FakeTeams teams = null!;
    private TeamsBot bot = null!;
    private OutboxDelivery delivery = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        teams = await FakeTeams.StartAsync(time);
        bot = await TeamsBot.StartAsync(teams);

        // Only posts are said here, so no card is drawn.
        delivery = new OutboxDelivery(
            [bot.Platform],
            bot.Get<IOutbox>(),
            new LiveCards(null!, null!, null!, null!, bot.Get<IRunStore>(), bot.Get<RunCard>()),
            bot.Get<Redactor>(),
            time,
            NullLogger<OutboxDelivery>.Instance);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await teams.DisposeAsync();
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(4)]
    public async Task Whatever_goes_wrong_nothing_is_lost_and_the_order_of_each_room_is_kept(int seed)
    {
        var random = new Random(seed);
        var said = new List<(ChannelRef Room, string Text)>();
        var answersLost = 0;
        for (var step = 0; step < 200; step++)
        {
            if (random.NextDouble() < 0.2)
            {
                var room = Rooms[random.Next(Rooms.Length)];
                var texts = Enumerable.Range(said.Count, random.Next(1, 6)).Select(number => $"line {number}.").ToList();
                await bot.Get<ILedger>().CommitAsync(new Changes { Say = [.. texts.Select(text => new Outgoing.Post(room, new Card(text)))] }, Ct);
                said.AddRange(texts.Select(text => (room, text)));
            }

            if (random.NextDouble() < 0.3)
            {
                var trouble = Trouble(random);
                answersLost += trouble.Applies ? 1 : 0;
                teams.FailNext(trouble);
            }

            await DeliverAsync();
            time.Now += Step;
        }

        await UntilQuietAsync(TimeSpan.FromHours(1));
        AssertAllSaidInOrder(said, answersLost);
    }

    /// <summary>What the connector documents as worth another try, and answers that are lost before or after the effect.</summary>
    private static FakeTeamsFailure Trouble(Random random) => random.Next(6) switch
    {
        0 => new FakeTeamsFailure(429, RetryAfter: $"{random.Next(1, 20)}"),
        1 => new FakeTeamsFailure(412),
        2 => new FakeTeamsFailure(502),
        3 => new FakeTeamsFailure(504),
        4 => new FakeTeamsFailure(500),
        _ => FakeTeamsFailure.CutAfterTheEffect,
    };

    private async Task DeliverAsync()
    {
        while (await bot.Get<IOutbox>().ClaimAsync(time.Now, time.Now + TimeSpan.FromMinutes(2), Ct) is { } item)
        {
            await delivery.DeliverAsync(item, Ct);
        }
    }

    private async Task UntilQuietAsync(TimeSpan limit)
    {
        var until = time.Now + limit;
        while (await bot.Get<IOutbox>().HasWaitingAsync(Rooms[0], Ct) || await bot.Get<IOutbox>().HasWaitingAsync(Rooms[1], Ct))
        {
            Assert.True(time.Now < until, "messages are still waiting");
            await DeliverAsync();
            time.Now += Step;
        }
    }

    /// <summary>Each line in its room, in order; a line may be there again only right after itself, where its answer was lost, and says so.</summary>
    private void AssertAllSaidInOrder(List<(ChannelRef Room, string Text)> said, int answersLost)
    {
        foreach (var room in Rooms)
        {
            var mine = said.Where(line => line.Room == room).Select(line => line.Text).ToList();
            var seen = teams.Messages.SelectMany(
                message => mine.Where(text => message.Visible.Contains(text, StringComparison.Ordinal)).Select(text => (Text: text, message.Visible))).ToList();
            var once = seen.Where((message, at) => at == 0 || seen[at - 1].Text != message.Text).ToList();
            Assert.Equal(mine, once.Select(message => message.Text));
            Assert.All(seen.Except(once), again => Assert.Contains("This may be here twice", again.Visible, StringComparison.Ordinal));
            answersLost -= seen.Count - once.Count;
        }

        Assert.True(answersLost >= 0, "something was said twice although its answer was not lost");
    }
}
