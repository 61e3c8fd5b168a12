using System.Globalization;
using System.Text;
using IncidentBot.Messages;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Reporting.Summaries;

/// <summary>A summary as Markdown, for a wiki or a repository. What somebody wrote is text there and never markup.</summary>
public static class DocumentMarkdown
{
    /// <summary>For a section that a layout asks for, and of which nothing was recorded.</summary>
    public const string Nothing = "Nothing of it was recorded.";

    private const int ChartWidth = 40;

    public static string Render(SummaryDocument document)
    {
        var text = new StringBuilder();
        if (document.Layout is { } layout)
        {
            foreach (var piece in layout.Pieces)
            {
                text.Append(piece switch
                {
                    LayoutPiece.Own own => own.Markdown,
                    LayoutPiece.Part part when Body(document, part.Key) is { Length: > 0 } body => body.TrimEnd('\n'),
                    _ => $"*{Nothing}*",
                });
            }

            text.Append('\n');
        }
        else
        {
            text.Append(CultureInfo.InvariantCulture, $"# {Text(document.Title)}\n");
            foreach (var (key, heading) in Headings(document))
            {
                text.Append('\n').Append(heading is null ? "" : $"## {heading}\n\n").Append(Body(document, key));
            }
        }

        foreach (var paragraph in Ending(document))
        {
            text.Append(CultureInfo.InvariantCulture, $"\n*{Text(paragraph)}*\n");
        }

        return text.ToString();
    }

    /// <summary>The sections that have something, in their order.</summary>
    public static IEnumerable<(string Key, string? Heading)> Headings(SummaryDocument document) => document.Length is not SummaryLength.PostMortem
        ? document.Sections.Select(section => (section.Key, section.Heading))
        : PostMortemParts.All.Where(part => document.Find(part.Key) is not null || (part.Key == PostMortemParts.Readings && document.Charts.Count > 0));

    /// <summary>What was left out, where it comes from, and what is new in it.</summary>
    public static IEnumerable<string> Ending(SummaryDocument document)
    {
        if (document.LeftOut.ToList() is { Count: > 0 } leftOut)
        {
            var sections = leftOut.Select(section => $"{section.Heading ?? "the summary"} ({Plural.Of(section.Sentences.Count, "sentence")})");
            yield return $"Left out by the template: {string.Join(", ", sections)}.";
        }

        yield return $"Written from the recorded events {Moment.Of(document.At)}. Behind each sentence stand the entries of the timeline that it "
            + $"rests on: /incident event {document.Incident.Label} e1 opens one.";
        if (document.Version is { } version)
        {
            yield return document.New.Count == 0
                ? $"Nothing is new since version {version.Version} was posted {Moment.Of(version.At)}."
                : $"{Plural.Of(document.New.Count, "sentence is", "sentences are")} new since version {version.Version} was posted {Moment.Of(version.At)}, "
                    + "and marked as new.";
        }
    }

    /// <summary>A moment as a file has it, which is read on any day and anywhere.</summary>
    public static string Dated(string text) => Moment.Replace(Place.Plain(text), Dated);

    public static string Dated(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture);

    private static string Body(SummaryDocument document, string key)
    {
        if (key == PostMortemParts.Readings)
        {
            return string.Concat(document.Charts.Select(Course));
        }

        return document.Find(key) is not { } section ? ""
            : section.IsList ? string.Concat(section.Sentences.Select(sentence => $"- {Sentence(document, sentence)}\n"))
            : $"{string.Join('\n', section.Sentences.Select(sentence => Sentence(document, sentence)))}\n";
    }

    private static string Course(ReadingChart chart)
    {
        List<(DateTimeOffset At, double Value)> points = [.. chart.Points.Select(point => (point.At, point.Value))];
        var drawn = Sparkline.Draw(points, chart.From, chart.Until, ChartWidth, chart.Unit is Unit.Ratio ? 1 : null);
        var limits = string.Concat(chart.Limits.Select(limit => $", {limit.Name} {Figure(limit.Value)}"));
        var span = points.Count == 0 ? "nothing was read" : $"{Figure(points.Min(point => point.Value))} to {Figure(points.Max(point => point.Value))}";
        return $"- {Text(chart.Title)}, {Dated(chart.From)} to {Dated(chart.Until)}: {span}{limits} `{drawn}`\n";

        string Figure(double value) => new Reading(chart.Name, value, chart.Unit).Figure();
    }

    private static string Sentence(SummaryDocument document, SummarySentence sentence) =>
        $"{Text(sentence.Text)} [{string.Join(' ', sentence.Events.Select(number => $"e{number}"))}]{(document.New.Contains(sentence) ? " (new)" : "")}";

    /// <summary>One line, of which nothing is markup, a link or HTML.</summary>
    private static string Text(string text)
    {
        var line = OneLine.Words(Printable.Spaced(Dated(text)));
        var escaped = new StringBuilder(line.Length + 8);
        foreach (var (at, letter) in line.Index())
        {
            // Brackets alone are none: "[redacted]" has to stay as it is.
            if (letter is '\\' or '`' or '*' or '<' or '>' or '~' or '|' or '&'
                || (letter is ']' && at + 1 < line.Length && line[at + 1] is ('(' or '[' or ':'))
                || (letter is '_' && !(IsWord(line, at - 1) && IsWord(line, at + 1)))
                || (at == 0 && letter is ('#' or '-' or '+' or '=')))
            {
                escaped.Append('\\');
            }

            escaped.Append(letter);
        }

        // "12. " at the beginning would be an item of a list.
        var digits = line.TakeWhile(char.IsAsciiDigit).Count();
        return digits > 0 && digits < line.Length && line[digits] is ('.' or ')') ? escaped.Insert(digits, '\\').ToString() : escaped.ToString();
    }

    private static bool IsWord(string line, int at) => at >= 0 && at < line.Length && char.IsLetterOrDigit(line[at]);
}
