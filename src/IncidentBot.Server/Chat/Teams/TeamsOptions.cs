using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace IncidentBot.Chat.Teams;

/// <summary>The <c>Teams</c> section. Teams is on as soon as one of its three ids and secrets is there; then all must be.</summary>
internal sealed class TeamsOptions
{
    public const string Section = "Teams";

    /// <summary>The bot's application (client) id.</summary>
    public string? AppId { get; init; }

    /// <summary>The value of a client secret of that application.</summary>
    [PasswordPropertyText(true)]
    public string? ClientSecret { get; init; }

    /// <summary>The directory (tenant) whose people may talk to the bot, and in which the bot is registered.</summary>
    public string? TenantId { get; init; }

    /// <summary>Further tenants whose people may talk to the bot. The default value is none.</summary>
    public IReadOnlyList<string> MoreTenants { get; init; } = [];

    /// <summary>
    /// Where the bot's own token comes from. Empty means <see cref="TenantId"/>; a bot that was registered for many tenants
    /// needs <c>botframework.com</c>.
    /// </summary>
    public string? TokenTenant { get; init; }

    /// <summary>Where the bot's own token is asked for.</summary>
    public string Authority { get; init; } = "https://login.microsoftonline.com/";

    /// <summary>What that token is for.</summary>
    public string Scope { get; init; } = "https://api.botframework.com/.default";

    /// <summary>Where the keys are that sign what Teams sends.</summary>
    public string Metadata { get; init; } = "https://login.botframework.com/v1/.well-known/openidconfiguration";

    /// <summary>How long reading them may take, while what Teams sent waits. The default value is 5 seconds: Teams itself gives up after 15.</summary>
    [Range(typeof(TimeSpan), "00:00:00.050", "00:01:00")]
    public TimeSpan KeysWithin { get; init; } = TimeSpan.FromSeconds(5);

    /// <summary>Who signs what Teams sends.</summary>
    public string Issuer { get; init; } = "https://api.botframework.com";

    /// <summary>Hosts that the bot's token may be sent to. Empty means <see cref="ServiceUrls.DocumentedHosts"/>.</summary>
    public IReadOnlyList<string> ServiceHosts { get; init; } = [];

    /// <summary>Where a channel is reached from which nobody has written yet.</summary>
    public string ServiceUrl { get; init; } = "https://smba.trafficmanager.net/teams/";

    /// <summary>Where an answer goes that is meant for one person.</summary>
    public TeamsAnswers Answers { get; init; } = TeamsAnswers.Personal;

    /// <summary>The channel (<c>19:…@thread.tacv2</c>) in which each incident gets a thread of its own. Empty: it lives where it was opened.</summary>
    public string? IncidentChannel { get; init; }

    /// <summary>How much may be sent to one conversation. Empty means <see cref="TeamsPace.Documented"/>.</summary>
    public IReadOnlyList<TeamsLimit> Limits { get; init; } = [];

    /// <summary>The messaging endpoint as it is written in the bot's registration. Only <c>doctor teams</c> needs it.</summary>
    public string? Endpoint { get; init; }

    /// <summary>
    /// For a Teams of one's own on this machine: nothing that comes in is checked and no token goes out. Only in Development
    /// and over loopback.
    /// </summary>
    public bool WithoutAuthentication { get; init; }

    public bool IsEnabled =>
        !string.IsNullOrWhiteSpace(AppId) || !string.IsNullOrWhiteSpace(ClientSecret) || !string.IsNullOrWhiteSpace(TenantId) || WithoutAuthentication;

    /// <summary>True for a Teams on this machine, which is to say in a test or a demonstration.</summary>
    public bool IsLocal => WithoutAuthentication || (Uri.TryCreate(Authority, UriKind.Absolute, out var authority) && authority.IsLoopback);

    public bool Serves(string tenant) =>
        string.Equals(tenant, TenantId, StringComparison.OrdinalIgnoreCase) || MoreTenants.Contains(tenant, StringComparer.OrdinalIgnoreCase);
}

internal enum TeamsAnswers
{
    /// <summary>To the person's own chat with the bot.</summary>
    Personal,

    /// <summary>Where it was asked, shown to the person alone. Teams calls it a targeted message, and previews it.</summary>
    Targeted,

    /// <summary>Where it was asked, for everyone there.</summary>
    Open,
}

/// <summary>So many messages within such a time.</summary>
internal sealed class TeamsLimit
{
    [Range(1, 100_000)]
    public int Messages { get; init; }

    public TimeSpan Per { get; init; }
}
