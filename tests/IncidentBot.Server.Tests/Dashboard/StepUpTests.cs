using System.Net;
using IncidentBot.Actions;
using IncidentBot.Chat.Local;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.Dashboard;

/// <summary>What is approved on its page alone, by whoever has just shown who they are.</summary>
public sealed class StepUpTests : IAsyncLifetime
{
    private const string Name = "UMIA";

    private RedisServer redis = null!;
    private OpenIdServer provider = null!;
    private BotHost bot = null!;
    private SignedInVisitor mia = null!;
    private string channel = "";

    public async ValueTask InitializeAsync()
    {
        redis = await RedisServer.StartAsync();
        await redis.AskAsync("SET", "rl:1", "x");
        provider = await OpenIdServer.StartAsync();
        bot = await BotHost.StartAsync(
            redis.Url,
            [
                .. provider.Settings, "Targets:primary:Caches:0:Pattern=rl:*", "Execution:StepUp:0=Destructive", "Execution:BreakGlass=true",
                "Execution:BreakGlassAfter=0s",
            ]);
        mia = new SignedInVisitor(provider.Bot);
        channel = await bot.OpenAsync(LocalPeople.Ada, "Checkout fails");
        await bot.SayAsync(LocalPeople.Ada, channel, "/incident mitigate");
        await bot.SayAsync(LocalPeople.Ada, channel, "/redis clear-cache rl:*");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1", "WAITS FOR APPROVAL");
    }

    public async ValueTask DisposeAsync()
    {
        mia.Dispose();
        await bot.DisposeAsync();
        await provider.DisposeAsync();
        await redis.DisposeAsync();
    }

    [Fact]
    public async Task In_the_chat_the_button_leads_to_the_page_and_nobody_approves_by_typing()
    {
        var card = await bot.SeesAsync(LocalPeople.Grace, channel, "R-1", "on its page, after signing in there");
        var button = Assert.Single(card.Card.Buttons, button => button.Label == "Approve");
        Assert.Equal(new Uri(provider.Bot, "/dashboard/form").AbsoluteUri, button.Page!.GetLeftPart(UriPartial.Path));

        await bot.SayAsync(LocalPeople.Grace, channel, $"/approve R-1 {(await RunAsync()).ShortHash}");
        await bot.SeesAsync(LocalPeople.Grace, channel, "R-1 is destructive: it goes ahead only on its page", "Open http://127.0.0.1");
        await bot.SayAsync(LocalPeople.Ada, channel, "/run break-glass R-1 primary nobody answers");
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1 is destructive: it goes ahead only on its page");
        Assert.Equal(RunState.AwaitingApproval, (await RunAsync()).State);
    }

    [Fact]
    public async Task Whoever_follows_the_link_signs_in_reads_the_plan_and_approves_it()
    {
        var page = await OpenApprovalAsync();
        Assert.Contains("cannot be undone", page, StringComparison.Ordinal);

        await mia.SendAsync(page, "/dashboard/form", Name, Read(page));

        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1", "SUCCEEDED");
        Assert.Equal("mia", (await RunAsync()).Approval!.By.Value);
    }

    [Fact]
    public async Task Whoever_signed_in_long_ago_shows_again_who_they_are_and_then_approves()
    {
        await OpenApprovalAsync();
        await bot.Get<IDatabase>().ChangeAsync(
            session => session.ExecuteAsync(
                new("update sign_ins set signed_in_at = @at") { ["at"] = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(6) }, SignedInVisitor.Ct),
            SignedInVisitor.Ct);
        var old = await OpenApprovalAsync();

        var (_, at, again) = await mia.SendAsync(old, "/dashboard/form", Name, Read(old));

        Assert.Equal(RunState.AwaitingApproval, (await RunAsync()).State);
        Assert.Equal("/dashboard/form", at.AbsolutePath);
        await mia.SendAsync(again, "/dashboard/form", Name, Read(again));
        await bot.SeesAsync(LocalPeople.Ada, channel, "R-1", "SUCCEEDED");
    }

    [Fact]
    public async Task Of_a_run_that_somebody_may_not_see_its_plan_is_no_reason_to_sign_in_again()
    {
        await OpenApprovalAsync();
        await bot.Get<IDatabase>().ChangeAsync(
            session => session.ExecuteAsync(
                new("update sign_ins set signed_in_at = @at") { ["at"] = TimeProvider.System.GetUtcNow() - TimeSpan.FromMinutes(6) }, SignedInVisitor.Ct),
            SignedInVisitor.Ct);

        // Its rounds change it as well.
        await Eventually.TrueAsync(
            async () => await bot.Get<ILedger>().CommitAsync(
                new Changes { Incident = await bot.IncidentAsync(1) with { IsPrivate = true } }, SignedInVisitor.Ct) is CommitResult.Committed,
            "it is private");

        var page = (await mia.OpenAsync("/actions", Name)).Text;
        var (_, at, text) = await mia.SendAsync(page, "/dashboard/act", Name, ("text", "/approve R-1 00000000"));

        Assert.NotEqual("/dashboard/form", at.AbsolutePath);
        Assert.DoesNotContain((await RunAsync()).ShortHash, text, StringComparison.Ordinal);
    }

    private async Task<Run> RunAsync() => (await bot.Get<IRunStore>().FindAsync(1, SignedInVisitor.Ct))!;

    private async Task<string> OpenApprovalAsync()
    {
        var card = await bot.SeesAsync(LocalPeople.Grace, channel, "R-1", "on its page");
        var (status, at, text) = await mia.OpenAsync(card.Card.Buttons.First(button => button.Page is not null).Page!.PathAndQuery, Name);
        Assert.Equal((HttpStatusCode.OK, "/dashboard/form"), (status, at.AbsolutePath));
        return text;
    }

    /// <summary>The tick that says that its plan was read.</summary>
    private static (string Name, string Value) Read(string page)
    {
        var from = page[..page.IndexOf("type=\"checkbox\"", StringComparison.Ordinal)];
        from = from[(from.LastIndexOf("name=\"", StringComparison.Ordinal) + 6)..];
        return (from[..from.IndexOf('"', StringComparison.Ordinal)], "yes");
    }
}
