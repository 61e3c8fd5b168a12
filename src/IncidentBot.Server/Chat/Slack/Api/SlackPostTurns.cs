using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Api;

/// <summary>
/// One message a second in each channel, whichever replica posts it: the turn is taken through the store. The pause counts
/// from Slack's answer, for one message may be longer on its way than the next.
/// </summary>
internal sealed class SlackPostTurns(ITurns turns, IOptions<SlackOptions> options, TimeProvider time)
{
    /// <exception cref="DeliveryException">The channel has had its message for now, or somebody is posting one.</exception>
    public async Task<T> InTurnAsync<T>(string workspace, string channel, Func<Task<T>> post, CancellationToken ct)
    {
        var every = options.Value.PostEvery;
        if (every <= TimeSpan.Zero)
        {
            return await post();
        }

        var now = time.GetUtcNow();
        var turn = await turns.TakeAsync($"post slack:{workspace}:{channel}", now, now + options.Value.CallTimeout + every, ct)
            ?? throw new DeliveryException($"The channel {channel} takes one message at a time.", permanent: false, every, mayHaveArrived: false);
        try
        {
            return await post();
        }
        finally
        {
            await turns.PassOnAsync(turn, time.GetUtcNow() + every, CancellationToken.None);
        }
    }
}
