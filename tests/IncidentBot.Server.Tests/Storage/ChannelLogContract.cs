using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Server.Tests.Storage;

public abstract class ChannelLogContract(TestStore store) : StoreContract(store)
{
    private static readonly ChannelRef General = new("local", "", "general");
    private static readonly PersonId Bob = new("bob");

    private IChannelLog Log => Here.GetRequiredService<IChannelLog>();

    private static ChannelMessage Message(string id, ChannelRef? channel = null, PersonId? onlyFor = null) =>
        new(id, channel ?? General, Some.Now, Some.Ada, onlyFor, new Card($"title of {id}"), Revision: 77);

    private async Task<IEnumerable<string>> IdsAsync(PersonId reader, long after = 0, int limit = 100) =>
        (await Log.ReadAsync(General, reader, after, limit, Ct)).Select(message => message.Id);

    private async Task AddAsync(params ChannelMessage[] messages)
    {
        foreach (var message in messages)
        {
            await Log.AddAsync(message, Ct);
        }
    }

    [Fact]
    public async Task Any_message_comes_back_as_it_was_added()
    {
        for (var seed = 0; seed < 60; seed++)
        {
            var some = new Some(seed);
            var message = some.AnyPosted(some.Channel());
            await AddAsync(message);

            var stored = (await Log.ReadAsync(message.Channel, Bob, 0, 100, Ct)).Single(other => other.Id == message.Id);
            Assert.Equivalent(message with { Revision = stored.Revision }, stored, strict: true);
            Assert.Contains(message.Channel, await ChannelsAsync(message.Channel.Platform));
        }
    }

    [Fact]
    public async Task A_message_is_added_once()
    {
        await AddAsync(Message("a"), Message("a") with { Card = new Card("other") }, Message("a", Some.Other));

        Assert.Equal("title of a", Assert.Single(await Log.ReadAsync(General, Bob, 0, 100, Ct)).Card.Title);
        Assert.Single(await Log.ReadAsync(Some.Other, Bob, 0, 100, Ct));
    }

    [Fact]
    public async Task An_answer_to_one_person_is_seen_by_them_alone()
    {
        await AddAsync(Message("all"), Message("for ada", onlyFor: Some.Ada));

        Assert.Equal(["all", "for ada"], await IdsAsync(Some.Ada));
        Assert.Equal(["all"], await IdsAsync(Bob));
    }

    [Fact]
    public async Task An_update_raises_the_revision_and_keeps_the_place()
    {
        await AddAsync(Message("a"), Message("b"));
        var seen = (await Log.ReadAsync(General, Bob, 0, 100, Ct)).Max(message => message.Revision);

        Assert.True(await Log.UpdateAsync(General, "a", new Card("new"), Ct));

        var changed = Assert.Single(await Log.ReadAsync(General, Bob, seen, 100, Ct));
        Assert.Equal(("a", "new"), (changed.Id, changed.Card.Title));
        Assert.True(changed.Revision > seen);
        Assert.Equal(["a", "b"], await IdsAsync(Bob));
    }

    [Fact]
    public async Task What_is_not_there_cannot_be_updated()
    {
        await AddAsync(Message("a"));

        Assert.False(await Log.UpdateAsync(General, "b", new Card("new"), Ct));
        Assert.False(await Log.UpdateAsync(Some.Other, "a", new Card("new"), Ct));
    }

    [Fact]
    public async Task A_page_is_the_newest_messages_in_the_order_they_were_posted()
    {
        await AddAsync(Message("a"), Message("b"), Message("for ada", onlyFor: Some.Ada), Message("c"));

        Assert.Equal(["b", "c"], await IdsAsync(Bob, limit: 2));
        Assert.Empty(await IdsAsync(Bob, after: long.MaxValue));
    }

    [Fact]
    public async Task Channels_come_with_the_one_spoken_in_last_first()
    {
        var incident = new ChannelRef("local", "", "inc-1");
        await AddAsync(Message("1"), Message("2", incident), Message("3", Some.Other));
        Assert.Equal([incident, General], await ChannelsAsync("local"));

        await AddAsync(Message("4"));
        Assert.Equal([General, incident], await ChannelsAsync("local"));
        Assert.Empty(await ChannelsAsync("slack"));
    }

    [Fact]
    public async Task A_page_of_channels_begins_behind_the_one_before()
    {
        await AddAsync([.. Enumerable.Range(1, 7).Select(n => Message($"{n}", new ChannelRef("local", "", $"c{n}")))]);

        var first = await Log.ChannelsAsync("local", long.MaxValue, 3, Ct);
        var second = await Log.ChannelsAsync("local", first[^1].LastPosition, 3, Ct);
        Assert.Equal(["c7", "c6", "c5", "c4", "c3", "c2"], first.Concat(second).Select(one => one.Channel.ChannelId));
    }

