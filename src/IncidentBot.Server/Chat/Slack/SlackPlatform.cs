using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;
using IncidentBot.People;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Delivers cards to Slack. A post that an earlier try may have brought is looked for first. What only one person sees
/// cannot be looked for: an answer of which Slack's confirmation was lost may appear twice.
/// </summary>
internal sealed class SlackPlatform(SlackClient slack, SlackHistory history, WholeCards wholes, SlackOutputs outputs, IOptions<SlackOptions> options)
    : IChatPlatform
{
    public const string PlatformName = "slack";

    public string Name => PlatformName;

    public ChannelRef ChannelFor(int incidentNumber, string title, ChannelRef origin) => origin;

    /// <remarks>https://docs.slack.dev/interactivity/deep-linking</remarks>
    public Uri AddressOf(ChannelRef channel) => new(
        $"https://slack.com/app_redirect?team={Uri.EscapeDataString(channel.Workspace)}&channel={Uri.EscapeDataString(channel.ChannelId)}");

    public async Task<string> PostAsync(ChannelRef channel, Card card, Delivery delivery, CancellationToken ct)
    {
        var rendered = await wholes.DrawAsync(card, (dated, whole) => BlockKit.Render(dated, whole, threaded: true), ct);
        if (await history.FindAsync(channel, delivery, ct) is { } there)
        {
            await outputs.CompleteAsync(channel, there, card, rendered, delivery, ct);
            return there;
        }

        var ts = await SendAsync(channel, rendered, under: null, delivery, ct);
        await outputs.AddAsync(channel, ts, card, rendered, delivery, ct);
        return ts;
    }

    /// <summary>What is said in a thread is short, and has no thread of its own for what it lacks.</summary>
    public async Task<string> PostUnderAsync(ChannelRef channel, string messageId, Card card, Delivery delivery, CancellationToken ct)
    {
        var rendered = await wholes.DrawAsync(card, (dated, whole) => BlockKit.Render(dated, whole), ct);
        return await history.FindUnderAsync(channel, messageId, delivery, ct) ?? await SendAsync(channel, rendered, messageId, delivery, ct);
    }

    public async Task UpdateAsync(ChannelRef channel, string messageId, Card card, CancellationToken ct)
    {
        var rendered = await wholes.DrawAsync(card, (dated, whole) => BlockKit.Render(dated, whole), ct);
        await slack.CallAsync(channel.Workspace, "chat.update", new UpdateMessage(channel.ChannelId, messageId, rendered.Text, rendered.Blocks), ct);
    }

    public async Task NoticeAsync(Account to, Card card, Delivery delivery, CancellationToken ct) =>
        await SendAsync(to, to.Workspace, await wholes.DrawAsync(card, (dated, whole) => BlockKit.Render(dated, whole), ct), ct);

    /// <summary>Slack makes a conversation of a person.</summary>
    public Task<string?> WhyNotAloneAsync(Account to, CancellationToken ct) => Task.FromResult<string?>(null);

    public async Task ReplyAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct)
    {
        if (card.Blocks.Any(block => block is CardBlock.File) && await SendAloneAsync(to, card, delivery, ct))
        {
            card = Card.Say(card.Title, "It is in your direct messages with me: what only you see can have no file.");
        }

        var rendered = await wholes.DrawAsync(card, (dated, whole) => BlockKit.Render(dated, whole), ct);

        // Checked again: the ticket was stored meanwhile, and the configuration may have changed.
        if (SlackTicket.Read(to.Ticket, options.Value) is { } responseUrl
            && await slack.RespondAsync(responseUrl, new ResponseMessage(rendered.Text, rendered.Blocks), ct))
        {
            return;
        }

        // From the home tab: a person instead of a channel, so the answer is a direct message.
        if (to.Channel.ChannelId == to.To.UserId)
        {
            await SendAsync(to.To, to.Channel.Workspace, rendered, ct);
            return;
        }

        // Five answers in thirty minutes are what a response_url gives; after that the bot speaks for itself.
        await slack.CallAsync(
            to.Channel.Workspace,
            "chat.postEphemeral",
            new PostEphemeral(to.Channel.ChannelId, to.To.UserId, rendered.Text, rendered.Blocks),
            ct);
    }

    /// <summary>A file is for whoever asked: into the thread of a direct message.</summary>
    /// <returns>False where Slack did not take the message: then the answer is text.</returns>
    private async Task<bool> SendAloneAsync(ReplyAddress to, Card card, Delivery delivery, CancellationToken ct)
    {
        try
        {
            var rendered = await wholes.DrawAsync(card, (dated, whole) => BlockKit.Render(dated, whole, threaded: true), ct);
            var message = new PostMessage(to.To.UserId, rendered.Text, rendered.Blocks);
            var reply = await slack.CallAsync(to.Channel.Workspace, "chat.postMessage", message, ct);
            if (reply.Ts is not { } ts || reply.Read<string>("channel") is not { Length: > 0 } channel)
            {
                return false;
            }

            await outputs.AddAsync(to.Channel with { ChannelId = channel }, ts, card, rendered, delivery, ct);
            return true;
        }
        catch (DeliveryException e) when (e.Permanent)
        {
            return false;
        }
    }

    /// <summary>A direct message, which Slack makes of a person in place of a channel.</summary>
    private async Task SendAsync(Account to, string workspace, RenderedCard rendered, CancellationToken ct) =>
        await slack.CallAsync(workspace, "chat.postMessage", new PostMessage(to.UserId, rendered.Text, rendered.Blocks), ct);

    private async Task<string> SendAsync(ChannelRef channel, RenderedCard rendered, string? under, Delivery delivery, CancellationToken ct)
    {
        var message = new PostMessage(channel.ChannelId, rendered.Text, rendered.Blocks) { ThreadTs = under, Metadata = MessageMetadata.Of(delivery.Id) };
        var reply = await slack.CallAsync(channel.Workspace, "chat.postMessage", message, ct);
        return reply.Ts ?? throw new DeliveryException("Slack took the message and gave no id for it.", permanent: true);
    }
}
