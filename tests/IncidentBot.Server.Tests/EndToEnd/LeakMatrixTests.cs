using System.Net;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Local;
using IncidentBot.Dashboard.SignIn;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Mail;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Support;
using IncidentBot.Webhooks;

namespace IncidentBot.EndToEnd;

/// <summary>
/// A private incident on every surface, for everybody who may stand before it: who has a part in it, who may respond and has none, who
/// administers, and who is listed nowhere. Whoever may not see it finds what they would find if it were not there.
/// </summary>
public sealed partial class LeakMatrixTests : IAsyncLifetime
{
    /// <summary>In its title, a note, a task, its cause and an update. What shows none of it, and no number of its own, shows nothing.</summary>
    private const string Canary = "quetzalcoatl";

    private static readonly (string Name, bool MaySee)[] Readers = [("mia", true), ("nora", false), ("max", true), ("stranger", false)];

    /// <summary>What only reads, of an incident or a run that is named.</summary>
    private static readonly string[] Reads =
    [
        "/incident status INC-1", "/incident timeline INC-1", "/incident catchup INC-1", "/incident summary INC-1", "/incident summary INC-1 postmortem json",
        "/incident summary INC-1 headline", "/incident numbers INC-1", "/incident tasks INC-1", "/incident event INC-1 e1", "/alert list INC-1",
    ];

    /// <summary>What would change it.</summary>
    private static readonly string[] Changes =
    [
        "/incident note INC-1 hello",
        "/incident ack INC-1", "/incident mitigate INC-1", "/incident cancel INC-1 because", "/incident learned INC-1 hello", "/incident follow INC-1",
        "/incident ask-update INC-1", "/incident override INC-1 because", "/incident invite INC-1 @nora", "/incident task INC-1 hello", "/run cancel R-1",
        "/approve R-1 77777777", "/reject R-1 because", "/run check R-1", "/run undo R-1",
    ];

    /// <summary>What lists, finds or counts.</summary>
    private static readonly string[] Lists =
    [
        "/incident list", "/incident list all", $"/incident list all {Canary}", "/incident report", "/incident report 7d csv", "/incident report 7d json",
        "/run list",
    ];

    private static readonly string[] Pages =
    [
        "/incidents", "/incidents?all=yes", $"/incidents?all=yes&q={Canary}", "/incidents?all=yes&q=INC-1", "/incidents?severity=P0",
        "/incidents?target=primary",
        "/incidents/INC-1", "/incidents/INC-1?q=hello", "/incidents/INC-1/summary?length=headline", "/incidents/INC-1/summary",
        "/incidents/INC-1/summary?length=postmortem", "/reports", "/reports/csv", "/reports/json", "/alerts", "/targets", "/targets/redis/primary",
        "/actions",
        "/deliveries", "/runbooks", "/audit", "/audit?subject=INC-1", "/dashboard/form?command=%2Fincident+task+INC-1",
        "/dashboard/form?command=%2Fapprove+R-1",
    ];

    /// <summary>Where nobody's part in it matters: only whoever administers reads these, and everybody else is turned away.</summary>
    private static readonly string[] OfAdministrators = ["/audit", "/audit?subject=INC-1"];

    private static readonly string Secret = new('s', 40);

