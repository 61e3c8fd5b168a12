using System.Net;
using System.Text.RegularExpressions;
using IncidentBot.Server.Tests.Chat.Local;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.EndToEnd;

/// <summary>The link of a message that was cut, from the chat to the page with all of it.</summary>
public sealed partial class CardPageTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private const string Hostile = "<script>document.title = 'taken'</script><img src=x onerror=\"document.title='taken'\"> </pre><h1>forged</h1>";

    private static readonly string Screens = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "incidentbot-screens", "card-page")).FullName;

    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-cards-");
    private readonly string address = $"http://127.0.0.1:{FreePort.Next()}";
    private readonly string[] lines =
    [
        .. Enumerable.Range(1, 190).Select(n => $"line {n} of the log: {new string((char)('a' + (n % 26)), 90)}"),
        Hostile,
        .. Enumerable.Range(192, 9).Select(n => $"line {n} of the log"),
    ];
    private RedisServer redis = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string[] Settings =>
    [
        $"Urls={address}", $"Pages:Url={address}",
        $"Hosts:app1:Logs:app={Path.Combine(folder.FullName, "app.log")}",
        "Hosts:app1:Commands:wipe:Run:0=echo", $"Hosts:app1:Commands:wipe:Run:1={new string('w', 3000)}", "Hosts:app1:Commands:wipe:Risk=Destructive",
        "Hosts:app1:Commands:wipe:DryRun:0=cat", $"Hosts:app1:Commands:wipe:DryRun:1={Path.Combine(folder.FullName, "plan.txt")}",
    ];

    public async ValueTask InitializeAsync()
    {
        await File.WriteAllLinesAsync(Path.Combine(folder.FullName, "app.log"), lines, Ct);
        await File.WriteAllLinesAsync(
            Path.Combine(folder.FullName, "plan.txt"),
            Enumerable.Range(1, 25).Select(n => $"would change thing {n}: {new string('x', 900)}"),
            Ct);
        redis = await RedisServer.StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await redis.DisposeAsync();
        folder.Delete(recursive: true);
    }

    [Fact]
    public async Task From_Slack_the_link_leads_to_every_line_and_nothing_in_a_line_is_markup()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. SlackRoom.Settings(slack), .. Settings]);
        var people = new SlackRoom(slack, bot.Address);

        await people.TypeAsync(FakeSlack.Alice, "/host log app 200 on app1");
        var answer = await people.AloneSeesAsync(FakeSlack.Alice, "app on app1", "more lines", "Cut to fit. All of it: <http");

        await AssertWholeAsync(LinkIn(answer.Visible), bot);
    }

    [Fact]
    public async Task From_Teams_the_link_leads_to_every_line_and_nothing_in_a_line_is_markup()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. TeamsRoom.Settings(teams), .. Settings]);
        var room = new TeamsRoom(teams, bot.Address);

        await room.TypeAsync(FakeTeams.Alice, "host log app 200 on app1");
        var answer = await room.AloneSeesAsync(FakeTeams.Alice, "app on app1", "Cut to fit. All of it: http");

        await AssertWholeAsync(LinkIn(answer.Visible), bot);
    }

    [Fact]
    public async Task The_plan_in_an_approval_of_Slack_leads_to_all_of_the_plan_and_the_living_card_keeps_its_link()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. SlackRoom.Settings(slack), .. Settings]);
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/host change wipe on app1");
        var waiting = await people.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL", "Cut to fit. All of it: <http");

        await people.PressAsync(FakeSlack.Bob, waiting, "Approve");
        var form = Assert.Single(slack.Views.Opened);
        var plan = await ReadAsync(LinkIn(form.Visible));
        Assert.All(Enumerable.Range(1, 25), n => Assert.Contains($"would change thing {n}: ", plan, StringComparison.Ordinal));
        Assert.Contains("/approve R-1 ", await ReadAsync(LinkIn(waiting.Visible)), StringComparison.Ordinal);
        Assert.Equal(200, await people.SendAsync(slack.Sender.Submit(form, new() { ["read"] = "yes" }, FakeSlack.Bob), people.Interactions));

        var done = await people.AllSeeAsync("R-1 ", "SUCCEEDED", "Cut to fit. All of it: <http");
        Assert.Equal(LinkIn(waiting.Visible), LinkIn(done.Visible));
        var page = await ReadAsync(LinkIn(done.Visible));
        Assert.Contains("SUCCEEDED", page, StringComparison.Ordinal);
        Assert.Contains($"echo {new string('w', 3000)}", page, StringComparison.Ordinal);
        Assert.Empty(slack.Files.All);
    }

    [Fact]
    public async Task The_plan_in_an_approval_of_Teams_leads_to_all_of_the_plan()
    {
        await using var teams = await FakeTeams.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. TeamsRoom.Settings(teams), .. Settings]);
        var room = new TeamsRoom(teams, bot.Address);
        await room.TypeAsync(FakeTeams.Alice, "host change wipe on app1");
        var waiting = await room.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL", "Cut to fit. All of it: http");

        var dialog = await teams.Sender.FetchAsync(
            bot.Address,
            waiting,
            waiting.Actions.Single(action => (string?)action["title"] == "Approve")["data"]!.AsObject(),
            FakeTeams.Bob,
            Ct);

        var plan = await ReadAsync(LinkIn(dialog.ToJsonString()));
        Assert.All(Enumerable.Range(1, 25), n => Assert.Contains($"would change thing {n}: ", plan, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Without_an_address_for_pages_nothing_is_kept_linked_or_served()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. SlackRoom.Settings(slack), .. Settings, "Pages:Url="]);
        var people = new SlackRoom(slack, bot.Address);

        await people.TypeAsync(FakeSlack.Alice, "/host log app 200 on app1");
        var answer = await people.AloneSeesAsync(FakeSlack.Alice, "app on app1", "more lines");

        Assert.DoesNotContain("Cut to fit", answer.Visible, StringComparison.Ordinal);
        Assert.Equal(0, await bot.CountAsync("kept_cards"));
        using var http = new HttpClient();
        using var page = await http.GetAsync(new Uri(bot.Address, $"/cards/{new string('A', 43)}"), Ct);
        Assert.Equal(HttpStatusCode.NotFound, page.StatusCode);
        Assert.StartsWith("Nothing is here. No page of IncidentBot has this address.", await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_leads_to_the_page_and_not_to_the_local_chat_beside_it()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. SlackRoom.Settings(slack), .. Settings, "Local:Enabled=true"]);
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/host log app 200 on app1");
        var link = LinkIn((await people.AloneSeesAsync(FakeSlack.Alice, "Cut to fit. All of it: <http")).Visible);

        Assert.Equal(HttpStatusCode.OK, await ThroughProxyAsync(link));
        Assert.Equal(HttpStatusCode.Forbidden, await ThroughProxyAsync(new Uri(bot.Address, "/chat/general?as=ada")));
        Assert.Equal(HttpStatusCode.Forbidden, await ThroughProxyAsync(new Uri(bot.Address, "/")));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await ThroughProxyAsync(link, HttpMethod.Post));
        Assert.Equal(HttpStatusCode.MethodNotAllowed, await ThroughProxyAsync(link, HttpMethod.Delete));
        Assert.Equal(HttpStatusCode.OK, await ThroughProxyAsync(link, HttpMethod.Head));
    }

    [Fact]
    public async Task A_link_that_is_wrong_and_one_that_has_run_out_get_the_same_page_which_says_what_to_do()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, [.. SlackRoom.Settings(slack), .. Settings, "Pages:KeepFor=00:00:00.001"]);
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/host log app 200 on app1");
        var over = LinkIn((await people.AloneSeesAsync(FakeSlack.Alice, "Cut to fit. All of it: <http")).Visible);
        using var http = new HttpClient();

        var answers = new List<string>();
        foreach (var link in (Uri[])[over, .. ((string[])
        [
            new('A', 43),
            "short",
            $"{new string('A', 42)}%2F",
            $"{new string('A', 42)}'",
            $"{over.Segments[^1]}A",
        ]).Select(token => new Uri(bot.Address, $"/cards/{token}"))])
        {
            using var answer = await http.GetAsync(link, Ct);
            answers.Add($"{answer.StatusCode} {Headers(answer)} {await answer.Content.ReadAsStringAsync(Ct)}");
        }

        Assert.Single(answers.Distinct());
        Assert.StartsWith("NotFound", answers[0], StringComparison.Ordinal);
        Assert.Contains("Nothing is here. The link is not whole", answers[0], StringComparison.Ordinal);
        Assert.Contains("Ask again in the chat", answers[0], StringComparison.Ordinal);
        Assert.Contains("no-store", answers[0], StringComparison.Ordinal);
        foreach (var (scheme, width) in ((ColorScheme, int)[])
            [(ColorScheme.Light, 320), (ColorScheme.Light, 1280), (ColorScheme.Dark, 320), (ColorScheme.Dark, 1280)])
        {
            var page = await browser.OpenAsync($"{over}", width, 800, scheme);
            await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Nothing is here" })).ToBeVisibleAsync();
            await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"over-{width}-{scheme}.png") });
            await Accessibility.AssertAsync(page);
            Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        }
    }

    private static Uri LinkIn(string text) => new(Link().Match(text).Value);

    private static async Task<string> ReadAsync(Uri link)
    {
        using var http = new HttpClient();
        return await http.GetStringAsync(link, Ct);
    }

    private static async Task<HttpStatusCode> ThroughProxyAsync(Uri url, HttpMethod? method = null)
    {
        using var http = new HttpClient(new SocketsHttpHandler { AllowAutoRedirect = false });
        using var request = new HttpRequestMessage(method ?? HttpMethod.Get, url)
        {
            Headers = { { "X-Forwarded-For", "203.0.113.9" }, { "Host", "incidentbot.example.org" } },
        };
        using var answer = await http.SendAsync(request, Ct);
        return answer.StatusCode;
    }

    private static string Headers(HttpResponseMessage answer) => string.Join('\n', answer.Headers.Where(header => header.Key != "Date")
        .OrderBy(header => header.Key)
        .Select(header => $"{header.Key}: {string.Join(", ", header.Value)}"));

    private async Task AssertWholeAsync(Uri link, BotHost bot)
    {
        Assert.Equal(1, await bot.CountAsync("kept_cards"));
        using (var http = new HttpClient())
        {
            using var answer = await http.GetAsync(link, Ct);
            var headers = Headers(answer);
            Assert.Equal("text/html; charset=utf-8", $"{answer.Content.Headers.ContentType}");
            foreach (var header in (string[])
            [
                "Cache-Control: no-store",
                "Referrer-Policy: no-referrer",
                "X-Content-Type-Options: nosniff",
                "X-Robots-Tag: noindex, nofollow",
                "Content-Security-Policy: default-src 'none'; style-src 'sha256-",
            ])
            {
                Assert.Contains(header, headers, StringComparison.Ordinal);
            }

            Assert.DoesNotContain("unsafe", headers, StringComparison.Ordinal);
        }

        await LookAsync(link, "wide", 1280, ColorScheme.Light);
        await LookAsync(link, "wide-dark", 1280, ColorScheme.Dark);
        await LookAsync(link, "phone", 390, ColorScheme.Dark);
        await LookAsync(link, "narrow", 320, ColorScheme.Light);
        await LookAsync(link, "narrow-dark", 320, ColorScheme.Dark);
        await LookAsync(link, "phone-without-script", 390, ColorScheme.Light, script: false);
    }

    private async Task LookAsync(Uri link, string name, int width, ColorScheme scheme, bool script = true)
    {
        var page = await browser.OpenAsync("about:blank", width, 800, scheme, script);
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);
        await page.GotoAsync(link.ToString());
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}.png") });

        // Every line, whole, in order, and as text.
        var shown = await page.Locator("pre.lines").InnerTextAsync();
        Assert.Equal(lines, shown.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line[2..]));
        await Expect(page).ToHaveTitleAsync(new Regex("^app on app1.* · IncidentBot$"));
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "forged" })).ToHaveCountAsync(0);
        await Expect(page.Locator("img, form, button, input")).ToHaveCountAsync(0);
        await Expect(page.Locator("time").First).ToHaveTextAsync(new Regex(script ? @"^\d\d:\d\d:\d\d$" : @"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d UTC$"));
        Assert.Empty(complaints);
        if (script)
        {
            await Accessibility.AssertAsync(page);
        }

        // The page stays as wide as the screen, and what is wider goes on in the next line.
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        Assert.True(await page.EvaluateAsync<bool>("document.querySelector('pre.lines').scrollWidth <= document.querySelector('pre.lines').clientWidth"));

        await page.Context.CloseAsync();
    }

    [GeneratedRegex(@"http://127\.0\.0\.1:\d+/cards/[A-Za-z0-9_-]{43}")]
    private static partial Regex Link();
}
