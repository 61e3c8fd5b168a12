using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Chat;

public sealed class OutboxDeliveryTests
{
    private static readonly Outgoing Hello = new Outgoing.Post(Some.Channel, new Card("Hello"));
    private readonly DeliveryRig rig = new();

    [Fact]
    public async Task Answers_and_posts_arrive_in_the_order_they_were_said()
    {
        await rig.SayAsync(Hello, Some.Request(Some.Ada).Reply(new Card("Done")), Hello);

        await rig.DeliverAllAsync();

        Assert.Equal(["post ops: Hello", "reply ada: Done", "post ops: Hello"], rig.Platform.Calls);
        Assert.Equal([new("out-1"), new("out-2"), new("out-3")], rig.Platform.Deliveries);
    }

    [Theory]
    [InlineData(1, 1)]
    [InlineData(2, 2)]
    [InlineData(5, 16)]
    [InlineData(7, 60)]
    [InlineData(11, 60)]
    public async Task What_did_not_arrive_is_tried_again_after_a_pause_that_grows_to_a_minute(int attempt, int seconds)
    {
        rig.Platform.Fails = _ => new DeliveryException("The network was away.", permanent: false);
        await FailAsync(attempt);

        Assert.InRange(await rig.SecondsUntilDueAsync(), seconds * 3 / 4, seconds);
        Assert.Single(rig.Platform.Deliveries.DistinctBy(delivery => delivery.Id));
        Assert.Empty(rig.Outbox.Abandoned);
    }

    [Fact]
    public async Task A_platform_that_says_when_to_come_back_is_obeyed()
    {
        rig.Platform.Fails = _ => new DeliveryException("Too many requests.", permanent: false, TimeSpan.FromSeconds(47));
        await FailAsync(1);

        Assert.Equal(47, await rig.SecondsUntilDueAsync());
    }

    [Fact]
    public async Task What_can_never_arrive_is_put_aside_with_the_reason()
    {
        rig.Platform.Fails = _ => new DeliveryException("The channel is gone.", permanent: true);
        await FailAsync(1);

        Assert.Equal("The channel is gone.", Assert.Single(rig.Outbox.Abandoned).Error);
        Assert.Null(await rig.DeliverOneAsync());
    }

    [Fact]
    public async Task A_platform_that_is_not_configured_is_not_waited_for()
    {
        await rig.SayAsync(new Outgoing.Post(new ChannelRef("pager", "", "ops"), new Card("Hello")));

        await rig.DeliverAllAsync();

        Assert.Equal("No chat platform named pager is configured.", Assert.Single(rig.Outbox.Abandoned).Error);
    }

    public static TheoryData<Exception> Troubles =>
        [new InvalidOperationException("A card that cannot be drawn."), new TaskCanceledException("A client's own time limit.")];

    [Theory]
    [MemberData(nameof(Troubles))]
    public async Task After_twelve_tries_the_channel_goes_on_with_the_next_message(Exception trouble)
    {
        rig.Platform.Fails = _ => trouble;
        await FailAsync(11);
        Assert.Empty(rig.Outbox.Abandoned);

        await FailAsync(1, say: false);
        Assert.Single(rig.Outbox.Abandoned);

        rig.Platform.Fails = _ => null;
        await rig.SayAsync(Hello);
        Assert.Equal(2, (await rig.DeliverOneAsync())!.Id);
    }

    [Fact]
    public async Task A_platform_that_is_away_for_an_hour_loses_nothing()
    {
        rig.Platform.Fails = _ => new DeliveryException("The network was away.", permanent: false);
        await FailAsync(60);
        Assert.Empty(rig.Outbox.Abandoned);

        rig.Platform.Fails = _ => null;
        rig.Chat.Room.Time.Advance(TimeSpan.FromMinutes(1));
        Assert.Equal(1, (await rig.DeliverOneAsync())!.Id);
    }

    [Fact]
    public async Task A_platform_that_always_says_when_to_come_back_loses_nothing_however_often_it_does()
    {
        rig.Platform.Fails = _ => new DeliveryException("Too many requests.", permanent: false, TimeSpan.FromSeconds(1));
        await FailAsync(2000);

        Assert.Empty(rig.Outbox.Abandoned);
    }

    [Fact]
    public async Task An_answer_does_not_queue_behind_posts_that_have_to_wait()
    {
        rig.Platform.Fails = call => call.StartsWith("post", StringComparison.Ordinal)
            ? new DeliveryException("Too many posts.", permanent: false, TimeSpan.FromMinutes(5))
            : null;
        await rig.SayAsync(Hello, Hello, Some.Request(Some.Ada).Reply(new Card("Done")));

        await rig.DeliverAllAsync();

        Assert.Equal(["post ops: Hello", "reply ada: Done"], rig.Platform.Calls);
    }

