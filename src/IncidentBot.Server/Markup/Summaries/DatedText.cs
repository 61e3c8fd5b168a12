using System.Globalization;
using IncidentBot.Messages;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Words;
using Microsoft.AspNetCore.Components;
using Microsoft.AspNetCore.Components.Rendering;

namespace IncidentBot.Markup.Summaries;

/// <summary>Text of a document, which is read on any day: each moment has its date, in UTC.</summary>
public sealed class DatedText : ComponentBase
{
    // Cannot occur in text that came through a form or a database, and is removed where it does.
    private const char Mark = '\0';

    [Parameter, EditorRequired]
    public required string Value { get; set; }

    protected override void BuildRenderTree(RenderTreeBuilder builder)
    {
        var text = Printable.Lines(Place.Plain(Value)).Replace($"{Mark}", "", StringComparison.Ordinal);
        foreach (var (index, piece) in Moment.Replace(text, at => $"{Mark}{at:O}{Mark}").Split(Mark).Index())
        {
            if (index % 2 == 0)
            {
                builder.OpenComponent<WrittenText>(0);
                builder.AddComponentParameter(1, nameof(WrittenText.Value), piece);
                builder.CloseComponent();
            }
            else
            {
                var at = DateTimeOffset.Parse(piece, CultureInfo.InvariantCulture);
                builder.OpenElement(2, "time");
                builder.AddAttribute(3, "datetime", at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss'Z'", CultureInfo.InvariantCulture));
                builder.AddContent(4, DocumentMarkdown.Dated(at));
                builder.CloseElement();
            }
        }
    }
}
