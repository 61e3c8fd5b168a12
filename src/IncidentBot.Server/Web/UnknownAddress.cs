using IncidentBot.Markup;
using IncidentBot.Web.Cards;
using Microsoft.Extensions.DependencyInjection.Extensions;

namespace IncidentBot.Web;

/// <summary>
/// What is answered at an address of which no other part knows anything. Only to who reads: what a vendor posts to a platform that is not
/// configured is refused as it always was.
/// </summary>
internal static class UnknownAddress
{
    private const string What = "No page of IncidentBot has this address.";

    public static IServiceCollection AddUnknownAddress(this IServiceCollection services)
    {
        services.TryAddSingleton<ComponentMarkup>();
        return services;
    }

    /// <param name="leadsToChat">Whether somebody who asks may be led to the local chat.</param>
    public static void UseUnknownAddress(this WebApplication app, Func<HttpContext, bool> leadsToChat) => app.Use(async (http, next) =>
    {
        await next(http);
        if (http.Response is not { StatusCode: StatusCodes.Status404NotFound, HasStarted: false, ContentType: null, ContentLength: null }
            || !(HttpMethods.IsGet(http.Request.Method) || HttpMethods.IsHead(http.Request.Method)))
        {
            return;
        }

        CardPageContent.Protect(http.Response.Headers);
        var markup = http.RequestServices.GetRequiredService<ComponentMarkup>();
        var answer = leadsToChat(http)
            ? await NothingHere.SayAsync(markup, http.Request, What, "Everything begins in #general of the local chat.", ("Go to #general", "/"))
            : await NothingHere.SayAsync(markup, http.Request, What, "IncidentBot is used in the chat: type /help there.");
        await answer.ExecuteAsync(http);
    });
}
