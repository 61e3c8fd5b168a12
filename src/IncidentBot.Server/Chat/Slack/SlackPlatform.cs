using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Delivers cards to one Slack workspace. Slack has no key by which it would recognise a repeated chat.postMessage, so a
/// post whose answer was lost may appear twice; the delivery id stays unused.
/// </summary>
internal sealed class SlackPlatform(SlackClient slack, WholeCards wholes, SlackOutputs outputs, IOptions<SlackOptions> options) : IChatPlatform
{
    public const string PlatformName = "slack";

    public string Name => PlatformName;

    public ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin) => origin;

    public async Task<string> PostAsync(ChannelRef channel, Card card, string deliveryId, CancellationToken ct)
    {
        var rendered = await wholes.DrawAsync(card, whole => BlockKit.Render(card, whole, threaded: true), ct);
        var reply = await slack.CallAsync(channel.Workspace, "chat.postMessage", new PostMessage(channel.ChannelId, rendered.Text, rendered.Blocks), ct);
        var ts = reply.Ts ?? throw new DeliveryException("Slack took the message and gave no id for it.", permanent: true);
        await outputs.AddAsync(channel, ts, card, rendered, ct);
        return ts;
    }

    public async Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct)
    {
        var rendered = await wholes.DrawAsync(card, whole => BlockKit.Render(card, whole), ct);
        await slack.CallAsync(channel.Workspace, "chat.update", new UpdateMessage(channel.ChannelId, messageId, rendered.Text, rendered.Blocks), ct);
    }

    public async Task ReplyAsync(ReplyAddress to, Card card, string deliveryId, CancellationToken ct)
    {
        var rendered = await wholes.DrawAsync(card, whole => BlockKit.Render(card, whole), ct);

        // Checked again: the ticket was stored meanwhile, and the configuration may have changed.
        if (SlackTicket.Read(to.Ticket, options.Value) is { } responseUrl
            && await slack.RespondAsync(responseUrl, new ResponseMessage(rendered.Text, rendered.Blocks), ct))
        {
            return;
        }

        // From the home tab: a person instead of a channel, so the answer is a direct message.
        if (to.Channel.ChannelId == to.To.UserId)
        {
            await slack.CallAsync(to.Channel.Workspace, "chat.postMessage", new PostMessage(to.To.UserId, rendered.Text, rendered.Blocks), ct);
            return;
        }

        // Five answers in thirty minutes are what a response_url gives; after that the bot speaks for itself.
        await slack.CallAsync(to.Channel.Workspace, "chat.postEphemeral", new PostEphemeral(to.Channel.ChannelId, to.To.UserId, rendered.Text, rendered.Blocks), ct);
    }
}
