using System.Globalization;
using IncidentBot.Messages;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace IncidentBot.Chat.Local.Pages;

/// <summary>Card text in which each moment is a time element; script shows it in the reader's zone.</summary>
public sealed class MomentText : ComponentBase
{
    // Cannot occur in text that came through a form or a database, and is removed where it does.
    private const char Mark = '\0';

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var marked = Moment.Replace(Value.Replace(Mark.ToString(), "", StringComparison.Ordinal), at => $"{Mark}{at:O}{Mark}");
        foreach (var (piece, index) in marked.Split(Mark).Select((piece, index) => (piece, index)))
        {
            if (index % 2 == 0)
            {
                builder.AddContent(0, piece);
            }
            else
            {
                AddTime(builder, DateTimeOffset.Parse(piece, CultureInfo.InvariantCulture));
            }
        }
    }

    private static void AddTime(RenderTreeBuilder builder, DateTimeOffset at)
    {
        builder.OpenElement(1, "time");
        builder.AddAttribute(2, "datetime", at.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
        builder.AddContent(3, at.ToString("HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        builder.CloseElement();
    }
}