    [Fact]
    public async Task The_channels_of_open_incidents_are_those_of_the_newest_that_have_a_message()
    {
        foreach (var number in Enumerable.Range(1, 4))
        {
            var channel = new ChannelRef("local", "", $"inc-{number}");
            await CommitAsync(new Changes
            {
                Incident = Some.Incident(channel) with { Number = number, State = number == 2 ? IncidentState.Closed : IncidentState.Assessing },
            });
        }

        await AddAsync([.. Enumerable.Range(1, 3).Select(n => Message($"{n}", new ChannelRef("local", "", $"inc-{n}")))]);

        Assert.Equal(["inc-1", "inc-3"], await OpenAsync(10));
        Assert.Equal(["inc-3"], await OpenAsync(2));

        async Task<IEnumerable<string>> OpenAsync(int limit) =>
            (await Log.OpenChannelsAsync("local", limit, Ct)).Select(one => one.Channel.ChannelId).Order();
    }

    [Fact]
    public async Task Messages_are_read_backwards_by_page()
    {
        await AddAsync(Message("a"), Message("b"), Message("for ada", onlyFor: Some.Ada), Message("c"), Message("d"));
        await Log.UpdateAsync(General, "a", new Card("new"), Ct);

        Assert.Equal(["b", "c"], await BeforeAsync("d", 2));
        Assert.Equal(["a"], await BeforeAsync("b", 2));
        Assert.Empty(await BeforeAsync("a", 2));
        Assert.Empty(await BeforeAsync("forgotten", 2));

        async Task<IEnumerable<string>> BeforeAsync(string id, int limit) =>
            (await Log.ReadBeforeAsync(General, Bob, id, limit, Ct)).Select(message => message.Id);
    }

    private async Task<IEnumerable<ChannelRef>> ChannelsAsync(string platform) =>
        (await Log.ChannelsAsync(platform, long.MaxValue, 100, Ct)).Select(one => one.Channel);

    [Fact]
    public async Task The_earliest_messages_are_those_that_were_posted_first()
    {
        await AddAsync(Message("for ada", onlyFor: Some.Ada), Message("a"), Message("b"), Message("c"));
        Assert.True(await Log.UpdateAsync(General, "a", new Card("new"), Ct));

        Assert.Equal(["a", "b"], (await Log.EarliestAsync(General, Bob, 2, Ct)).Select(message => message.Id));
        Assert.Equal(["for ada"], (await Log.EarliestAsync(General, Some.Ada, 1, Ct)).Select(message => message.Id));
    }

    [Fact]
    public async Task What_was_posted_is_told_by_channel_to_those_who_may_see_it_and_an_update_is_no_post()
    {
        var incident = new ChannelRef("local", "", "inc-1");
        await AddAsync(Message("1"), Message("2", incident), Message("3", Some.Other));
        var first = await Log.PostedAsync("local", Bob, 0, 10, Ct);
        Assert.Equal([incident, General], first.Select(posted => posted.Channel));
        Assert.Equal([incident], (await Log.PostedAsync("local", Bob, first[1].LastPosition, 10, Ct)).Select(posted => posted.Channel));

        await Log.UpdateAsync(General, "1", new Card("new"), Ct);
        await AddAsync(Message("for ada", onlyFor: Some.Ada));
        Assert.Empty(await Log.PostedAsync("local", Bob, first[0].LastPosition, 10, Ct));
        Assert.Equal([General], (await Log.PostedAsync("local", Some.Ada, first[0].LastPosition, 10, Ct)).Select(posted => posted.Channel));
    }

    [Fact]
    public async Task A_reader_who_asks_for_what_is_new_misses_nothing()
    {
        var writing = ParallelAsync(20, async (replica, n) =>
        {
            var log = replica.GetRequiredService<IChannelLog>();
            await log.AddAsync(Message($"{n}"), Ct);
            return await log.UpdateAsync(General, $"{n}", new Card("done"), Ct);
        });
        var seen = new Dictionary<string, ChannelMessage>();
        var last = 0L;
        while (seen.Count < 20 || seen.Values.Any(message => message.Card.Title != "done"))
        {
            foreach (var message in await Log.ReadAsync(General, Bob, last, 100, Ct))
            {
                seen[message.Id] = message;
                last = Math.Max(last, message.Revision);
            }

            Ct.ThrowIfCancellationRequested();
        }

        Assert.All(await writing, Assert.True);
    }
}
