using IncidentBot.Chat.Local.Pages;
using IncidentBot.Markup;

namespace IncidentBot.Chat.Local;

/// <summary>Says what is wrong with an address, and leads back: on a page for browsers, in a line for everybody else.</summary>
internal sealed class NothingThere(ComponentMarkup markup)
{
    public async Task<IResult> SayAsync(HttpRequest request, string reason, string? person, int statusCode = StatusCodes.Status404NotFound) =>
        ComponentMarkup.IsWantedBy(request)
            ? await markup.PageAsync<NotFoundPage>(
                new() { [nameof(NotFoundPage.Reason)] = reason, [nameof(NotFoundPage.Reader)] = LocalPeople.Find(person) ?? LocalPeople.Ada },
                statusCode)
            : TypedResults.Text($"{reason}\n", statusCode: statusCode);

    /// <summary>Of the page of a channel that cannot be, or of somebody who is nobody here. Null where both are well.</summary>
    public async Task<IResult?> OfChannelAsync(HttpRequest request, string channel, string? person) => LocalChat.Mistake(channel, person) is { } mistake
        ? await SayAsync(request, mistake, person, LocalChannels.IsName(channel) ? StatusCodes.Status400BadRequest : StatusCodes.Status404NotFound)
        : null;
}
