using System.Globalization;
using System.Text;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack;

/// <summary>Puts the whole of a long output into the thread of the message that shows its beginning: as a file, or as text where files are not to be had.</summary>
internal sealed partial class SlackOutputs(SlackClient slack, SlackHistory history, ILogger<SlackOutputs> logger)
{
    /// <summary>More is for a terminal, and Slack shows no preview of it.</summary>
    private const int LargestFile = 1_000_000;

    private const int LongestTitle = 200;

    /// <summary>Into the thread of a message that was just posted.</summary>
    /// <exception cref="DeliveryException">Something may be missing: the next try finds the message and completes its thread.</exception>
    public async Task AddAsync(ChannelRef channel, string ts, Card card, Delivery delivery, CancellationToken ct)
    {
        foreach (var output in OutputsOf(card, delivery))
        {
            await AddAsync(channel, ts, output, ct);
        }
    }

    /// <summary>Into the thread of a message that was there already, of which a part may be there too.</summary>
    /// <inheritdoc cref="AddAsync(ChannelRef, string, Card, Delivery, CancellationToken)"/>
    public async Task CompleteAsync(ChannelRef channel, string ts, Card card, Delivery delivery, CancellationToken ct)
    {
        if (OutputsOf(card, delivery) is { Count: > 0 } outputs)
        {
            var there = await history.InThreadAsync(channel, ts, ct);
            foreach (var output in outputs.Where(output => !there.Any(output.IsIn)))
            {
                await AddAsync(channel, ts, output, ct);
            }
        }
    }

    private static List<Output> OutputsOf(Card card, Delivery delivery) =>
        [.. card.Blocks.OfType<CardBlock.Lines>().Where(lines => lines.IsLong).Select((lines, at) => new Output(lines, FileName(at), delivery.Id))];

    private static string FileName(int at) => at == 0 ? "output.txt" : string.Create(CultureInfo.InvariantCulture, $"output-{at + 1}.txt");

    private async Task AddAsync(ChannelRef channel, string ts, Output output, CancellationToken ct)
    {
        if (await UploadAsync(channel, output, ct) is not { } file || !await ShareAsync(channel, ts, file, ct))
        {
            await WriteAsync(channel, ts, output, ct);
        }
    }

    /// <summary>Nobody sees the file before it is shared, so whatever goes wrong here has no effect.</summary>
    private async Task<UploadedFile?> UploadAsync(ChannelRef channel, Output output, CancellationToken ct)
    {
        try
        {
            var content = Encoding.UTF8.GetBytes(Whole(output.Lines));
            var place = await slack.CallAsync(channel.Workspace, "files.getUploadURLExternal", new GetUploadUrl(output.FileName, content.Length), ct);
            if (place.Read<string>("file_id") is not { Length: > 0 } id || !Uri.TryCreate(place.Read<string>("upload_url"), UriKind.Absolute, out var to))
            {
                throw new DeliveryException("Slack gave no address for a file.", permanent: true);
            }

            await slack.UploadAsync(to, content, ct);
            return new UploadedFile(id, SlackCut.Short(SlackText.Escaped(SlackText.OneLine(output.Lines.Output!)), LongestTitle));
        }
        catch (DeliveryException e)
        {
            LogNotUploaded(channel, e.Message);
            return null;
        }
    }

    private async Task<bool> ShareAsync(ChannelRef channel, string ts, UploadedFile file, CancellationToken ct)
    {
        try
        {
            await slack.CallAsync(channel.Workspace, "files.completeUploadExternal", new CompleteUpload([file], channel.ChannelId, ts), ct);
            return true;
        }
        catch (DeliveryException e)
        {
            if (e is { Permanent: false, MayHaveArrived: true })
            {
                await LeaveToTheNextTryAsync(channel, ts, e, ct);
            }

            LogNotUploaded(channel, e.Message);
            return false;
        }
    }

    /// <summary>The message itself is there. Where it cannot be found again it must not be posted again for the sake of its thread, so this fails quietly.</summary>
    private async Task WriteAsync(ChannelRef channel, string ts, Output output, CancellationToken ct)
    {
        try
        {
            var rest = BlockKit.Render(new Card("") { Blocks = [output.Lines with { Items = [.. output.Lines.Items.Skip(CardBlock.Lines.OfOutput)], Output = null }] });
            var message = new PostMessage(channel.ChannelId, rest.Text, rest.Blocks) { ThreadTs = ts, Metadata = MessageMetadata.Of(output.Id) };
            await slack.CallAsync(channel.Workspace, "chat.postMessage", message, ct);
        }
        catch (DeliveryException e)
        {
            if (!e.Permanent)
            {
                await LeaveToTheNextTryAsync(channel, ts, e, ct);
            }

            LogNotWritten(channel, e.Message);
        }
    }

    /// <exception cref="DeliveryException">The next try will find what is there.</exception>
    private async Task LeaveToTheNextTryAsync(ChannelRef channel, string ts, DeliveryException trouble, CancellationToken ct)
    {
        if (await history.CanReadAsync(channel, ts, ct))
        {
            throw new DeliveryException(trouble.Message, permanent: false, trouble.RetryAfter, trouble);
        }
    }

    private static string Whole(CardBlock.Lines output)
    {
        var text = new StringBuilder();
        foreach (var (index, line) in output.Items.Index())
        {
            if (text.Length + line.Length > LargestFile)
            {
                text.Append(CultureInfo.InvariantCulture, $"… {output.Items.Count - index} more lines\n");
                break;
            }

            text.Append(SlackText.Clean(SlackText.WithPlainMoments(line))).Append('\n');
        }

        return text.ToString();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "An output for {Channel} could not be uploaded and is written into the thread: {Reason}")]
    private partial void LogNotUploaded(ChannelRef channel, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rest of an output for {Channel} could not be written into its thread: {Reason}")]
    private partial void LogNotWritten(ChannelRef channel, string reason);

    /// <param name="FileName">Tells the outputs of one message apart. The thread has no others of the bot's.</param>
    private sealed record Output(CardBlock.Lines Lines, string FileName, string DeliveryId)
    {
        public string Id => $"{DeliveryId}/{FileName}";

        public bool IsIn(HistoryMessage message) => message.Metadata?.IsOf(Id) == true || message.Files?.Any(file => file.Name == FileName) == true;
    }
}
