using System.Buffers.Text;
using System.Security.Cryptography;
using IncidentBot.Doors;
using IncidentBot.Markup;
using IncidentBot.Storage;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IncidentBot.Web.Cards;

/// <summary>
/// Whole cards, for whoever has the link. It comes through a proxy, so the door of the local chat does not stand before
/// it: the token alone lets in, and nothing can be done here but read.
/// </summary>
internal static class CardEndpoints
{
    // Unpadded.
    private const int TokenLength = ((SHA256.HashSizeInBytes * 4) + 2) / 3;

    private const string NoCard = "The link is not whole, or what it led to is not kept any more.";
    private const string ToAsk = "Ask again in the chat: type the command once more, for example /incident status, and open the link under the new answer.";

    public static IServiceCollection AddCardPages(this IServiceCollection services)
    {
        services.TryAddSingleton<ComponentMarkup>();
        return services;
    }

    public static IEndpointRouteBuilder MapCardPages(this IEndpointRouteBuilder routes)
    {
        routes.MapMethods("/cards/{token}", [HttpMethods.Get, HttpMethods.Head], ShowAsync).AddEndpointFilter<StoreAway>();
        return routes;
    }

    private static async Task<IResult> ShowAsync(
        string token,
        IKeptCards cards,
        ComponentMarkup markup,
        TimeProvider time,
        HttpContext http,
        CancellationToken ct)
    {
        CardPageContent.Protect(http.Response.Headers);

        // What is not even shaped like a token costs the store nothing.
        var kept = token.Length == TokenLength && Base64Url.IsValid(token) ? await cards.FindAsync(token, time.GetUtcNow(), ct) : null;
        return kept is null ? await NothingHere.SayAsync(markup, http.Request, NoCard, ToAsk)
            : await markup.PageAsync<KeptCardPage>(new() { [nameof(KeptCardPage.Kept)] = kept });
    }
}
