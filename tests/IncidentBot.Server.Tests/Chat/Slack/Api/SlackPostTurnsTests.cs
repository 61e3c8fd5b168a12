using IncidentBot.Chat;
using IncidentBot.Chat.Slack;
using IncidentBot.Chat.Slack.Api;
using Microsoft.Extensions.Options;

namespace IncidentBot.Server.Tests.Chat.Slack.Api;

public sealed class SlackPostTurnsTests
{
    private readonly MovableTime time = new();
    private readonly SlackPostTurns turns;

    public SlackPostTurnsTests() => turns = new SlackPostTurns(new MemoryTurns(), Options.Create(new SlackOptions()), time);

    [Fact]
    public async Task A_channel_takes_a_message_a_second_and_the_others_do_not_wait_for_it()
    {
        await PostAsync("C1");
        Assert.Equal(TimeSpan.FromSeconds(1), (await RefusedAsync("C1")).RetryAfter);
        await PostAsync("C2");

        time.Now += TimeSpan.FromSeconds(1);
        await PostAsync("C1");
    }

    [Fact]
    public async Task The_second_counts_from_the_answer_and_not_from_the_question()
    {
        await PostAsync("C1", takes: TimeSpan.FromSeconds(5));

        time.Now += TimeSpan.FromSeconds(0.9);
        await RefusedAsync("C1");
        time.Now += TimeSpan.FromSeconds(0.1);
        await PostAsync("C1");
    }

    [Fact]
    public async Task Nobody_posts_while_an_answer_is_awaited_however_long_that_may_take()
    {
        await turns.InTurnAsync("T1", "C1", async () =>
        {
            time.Now += TimeSpan.FromSeconds(10);
            await RefusedAsync("C1");
            return true;
        }, TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task A_message_that_failed_has_had_its_turn()
    {
        await Assert.ThrowsAsync<InvalidOperationException>(
            () => turns.InTurnAsync<bool>("T1", "C1", () => throw new InvalidOperationException("lost"), TestContext.Current.CancellationToken));

        await RefusedAsync("C1");
        time.Now += TimeSpan.FromSeconds(1);
        await PostAsync("C1");
    }

    private async Task PostAsync(string channel, TimeSpan takes = default) =>
        Assert.True(await turns.InTurnAsync("T1", channel, () =>
        {
            time.Now += takes;
            return Task.FromResult(true);
        }, TestContext.Current.CancellationToken));

    private async Task<DeliveryException> RefusedAsync(string channel)
    {
        var refused = await Assert.ThrowsAsync<DeliveryException>(
            () => turns.InTurnAsync<bool>("T1", channel, () => throw new InvalidOperationException("It was posted."), TestContext.Current.CancellationToken));
        Assert.False(refused.Permanent);
        return refused;
    }
}
