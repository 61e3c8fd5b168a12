using IncidentBot.Chat.Local;

namespace IncidentBot.Support;

/// <summary>Somebody who has opened the address that the bot printed.</summary>
internal static class LocalVisitor
{
    public static HttpClient Of(Uri address, LocalToken token)
    {
        var (name, value) = token.CookieAt(address.Port);
        return new HttpClient { BaseAddress = address, DefaultRequestHeaders = { { "Cookie", $"{name}={value}" } } };
    }
}