    [Fact]
    public async Task What_belongs_into_a_thread_is_said_there_and_in_the_open_where_there_is_none()
    {
        var subject = new LiveSubject(LiveSubject.Incident, Guid.NewGuid());
        var news = new Outgoing.Post(Some.Channel, new Card("News")) { Under = subject };
        await rig.SayAsync(news);
        await rig.DeliverAllAsync();

        await rig.Outbox.RememberPostedAsync(Some.Channel, subject, "message-7", default);
        await rig.SayAsync(news);
        await rig.DeliverAllAsync();

        rig.Platform.Fails = call => call.StartsWith("under", StringComparison.Ordinal)
            ? new DeliveryException("Somebody deleted the message.", permanent: true, mayHaveArrived: false)
            : null;
        await rig.SayAsync(news);
        await rig.DeliverAllAsync();

        Assert.Equal(["post ops: News", "under message-7: News", "under message-7: News", "post ops: News"], rig.Platform.Calls);
        Assert.Empty(rig.Outbox.Abandoned);
    }

    [Fact]
    public async Task Whoever_cannot_be_told_alone_is_named_in_the_channel_where_others_have_not_read_of_it()
    {
        var ada = new Account("local", "demo", "ada");
        var notice = new Outgoing.Notice(ada, new Card("Yours"));
        var pager = new Outgoing.Notice(ada with { Platform = "pager" }, new Card("Yours"));
        var aloud = new Outgoing.Post(Some.Channel, new Card("Ada: yours"));
        await rig.SayAsync(notice, notice with { Otherwise = aloud }, pager, pager with { Otherwise = aloud });
        await rig.DeliverAllAsync();
        Assert.Equal(["notice ada: Yours", "notice ada: Yours", "post ops: Ada: yours"], rig.Platform.Calls);

        rig.Platform.Calls.Clear();
        rig.Platform.Fails = call => call.StartsWith("notice", StringComparison.Ordinal)
            ? new DeliveryException("There is no chat.", permanent: true, mayHaveArrived: false)
            : null;
        await rig.SayAsync(notice, notice with { Otherwise = aloud });
        await rig.DeliverAllAsync();
        Assert.Equal(["notice ada: Yours", "notice ada: Yours", "post ops: Ada: yours"], rig.Platform.Calls);
        Assert.Empty(rig.Outbox.Abandoned);
    }

    [Fact]
    public async Task What_a_platform_throws_is_not_kept_word_for_word()
    {
        rig.Platform.Fails = _ => new InvalidOperationException("https://hooks.example/T1/s3cr3t refused");
        await FailAsync(12);

        Assert.Equal("InvalidOperationException", Assert.Single(rig.Outbox.Abandoned).Error);
    }

    [Fact]
    public async Task While_one_message_waits_for_its_retry_the_next_one_of_the_channel_does_not_overtake_it()
    {
        rig.Platform.Fails = _ => new DeliveryException("The network was away.", permanent: false);
        await FailAsync(1);
        await rig.SayAsync(new Outgoing.Post(Some.Channel, new Card("Second")));
        rig.Platform.Fails = _ => null;

        Assert.Null(await rig.DeliverOneAsync());
        rig.Chat.Room.Time.Advance(TimeSpan.FromSeconds(1));
        await rig.DeliverAllAsync();

        Assert.Equal(["post ops: Hello", "post ops: Hello", "post ops: Second"], rig.Platform.Calls);
    }

    public static TheoryData<Exception, bool> Obstacles => new()
    {
        { new DeliveryException("hooks.example could not be reached.", permanent: false, mayHaveArrived: false), true },
        { new DeliveryException("It did not answer.", permanent: false), true },
        { new DeliveryException("It has trouble of its own (503).", permanent: false, TimeSpan.FromMinutes(1)), true },
        { new InvalidOperationException("An address that cannot be read."), true },
        { new DeliveryException("Too many requests.", permanent: false, TimeSpan.FromMinutes(1), mayHaveArrived: false), false },
    };

