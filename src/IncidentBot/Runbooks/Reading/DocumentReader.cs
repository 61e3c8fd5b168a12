using System.Text;
using IncidentBot.Runbooks.Matching;
using IncidentBot.Runbooks.Rules;
using Markdig;
using Markdig.Extensions.Tables;
using Markdig.Extensions.Yaml;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IncidentBot.Runbooks.Reading;

/// <summary>Walks the Markdown and notes every block, inline command and instruction, with the headings above it.</summary>
internal sealed class DocumentReader
{
    private static readonly MarkdownPipeline Pipeline =
        new MarkdownPipelineBuilder().UsePipeTables().UseGridTables().UseTaskLists().UseYamlFrontMatter().UsePreciseSourceLocation().Build();

    private readonly string source;
    private readonly Rulebook rules;
    private readonly List<Passage> passages = [];
    private readonly List<RunbookSection> sections = [];
    private readonly List<RunbookSymptom> symptoms = [];
    private readonly List<RunbookNote> notes = [];
    private readonly SortedDictionary<int, string> headings = [];
    private readonly Dictionary<CodeBlock, PassageKind> kinds = [];
    private string? label;
    private string title = "";

    private DocumentReader(string source, Rulebook rules) => (this.source, this.rules) = (source, rules);

    public static DocumentText Read(string text, Rulebook rules)
    {
        var markdown = ForeignMarkup.AsMarkdown(text);
        var reader = new DocumentReader(markdown, rules);
        if (Parsed(markdown) is { } document)
        {
            reader.Walk(document, 0);
        }
        else
        {
            reader.Lines();
        }

        return new DocumentText(reader.title, reader.passages, reader.sections, reader.symptoms, reader.notes);
    }

    /// <returns>Null where brackets, marks or lists stand in one another so deep that the parser gives up, or would take minutes.</returns>
    private static MarkdownDocument? Parsed(string text)
    {
        try
        {
            return OpenLinks.AreFew(text) ? Markdown.Parse(text, Pipeline) : null;
        }
        catch (ArgumentException)
        {
            return null;
        }
    }

    /// <summary>Without Markdown: that it cannot be read is said, and the lines that are commands as they stand are steps all the same.</summary>
    private void Lines()
    {
        Add(PassageKind.Unreadable, 1, source.Split('\n')[0], "");
        foreach (var (line, index) in source.Split('\n').Select((line, index) => (SourceLine.Bare(line), index)))
        {
            if (InlineCommand.IsWholeLine(line, rules) || Danger.In(line) is not null)
            {
                Add(PassageKind.Inline, index + 1, line, "");
            }
        }
    }

    private IReadOnlyList<string> Section => label is null ? [.. headings.Values] : [.. headings.Values, label];

    private void Walk(ContainerBlock container, int depth)
    {
        foreach (var block in container)
        {
            switch (block)
            {
                case HeadingBlock heading:
                    Heading(heading);
                    break;
                case YamlFrontMatterBlock:
                    break;
                case FencedCodeBlock fence:
                    Code(fence, fence.Line + 2, fence.Info ?? "");
                    break;
                case CodeBlock code:
                    Code(code, code.Line + 1, "");
                    break;
                case ListItemBlock item:
                    Item(item);
                    Walk(item, depth + 1);
                    break;
                case Table table:
                    foreach (var row in table.OfType<TableRow>().Where(row => !row.IsHeader))
                    {
                        Note(row.Line, string.Join(" | ", row.Descendants<ParagraphBlock>().Select(cell => Text(cell.Inline))));
                    }

                    foreach (var paragraph in table.Descendants<ParagraphBlock>())
                    {
                        Commands(paragraph);
                    }

                    break;
                case ParagraphBlock paragraph:
                    Paragraph(paragraph);
                    break;
                case LinkReferenceDefinition { Url: null or "" or "#" } comment:
                    Hidden(comment, "", SourceLine.Of(source, comment).SelectMany(line => Said(line.Line, line.Text)));
                    break;
                case LinkReferenceDefinition note:
                    Commands(note);
                    break;
                case HtmlBlock html:
                    Html(html);
                    break;
                case ContainerBlock inner:
                    Walk(inner, depth + 1);
                    break;
            }
        }
    }

