namespace IncidentBot.Chat;

/// <summary>The <c>Pages</c> section: what people open in a browser from a link in the chat. Off until it has an address.</summary>
internal sealed class PageOptions
{
    public const string Section = "Pages";

    /// <summary>
    /// Where people's browsers reach the bot, for example <c>https://incidentbot.your.org</c>. The default is nowhere: then
    /// nothing is served and nothing linked.
    /// </summary>
    public string Url { get; init; } = "";

    /// <summary>How long a whole card can be opened. The default is 30 days; a living card counts from its last change.</summary>
    public TimeSpan KeepFor { get; init; } = TimeSpan.FromDays(30);

    public bool AreServed => !string.IsNullOrWhiteSpace(Url);

    public Uri CardOf(string token) => new($"{Url.Trim().TrimEnd('/')}/cards/{token}");
}
