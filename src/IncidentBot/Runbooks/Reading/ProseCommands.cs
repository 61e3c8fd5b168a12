using System.Text;
using IncidentBot.Runbooks.Matching;
using IncidentBot.Runbooks.Rules;
using Markdig.Syntax;

namespace IncidentBot.Runbooks.Reading;

/// <summary>The commands in prose: in code marks, as a line, or in the middle of a sentence.</summary>
internal sealed class ProseCommands(string source, Rulebook rules)
{
    /// <summary>Commands in code marks or in the tags of HTML, and lines that are one as they stand, in a paragraph, a heading or a cell.</summary>
    public IEnumerable<(int Line, string Text, bool IsForbidden)> In(LeafBlock block, IReadOnlyList<string> section)
    {
        var marked = InlineText.Marked(block).ToList();
        var said = Unmarked(SourceLine.Of(source, block), marked).SelectMany(line => Said(line.Line, line.Text)).ToList();
        var whole = marked.Count > 0 || said.Count > 0 ? InlineText.Of(block.Inline) : "";
        var from = 0;
        foreach (var (line, text) in marked)
        {
            var place = NextPlace(text);

            // READONLY is a command, and what a replica answers.
            var isSymptom = Stages.ListsSymptoms(section) && FailureSignatures.ClassesIn(Phrases.Plain(text)).Count > 0;
            if (!isSymptom && InlineCommand.Is(text, rules) && !(block is HeadingBlock && IsMention(whole, text)))
            {
                yield return (line, text, Imperatives.Forbid(whole, place));
            }
        }

        from = 0;
        foreach (var (line, text) in said)
        {
            yield return (line, text, Imperatives.Forbid(whole, NextPlace(text)));
        }

        int NextPlace(string text)
        {
            var place = whole.IndexOf(text, from, StringComparison.Ordinal);
            from = place >= 0 ? place + text.Length : from;
            return place;
        }
    }

    /// <summary>Whether the first line is one.</summary>
    public bool Begin(LeafBlock block) =>
        SourceLine.Of(source, block).FirstOrDefault(line => InlineCommand.IsWholeLine(line.Text, rules)).Line == block.Line + 1;

    /// <summary>The line as a whole, or the commands within it.</summary>
    public IEnumerable<(int Line, string Text)> Said(int line, string text)
    {
        var spoken = SpokenCommand.In(text, rules).ToList();
        return InlineCommand.IsWholeLine(text, rules) && !(spoken is [(0, var first), ..] && SourceLine.GoesOn(text[first.Length..]))
            ? [(line, text)]
            : spoken.Where(one => one.Start > 0 || SpokenCommand.IsCertain(one.Text) || InlineCommand.IsWholeLine(text.TrimEnd('.', '!'), rules))
                .Select(one => (line, one.Text));
    }

    /// <summary>Without what stands in code marks, which was looked at already.</summary>
    private static IEnumerable<(int Line, string Text)> Unmarked(IEnumerable<(int Line, string Text)> lines, List<(int Line, string Text)> marked)
    {
        var codes = marked.Where(code => code.Text.Length > 0).ToLookup(code => code.Line, code => code.Text);
        foreach (var (line, text) in lines)
        {
            var rest = new StringBuilder();
            var from = 0;
            foreach (var code in codes[line])
            {
                if (text.IndexOf(code, from, StringComparison.Ordinal) is >= 0 and var place)
                {
                    rest.Append(text, from, place - from).Append(',');
                    from = place + code.Length;
                }
            }

            var bare = rest.Append(text, from, text.Length - from).ToString();
            yield return (line, bare.Count(c => c == '`') % 2 == 1 ? bare[..bare.LastIndexOf('`')] : bare);
        }
    }

    /// <summary>A heading that speaks of a command is the title of what follows; what destroys is named all the same.</summary>
    private static bool IsMention(string heading, string code) => heading.Length > code.Length + 2 && Danger.In(code) is null;
}
