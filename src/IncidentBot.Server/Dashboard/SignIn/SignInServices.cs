using System.Globalization;
using System.Security.Claims;
using IncidentBot.Actions;
using IncidentBot.Chat;
using IncidentBot.Execution;
using IncidentBot.People;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;

namespace IncidentBot.Dashboard.SignIn;

internal static class SignInServices
{
    /// <summary>Set on a challenge whose person has to show again who they are.</summary>
    public const string Fresh = "fresh";

    /// <summary>People on other machines show who they are before they see a page.</summary>
    /// <param name="options">As the configuration has them.</param>
    /// <param name="address">Where people's browsers reach the bot.</param>
    public static IServiceCollection AddSignIn(this IServiceCollection services, SignInOptions options, string address)
    {
        var origin = address.Trim().TrimEnd('/');
        services.AddSettings<SignInOptions>(SignInOptions.Section);
        services.AddSingleton<IValidateOptions<SignInOptions>>(provider => new FaultsStopTheStart<SignInOptions>(
            (read, faults) => SignInOptionsCheck.Read(read, provider.GetRequiredService<IOptions<PageOptions>>().Value, faults)));
        services.AddSingleton<IDataProtectionProvider>(provider => new SealedData(provider.GetRequiredService<AuditKey>(), "pages"));
        services.AddSingleton<SignInTickets>();
        services.AddSingleton<ProxyHeader>();
        services.AddOptions<CookieAuthenticationOptions>(SignInSchemes.Cookie).Configure<SignInTickets>((cookie, tickets) => cookie.SessionStore = tickets);

        var isSecure = origin.StartsWith(Uri.UriSchemeHttps, StringComparison.OrdinalIgnoreCase);
        var authentication = services.AddAuthentication().AddCookie(SignInSchemes.Cookie, cookie =>
        {
            // The prefix makes browsers refuse one that another host or path of the domain has set.
            cookie.Cookie = Protected(new CookieBuilder { Name = isSecure ? "__Host-incidentbot" : "incidentbot-pages" }, isSecure);
            cookie.SlidingExpiration = false;
            cookie.ExpireTimeSpan = options.StaysFor;
        });
        if (options.Slack is { IsConfigured: true } slack)
        {
            authentication.AddOpenIdConnect(SignInSchemes.Slack, "Slack", oidc =>
            {
                Add(oidc, SignInSchemes.Slack, origin, isSecure, token => VouchedAccount.OfSlack(token, slack.Team));
                (oidc.Authority, oidc.ClientId, oidc.ClientSecret) = (slack.Authority, slack.ClientId, slack.ClientSecret);

                // Slack documents none for a client with a secret.
                oidc.UsePkce = false;
                oidc.AdditionalAuthorizationParameters["team"] = slack.Team;
            });
        }

        if (options.Entra is { IsConfigured: true } entra)
        {
            authentication.AddOpenIdConnect(SignInSchemes.Entra, "Microsoft", oidc =>
            {
                Add(oidc, SignInSchemes.Entra, origin, isSecure, token => VouchedAccount.OfEntra(token, entra.Tenant));
                (oidc.ClientId, oidc.ClientSecret) = (entra.ClientId, entra.ClientSecret);
                oidc.Authority = entra.Authority ?? $"https://login.microsoftonline.com/{entra.Tenant}/v2.0";
            });
        }

        // Nothing is sealed by the keys that ASP.NET would make in a folder of this machine now.
        foreach (var keys in services.Where(one => one.ServiceType == typeof(IHostedService)
            && one.ImplementationType?.Assembly == typeof(KeyManagementOptions).Assembly).ToList())
        {
            services.Remove(keys);
        }

        return services;
    }

