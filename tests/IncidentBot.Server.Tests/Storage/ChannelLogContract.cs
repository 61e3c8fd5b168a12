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
            Assert.Contains(message.Channel, await Log.ChannelsAsync(message.Channel.Platform, Ct));
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
        Assert.Equal([incident, General], await Log.ChannelsAsync("local", Ct));

        await AddAsync(Message("4"));
        Assert.Equal([General, incident], await Log.ChannelsAsync("local", Ct));
        Assert.Empty(await Log.ChannelsAsync("slack", Ct));
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