    [Theory]
    [MemberData(nameof(Obstacles))]
    public async Task An_answer_that_does_not_get_through_lets_those_to_other_requests_pass_and_a_slow_platform_keeps_the_order(Exception trouble, bool passes)
    {
        await rig.SayAsync(Answer("one", "1"), Answer("one", "2"), Answer("other", "3"), Answer("other", "4"));
        rig.Platform.Fails = _ => rig.Platform.Calls.Count == 1 ? trouble : null;

        await rig.DeliverAllAsync();

        Assert.Equal(passes ? ["reply ada: 1", "reply ada: 3", "reply ada: 4"] : ["reply ada: 1"], rig.Platform.Calls);
        rig.Platform.Fails = _ => null;
        rig.Chat.Room.Time.Advance(TimeSpan.FromMinutes(1));
        await rig.DeliverAllAsync();
        Assert.Equal(
            passes
                ? ["reply ada: 1", "reply ada: 3", "reply ada: 4", "reply ada: 1", "reply ada: 2"]
                : ["reply ada: 1", "reply ada: 1", "reply ada: 2", "reply ada: 3", "reply ada: 4"],
            rig.Platform.Calls);
    }

    [Fact]
    public async Task An_answer_that_takes_long_lets_those_to_other_requests_pass()
    {
        await rig.SayAsync(Answer("one", "1"), Answer("other", "2"));
        rig.Platform.Holds = new TaskCompletionSource();
        var slow = rig.DeliverOneAsync();
        Assert.Null(await rig.DeliverOneAsync());

        rig.Chat.Room.Time.Advance(TimeSpan.FromSeconds(3));
        (var held, rig.Platform.Holds) = (rig.Platform.Holds, null);
        Assert.Equal(2, (await rig.DeliverOneAsync())!.Id);

        held.SetResult();
        await slow;
        Assert.Null(await rig.DeliverOneAsync());
        Assert.Equal(["reply ada: 1", "reply ada: 2"], rig.Platform.Calls);
    }

    private static Outgoing.Reply Answer(string ticket, string title) =>
        new(Some.Request(Some.Ada).ReplyTo with { Ticket = ticket }, new Card(title));

    public static TheoryData<Exception, bool> Failures => new()
    {
        { new DeliveryException("It did not answer.", permanent: false), true },
        { new DeliveryException("Too many requests.", permanent: false, TimeSpan.FromSeconds(1), mayHaveArrived: false), false },
        { new InvalidOperationException("A card that cannot be drawn."), true },
        { new TaskCanceledException("A client's own time limit."), true },
        { new IOException("The connection was reset."), true },
    };

    [Theory]
    [MemberData(nameof(Failures))]
    public async Task The_next_try_knows_whether_the_message_may_be_there(Exception trouble, bool mayBeThere)
    {
        rig.Platform.Fails = _ => trouble;
        await FailAsync(2);

        Assert.Equal([new("out-1"), new("out-1", mayBeThere ? Some.Night : null)], rig.Platform.Deliveries);
    }

    [Fact]
    public async Task A_refusal_says_nothing_about_the_tries_before_it()
    {
        rig.Platform.Fails = _ => new DeliveryException("It did not answer.", permanent: false);
        await FailAsync(1);
        rig.Platform.Fails = _ => new DeliveryException("Too many requests.", permanent: false, mayHaveArrived: false);
        await FailAsync(2, say: false);

        Assert.Equal([null, Some.Night, Some.Night], rig.Platform.Deliveries.Select(delivery => delivery.MayBeThereSince));
    }

    [Fact]
    public async Task When_the_process_stops_the_message_stays_with_its_claim()
    {
        using var stop = new CancellationTokenSource();
        rig.Platform.Fails = _ => new OperationCanceledException(stop.Token);
        await rig.SayAsync(Hello);
        var item = await rig.Outbox.ClaimAsync(Some.Night, Some.Night.AddMinutes(1), default);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.Delivery.DeliverAsync(item!, stop.Token));

        Assert.Empty(rig.Outbox.Abandoned);
        Assert.Null(await rig.DeliverOneAsync());
        rig.Chat.Room.Time.Advance(TimeSpan.FromMinutes(1));
        rig.Platform.Fails = _ => null;
        Assert.Equal(item!.Id, (await rig.DeliverOneAsync())!.Id);
        Assert.Equal(Some.Night, rig.Platform.Deliveries[^1].MayBeThereSince);
    }

    /// <summary>Says one message and lets it fail so many times, each as soon as it is due.</summary>
    private async Task FailAsync(int times, bool say = true)
    {
        await rig.SayAsync(say ? [Hello] : []);
        for (var i = 0; i < times; i++)
        {
            OutboxItem? tried;
            while ((tried = await rig.DeliverOneAsync()) is null)
            {
                rig.Chat.Room.Time.Advance(TimeSpan.FromSeconds(1));
            }

            Assert.NotNull(tried);
        }
    }
}
