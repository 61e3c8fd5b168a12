using System.Net;
using IncidentBot.Chat.Local;
using IncidentBot.Incidents;
using IncidentBot.Support;

namespace IncidentBot.Dashboard;

/// <summary>The pages as a reader without script has them, over a real bot and a real Redis.</summary>
public sealed class DashboardTests : IAsyncLifetime
{
    private static readonly string[] Pages =
    [
        "/incidents", "/incidents?all=yes", "/reports", "/reports?period=quarter", "/targets", "/alerts", "/runbooks", "/runbooks/redis-recovery",
        "/actions", "/deliveries",
    ];

    private RedisServer redis = null!;
    private BotHost bot = null!;
    private DashboardVisitor ada = null!;
    private DashboardVisitor grace = null!;

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        bot = await BotHost.StartAsync(redis.Url, "Targets:primary:Caches:0:Pattern=rl:*");
        ada = new DashboardVisitor(bot, LocalPeople.Ada);
        grace = new DashboardVisitor(bot, LocalPeople.Grace);
    }

    public async ValueTask DisposeAsync()
    {
        ada.Dispose();
        grace.Dispose();
        await bot.DisposeAsync();
        await redis.DisposeAsync();
    }

    [Fact]
    public async Task Every_page_is_there_before_anything_has_happened_and_says_what_to_do_first()
    {
        foreach (var page in Pages)
        {
            var (status, text) = await ada.ReadAsync(page);
            Assert.True(status is HttpStatusCode.OK, $"{page}: {status}");
            Assert.Contains("You are <b>Ada</b>", text, StringComparison.Ordinal);
        }

        Assert.Contains("/incident open P1 publishing is stuck", (await ada.ReadAsync("/incidents")).Text, StringComparison.Ordinal);
        Assert.Contains("Alerts:Sources in the configuration says who may", (await ada.ReadAsync("/alerts")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_report_counts_what_its_reader_may_see_and_comes_as_files()
    {
        await ada.TypeAsync("/incident open P0 checkout fails");
        await ada.TypeAsync("/incident open P1 private keys have leaked");
        await ada.SeesAsync("/incidents", "INC-1", "INC-2");

        Assert.Contains("2 incidents in the last 30 days", (await ada.ReadAsync("/reports")).Text, StringComparison.Ordinal);
        Assert.Contains("1 incident in the last 7 days", (await grace.ReadAsync("/reports?period=7d")).Text, StringComparison.Ordinal);
        var csv = (await grace.ReadAsync("/reports/csv?period=7d")).Text;
        Assert.StartsWith("incident,title,", csv, StringComparison.Ordinal);
        Assert.Contains("INC-1,checkout fails,Real,P0", csv, StringComparison.Ordinal);
        Assert.DoesNotContain("INC-2", csv + (await grace.ReadAsync("/reports/json")).Text, StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await ada.ReadAsync("/reports/xls")).Status);
    }

    [Fact]
    public async Task Nobody_comes_in_who_has_not_the_address_that_the_bot_printed()
    {
        using var stranger = new HttpClient { BaseAddress = bot.Address };
        foreach (var page in Pages.Append("/audit").Append("/incidents/INC-1").Append("/dashboard/events"))
        {
            using var answer = await stranger.GetAsync(new Uri(page, UriKind.Relative), DashboardVisitor.Ct);
            Assert.True(answer.StatusCode is HttpStatusCode.Forbidden, $"{page}: {answer.StatusCode}");
        }

        using var form = new FormUrlEncodedContent([new("as", "ada"), new("text", "/incident open P1 x")]);
        using var typed = await stranger.PostAsync(new Uri("/dashboard/act", UriKind.Relative), form, DashboardVisitor.Ct);
        Assert.Equal(HttpStatusCode.Forbidden, typed.StatusCode);
        Assert.Contains("No incident is open", (await ada.ReadAsync("/incidents")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_typed_is_answered_on_the_page_that_it_leads_to()
    {
        Assert.Contains("PONG in", await ada.TypeAsync("/redis ping"), StringComparison.Ordinal);
        Assert.Contains("There is no command /nonsense", await ada.TypeAsync("/nonsense"), StringComparison.Ordinal);

        // What one of them was told, the other is not.
        Assert.DoesNotContain("PONG in", (await grace.ReadAsync("/incidents")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_page_of_a_target_looks_closer_by_a_press()
    {
        await using var watching = await BotHost.StartAsync(redis.Url, "Watch:Enabled=true", "Watch:Every=00:00:01");
        using var reader = new DashboardVisitor(watching, LocalPeople.Ada);

        var page = await reader.SeesAsync("/targets/redis/primary", "answer time", "<svg", "/redis memory on primary");

        Assert.DoesNotContain("/redis clear-cache", page, StringComparison.Ordinal);
        Assert.Contains("MB used", await reader.TypeAsync("/redis memory on primary"), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.NotFound, (await reader.ReadAsync("/targets/redis/nowhere")).Status);
    }

    [Fact]
    public async Task On_the_page_of_an_incident_a_command_without_a_number_means_that_one()
    {
        await ada.TypeAsync("/incident open P1 the first");
        await ada.TypeAsync("/incident open P1 the second");
        await ada.SeesAsync("/incidents", "INC-1", "INC-2");

        await grace.TypeAsync("/incident note seen from here", incident: 1);
        await grace.TypeAsync("/incident ack", incident: 2);

        Assert.Contains("seen from here", await ada.SeesAsync("/incidents/INC-1?kind=Note", "seen from here"), StringComparison.Ordinal);
        Assert.DoesNotContain("seen from here", (await ada.ReadAsync("/incidents/INC-2")).Text, StringComparison.Ordinal);
        Assert.Equal(LocalPeople.Grace.Id, (await bot.IncidentAsync(2)).AcknowledgedBy);
        Assert.Null((await bot.IncidentAsync(1)).AcknowledgedBy);

        // Where it is handled is a channel that people read, and no page.
        Assert.Equal(LocalPlatform.PlatformName, (await bot.IncidentAsync(1)).Channel.Platform);
        await bot.SeesAsync(LocalPeople.Grace, (await bot.IncidentAsync(1)).Channel.ChannelId, "INC-1  P1");
    }

    [Fact]
    public async Task A_button_that_counts_once_counts_once_from_whatever_page()
    {
        await ada.TypeAsync("/incident open P1 once", once: "press-1");
        var again = await grace.TypeAsync("/incident open P1 once", once: "press-1");

        Assert.Contains("Already pressed", again, StringComparison.Ordinal);
        Assert.DoesNotContain("INC-2", await ada.SeesAsync("/incidents", "INC-1"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("", "the message is empty")]
    [InlineData("hello", "a command begins with a slash")]
    public async Task What_is_no_command_is_said_and_nothing_is_done(string text, string said)
    {
        var (status, _, page) = await ada.PostAsync("/dashboard/act", ("text", text), ("back", "/incidents"));

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.Contains(said, page, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("//evil.example/x")]
    [InlineData("https://evil.example")]
    [InlineData("/\\evil.example")]
    [InlineData("javascript:alert(1)")]
    public async Task Nobody_is_led_elsewhere(string back)
    {
        var (status, location, _) = await ada.PostAsync("/dashboard/act", ("text", "/redis ping"), ("back", back));

        Assert.Equal((HttpStatusCode.SeeOther, "/incidents?as=ada#answers"), (status, location));
    }

    [Fact]
    public async Task A_question_is_asked_on_a_page_of_its_own_and_nothing_is_done_before_the_answer()
    {
        var (status, _, page) = await ada.PostAsync("/dashboard/act", ("text", "/incident open P1 asked"), ("back", "/incidents"), ("confirm", "Really?"));

        Assert.Equal(HttpStatusCode.OK, status);
        Assert.Contains("Really?", page, StringComparison.Ordinal);
        Assert.Contains("No incident is open", (await ada.ReadAsync("/incidents")).Text, StringComparison.Ordinal);

        await ada.PostAsync("/dashboard/act", ("text", "/incident open P1 asked"), ("back", "/incidents"), ("confirm", "Really?"), ("confirmed", "yes"));
        await ada.SeesAsync("/incidents", "INC-1", "asked");
    }

    [Fact]
    public async Task What_a_command_lacks_is_filled_in()
    {
        await ada.TypeAsync("/incident open P1 filled");
        await ada.SeesAsync("/incidents", "INC-1");

        var (_, form) = await ada.ReadAsync("/dashboard/form?command=/incident%20note%20INC-1&incident=1&back=/incidents/INC-1");
        Assert.Contains("action=\"/dashboard/form\"", form, StringComparison.Ordinal);
        var field = System.Text.RegularExpressions.Regex.Match(form, "name=\"(field\\.[a-z]+)\"").Groups[1].Value;

        var (lacking, _, fault) = await ada.PostAsync(
            "/dashboard/form", ("command", "/incident note INC-1"), ("incident", "1"), ("back", "/incidents/INC-1"), ("key", "k1"), (field, ""));
        Assert.Equal(HttpStatusCode.BadRequest, lacking);
        Assert.Contains("role=\"alert\"", fault, StringComparison.Ordinal);

        var (taken, _, _) = await ada.PostAsync(
            "/dashboard/form", ("command", "/incident note INC-1"), ("incident", "1"), ("back", "/incidents/INC-1"), ("key", "k2"), (field, "was filled in"));
        Assert.Equal(HttpStatusCode.SeeOther, taken);
        await ada.SeesAsync("/incidents/INC-1", "was filled in");
    }

    [Fact]
    public async Task Filters_stand_in_the_address_and_what_cannot_be_read_is_said()
    {
        await ada.TypeAsync("/incident open P0 checkout fails");
        await ada.TypeAsync("/incident open P2 publishing is stuck");
        await ada.SeesAsync("/incidents", "INC-1", "INC-2");

        Assert.Equal((false, true), await HasAsync("/incidents?q=publishing"));
        Assert.Equal((true, false), await HasAsync("/incidents?severity=P0"));
        Assert.Equal((false, false), await HasAsync("/incidents?kind=Drill"));
        Assert.Equal((true, true), await HasAsync("/incidents?from=2026-01-01"));
        Assert.Equal((false, false), await HasAsync("/incidents?until=2026-01-01"));
        Assert.Contains("There is no severity 'P9'", WebUtility.HtmlDecode((await ada.ReadAsync("/incidents?severity=P9")).Text), StringComparison.Ordinal);
        Assert.Contains("is no day", (await ada.ReadAsync("/incidents?from=yesterday")).Text, StringComparison.Ordinal);
        Assert.Contains("There is no page after=next", (await ada.ReadAsync("/incidents?after=next")).Text, StringComparison.Ordinal);
        Assert.Contains("There is no kind 'Talk'", WebUtility.HtmlDecode((await ada.ReadAsync("/incidents/INC-1?kind=Talk")).Text), StringComparison.Ordinal);

        async Task<(bool First, bool Second)> HasAsync(string path)
        {
            var text = (await ada.ReadAsync(path)).Text;
            return (text.Contains(">INC-1<", StringComparison.Ordinal), text.Contains(">INC-2<", StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task A_private_incident_is_nowhere_for_whoever_has_no_part_in_it()
    {
        await ada.TypeAsync("/incident open private P0 secretword leaks");
        await ada.SeesAsync("/incidents", "INC-1", "secretword");
        await ada.TypeAsync("/incident note secretword too", incident: 1);
        await ada.SeesAsync("/incidents/INC-1", "secretword too");

        foreach (var page in (string[])
            ["/incidents", "/incidents?all=yes", "/incidents?q=secretword", "/incidents/INC-1", "/incidents/INC-1/summary", "/alerts", "/targets"])
        {
            Assert.DoesNotContain("leaks", (await grace.ReadAsync(page)).Text, StringComparison.Ordinal);
            Assert.DoesNotContain("secretword too", (await grace.ReadAsync(page)).Text, StringComparison.Ordinal);
        }

        // Nor does anything beat for whom it is not there.
        var pulse = bot.Get<Pulse>();
        foreach (var what in (string[])[Pulse.OfList, Pulse.OfIncident(1)])
        {
            Assert.Equal("", await pulse.NowAsync(what, Reader.Of(LocalPeople.Grace), DashboardVisitor.Ct));
            Assert.NotEqual("", await pulse.NowAsync(what, Reader.Of(LocalPeople.Ada), DashboardVisitor.Ct));
        }

        // As one that was never opened.
        var (there, nowhere) = (await grace.ReadAsync("/incidents/INC-1"), await grace.ReadAsync("/incidents/INC-7"));
        Assert.Equal((HttpStatusCode.NotFound, HttpStatusCode.NotFound), (there.Status, nowhere.Status));
        Assert.DoesNotContain("secretword", await grace.TypeAsync("/incident status", incident: 1), StringComparison.Ordinal);
        Assert.Null((await bot.IncidentAsync(1)).AcknowledgedBy);
        await grace.TypeAsync("/incident ack", incident: 1);
        Assert.Null((await bot.IncidentAsync(1)).AcknowledgedBy);
    }

    [Fact]
    public async Task The_audit_is_for_whoever_administers()
    {
        var (status, text) = await ada.ReadAsync("/audit");

        Assert.Equal(HttpStatusCode.Forbidden, status);
        Assert.Contains("takes the permission Administer", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<table", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Whoever_administers_reads_the_audit_and_sees_whether_it_is_intact()
    {
        await using var other = await BotHost.StartAsync(redis.Url, "Local:Administers=true");
        using var auditor = new DashboardVisitor(other, LocalPeople.Ada);
        await auditor.TypeAsync("/incident open P1 on the record");
        await auditor.SeesAsync("/incidents", "INC-1");

        Assert.Contains("INC-1", await auditor.SeesAsync("/audit?subject=INC-1", "opened"), StringComparison.Ordinal);
        Assert.Contains("The chain is intact", (await auditor.ReadAsync("/audit?verify=yes")).Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_strangers_wrote_stays_text()
    {
        await ada.TypeAsync("/incident open P1 <script>alert(1)</script> \"><img src=x>");
        var text = (await ada.ReadAsync("/incidents")).Text;
        await ada.SeesAsync("/incidents", "alert(1)");
        text = (await ada.ReadAsync("/incidents")).Text + (await ada.ReadAsync("/incidents/INC-1")).Text;

        Assert.DoesNotContain("<script>alert", text, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", text, StringComparison.Ordinal);
    }
}
