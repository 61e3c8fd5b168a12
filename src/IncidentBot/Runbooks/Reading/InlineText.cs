using System.Text;
using Markdig.Syntax;
using Markdig.Syntax.Inlines;

namespace IncidentBot.Runbooks.Reading;

/// <summary>What the inlines of a block say, without the marks around them.</summary>
internal static class InlineText
{
    public static string Of(ContainerInline? inline) => inline is null ? "" : string.Concat(inline.Descendants().Select(part => part switch
    {
        LiteralInline literal => literal.Content.ToString(),
        CodeInline code => code.Content,
        LineBreakInline => " ",
        HtmlEntityInline entity => entity.Transcoded.ToString(),
        AutolinkInline link => link.Url,
        _ => "",
    })).Trim();

    /// <summary>What stands in code marks, or in the tags of HTML that mean the same.</summary>
    public static IEnumerable<(int Line, string Text)> Marked(LeafBlock block)
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
}
