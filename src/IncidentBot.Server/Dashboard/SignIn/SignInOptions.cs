using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>
/// The <c>SignIn</c> section: how people on other machines show who they are. Without one of its parts the dashboard is only there beside
/// the local chat, on the machine that the bot runs on.
/// </summary>
internal sealed class SignInOptions
{
    public const string Section = "SignIn";

    /// <summary>With Slack: whoever is signed in there is here who they are in the chat.</summary>
    public SlackSignInOptions Slack { get; init; } = new();

    /// <summary>With Microsoft Entra: whoever is signed in there is here who they are in Teams.</summary>
    public EntraSignInOptions Entra { get; init; } = new();

    /// <summary>A proxy before the bot signs people in, and says in a header who it is.</summary>
    public ProxySignInOptions Proxy { get; init; } = new();

    /// <summary>How long somebody stays signed in. The default value is 12 hours: a shift.</summary>
    [Range(typeof(TimeSpan), "00:05:00", "7.00:00:00")]
    public TimeSpan StaysFor { get; init; } = TimeSpan.FromHours(12);

    public bool IsConfigured => Slack.IsConfigured || Entra.IsConfigured || Proxy.IsConfigured;
}

internal sealed class SlackSignInOptions
{
    /// <summary>From the app's "Basic Information" page.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>From the same page.</summary>
    [PasswordPropertyText(true)]
    public string ClientSecret { get; init; } = "";

    /// <summary>The id of the workspace, for example <c>T1DC2JH3J</c>. Nobody of another one comes in.</summary>
    public string Team { get; init; } = "";

    /// <summary>Where Slack is. Only a Slack of one's own has another address.</summary>
    public string Authority { get; init; } = "https://slack.com";

    public bool IsConfigured => ClientId.Length > 0 || ClientSecret.Length > 0 || Team.Length > 0;
}

internal sealed class EntraSignInOptions
{
    /// <summary>The directory's id. Nobody of another one comes in.</summary>
    public string Tenant { get; init; } = "";

    /// <summary>The application's id; the one of the Teams bot will do.</summary>
    public string ClientId { get; init; } = "";

    /// <summary>A secret of that application.</summary>
    [PasswordPropertyText(true)]
    public string ClientSecret { get; init; } = "";

    /// <summary>Where the directory signs people in. The default value is Microsoft's address for the tenant.</summary>
    public string? Authority { get; init; }

    public bool IsConfigured => Tenant.Length > 0 || ClientId.Length > 0 || ClientSecret.Length > 0;
}

internal sealed class ProxySignInOptions
{
    /// <summary>The header that says who somebody is, for example <c>X-Forwarded-Email</c>. Their account is then <c>proxy::ada@your.org</c>.</summary>
    public string Header { get; init; } = "";

    /// <summary>What the proxy sends in the header <c>X-IncidentBot-Proxy</c>, so that nobody else can say who they are. 32 characters at least.</summary>
    [PasswordPropertyText(true)]
    public string Secret { get; init; } = "";

    public bool IsConfigured => Header.Length > 0 || Secret.Length > 0;
}
