using System.Globalization;
using System.Net;
using System.Text;

namespace IncidentBot.Mail;

/// <summary>The same facts twice: as text, and as HTML in which all that people wrote is text. Nothing in it is fetched from anywhere.</summary>
internal static class MailText
{
    private const int Margin = 11;

    public static string Plain(MailFacts facts)
    {
        var text = new StringBuilder().Append(facts.Headline).Append("\n\n");
        foreach (var (name, value) in facts.Fields)
        {
            text.Append($"{name}:".PadRight(Margin)).Append(value).Append('\n');
        }

        text.Append(facts.Fields.Count > 0 ? "\n" : "").Append(CultureInfo.InvariantCulture, $"What happened: {facts.Happened}\n");
        Section(text, "What people notice:", facts.Noticed.Select(line => $"- {line}"));
        Section(text, "What comes next:", facts.Next.Select((line, at) => string.Create(CultureInfo.InvariantCulture, $"{at + 1}. {line}")));
        return text.ToString();
    }

    public static string Html(MailFacts facts)
    {
        var html = new StringBuilder("<!DOCTYPE html>\n<html lang=\"en\"><body style=\"font-family:sans-serif\">\n");
        html.Append(CultureInfo.InvariantCulture, $"<p><strong>{Of(facts.Headline)}</strong></p>\n");
        if (facts.Fields.Count > 0)
        {
            html.Append("<table>\n");
            foreach (var (name, value) in facts.Fields)
            {
                html.Append(CultureInfo.InvariantCulture, $"<tr><th align=\"left\" valign=\"top\">{Of(name)}</th><td>{Of(value)}</td></tr>\n");
            }

            html.Append("</table>\n");
        }

        html.Append(CultureInfo.InvariantCulture, $"<p>What happened: {Of(facts.Happened)}</p>\n");
        Section(html, "What people notice", "ul", facts.Noticed);
        Section(html, "What comes next", "ol", facts.Next);
        return html.Append("</body></html>\n").ToString();
    }

    private static void Section(StringBuilder text, string name, IEnumerable<string> lines)
    {
        if (lines.Any())
        {
            text.Append('\n').Append(name).Append('\n').AppendJoin('\n', lines).Append('\n');
        }
    }

    private static void Section(StringBuilder html, string name, string list, IReadOnlyList<string> lines)
    {
        if (lines.Count > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p>{Of(name)}:</p>\n<{list}>\n")
                .AppendJoin('\n', lines.Select(line => $"<li>{Of(line)}</li>"))
                .Append(CultureInfo.InvariantCulture, $"\n</{list}>\n");
        }
    }

    private static string Of(string text) => WebUtility.HtmlEncode(text).Replace("\n", "<br>", StringComparison.Ordinal);
}
