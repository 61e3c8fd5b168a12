using IncidentBot.Markup;

namespace IncidentBot.Web.Cards;

/// <summary>Says that nothing is at an address, and where to go: on a page for browsers, in a line for everybody else.</summary>
internal static class NothingHere
{
    public static async Task<IResult> SayAsync(
        ComponentMarkup markup, HttpRequest request, string what, string instead, (string Label, string Url)? link = null) =>
        ComponentMarkup.IsWantedBy(request)
            ? await markup.PageAsync<NothingHerePage>(
                new()
                {
                    [nameof(NothingHerePage.What)] = what,
                    [nameof(NothingHerePage.Instead)] = instead,
                    [nameof(NothingHerePage.Link)] = link,
                },
                StatusCodes.Status404NotFound)
            : TypedResults.Text($"Nothing is here. {what} {instead}\n", statusCode: StatusCodes.Status404NotFound);
}
