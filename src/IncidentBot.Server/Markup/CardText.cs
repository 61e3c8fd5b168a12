using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace IncidentBot.Markup;

/// <summary>
/// Card text in which each moment is a time element, which script shows in the reader's zone, the name of an incident's
/// channel leads there where the reader can go there, and what is written from right to left is kept apart from the rest.
/// </summary>
public sealed partial class CardText : ComponentBase
{
    // Cannot occur in text that came through a form or a database, and is removed where it does.
    private const char Mark = '\0';

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    /// <summary>The address of a channel. Null where a link has no place.</summary>
    [Parameter]
    public Func<string, string>? ChannelUrl { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        // A share or a size and its unit stay on one line.
        var value = Unit().Replace(Place.Plain(Value), "\u00a0");
        var marked = Moment.Replace(value.Replace(Mark.ToString(), "", StringComparison.Ordinal), at => $"{Mark}{at:O}{Mark}");
        foreach (var (piece, index) in marked.Split(Mark).Select((piece, index) => (piece, index)))
        {
            if (index % 2 == 0)
            {
                AddText(builder, piece);
            }
            else
            {
                AddTime(builder, DateTimeOffset.Parse(piece, CultureInfo.InvariantCulture));
            }
        }
    }

    private static void AddTime(RenderTreeBuilder builder, DateTimeOffset at)
    {
        builder.OpenComponent<TimeView>(0);
        builder.AddComponentParameter(1, nameof(TimeView.At), at);
        builder.CloseComponent();
    }

    private void AddText(RenderTreeBuilder builder, string text)
    {
        foreach (var (piece, isApart) in RightToLeft.Pieces(text))
        {
            if (isApart)
            {
                builder.OpenElement(7, "bdi");
                builder.AddContent(8, piece);
                builder.CloseElement();
            }
            else
            {
                AddLinks(builder, piece);
            }
        }
    }

    private void AddLinks(RenderTreeBuilder builder, string text)
    {
        if (ChannelUrl is null)
        {
            builder.AddContent(3, text);
            return;
        }

        var written = 0;
        foreach (Match channel in IncidentChannel().Matches(text))
        {
            builder.AddContent(3, text[written..channel.Index]);
            builder.OpenElement(4, "a");
            builder.AddAttribute(5, "href", ChannelUrl(channel.Value));
            builder.AddContent(6, channel.Value);
            builder.CloseElement();
            written = channel.Index + channel.Length;
        }

        builder.AddContent(3, text[written..]);
    }

    [GeneratedRegex("(?<=[0-9]) (?=(?:%|KB|MB|GB)(?![A-Za-z0-9]))")]
    private static partial Regex Unit();

    [GeneratedRegex("(?<![A-Za-z0-9/-])inc-[0-9]{1,9}(?:-[a-z0-9]+)*(?![A-Za-z0-9-])")]
    private static partial Regex IncidentChannel();
}
