using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Tests.Support;

public sealed class InMemoryStoreTests
{
    private readonly InMemoryStore store = new();
    private readonly FakeTimeProvider time = new(Some.Night);

    [Fact]
    public async Task A_stale_incident_writes_nothing_at_all()
    {
        var incident = Some.Incident();
        Assert.Equal(CommitResult.Committed, await Commit(new Changes { Incident = incident }));

        var again = await Commit(new Changes { Incident = incident, Say = [new Outgoing.Post(Some.Channel, Card.Say("no"))], Consumes = "k" });

        Assert.Equal(CommitResult.Stale, again);
        Assert.Empty(store.Said);
        Assert.Equal(CommitResult.Committed, await Commit(new Changes { Consumes = "k" }));
    }

    [Fact]
    public async Task A_request_is_consumed_once()
    {
        Assert.Equal(CommitResult.Committed, await Commit(new Changes { Consumes = "k" }));
        Assert.Equal(CommitResult.AlreadyDone, await Commit(new Changes { Consumes = "k" }));
    }

    [Fact]
    public async Task Waiting_refreshes_of_one_subject_are_one_and_one_asked_for_meanwhile_stays()
    {
        var refresh = new Outgoing.Refresh(Some.Channel, new LiveSubject(LiveSubject.Incident, Guid.Empty));
        await Commit(new Changes { Say = [refresh] });
        await Commit(new Changes { Say = [refresh] });
        var first = await Claim();
        await Commit(new Changes { Say = [refresh] });
        await store.Outbox.CompleteAsync(first!, default);

        var second = await Claim();
        await store.Outbox.CompleteAsync(second!, default);

        Assert.Equal((2, 3), (first!.Generation, second!.Generation));
        Assert.Null(await Claim());
    }

    [Fact]
    public async Task A_channel_waits_for_its_retry_and_others_do_not()
    {
        var elsewhere = Some.Channel with { ChannelId = "other" };
        await Commit(new Changes { Say = [Post(Some.Channel, "1"), Post(Some.Channel, "2"), Post(elsewhere, "3")] });
        var first = await Claim();
        await store.Outbox.RetryAsync(first!, time.GetUtcNow().AddMinutes(1), "no", mayHaveArrived: true, default);

        Assert.Equal(Post(elsewhere, "3").Channel, (await Claim())!.Message.Channel);
        Assert.Null(await Claim());
        time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(2, (await Claim())!.Attempt);
    }

    [Fact]
    public async Task An_appointment_is_replaced_by_one_of_the_same_key_and_completed_once()
    {
        var appointment = new Appointment("soak:INC-1", AppointmentKind.Soak, Guid.Empty, time.GetUtcNow());
        await Commit(new Changes { Schedule = [appointment] });
        var old = await store.Schedule.ClaimAsync(time.GetUtcNow(), time.GetUtcNow().AddMinutes(1), default);
        await Commit(new Changes { Schedule = [appointment] });
        var current = await store.Schedule.ClaimAsync(time.GetUtcNow(), time.GetUtcNow().AddMinutes(1), default);

        Assert.Equal(CommitResult.AlreadyDone, await Commit(new Changes { Completes = old!.Id }));
        Assert.Equal(CommitResult.Committed, await Commit(new Changes { Completes = current!.Id }));
        Assert.Equal(CommitResult.AlreadyDone, await Commit(new Changes { Completes = current.Id }));
    }

    [Fact]
    public async Task Messages_of_one_account_are_taken_in_order()
    {
        await store.Inbox.AddAsync(Message("1", "ada"), default);
        await store.Inbox.AddAsync(Message("2", "ada"), default);
        await store.Inbox.AddAsync(Message("3", "grace"), default);

        Assert.Equal(("1", "3", null), (await ClaimInbox(), await ClaimInbox(), await ClaimInbox()));
        await Commit(new Changes { Consumes = "1" });
        Assert.Equal("2", await ClaimInbox());
    }

    private static Outgoing.Post Post(ChannelRef channel, string text) => new(channel, Card.Say(text));

    private InboxMessage Message(string key, string user) =>
        new(key, new Account("local", "demo", user), user, Some.Channel, "/help", null, time.GetUtcNow());

    private Task<CommitResult> Commit(Changes changes) => store.CommitAsync(changes, default);

    private Task<OutboxItem?> Claim() => store.Outbox.ClaimAsync(time.GetUtcNow(), time.GetUtcNow().AddMinutes(1), default);

    private async Task<string?> ClaimInbox() => (await store.Inbox.ClaimAsync(time.GetUtcNow(), time.GetUtcNow().AddMinutes(1), default))?.Message.Key;
}
