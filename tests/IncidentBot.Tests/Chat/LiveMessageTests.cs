using IncidentBot.Chat;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Chat;

/// <summary>One living message for each incident and each run, in each channel.</summary>
public sealed class LiveMessageTests
{
    private readonly DeliveryRig rig = new();

    [Fact]
    public async Task The_first_refresh_posts_and_later_ones_update_it()
    {
        await RefreshedAsync();
        Assert.Equal(["post ops: INC-1  P0  DECLARED  0 s"], rig.Platform.Calls);

        await RefreshedAsync(() => rig.Chat.TypeAsync(Some.Ada, "/incident ack"));

        Assert.Equal("update message-1: INC-1  P0  DECLARED  0 s", rig.Platform.Calls.Last(call => call.Contains("INC-1  P0", StringComparison.Ordinal)));
        Assert.Single(rig.Platform.Calls, call => call.StartsWith("post ops: INC-1  P0", StringComparison.Ordinal));
    }

    [Fact]
    public async Task There_is_no_card_of_what_does_not_exist() =>
        Assert.Null(await rig.Chat.Live.DrawAsync(new LiveSubject(LiveSubject.Incident, Guid.Empty), Some.Channel, default));

    [Fact]
    public async Task Where_the_incident_has_left_a_channel_its_cards_say_so_and_nothing_on_them_can_be_pressed()
    {
        var elsewhere = new ChannelRef("slack", "T1", "C1");
        await rig.Chat.InAsync(IncidentState.Mitigating);
        await rig.Chat.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        var (incident, run) = (rig.Chat.Room.Incident, await rig.Chat.RunAsync());
        foreach (var subject in (LiveSubject[])[new(LiveSubject.Incident, incident.Id.Value), new(LiveSubject.Run, run.Id.Value)])
        {
            var here = (await rig.Chat.Live.DrawAsync(subject, Some.Channel, default))!;
            var there = (await rig.Chat.Live.DrawAsync(subject, elsewhere, default))!;

            Assert.NotEmpty(here.Buttons);
            Assert.DoesNotContain("No longer kept up to date", PlainText.Render(here), StringComparison.Ordinal);
            Assert.Empty(there.Buttons);
            Assert.EndsWith("No longer kept up to date here. INC-1 goes on in ops.", PlainText.Render(there), StringComparison.Ordinal);
            Assert.Equal(here.Title, there.Title);
        }
    }

    [Fact]
    public async Task It_is_drawn_when_it_is_sent_so_that_waiting_refreshes_are_one()
    {
        await rig.Chat.InAsync(IncidentState.Declared);
        await rig.Chat.TypeAsync(Some.Ada, "/incident severity P2");
        await rig.Chat.TypeAsync(Some.Ada, "/incident severity P1");

        await rig.DeliverAllAsync();

        Assert.Equal(["post ops: INC-1  P1  DECLARED  0 s"], rig.Platform.Calls.Where(call => call.Contains("DECLARED", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task One_that_somebody_deleted_is_posted_anew_and_updated_from_then_on()
    {
        await RefreshedAsync();
        rig.Platform.Fails = call => call == "update" ? new DeliveryException("message_not_found", permanent: true) : null;
        await RefreshedAsync();
        rig.Platform.Fails = _ => null;
        rig.Platform.Calls.Clear();

        await RefreshedAsync();

        Assert.Equal(["update message-2: INC-1  P0  DECLARED  0 s"], rig.Platform.Calls);
    }

    [Fact]
    public async Task One_that_could_not_be_updated_for_now_is_not_posted_twice()
    {
        await RefreshedAsync();
        rig.Platform.Fails = call => call == "update" ? new DeliveryException("Too many requests.", permanent: false) : null;
        rig.Platform.Calls.Clear();

        await RefreshedAsync();

        Assert.Equal(["update message-1: INC-1  P0  DECLARED  0 s"], rig.Platform.Calls);
        Assert.Equal(1, await rig.SecondsUntilDueAsync());
    }

    [Fact]
    public async Task One_that_may_be_there_as_it_was_is_the_same_when_it_was_asked_for_again_and_is_brought_up_to_date()
    {
        rig.Platform.Fails = _ => new DeliveryException("It did not answer.", permanent: false);
        await RefreshedAsync();
        rig.Platform.Fails = _ => null;
        await rig.Chat.TypeAsync(Some.Ada, "/incident severity P2");
        rig.Chat.Room.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.DeliverAllAsync();

        var card = rig.Platform.Deliveries[0].Id;
        Assert.Equal([new(card), new(card, Some.Night)], rig.Platform.Deliveries.Where(delivery => delivery.Id == card));
        Assert.Single(rig.Platform.Calls, call => call.StartsWith("update message-2: INC-1  P2", StringComparison.Ordinal));
    }

    [Fact]
    public async Task One_that_takes_the_place_of_a_deleted_one_is_not_taken_for_it()
    {
        await RefreshedAsync();
        var first = rig.Platform.Deliveries[0].Id;
        rig.Platform.Fails = call => call == "update" ? new DeliveryException("message_not_found", permanent: true) : null;
        await RefreshedAsync();

        Assert.EndsWith("-for-message-1", rig.Platform.Deliveries[^1].Id, StringComparison.Ordinal);
        Assert.NotEqual(first, rig.Platform.Deliveries[^1].Id);
    }

    [Fact]
    public async Task When_the_channel_is_gone_too_it_is_put_aside()
    {
        await RefreshedAsync();
        rig.Platform.Fails = _ => new DeliveryException("channel_not_found", permanent: true);

        await RefreshedAsync();

        Assert.Equal("channel_not_found", Assert.Single(rig.Outbox.Abandoned).Error);
    }

    [Fact]
    public async Task A_run_has_its_own()
    {
        await rig.Chat.TypeAsync(Some.Ada, "/redis trim rl:*");
        await rig.DeliverAllAsync();
        await rig.Chat.TypeAsync(Some.Ada, "/run cancel R-1");
        await rig.DeliverAllAsync();

        Assert.Equal(
            [
                "post ops: R-1  /redis trim rl:* on primary",
                "reply ada: R-1 is planned",
                "reply ada: R-1 cancelled by Ada before it started",
                "update message-1: R-1  /redis trim rl:* on primary",
            ],
            rig.Platform.Calls);
    }

    [Theory]
    [InlineData(LiveSubject.Incident)]
    [InlineData(LiveSubject.Run)]
    [InlineData("weather")]
    public async Task What_does_not_exist_is_not_shown_and_not_waited_for(string kind)
    {
        await rig.SayAsync(new Outgoing.Refresh(Some.Channel, new LiveSubject(kind, Guid.NewGuid())));

        await rig.DeliverAllAsync();

        Assert.Empty(rig.Platform.Calls);
        Assert.Empty(rig.Outbox.Abandoned);
        Assert.Equal(-1, await rig.SecondsUntilDueAsync());
    }

    /// <summary>Delivers a refresh of the one incident, after what was done to it.</summary>
    private async Task RefreshedAsync(Func<Task>? deed = null)
    {
        if (await rig.Chat.Store.Incidents.FindAsync(1, default) is null)
        {
            await rig.Chat.InAsync(IncidentState.Declared);
            await rig.DeliverAllAsync();
            rig.Platform.Calls.RemoveAll(call => call.StartsWith("reply", StringComparison.Ordinal));
            return;
        }

        if (deed is not null)
        {
            await deed();
        }

        await rig.SayAsync(new Outgoing.Refresh(Some.Channel, new LiveSubject(LiveSubject.Incident, rig.Chat.Room.Incident.Id.Value)));
        await rig.DeliverAllAsync();
    }
}
