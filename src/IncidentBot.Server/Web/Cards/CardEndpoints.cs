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
        HttpResponse response,
        CancellationToken ct)
    {
        var headers = response.Headers;
        headers.ContentSecurityPolicy = CardPageContent.Policy;
        headers.XContentTypeOptions = "nosniff";
        headers.CacheControl = "no-store";
        headers["Referrer-Policy"] = "no-referrer";
        headers["X-Robots-Tag"] = "noindex, nofollow";
        headers["Cross-Origin-Resource-Policy"] = "same-origin";
        headers["Cross-Origin-Opener-Policy"] = "same-origin";

        // What is not even shaped like a token costs the store nothing.
        var kept = token.Length == TokenLength && Base64Url.IsValid(token) ? await cards.FindAsync(token, time.GetUtcNow(), ct) : null;
        return kept is null
            ? await markup.PageAsync<NoCardPage>([], StatusCodes.Status404NotFound)
            : await markup.PageAsync<KeptCardPage>(new() { [nameof(KeptCardPage.Kept)] = kept });
    }
}