    private void Heading(HeadingBlock heading)
    {
        var text = Text(heading.Inline);
        foreach (var level in headings.Keys.Where(level => level >= heading.Level).ToList())
        {
            headings.Remove(level);
        }

        label = null;
        if (title.Length == 0)
        {
            title = text;
        }

        // The title names the whole document, it announces no stage.
        if (heading.Level > 1)
        {
            headings[heading.Level] = text;
            sections.Add(new RunbookSection(heading.Line + 1, [.. headings.Values]));
        }

        Commands(heading);
    }

    private void Code(CodeBlock block, int line, string language)
    {
        var text = block.Lines.ToString();
        if (!string.IsNullOrWhiteSpace(text))
        {
            var kind = KindOf(block, text);
            if (kind is PassageKind.Output)
            {
                Note(line - 1, text.TrimEnd());
            }

            Add(kind, block.Lines.Lines[0].Line > 0 && block is not FencedCodeBlock ? block.Lines.Lines[0].Line + 1 : line, text, language);
        }
    }

    /// <summary>Asked once for each list around the block as well, so it is kept.</summary>
    private PassageKind KindOf(CodeBlock block, string text) => kinds.TryGetValue(block, out var kind)
        ? kind
        : kinds[block] = BlockKind.Of(((block as FencedCodeBlock)?.Info ?? "").Trim('{', '}', '.', ' '), text, rules);

    /// <summary>An item that only announces the block inside it is the title of its commands.</summary>
    private void Item(ListItemBlock item)
    {
        if (item.FirstOrDefault() is not ParagraphBlock paragraph)
        {
            return;
        }

        var text = Text(paragraph.Inline);
        if (Stages.ListsSymptoms(Section))
        {
            symptoms.Add(new RunbookSymptom(
                paragraph.Line + 1,
                text,
                sections.LastOrDefault(section => section.Holds([.. Section.SkipLast(1)]) && section.Path.Count == Section.Count - 1),
                Declared: false)
            {
                Codes = [.. paragraph.Inline?.Descendants<CodeInline>().Select(code => code.Content) ?? []],
            });
        }

        var ordered = item.Parent is ListBlock { IsOrdered: true };
        var announces = item.Descendants<CodeBlock>()
            .Any(code => KindOf(code, code.Lines.ToString()) is not (PassageKind.Output or PassageKind.Settings));
        var tells = ordered ? Imperatives.Begin(text) || !Stages.Describes(Section) : Imperatives.Begin(text) && !Stages.Describes(Section);
        if (tells && !announces && !HoldsCommand(paragraph))
        {
            Add(PassageKind.Instruction, paragraph.Line + 1, text, "");
        }
        else
        {
            Note(paragraph.Line, $"- {text}");
        }
    }

    private void Paragraph(ParagraphBlock paragraph)
    {
        var text = Text(paragraph.Inline);
        if (paragraph.Parent is ListItemBlock item && item[0] == paragraph)
        {
            Commands(paragraph);
            return;
        }

        // **Diagnosis:** alone is a heading in all but name.
        if (paragraph.Inline?.FirstChild is EmphasisInline { NextSibling: null or LiteralInline { NextSibling: null } } emphasis
            && Text(emphasis).Length + 1 >= text.Length
            && text.Length < 80
            && !HoldsCommand(paragraph))
        {
            label = text.TrimEnd(':');
            return;
        }

        if (Imperatives.Begin(text) && !Stages.Describes(Section))
        {
            Add(PassageKind.Instruction, paragraph.Line + 1, text, "");
        }
        else
        {
            Note(paragraph.Line, text);
        }

        Commands(paragraph);
    }

    private void Note(int line, string text) => notes.Add(new RunbookNote(line + 1, Section, text));

    /// <summary>Markdown does not look inside HTML. A line that is a command is one there too; what could be one is not dropped.</summary>
    private void Html(HtmlBlock html)
    {
        var text = html.Lines.ToString();
        var found = text.Split('\n')
            .SelectMany((line, index) => SourceLine.Pieces(line).SelectMany(SourceLine.Spoken).Select(piece => (Line: html.Line + 1 + index, Text: piece)))
            .SelectMany(line => Said(line.Line, line.Text))
            .ToList();
        if (html.Type == HtmlBlockType.Comment)
        {
            Hidden(html, text, found);
            return;
        }

        foreach (var line in found)
        {
            Add(PassageKind.Inline, line.Line, line.Text, "");
        }

        if (found.Count == 0 && (text.Contains("<pre", StringComparison.OrdinalIgnoreCase) || text.Contains("<code", StringComparison.OrdinalIgnoreCase)))
        {
            Add(PassageKind.Code, html.Line + 1, text, "html");
        }
    }

