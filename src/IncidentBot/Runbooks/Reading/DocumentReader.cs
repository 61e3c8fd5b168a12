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
    private readonly bool isWithin;
    private readonly ProseCommands commands;
    private readonly List<Passage> passages = [];
    private readonly List<RunbookSection> sections = [];
    private readonly List<RunbookSymptom> symptoms = [];
    private readonly List<RunbookNote> notes = [];
    private readonly SortedDictionary<int, string> headings = [];
    private readonly Dictionary<CodeBlock, PassageKind> kinds = [];
    private string? label;
    private string title = "";

    private DocumentReader(string source, Rulebook rules, bool isWithin) =>
        (this.source, this.rules, this.isWithin, commands) = (source, rules, isWithin, new ProseCommands(source, rules));

    public static DocumentText Read(string text, Rulebook rules) => Read(text, rules, isWithin: false);

    private static DocumentText Read(string text, Rulebook rules, bool isWithin)
    {
        var markdown = ForeignMarkup.AsMarkdown(text);
        var reader = new DocumentReader(markdown, rules, isWithin);
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
                        Note(row.Line, string.Join(" | ", row.Descendants<ParagraphBlock>().Select(cell => InlineText.Of(cell.Inline))));
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
                    Hidden(comment, "", SourceLine.Of(source, comment).SelectMany(line => commands.Said(line.Line, line.Text)));
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
        var text = InlineText.Of(heading.Inline);
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
                Within(line, text, language);
            }

            Add(kind, block.Lines.Lines[0].Line > 0 && block is not FencedCodeBlock ? block.Lines.Lines[0].Line + 1 : line, text, language);
        }
    }

    /// <summary>A document that is shown in a fence may hold commands as well; one in that one is not looked into again.</summary>
    private void Within(int line, string text, string language)
    {
        if (isWithin || language.ToLowerInvariant() is not ("markdown" or "md" or "mdx"))
        {
            return;
        }

        foreach (var inner in Read(text, rules, isWithin: true).Passages.Where(inner => inner.Kind is not (PassageKind.Instruction or PassageKind.Output)))
        {
            passages.Add(inner with { Line = inner.Line + line - 1, Stage = Stages.Of(Section), Section = Section });
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

        var text = InlineText.Of(paragraph.Inline);
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
        if (tells && !announces && !commands.Begin(paragraph))
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
        var text = InlineText.Of(paragraph.Inline);
        if (paragraph.Parent is ListItemBlock item && item[0] == paragraph)
        {
            Commands(paragraph);
            return;
        }

        // **Diagnosis:** alone is a heading in all but name.
        if (paragraph.Inline?.FirstChild is EmphasisInline { NextSibling: null or LiteralInline { NextSibling: null } } emphasis
            && InlineText.Of(emphasis).Length + 1 >= text.Length
            && text.Length < 80
            && !commands.Begin(paragraph))
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
            .SelectMany(line => commands.Said(line.Line, line.Text))
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
    private void Hidden(LeafBlock comment, string text, IEnumerable<(int Line, string Text)> found)
    {
        if (found.Any())
        {
            Add(PassageKind.Output, comment.Line + 1, text, "comment");
        }
    }

    private void Commands(LeafBlock block)
    {
        foreach (var (line, text, isForbidden) in commands.In(block, Section))
        {
            passages.Add(new Passage(PassageKind.Inline, line, text, "", Stages.Of(Section), Section) { IsForbidden = isForbidden });
        }
    }

    private void Add(PassageKind kind, int line, string text, string language) =>
        passages.Add(new Passage(kind, line, text, language, Stages.Of(Section), Section));
}
