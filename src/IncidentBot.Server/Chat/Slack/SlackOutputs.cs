using System.Globalization;
using System.Text;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// Puts into a message's thread what the message shows the beginning of, as a file: the whole of a long output, or all of
/// a card that had to be cut and leads to no page. An output is written out where files are not to be had.
/// </summary>
internal sealed partial class SlackOutputs(SlackClient slack, SlackHistory history, WholeCards wholes, ILogger<SlackOutputs> logger)
{
    /// <summary>More is for a terminal, and Slack shows no preview of it.</summary>
    private const int LargestFile = 1_000_000;

    private const int LongestTitle = 200;

    /// <summary>Into the thread of a message that was just posted.</summary>
    /// <param name="shown">The card as it was posted.</param>
    /// <exception cref="DeliveryException">Something may be missing: the next try finds the message and completes its thread.</exception>
    public Task AddAsync(ChannelRef channel, string ts, Card card, RenderedCard shown, Delivery delivery, CancellationToken ct) =>
        AddAsync(channel, ts, card, shown, delivery, there: [], ct);

    /// <summary>Into the thread of a message that was there already, of which a part may be there too.</summary>
    /// <inheritdoc cref="AddAsync(ChannelRef, string, Card, RenderedCard, Delivery, CancellationToken)"/>
    public async Task CompleteAsync(ChannelRef channel, string ts, Card card, RenderedCard shown, Delivery delivery, CancellationToken ct)
    {
        if (TakesWholeFile(card, shown) || LongOutputs(card).Any() || Files(card).Any())
        {
            await AddAsync(channel, ts, card, shown, delivery, await history.InThreadAsync(channel, ts, ct), ct);
        }
    }

    private async Task AddAsync(
        ChannelRef channel,
        string ts,
        Card card,
        RenderedCard shown,
        Delivery delivery,
        IReadOnlyList<HistoryMessage> there,
        CancellationToken ct)
    {
        foreach (var file in Files(card))
        {
            var kept = new ThreadFile(file.Name, card.Title, file.Content.Split('\n'), delivery.Id) { IsWhole = true };
            if (!there.Any(kept.IsIn) && !await TryUploadAsync(channel, ts, kept, more: null, ct))
            {
                await WriteAsync(channel, ts, card, _ => new Card(file.Name) { Blocks = [new CardBlock.Lines(file.Shown)] }, kept.Id, ct);
            }
        }

        var whole = new ThreadFile("card.txt", card.Title, PlainText.Render(card, Dated).Split('\n'), delivery.Id);
        if (TakesWholeFile(card, shown) && (there.Any(whole.IsIn) || await TryUploadAsync(channel, ts, whole, more: null, ct)))
        {
            return;
        }

        foreach (var (at, output) in LongOutputs(card).Index())
        {
            var file = new ThreadFile(FileName(at), output.Output!, output.Items, delivery.Id);
            if (there.Any(file.IsIn))
            {
                continue;
            }

            var more = IsTooLarge(output.Items) ? shown.Whole ?? await wholes.KeepAsync(card, ct) : null;
            if (!await TryUploadAsync(channel, ts, file, more, ct))
            {
                var place = card.Blocks.ToList().IndexOf(output);
                await WriteAsync(channel, ts, card, dated => Rest((CardBlock.Lines)dated.Blocks[place]), file.Id, ct);
            }
        }
    }

    /// <summary>A living card changes, and what is in a file would soon be wrong.</summary>
    private static bool TakesWholeFile(Card card, RenderedCard shown) => shown is { IsCut: true, Whole: null } && card.Subject is null;

    private static IEnumerable<CardBlock.Lines> LongOutputs(Card card) => card.Blocks.OfType<CardBlock.Lines>().Where(lines => lines.IsLong);

    private static IEnumerable<CardBlock.File> Files(Card card) => card.Blocks.OfType<CardBlock.File>();

    private static string FileName(int at) => at == 0 ? "output.txt" : string.Create(CultureInfo.InvariantCulture, $"output-{at + 1}.txt");