    /// <summary>Whoever reads the page does not see it, so it tells nobody to do something.</summary>
    private void Hidden(LeafBlock comment, string text, IEnumerable<(int Line, string Text)> commands)
    {
        if (commands.Any())
        {
            Add(PassageKind.Output, comment.Line + 1, text, "comment");
        }
    }

    /// <summary>Commands in code marks or in the tags of HTML, and lines that are one as they stand, in a paragraph, a heading or a cell.</summary>
    private void Commands(LeafBlock block)
    {
        var marked = Marked(block).ToList();
        var said = Unmarked(SourceLine.Of(source, block), marked).SelectMany(line => Said(line.Line, line.Text)).ToList();
        var whole = marked.Count > 0 || said.Count > 0 ? Text(block.Inline) : "";
        var from = 0;
        foreach (var (line, text) in marked)
        {
            var place = NextPlace(text);

            // READONLY is a command, and what a replica answers.
            var isSymptom = Stages.ListsSymptoms(Section) && FailureSignatures.ClassesIn(Phrases.Plain(text)).Count > 0;
            if (!isSymptom && InlineCommand.Is(text, rules) && !(block is HeadingBlock && IsMention(whole, text)))
            {
                Inline(line, text, Imperatives.Forbid(whole, place));
            }
        }

        from = 0;
        foreach (var (line, text) in said)
        {
            Inline(line, text, Imperatives.Forbid(whole, NextPlace(text)));
        }

        int NextPlace(string text)
        {
            var place = whole.IndexOf(text, from, StringComparison.Ordinal);
            from = place >= 0 ? place + text.Length : from;
            return place;
        }
    }

    private void Inline(int line, string text, bool isForbidden) =>
        passages.Add(new Passage(PassageKind.Inline, line, text, "", Stages.Of(Section), Section) { IsForbidden = isForbidden });

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

    /// <summary>The line as a whole, or the commands within it.</summary>
    private IEnumerable<(int Line, string Text)> Said(int line, string text)
    {
        var spoken = SpokenCommand.In(text, rules).ToList();
        return InlineCommand.IsWholeLine(text, rules) && !(spoken is [(0, var first), ..] && SourceLine.GoesOn(text[first.Length..]))
            ? [(line, text)]
            : spoken.Where(one => one.Start > 0 || SpokenCommand.IsCertain(one.Text) || InlineCommand.IsWholeLine(text.TrimEnd('.', '!'), rules))
                .Select(one => (line, one.Text));
    }

    /// <summary>A heading that speaks of a command is the title of what follows; what destroys is named all the same.</summary>
    private static bool IsMention(string heading, string code) => heading.Length > code.Length + 2 && Danger.In(code) is null;

    private bool HoldsCommand(LeafBlock block) => WholeLines(block).FirstOrDefault().Line == block.Line + 1;

    private IEnumerable<(int Line, string Text)> WholeLines(LeafBlock block) =>
        SourceLine.Of(source, block).Where(line => InlineCommand.IsWholeLine(line.Text, rules));

    private static IEnumerable<(int Line, string Text)> Marked(LeafBlock block)
    {
        StringBuilder? open = null;
        foreach (var part in block.Inline?.Descendants() ?? [])
        {
            switch (part)
            {
                case CodeInline code:
                    yield return (code.Line + 1, SourceLine.Joined(code.Content));
                    break;
                case HtmlInline { Tag: var tag } when SourceLine.IsCodeTag(tag):
                    if (tag.StartsWith("</", StringComparison.Ordinal) && open is { } text)
                    {
                        yield return (part.Line + 1, text.ToString());
                    }

                    open = tag.StartsWith("</", StringComparison.Ordinal) ? null : new StringBuilder();
                    break;
                case LiteralInline literal when open is not null:
                    open.Append(literal.Content.ToString());
                    break;
            }
        }
    }

    private void Add(PassageKind kind, int line, string text, string language) =>
        passages.Add(new Passage(kind, line, text, language, Stages.Of(Section), Section));

    private static string Text(ContainerInline? inline) => inline is null ? "" : string.Concat(inline.Descendants().Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        _ => "",
    })).Trim();
}
