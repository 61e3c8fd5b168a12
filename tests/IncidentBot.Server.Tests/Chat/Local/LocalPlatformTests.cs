using IncidentBot.Chat;
using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Local;

public sealed class LocalPlatformTests
{
    private static readonly ChannelRef General = LocalChannels.Ref("general");

    private readonly InMemoryChannelLog log = new(new InMemoryWakeUp());
    private readonly LocalPlatform platform;

    public LocalPlatformTests() => platform = new LocalPlatform(log, TimeProvider.System);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_repeated_delivery_is_one_message()
    {
        var first = await platform.PostAsync(General, new Card("one"), new("17"), Ct);
        var second = await platform.PostAsync(General, new Card("one"), new("17"), Ct);
        Assert.Equal(first, second);
        Assert.Single(log.All);
    }

    [Fact]
    public async Task An_update_changes_the_message_in_place()
    {
        var id = await platform.PostAsync(General, new Card("one"), new("17"), Ct);
        await platform.UpdateAsync(General, id, new Card("two"), Ct);
        Assert.Equal("two", Assert.Single(log.All).Card.Title);
    }

    [Fact]
    public async Task Updating_a_message_that_is_gone_fails_for_good()
    {
        var e = await Assert.ThrowsAsync<DeliveryException>(() => platform.UpdateAsync(General, "bot-99", new Card("two"), Ct));
        Assert.True(e.Permanent);
    }

    [Fact]
    public async Task What_is_said_in_a_thread_names_the_message_above_and_is_there_once()
    {
        var above = await platform.PostAsync(General, new Card("The announcement"), new("17"), Ct);
        await platform.PostUnderAsync(General, above, new Card("News"), new("18"), Ct);
        await platform.PostUnderAsync(General, above, new Card("News"), new("18"), Ct);

        Assert.Equal([null, above], log.All.Select(message => message.Under));
    }

    [Fact]
    public async Task A_reply_is_for_the_person_who_asked()
    {
        await platform.ReplyAsync(new ReplyAddress(General, LocalPeople.AccountOf(LocalPeople.Grace), null), new Card("you"), new("18"), Ct);
        Assert.Equal(LocalPeople.Grace.Id, Assert.Single(log.All).OnlyFor);
    }

    [Fact]
    public async Task Who_is_told_something_reads_it_alone_in_the_channel_that_everybody_has()
    {
        await platform.NoticeAsync(LocalPeople.AccountOf(LocalPeople.Grace), new Card("you"), new("19"), Ct);

        var message = Assert.Single(log.All);
        Assert.Equal((General, LocalPeople.Grace.Id), (message.Channel, message.OnlyFor));
    }

    [Theory]
    [InlineData(7, "Redis out of memory", "inc-7-redis-out-of-memory")]
    [InlineData(42, "  Redis: OOM!! (primary) ", "inc-42-redis-oom-primary")]
    [InlineData(8, "Publishing and notifications are delayed everywhere", "inc-8-publishing-and-notifications-are")]
    [InlineData(9, "Очередь стоит", "inc-9")]
    [InlineData(10, "x9999999999999999999999999999999999999999999999", "inc-10")]
    public void An_incident_has_a_channel_named_after_it(int number, string title, string expected)
    {
        var channel = platform.ChannelFor(number, title, General);
        Assert.Equal(LocalChannels.Ref(expected), channel);
        Assert.True(LocalChannels.IsName(channel.ChannelId));
        Assert.True(channel.ChannelId.Length <= 40);
        Assert.Equal(number, LocalChannels.IncidentNumber(channel.ChannelId));
    }

    [Fact]
    public void Channels_keep_their_places()
    {
        Assert.Equal(
            ["general", "inc-10-b", "inc-9-a", "alerts", "inc-x"],
            LocalChannels.InOrder(["inc-9-a", "alerts", "inc-10-b", "general", "inc-x", "inc-9-a"]));
    }

    [Fact]
    public void Both_people_may_do_everything_and_are_two_humans()
    {
        var directory = new PeopleDirectory(LocalPeople.All);
        foreach (var person in LocalPeople.All)
        {
            Assert.Same(person, directory.Resolve(LocalPeople.AccountOf(person), "someone"));
            Assert.True(person is { Listed: true } && person.May(Permissions.Observe | Permissions.Respond | Permissions.Approve));
        }

        Assert.NotEqual(LocalPeople.Ada.Id, LocalPeople.Grace.Id);
    }
}
