using System.Globalization;
using System.Text;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Puts into a message's thread what the message shows the beginning of, as a file: the whole of a long output, or all of
/// a card that had to be cut and leads to no page. An output is written out where files are not to be had.
/// </summary>
internal sealed partial class SlackOutputs(SlackClient slack, WholeCards wholes, ILogger<SlackOutputs> logger)
{
    /// <summary>More is for a terminal, and Slack shows no preview of it.</summary>
    private const int LargestFile = 1_000_000;

    private const int LongestTitle = 200;

    /// <param name="shown">The card as it was posted.</param>
    public async Task AddAsync(ChannelRef channel, string ts, Card card, RenderedCard shown, CancellationToken ct)
    {
        // A living card changes, and what is in a file would soon be wrong.
        if (shown is { IsCut: true, Whole: null } && card.Subject is null && await TryUploadAsync(channel, ts, new ThreadFile("card.txt", card.Title, PlainText.Render(card).Split('\n')), more: null, ct))
        {
            return;
        }

        foreach (var output in card.Blocks.OfType<CardBlock.Lines>().Where(lines => lines.IsLong))
        {
            var more = IsTooLarge(output.Items) ? shown.Whole ?? await wholes.KeepAsync(card, ct) : null;
            if (!await TryUploadAsync(channel, ts, new ThreadFile("output.txt", output.Output!, output.Items), more, ct))
            {
                await WriteAsync(channel, ts, card, output, ct);
            }
        }
    }

    private async Task<bool> TryUploadAsync(ChannelRef channel, string ts, ThreadFile file, Uri? more, CancellationToken ct)
    {
        try
        {
            await UploadAsync(channel, ts, file, more, ct);
            return true;
        }
        catch (DeliveryException e)
        {
            LogNotUploaded(channel, e.Message);
            return false;
        }
    }

    private async Task UploadAsync(ChannelRef channel, string ts, ThreadFile file, Uri? more, CancellationToken ct)
    {
        var content = Encoding.UTF8.GetBytes(Text(file.Lines, more));
        var place = await slack.CallAsync(channel.Workspace, "files.getUploadURLExternal", new GetUploadUrl(file.Name, content.Length), ct);
        if (place.Read<string>("file_id") is not { Length: > 0 } id || !Uri.TryCreate(place.Read<string>("upload_url"), UriKind.Absolute, out var to))
        {
            throw new DeliveryException("Slack gave no address for a file.", permanent: true);
        }

        await slack.UploadAsync(to, content, ct);
        var title = SlackCut.Short(SlackText.Escaped(SlackText.OneLine(SlackText.WithPlainMoments(file.Title))), LongestTitle);
        await slack.CallAsync(channel.Workspace, "files.completeUploadExternal", new CompleteUpload([new UploadedFile(id, title)], channel.ChannelId, ts), ct);
    }

    /// <summary>The message itself is there and must not be posted again for the sake of its thread, so this fails quietly.</summary>
    private async Task WriteAsync(ChannelRef channel, string ts, Card card, CardBlock.Lines output, CancellationToken ct)
    {
        try
        {
            var rest = new Card("") { Blocks = [output with { Items = [.. output.Items.Skip(CardBlock.Lines.OfOutput)], Output = null }] };
            var rendered = await wholes.DrawAsync(card, whole => BlockKit.Render(rest, whole), ct);
            await slack.CallAsync(channel.Workspace, "chat.postMessage", new PostMessage(channel.ChannelId, rendered.Text, rendered.Blocks) { ThreadTs = ts }, ct);
        }
        catch (DeliveryException e)
        {
            LogNotWritten(channel, e.Message);
        }
    }

    private static bool IsTooLarge(IReadOnlyList<string> lines) => lines.Sum(line => (long)line.Length + 1) > LargestFile;

    private static string Text(IReadOnlyList<string> lines, Uri? more)
    {
        var text = new StringBuilder();
        foreach (var (index, line) in lines.Index())
        {
            if (text.Length + line.Length + 1 > LargestFile)
            {
                text.Append(CultureInfo.InvariantCulture, $"… {lines.Count - index} more lines{(more is null ? "" : $". All of them: {more.OriginalString}")}\n");
                break;
            }

            text.Append(SlackText.Clean(SlackText.WithPlainMoments(line))).Append('\n');
        }

        return text.ToString();
    }

    private sealed record ThreadFile(string Name, string Title, IReadOnlyList<string> Lines);

    [LoggerMessage(Level = LogLevel.Warning, Message = "A file for {Channel} could not be uploaded: {Reason}")]
    private partial void LogNotUploaded(ChannelRef channel, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rest of an output for {Channel} could not be written into its thread: {Reason}")]
    private partial void LogNotWritten(ChannelRef channel, string reason);
}
