using Microsoft.AspNetCore.Components;

namespace IncidentBot.Markup.Charts;

/// <summary>Words in a picture. Razor has a tag of its own called <c>text</c>, so that they cannot stand in the markup.</summary>
internal static class SvgText
{
    public static RenderFragment Of(string x, string y, string anchor, string text, string? dy = null) => builder =>
    {
        builder.OpenElement(0, "text");
        builder.AddAttribute(1, "x", x);
        builder.AddAttribute(2, "y", y);
        builder.AddAttribute(3, "text-anchor", anchor);
        builder.AddAttribute(4, "dy", dy);
        builder.AddContent(5, text);
        builder.CloseElement();
    };
}
