using System.Net;
using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Settings;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.Dashboard;

/// <summary>Who comes to the dashboard from other machines, against a real OpenID Connect server.</summary>
public sealed class SignInTests : IAsyncLifetime
{
    private const string Mia = "UMIA";
    private const string Stranger = "USTRANGER";

    private RedisServer redis = null!;

    public async ValueTask InitializeAsync() => redis = await RedisServer.StartAsync();

    public ValueTask DisposeAsync() => redis.DisposeAsync();

    [Fact]
    public async Task Whoever_signs_in_with_Slack_is_who_they_are_in_the_chat_and_comes_back_to_the_page_that_they_opened()
    {
        await using var provider = await OpenIdServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. provider.Settings]);
        using var mia = new SignedInVisitor(provider.Bot);

        var (status, at, text) = await mia.OpenAsync("/incidents?all=yes", Mia);

        Assert.Equal((HttpStatusCode.OK, "/incidents?all=yes"), (status, at.PathAndQuery));
        Assert.Contains("You are <b>Mia</b>", text, StringComparison.Ordinal);
        Assert.Contains("INC-1", await mia.TypeAsync("/incident open P1 publishing is stuck", Mia), StringComparison.Ordinal);
        await mia.SeesAsync("/incidents/INC-1", Mia, "publishing is stuck");
        Assert.Equal("mia", (await bot.TimelineAsync(1))[0].By?.Value);
        Assert.Equal(["signed in"], await SignInsAsync(bot, $"slack:{OpenIdServer.Team}:{Mia}"));

        var cookie = Assert.Single(mia.Cookies.GetCookies(provider.Bot), one => one.Name == "incidentbot-pages");
        Assert.True(cookie.HttpOnly);
    }

    [Fact]
    public async Task Whoever_signs_in_with_Entra_is_who_they_are_in_Teams()
    {
        await using var provider = await OpenIdServer.StartAsync("Entra");
        await using var bot = await BotHost.StartAsync(redis.Url, [.. provider.Settings]);
        using var mia = new SignedInVisitor(provider.Bot);

        Assert.Contains("You are <b>Mia</b>", (await mia.OpenAsync("/incidents", "mia")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Somebody_of_another_workspace_is_not_let_in_and_hears_why()
    {
        await using var provider = await OpenIdServer.StartAsync(team: "TOTHER");
        await using var bot = await BotHost.StartAsync(redis.Url, [.. provider.Settings]);
        using var visitor = new SignedInVisitor(provider.Bot);

        var (_, at, text) = await visitor.OpenAsync("/incidents", Mia);

        Assert.Equal("/sign-in?problem=other", at.PathAndQuery);
        Assert.Contains("in another workspace or directory than this bot is for", text, StringComparison.Ordinal);
        Assert.Contains("Sign in with Slack", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_nobody_has_listed_may_look_and_nothing_else()
    {
        await using var provider = await OpenIdServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. provider.Settings]);
        using var stranger = new SignedInVisitor(provider.Bot);

        Assert.Contains("You are <b>USTRANGER of the directory</b>", (await stranger.OpenAsync("/incidents", Stranger)).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.Forbidden, (await stranger.OpenAsync("/audit", Stranger)).Status);
        Assert.Contains("permission", await stranger.TypeAsync("/redis clear-cache rl:*", Stranger), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_cookie_is_worth_nothing_once_its_person_has_signed_out()
    {
        await using var provider = await OpenIdServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. provider.Settings]);
        using var mia = new SignedInVisitor(provider.Bot);
        var page = (await mia.OpenAsync("/incidents", Mia)).Text;
        var copied = mia.Cookies.GetCookieHeader(provider.Bot);

        Assert.Contains("You are signed out", (await mia.SendAsync(page, "/sign-out", Mia)).Text, StringComparison.Ordinal);

        Assert.Equal((HttpStatusCode.Redirect, "/sign-in?back=%2Fincidents"), await AskAsync(provider.Bot, "/incidents", ("Cookie", copied)));
        Assert.Equal(["signed in", "signed out"], await SignInsAsync(bot, $"slack:{OpenIdServer.Team}:{Mia}"));
    }

    [Fact]
    public async Task A_sign_in_ends_in_its_time_whatever_the_browser_keeps()
    {
        await using var provider = await OpenIdServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. provider.Settings]);
        using var mia = new SignedInVisitor(provider.Bot);
        await mia.OpenAsync("/incidents", Mia);
        var cookie = mia.Cookies.GetCookieHeader(provider.Bot);
        Assert.Equal(HttpStatusCode.OK, (await AskAsync(provider.Bot, "/incidents", ("Cookie", cookie))).Status);

        await bot.Get<IDatabase>().ChangeAsync(
            session => session.ExecuteAsync(new("update sign_ins set ends_at = @now") { ["now"] = TimeProvider.System.GetUtcNow() }, SignedInVisitor.Ct),
            SignedInVisitor.Ct);

        Assert.Equal(HttpStatusCode.Redirect, (await AskAsync(provider.Bot, "/incidents", ("Cookie", cookie))).Status);
    }

    [Fact]
    public async Task Nothing_is_shown_to_whoever_has_not_signed_in()
    {
        await using var bot = await ProxiedAsync();
        foreach (var path in (string[])
            [
                "/incidents", "/incidents/INC-1", "/incidents/INC-1/summary", "/reports", "/reports/csv", "/targets", "/alerts", "/runbooks", "/actions",
                "/deliveries", "/audit", "/dashboard/form?command=/incident+open", "/dashboard/events?what=open",
            ])
        {
            Assert.Equal((HttpStatusCode.Redirect, $"/sign-in?back={Uri.EscapeDataString(path)}"), await AskAsync(bot.Address, path));
            Assert.Equal((HttpStatusCode.Unauthorized, null), await AskAsync(bot.Address, path, ("Accept", "text/event-stream")));
        }

        Assert.Equal(HttpStatusCode.Unauthorized, (await PostAsync(bot, [("text", "/incident open P1 x")])).Status);
        Assert.Empty((await bot.Get<IIncidentStore>().ListAsync(new(Reader.Bot), SignedInVisitor.Ct)).Items);
    }

    [Fact]
    public async Task A_proxy_says_who_somebody_is_and_only_one_that_knows_the_secret()
    {
        await using var bot = await ProxiedAsync();

        Assert.Equal(HttpStatusCode.OK, (await AskAsync(bot.Address, "/incidents", Secret, ("X-Email", "mia@your.org"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await AskAsync(bot.Address, "/incidents", ("X-Email", "mia@your.org"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await AskAsync(bot.Address, "/incidents", (Secret.Name, "wrong"), ("X-Email", "mia@your.org"))).Status);
        Assert.Equal(HttpStatusCode.Redirect, (await AskAsync(bot.Address, "/incidents", Secret)).Status);
        Assert.Contains("You are <b>Mia</b>", await ReadAsync(bot, "/incidents"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_form_counts_only_from_a_page_that_was_drawn_for_its_sender()
    {
        await using var bot = await ProxiedAsync();
        var page = await ReadAsync(bot, "/incidents");
        var token = page[(page.IndexOf("name=\"token\" value=\"", StringComparison.Ordinal) + 20)..][..64];
        var text = ("text", "/incident open P1 publishing is stuck");

        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(bot, [text], As("mia"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(bot, [text, ("token", new string('0', 64))], As("mia"))).Status);
        Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(bot, [text, ("token", token)], As("eve"))).Status);
        foreach (var elsewhere in (IEnumerable<(string, string)>)[("Origin", "https://elsewhere.example"), ("Sec-Fetch-Site", "same-site")])
        {
            Assert.Equal(HttpStatusCode.Forbidden, (await PostAsync(bot, [text, ("token", token)], [.. As("mia"), elsewhere])).Status);
        }

        Assert.Empty((await bot.Get<IIncidentStore>().ListAsync(new(Reader.Bot), SignedInVisitor.Ct)).Items);

        Assert.Equal(HttpStatusCode.SeeOther, (await PostAsync(bot, [text, ("token", token)], As("mia"))).Status);
    }

    [Fact]
    public async Task Another_name_than_the_bots_own_leads_nowhere_and_no_page_is_kept()
    {
        await using var bot = await ProxiedAsync();
        using var http = new HttpClient { BaseAddress = bot.Address };
        using var renamed = new HttpRequestMessage(HttpMethod.Get, "/incidents") { Headers = { Host = "elsewhere.example" } };
        using var refused = await http.SendAsync(renamed, SignedInVisitor.Ct);
        Assert.Equal(HttpStatusCode.Forbidden, refused.StatusCode);

        using var asked = new HttpRequestMessage(HttpMethod.Get, "/incidents");
        foreach (var (name, value) in As("mia"))
        {
            asked.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(asked, SignedInVisitor.Ct);
        Assert.Equal("no-store", answer.Headers.CacheControl?.ToString());
        Assert.DoesNotContain("unsafe", string.Join(' ', answer.Headers.GetValues("Content-Security-Policy")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Where_the_server_that_signs_people_in_does_not_answer_a_page_says_so()
    {
        await using var bot = await BotHost.StartAsync(redis.Url, Settings(
            "SignIn:Slack:ClientId=x", "SignIn:Slack:ClientSecret=y", "SignIn:Slack:Team=T1", $"SignIn:Slack:Authority=http://127.0.0.1:{FreePort.Next()}"));
        using var visitor = new SignedInVisitor(bot.Address);

        var (status, _, text) = await visitor.OpenAsync("/incidents", Mia);

        Assert.Equal(HttpStatusCode.ServiceUnavailable, status);
        Assert.Contains("Slack does not answer", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("SignIn:Slack:Team is missing", "SignIn:Slack:ClientId=x", "SignIn:Slack:ClientSecret=y")]
    [InlineData("SignIn:Entra:Tenant must be the id of a directory", "SignIn:Entra:ClientId=x", "SignIn:Entra:ClientSecret=y", "SignIn:Entra:Tenant=common")]
    [InlineData("takes 32 at least", "SignIn:Proxy:Header=X-Email", "SignIn:Proxy:Secret=short")]
    [InlineData(
        "SignIn:Slack:Authority must be an https:// address",
        "SignIn:Slack:ClientId=x", "SignIn:Slack:ClientSecret=y", "SignIn:Slack:Team=T1", "SignIn:Slack:Authority=http://slack.example")]
    [InlineData(
        "Execution:StepUp takes SignIn:Slack or SignIn:Entra",
        "SignIn:Proxy:Header=X-Email", "SignIn:Proxy:Secret=0123456789abcdef0123456789abcdef", "Execution:StepUp:0=Destructive")]
    [InlineData("Execution:StepUp takes SignIn:Slack or SignIn:Entra", "Execution:StepUp:0=Destructive")]
    public void Settings_with_which_nobody_or_anybody_would_come_in_stop_the_start(string said, params string[] settings)
    {
        var app = Bot.Build([.. Settings(settings).Select(setting => $"--{setting}")]);
        Assert.Contains(app.Services.FaultsOfSettings(), fault => fault.Contains(said, StringComparison.Ordinal));
    }

    [Fact]
    public void Without_the_address_of_the_bot_nobody_can_sign_in()
    {
        var app = Bot.Build(["--SignIn:Proxy:Header=X-Email", "--SignIn:Proxy:Secret=0123456789abcdef0123456789abcdef"]);
        Assert.Contains(app.Services.FaultsOfSettings(), fault => fault.Contains("SignIn needs Pages:Url", StringComparison.Ordinal));
    }

    private static (string Name, string Value) Secret => ("X-IncidentBot-Proxy", "0123456789abcdef0123456789abcdef");

    private static (string Name, string Value)[] As(string who) => [Secret, ("X-Email", $"{who}@your.org")];

    private static string[] Settings(params string[] settings)
    {
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        return [$"Urls={address}", $"Pages:Url={address}", .. settings];
    }

    private Task<BotHost> ProxiedAsync() => BotHost.StartAsync(redis.Url, Settings(
        "SignIn:Proxy:Header=X-Email", $"SignIn:Proxy:Secret={Secret.Value}",
        "People:0:Id=mia", "People:0:Name=Mia", "People:0:Permissions:0=Respond", "People:0:Accounts:0=proxy::mia@your.org"));

    private static async Task<(HttpStatusCode Status, string? Location)> AskAsync(Uri bot, string path, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = bot };
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        foreach (var (name, value) in headers.Any(header => header.Name == "Accept") ? headers : [.. headers, ("Accept", "text/html")])
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request, SignedInVisitor.Ct);
        return (answer.StatusCode, answer.Headers.Location?.OriginalString);
    }

    private static async Task<string> ReadAsync(BotHost bot, string path)
    {
        using var http = new HttpClient { BaseAddress = bot.Address };
        foreach (var (name, value) in As("mia"))
        {
            http.DefaultRequestHeaders.Add(name, value);
        }

        return await http.GetStringAsync(new Uri(path, UriKind.Relative), SignedInVisitor.Ct);
    }

    private static async Task<(HttpStatusCode Status, string Text)> PostAsync(
        BotHost bot, (string Name, string Value)[] fields, params (string Name, string Value)[] headers)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false, UseCookies = false }) { BaseAddress = bot.Address };
        using var request = new HttpRequestMessage(HttpMethod.Post, "/dashboard/act")
        {
            Content = new FormUrlEncodedContent(fields.ToDictionary(field => field.Name, field => field.Value)),
        };
        foreach (var (name, value) in headers)
        {
            request.Headers.Add(name, value);
        }

        using var answer = await http.SendAsync(request, SignedInVisitor.Ct);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync(SignedInVisitor.Ct));
    }

    private static async Task<IReadOnlyList<string>> SignInsAsync(BotHost bot, string account)
    {
        var found = await bot.Get<IAuditStore>().ListAsync(new() { Kind = AuditKind.SignedIn, Limit = 10 }, SignedInVisitor.Ct);
        return [.. found.Items.Select(AuditLine.Of).Where(line => line.Actor == account).Select(line => line.Details["what: ".Length..])];
    }
}