    private async Task<bool> TryUploadAsync(ChannelRef channel, string ts, ThreadFile file, Uri? more, CancellationToken ct) =>
        await UploadAsync(channel, file, more, ct) is { } uploaded && await ShareAsync(channel, ts, uploaded, ct);

    /// <summary>Nobody sees the file before it is shared, so whatever goes wrong here has no effect.</summary>
    private async Task<UploadedFile?> UploadAsync(ChannelRef channel, ThreadFile file, Uri? more, CancellationToken ct)
    {
        try
        {
            var content = Encoding.UTF8.GetBytes(file.IsWhole ? string.Join('\n', file.Lines) : Text(file.Lines, more));
            var place = await slack.CallAsync(channel.Workspace, "files.getUploadURLExternal", new GetUploadUrl(file.Name, content.Length), ct);
            if (place.Read<string>("file_id") is not { Length: > 0 } id || !Uri.TryCreate(place.Read<string>("upload_url"), UriKind.Absolute, out var to))
            {
                throw new DeliveryException("Slack gave no address for a file.", permanent: true);
            }

            await slack.UploadAsync(to, content, ct);
            return new UploadedFile(id, SlackCut.Short(SlackText.Escaped(SlackText.OneLine(SlackText.WithPlainMoments(file.Title))), LongestTitle));
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

    private static Card Rest(CardBlock.Lines output) =>
        new("") { Blocks = [output with { Items = [.. output.Items.Skip(CardBlock.Lines.OfOutput)], Output = null }] };

    /// <summary>
    /// The message itself is there. Where it cannot be found again it must not be posted again for the sake of its thread, so
    /// this fails quietly.
    /// </summary>
    /// <param name="part">What is written, of the card with its times as they are shown today.</param>
    private async Task WriteAsync(ChannelRef channel, string ts, Card card, Func<Card, Card> part, string id, CancellationToken ct)
    {
        try
        {
            var rendered = await wholes.DrawAsync(card, (dated, whole) => BlockKit.Render(part(dated), whole), ct);
            var message = new PostMessage(channel.ChannelId, rendered.Text, rendered.Blocks) { ThreadTs = ts, Metadata = MessageMetadata.Of(id) };
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

    /// <summary>A file is kept, and read on any day.</summary>
    private static string Dated(DateTimeOffset at) => at.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static bool IsTooLarge(IReadOnlyList<string> lines) => lines.Sum(line => (long)line.Length + 1) > LargestFile;

    private static string Text(IReadOnlyList<string> lines, Uri? more)
    {
        var text = new StringBuilder();
        foreach (var (index, line) in lines.Index())
        {
            if (text.Length + line.Length + 1 > LargestFile)
            {
                text.Append(
                    CultureInfo.InvariantCulture,
                    $"… {lines.Count - index} more lines{(more is null ? "" : $". All of them: {more.OriginalString}")}\n");
                break;
            }

            text.Append(SlackText.Clean(Moment.Replace(Place.Plain(line), Dated))).Append('\n');
        }

        return text.ToString();
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "A file for {Channel} could not be uploaded: {Reason}")]
    private partial void LogNotUploaded(ChannelRef channel, string reason);

    [LoggerMessage(Level = LogLevel.Error, Message = "The rest of an output for {Channel} could not be written into its thread: {Reason}")]
    private partial void LogNotWritten(ChannelRef channel, string reason);

    /// <param name="Name">Tells the files of one message apart. The thread has no others of the bot's.</param>
    private sealed record ThreadFile(string Name, string Title, IReadOnlyList<string> Lines, string DeliveryId)
    {
        /// <summary>Something to keep, letter by letter: cut, it would be broken.</summary>
        public bool IsWhole { get; init; }

        /// <summary>Of the message that stands for the file where there are none.</summary>
        public string Id => $"{DeliveryId}/{Name}";

        public bool IsIn(HistoryMessage message) => message.Metadata?.IsOf(Id) == true || message.Files?.Any(file => file.Name == Name) == true;
    }
}