    private RedisServer redis = null!;
    private Receiver webhook = null!;
    private MailServer mail = null!;
    private BotHost bot = null!;
    private int cells;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        await redis.AskAsync("SET", "rl:1", "x");
        webhook = await Receiver.AnsweringAsync(200);
        mail = await MailServer.StartAsync();
        var address = $"http://127.0.0.1:{FreePort.Next()}";
        bot = await BotHost.StartAsync(
            redis.Url,
            $"Urls={address}", $"Pages:Url={address}", "Local:Enabled=true", "Targets:primary:Caches:0:Pattern=rl:*",
            "SignIn:Proxy:Header=X-User", $"SignIn:Proxy:Secret={Secret}",
            "People:0:Id=mia", "People:0:Name=Mia", "People:0:Permissions:0=Respond", "People:0:Permissions:1=Approve", "People:0:Accounts:0=proxy::mia",
            "People:1:Id=nora", "People:1:Name=Nora", "People:1:Permissions:0=Respond", "People:1:Permissions:1=Approve", "People:1:Accounts:0=proxy::nora",
            "People:2:Id=max", "People:2:Name=Max", "People:2:Permissions:0=Administer", "People:2:Accounts:0=proxy::max",
            "Stakeholders:news:Channel=local:local:news", "Stakeholders:news:Kinds:0=Real",
            $"Webhooks:page:Url={webhook.Url}/hook", "Webhooks:page:AllowPrivate=true", $"Webhooks:page:Secrets={WebhookRig.Secret}",
            "Mail:Host=localhost", $"Mail:Port={mail.Port}", "Mail:Security=None", "Mail:From=bot@your.org", $"Mail:To:ops:Addresses={MailRig.Cto}");
        await TypeAsync("mia", $"/incident open P0 private {Canary} has leaked");
        foreach (var typed in (string[])
            [
                $"/incident note INC-1 {Canary} was seen", $"/incident cause INC-1 {Canary}", $"/incident task INC-1 find {Canary}", "/incident mitigate INC-1",
                $"/incident update INC-1 {Canary} is contained",
            ])
        {
            await TypeAsync("mia", typed);
        }

