using IncidentBot.Dashboard.SignIn.Pages;
using IncidentBot.Doors;
using IncidentBot.Markup;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.Extensions.Options;

namespace IncidentBot.Dashboard.SignIn;

/// <summary>Where one signs in and out.</summary>
internal static partial class SignInEndpoints
{
    public const string Path = "/sign-in";

    /// <summary>Why somebody is not let in whom Slack or Microsoft knows.</summary>
    public const string NotOurs = "The token is of another workspace or directory.";

    private const string Other = "other";
    private const string Declined = "declined";
    private const string Failed = "failed";

    /// <returns>What is behind the door.</returns>
    public static RouteGroupBuilder MapSignIn(this IEndpointRouteBuilder routes)
    {
        var pages = routes.MapGroup("").AddEndpointFilter<RouteGroupBuilder, SignInDoor>().AddEndpointFilter<RouteGroupBuilder, StoreAway>();
        pages.MapGet(Path, ChooseAsync).WithMetadata(new OpenToAll());
        pages.MapGet($"{Path}/{{way}}", BeginAsync).WithMetadata(new OpenToAll());
        pages.MapPost("/sign-out", async Task<IResult> (HttpContext http) => await SentForm.ReadAsync(http, async form =>
        {
            if (!FormTokens.IsRight(http, form))
            {
                return FormTokens.Refused;
            }

            await http.SignOutAsync(SignInSchemes.Cookie);
            return await PageAsync<SignedOutPage>(http, []);
        }));
        return pages;
    }

    public static string AfterRefusal => $"{Path}?problem={Declined}";

    public static string AfterFailure(Exception? failure) => $"{Path}?problem={(failure?.Message is NotOurs ? Other : Failed)}";

    public static void LogFailure(HttpContext http, string way, Exception? failure) =>
        LogFailed(http.RequestServices.GetRequiredService<ILogger<SignInDoor>>(), way, failure?.Message.ReplaceLineEndings(" "));

    private static async Task<IResult> ChooseAsync(string? back, string? fresh, string? problem, HttpContext http)
    {
        var ways = Ways(http);
        return ways is [var only] && problem is null
            ? await BeginAsync(only.Name, back, fresh, http)
            : await PageAsync<SignInPage>(http, new()
            {
                [nameof(SignInPage.Ways)] = ways.Select(way => (way.DisplayName!, At(way.Name, back, fresh))).ToList(),
                [nameof(SignInPage.Problem)] = Problem(problem, ways.Count == 0),
            });
    }

    private static async Task<IResult> BeginAsync(string way, string? back, string? fresh, HttpContext http)
    {
        if (Ways(http).FirstOrDefault(known => known.Name == way) is not { } scheme)
        {
            return await PageAsync<SignInPage>(
                http,
                new() { [nameof(SignInPage.Ways)] = new List<(string, string)>(), [nameof(SignInPage.Problem)] = "There is no such way to sign in." },
                StatusCodes.Status404NotFound);
        }

        var properties = new AuthenticationProperties { RedirectUri = Act.Inside(back ?? "") };
        if (fresh == "yes")
        {
            properties.Items[SignInServices.Fresh] = fresh;
        }

        try
        {
            // What a browser has from before must not become somebody's sign-in.
            await http.SignOutAsync(SignInSchemes.Cookie);
            await http.ChallengeAsync(scheme.Name, properties);
            return TypedResults.Empty;
        }
        catch (InvalidOperationException e)
        {
            // Its settings could not be read from it: https://openid.net/specs/openid-connect-discovery-1_0.html.
            LogFailure(http, scheme.Name, e);
            return await PageAsync<SignInPage>(http, new()
            {
                [nameof(SignInPage.Ways)] = new List<(string, string)> { (scheme.DisplayName!, At(scheme.Name, back, fresh)) },
                [nameof(SignInPage.Problem)] =
                    $"{scheme.DisplayName} does not answer, so nobody can sign in just now. Try again. Everything can be done in the chat meanwhile.",
            }, StatusCodes.Status503ServiceUnavailable);
        }
    }

    private static string? Problem(string? code, bool byProxy) => code switch
    {
        _ when byProxy => "The proxy before the bot signs people in, and has not said who you are. Whoever runs it: see SignIn:Proxy.",
        null => null,
        Other => "You are signed in there, but in another workspace or directory than this bot is for. Switch, and try again.",
        Declined => "You have not been signed in, because it was declined there. Try again.",
        _ => "You have not been signed in: the answer could not be used, or took too long. Try again; the bot's log says more.",
    };

    private static string At(string way, string? back, string? fresh) =>
        $"{Path}/{way}?back={Uri.EscapeDataString(Act.Inside(back ?? ""))}{(fresh == "yes" ? "&fresh=yes" : "")}";

    private static IReadOnlyList<AuthenticationScheme> Ways(HttpContext http) =>
        [.. http.RequestServices.GetRequiredService<IOptions<AuthenticationOptions>>().Value.Schemes.Select(scheme => scheme.Build())
            .Where(scheme => scheme.HandlerType == typeof(OpenIdConnectHandler))];

    private static Task<IResult> PageAsync<TPage>(HttpContext http, Dictionary<string, object?> parameters, int status = StatusCodes.Status200OK)
        where TPage : Microsoft.AspNetCore.Components.IComponent =>
        http.RequestServices.GetRequiredService<ComponentMarkup>().PageAsync<TPage>(parameters, status);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Signing in with {Way} failed: {Reason}")]
    private static partial void LogFailed(ILogger log, string way, string? reason);
}
