using System.Globalization;
using System.Text;
using IncidentBot.Words;
using MimeKit;

namespace IncidentBot.Mail;

/// <param name="Id">Of this letter.</param>
/// <param name="RootId">Of the first letter of its conversation; null on that one.</param>
internal sealed record Envelope(string List, string Address, string Subject, string Id, string? RootId, DateTimeOffset At);

/// <summary>
/// Makes a letter as it is sent: its headers, and the same facts as text and as HTML. A header is one line whatever was typed into a title.
/// </summary>
internal sealed class LetterMaker(MailOptions options)
{
    private const int LongestSubject = 200;

    private readonly MailboxAddress? from = MailOptionsCheck.AddressOf(options.From);

    private string Domain => from!.Domain;

    public string Id(string list, string local) => $"{local}.{list}@{Domain}";

    public string Write(Envelope envelope, MailFacts facts)
    {
        using var message = new MimeMessage();
        message.From.Add(from!);
        message.To.Add(MailOptionsCheck.AddressOf(envelope.Address)!);
        message.Subject = OneLine.Of(envelope.Subject, LongestSubject);
        message.Date = envelope.At;
        message.MessageId = envelope.Id;
        if (envelope.RootId is { } root)
        {
            message.InReplyTo = root;
            message.References.Add(root);
        }

        // Nobody on holiday answers it (RFC 3834, and what Exchange reads), and a client can sort by it (RFC 2919).
        message.Headers.Add("Auto-Submitted", "auto-generated");
        message.Headers.Add("X-Auto-Response-Suppress", "All");
        message.Headers.Add(HeaderId.ListId, string.Create(CultureInfo.InvariantCulture, $"<{envelope.List}.incidentbot.{Domain}>"));
        message.Body = new MultipartAlternative
        {
            new TextPart("plain") { Text = MailText.Plain(facts) },
            new TextPart("html") { Text = MailText.Html(facts) },
        };
        message.Prepare(EncodingConstraint.SevenBit);
        using var bytes = new MemoryStream();
        var format = FormatOptions.Default.Clone();
        format.NewLineFormat = NewLineFormat.Dos;
        message.WriteTo(format, bytes);
        return Encoding.ASCII.GetString(bytes.GetBuffer(), 0, (int)bytes.Length);
    }
}