        await TypeAsync("mia", "/redis clear-cache rl:*", onPageOf: 1);
        await Eventually.TrueAsync(async () => await bot.Get<IRunStore>().FindAsync(1, Ct) is not null, "its run is planned");
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await webhook.DisposeAsync();
        await mail.DisposeAsync();
        await redis.DisposeAsync();
    }

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task Nobody_finds_it_anywhere_who_may_not_see_it_and_whoever_may_finds_it()
    {
        var found = new Dictionary<string, int>();
        foreach (var (name, maySee) in Readers)
        {
            foreach (var page in Pages)
            {
                var shown = await PageAsync(name, page);
                Judge(name, page, shown, maySee && !(OfAdministrators.Contains(page) && name != "max"));
            }

            foreach (var command in Lists.Concat(Reads))
            {
                Judge(name, command, await TypeAsync(name, command), maySee);
            }

            // What is answered of it is what is answered of one that there is not, to the letter.
            foreach (var command in Reads.Concat(Changes).Where(_ => !maySee))
            {
                var other = command.Replace("INC-1", "INC-77", StringComparison.Ordinal).Replace("R-1", "R-77", StringComparison.Ordinal);
                Assert.Equal((command, Plain(await TypeAsync(name, other), 77)), (command, Plain(await TypeAsync(name, command), 1)));
                cells++;
            }

            var person = await bot.Get<IncidentBot.Commands.Identities>().ResolveAsync(new Account("proxy", "", name), name, Ct);
            var home = string.Join('\n', (await bot.Get<HomeCards>().DrawAsync(person, Ct)).Select(card => Messages.PlainText.Render(card)));
            Judge(name, "home tab", home, maySee);
            Judge(name, "events", await EventAsync(name), maySee: false);
        }

        // What goes to whoever reads along: nobody there has a part in it.
        Judge("anybody", "stakeholder channel", await SaidInAsync("news"), maySee: false);
        Judge("anybody", "digest", Messages.PlainText.Render(Reporting.Reports.PeriodReportCard.Draw(
            await bot.Get<ReportDesk>().ReadAsync(Reader.Anybody, Reporting.Reports.ReportPeriod.Week, Ct))), maySee: false);
        Judge("anybody", "webhooks", string.Join('\n', webhook.Told.Select(one => one.Body)), maySee: false);
        Judge("anybody", "mail", string.Join('\n', mail.Taken.Select(letter => letter.Text)), maySee: false);
        using var stranger = new HttpClient { BaseAddress = bot.Address };
        foreach (var health in (string[])["/health/live", "/health/ready", "/health/chat"])
        {
            using var answer = await stranger.GetAsync(new Uri(health, UriKind.Relative), Ct);
            Judge("anybody", health, await answer.Content.ReadAsStringAsync(Ct), maySee: false);
        }

        // Of whoever may see it both find it: a matrix of nothing but absences would hold of an empty bot.
        Assert.All(
            (string[])
            [
                "/incidents", "/incidents/INC-1", "/incidents/INC-1/summary", "/incidents/INC-1/summary?length=postmortem", "/reports/csv", "/reports/json",
                "/incident list", "/incident status INC-1", "/incident timeline INC-1", "/incident summary INC-1", "/incident report 7d json", "home tab",
            ],
            surface => Assert.Equal((surface, 2), (surface, found.GetValueOrDefault(surface))));
        Assert.All(await bot.TimelineAsync(1), entry => Assert.True(entry.By is null or { Value: "mia" }, $"{entry.By} changed it: {entry.Text}"));
        TestContext.Current.TestOutputHelper?.WriteLine($"{cells} cells");
        Assert.Equal(229, cells);

        void Judge(string reader, string surface, string shown, bool maySee)
        {
            cells++;
            var leaks = shown.Contains(Canary, StringComparison.OrdinalIgnoreCase);
            Assert.False(leaks && !maySee, $"{reader} finds it on {surface}: {shown}");
            if (leaks)
            {
                found[surface] = found.GetValueOrDefault(surface) + 1;
            }
        }
    }

    /// <summary>Without its number and times.</summary>
    private static string Plain(string shown, int number) => Number().Replace(
        WebUtility.HtmlDecode(shown).Replace($"INC-{number}", "INC-n", StringComparison.Ordinal).Replace($"R-{number}", "R-n", StringComparison.Ordinal), "");

    private async Task<string> PageAsync(string name, string path)
    {
        using var http = Browser(name);
        using var answer = await http.GetAsync(new Uri(path, UriKind.Relative), Ct);
        var text = await answer.Content.ReadAsStringAsync(Ct);

        // What somebody has typed is shown to them again, and is no find: the page without the answers to it, and without the search's own words.
        return text.Split("id=\"answers\"")[0]
            .Replace($"value=\"{Canary}\"", "", StringComparison.Ordinal).Replace($"q={Canary}", "", StringComparison.Ordinal);
    }

    /// <summary>What the bot has answered, and nothing that was typed.</summary>
    private async Task<string> TypeAsync(string name, string command, int? onPageOf = null)
    {
        using var http = Browser(name);
        var page = await http.GetStringAsync(new Uri("/actions", UriKind.Relative), Ct);
        var key = Guid.NewGuid().ToString("N");
        using var form = new FormUrlEncodedContent(
        [
            new("text", command), new("key", key), new("back", "/actions"), new("incident", $"{onPageOf}"),
            new(FormTokens.Field, FormToken().Match(page).Groups[1].Value),
        ]);
        using var sent = await http.PostAsync(new Uri("/dashboard/act", UriKind.Relative), form, Ct);
        var answer = "";
        await Eventually.TrueAsync(
            async () => (answer = await bot.Get<IAnswers>().OfAsync($"page:{key}", Ct) is AnswerState.Given given ? Shown(given.Answer.Card) : "").Length > 0,
            $"{command} is answered to {name}");
        return answer;
    }

    /// <summary>With what is in its files.</summary>
    private static string Shown(Messages.Card card) => Messages.PlainText.Render(card.WithoutFiles());

    private async Task<string> EventAsync(string name)
    {
        using var http = Browser(name);
        using var answer = await http.GetAsync(
            new Uri("/dashboard/events?what=inc-1&incident=1", UriKind.Relative), HttpCompletionOption.ResponseHeadersRead, Ct);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(Ct));
        return $"{await reader.ReadLineAsync(Ct)} {await reader.ReadLineAsync(Ct)} {await reader.ReadLineAsync(Ct)}";
    }

    private async Task<string> SaidInAsync(string channel) =>
        string.Join('\n', (await bot.ReadAsync(LocalPeople.Grace, channel)).Select(message => Messages.PlainText.Render(message.Card)));

    private HttpClient Browser(string name)
    {
        var http = new HttpClient { BaseAddress = bot.Address };
        http.DefaultRequestHeaders.Add("Accept", "text/html");
        http.DefaultRequestHeaders.Add(ProxyHeader.SecretHeader, Secret);
        http.DefaultRequestHeaders.Add("X-User", name);
        return http;
    }

    [GeneratedRegex("name=\"token\" value=\"([0-9a-f]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex FormToken();

    [GeneratedRegex("[0-9]{2}:[0-9]{2}:[0-9]{2}|[0-9.]+ m?s", RegexOptions.NonBacktracking)]
    private static partial Regex Number();
}