    /// <summary>What is approved on the dashboard alone, which takes a sign-in that can be asked for again.</summary>
    public static IServiceCollection AddStepUp(this IServiceCollection services, SignInOptions options, string address)
    {
        services.AddSingleton<IValidateOptions<ExecutionPolicy>>(new FaultsStopTheStart<ExecutionPolicy>((policy, faults) =>
        {
            faults.Check(
                policy.StepUp.Count == 0 || options.Slack.IsConfigured || options.Entra.IsConfigured,
                "Execution:StepUp takes SignIn:Slack or SignIn:Entra: whoever approves has to show anew who they are. Configure one of them, or remove it.");
            faults.Check(!policy.StepUp.Contains(Risk.Observe), "Execution:StepUp has Observe, which nobody approves: it takes Change and Destructive.");
        }));
        return services.AddSingleton(provider => provider.GetRequiredService<ExecutionPolicy>() is { StepUp.Count: > 0 } policy
            ? new StepUp(policy.StepUp, policy.StepUpWithin, run => new Uri($"{address.Trim().TrimEnd('/')}{ApprovalPage(run)}"))
            : StepUp.None);
    }

    /// <summary>The form of its approval, below its plan.</summary>
    public static string ApprovalPage(Run run) =>
        $"/dashboard/form?command={Uri.EscapeDataString($"/approve {run.Label} {run.ShortHash}")}&back={Uri.EscapeDataString(DashboardPages.Incidents)}";

    private static void Add(OpenIdConnectOptions oidc, string scheme, string origin, bool isSecure, Func<ClaimsPrincipal, Account?> vouched)
    {
        oidc.SignInScheme = SignInSchemes.Cookie;
        oidc.CallbackPath = $"{SignInEndpoints.Path}/{scheme}/back";
        oidc.ResponseType = OpenIdConnectResponseType.Code;
        oidc.ResponseMode = OpenIdConnectResponseMode.Query;
        oidc.MapInboundClaims = false;
        oidc.DisableTelemetry = true;
        oidc.RequireHttpsMetadata = false;
        oidc.Scope.Clear();
        oidc.Scope.Add("openid");
        oidc.Scope.Add("profile");
        oidc.NonceCookie = Protected(oidc.NonceCookie, isSecure);
        oidc.CorrelationCookie = Protected(oidc.CorrelationCookie, isSecure);
        oidc.Events = new OpenIdConnectEvents
        {
            OnRedirectToIdentityProvider = context =>
            {
                // Behind a proxy the bot does not hear by which name it was asked.
                context.ProtocolMessage.RedirectUri = $"{origin}{oidc.CallbackPath}";
                if (context.Properties.Items.ContainsKey(Fresh))
                {
                    context.ProtocolMessage.Prompt = OpenIdConnectPrompt.Login;
                    context.ProtocolMessage.MaxAge = "0";
                }

                return Task.CompletedTask;
            },
            OnTokenValidated = context =>
            {
                if (context.Principal is not { } token || vouched(token) is not { } account)
                {
                    context.Fail(SignInEndpoints.NotOurs);
                    return Task.CompletedTask;
                }

                context.Principal = new ClaimsPrincipal(new ClaimsIdentity(
                    [new(SignInTickets.AccountClaim, $"{account}"), new(SignInTickets.NameClaim, token.FindFirstValue("name") ?? account.UserId)], scheme));
                context.Properties!.IssuedUtc = long.TryParse(token.FindFirstValue("auth_time"), CultureInfo.InvariantCulture, out var seconds)
                    ? DateTimeOffset.FromUnixTimeSeconds(seconds)
                    : null;
                return Task.CompletedTask;
            },
            OnAccessDenied = context =>
            {
                context.HandleResponse();
                context.Response.Redirect(SignInEndpoints.AfterRefusal);
                return Task.CompletedTask;
            },
            OnRemoteFailure = context =>
            {
                context.HandleResponse();
                context.Response.Redirect(SignInEndpoints.AfterFailure(context.Failure));
                SignInEndpoints.LogFailure(context.HttpContext, scheme, context.Failure);
                return Task.CompletedTask;
            },
        };
    }

    private static CookieBuilder Protected(CookieBuilder cookie, bool isSecure)
    {
        cookie.HttpOnly = true;
        cookie.Path = "/";
        cookie.SecurePolicy = isSecure ? CookieSecurePolicy.Always : CookieSecurePolicy.None;

        // Strict would not be sent by the press of a link in a chat, nor on the way back from signing in.
        cookie.SameSite = SameSiteMode.Lax;
        return cookie;
    }
}
