using System.Globalization;
using System.Text;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack;

/// <summary>Puts the whole of a long output into the thread of the message that shows its beginning: as a file, or as text where files are not to be had.</summary>
internal sealed partial class SlackOutputs(SlackClient slack, ILogger<SlackOutputs> logger)
{
    /// <summary>More is for a terminal, and Slack shows no preview of it.</summary>
    private const int LargestFile = 1_000_000;

    private const int LongestTitle = 200;

    public async Task AddAsync(ChannelRef channel, string ts, Card card, CancellationToken ct)
    {
        foreach (var output in card.Blocks.OfType<CardBlock.Lines>().Where(lines => lines.IsLong))
        {
            try
            {
                await UploadAsync(channel, ts, output, ct);
            }
            catch (DeliveryException e)
            {
                LogNotUploaded(channel, e.Message);
                await WriteAsync(channel, ts, output, ct);
            }
        }
    }

    private async Task UploadAsync(ChannelRef channel, string ts, CardBlock.Lines output, CancellationToken ct)
    {
        var content = Encoding.UTF8.GetBytes(Whole(output));
        var place = await slack.CallAsync(channel.Workspace, "files.getUploadURLExternal", new GetUploadUrl("output.txt", content.Length), ct);
        if (place.Read<string>("file_id") is not { Length: > 0 } id || !Uri.TryCreate(place.Read<string>("upload_url"), UriKind.Absolute, out var to))
        {
            throw new DeliveryException("Slack gave no address for a file.", permanent: true);
        }

        await slack.UploadAsync(to, content, ct);
        var title = SlackCut.Short(SlackText.Escaped(SlackText.OneLine(output.Output!)), LongestTitle);
        await slack.CallAsync(channel.Workspace, "files.completeUploadExternal", new CompleteUpload([new UploadedFile(id, title)], channel.ChannelId, ts), ct);
    }

    /// <summary>The message itself is there and must not be posted again for the sake of its thread, so this fails quietly.</summary>
    private async Task WriteAsync(ChannelRef channel, string ts, CardBlock.Lines output, CancellationToken ct)
    {
        try
        {
            var rest = BlockKit.Render(new Card("") { Blocks = [output with { Items = [.. output.Items.Skip(CardBlock.Lines.OfOutput)], Output = null }] });
            await slack.CallAsync(channel.Workspace, "chat.postMessage", new PostMessage(channel.ChannelId, rest.Text, rest.Blocks) { ThreadTs = ts }, ct);
        }
        catch (DeliveryException e)
        {
            LogNotWritten(channel, e.Message);
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
}
