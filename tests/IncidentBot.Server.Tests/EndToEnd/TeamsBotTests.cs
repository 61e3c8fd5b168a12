using System.Text.Json.Nodes;
using IncidentBot.Actions;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>What only Teams can do, and what must not be possible there.</summary>
public sealed class TeamsBotTests : IAsyncLifetime
{
    private FakeTeams teams = null!;
    private RedisServer redis = null!;
    private BotHost bot = null!;
    private TeamsRoom room = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public async ValueTask InitializeAsync()
    {
        teams = await FakeTeams.StartAsync();
        redis = await RedisServer.StartAsync();
        bot = await BotHost.StartAsync(redis.Url, TeamsRoom.Settings(teams));
        room = new TeamsRoom(teams, bot.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await redis.DisposeAsync();
        await teams.DisposeAsync();
    }

    [Fact]
    public async Task A_request_that_is_not_from_Teams_is_turned_away_and_leaves_nothing_behind()
    {
        var open = teams.Sender.Message("incident open P0 Redis is down", FakeTeams.Alice);

        Assert.Equal(401, await room.SendAsync(open, authorization: ""));
        Assert.Equal(401, await room.SendAsync(open, $"Bearer {teams.Issuer.Token(FakeTeams.AppId, teams.ServiceUrl, key: SignWith.Rogue)}"));
        Assert.Equal(401, await room.SendAsync(open, $"Bearer {teams.Issuer.Token(FakeTeams.AppId, teams.ServiceUrl, payload: body => body["exp"] = 1)}"));
        Assert.Equal(401, await room.SendAsync(
            open,
            $"Bearer {teams.Issuer.Token(FakeTeams.AppId, teams.ServiceUrl,
                payload: body => body["nbf"] = teams.Time.GetUtcNow().AddHours(1).ToUnixTimeSeconds())}"));

        Assert.Equal(
            (0, 0, 0, 0),
            (await bot.CountAsync("inbox"), await bot.CountAsync("incidents"), await bot.CountAsync("audit_entries"), await bot.CountAsync("conversations")));
        Assert.Empty(teams.Calls);
    }

    [Fact]
    public async Task An_activity_that_is_replayed_does_nothing_again()
    {
        var open = teams.Sender.Message("incident open P0 Redis is full", FakeTeams.Alice);
        Assert.Equal(200, await room.SendAsync(open));
        await room.AloneSeesAsync(FakeTeams.Alice, "INC-1 P0 opened");
        Assert.Equal(200, await room.SendAsync(open));

        // Answered after everything that was sent before it.
        await room.TypeAsync(FakeTeams.Alice, "incident list all");
        await room.AloneSeesAsync(FakeTeams.Alice, "1 open incident");
        Assert.Equal((1, 2), (await bot.CountAsync("incidents"), await bot.CountAsync("inbox")));
    }

    [Fact]
    public async Task Somebody_who_is_not_listed_may_look_and_may_not_change()
    {
        var mallory = new FakeTeamsUser(FakeTeams.Bob.Id, "Mallory", Guid.NewGuid().ToString());
        await room.TypeAsync(FakeTeams.Alice, "incident open P0 Redis is full");
        var card = await room.AllSeeAsync("INC-1  P0  ASSESSING");

        await room.PressAsync(mallory, card, "Acknowledge");
        await room.AloneSeesAsync(FakeTeams.Bob, "Mallory may not");
        await room.TypeAsync(mallory, "redis bgsave", card.Conversation);
        await room.AloneSeesAsync(FakeTeams.Bob, "takes the Respond permission");
        await room.TypeAsync(mallory, "redis ping", card.Conversation);
        await room.AloneSeesAsync(FakeTeams.Bob, "PONG in");

        Assert.Equal(0, await bot.CountAsync("runs"));
    }

    /// <summary>Also where the id is the one that Teams has for somebody who is listed by their object id: nobody looks that up.</summary>
    [Fact]
    public async Task Whoever_comes_without_an_object_id_is_a_stranger_who_may_look_and_may_not_act()
    {
        await redis.AskAsync("SET", "rl:1", "1");
        await room.TypeAsync(FakeTeams.Bob, "redis clear-cache rl:*");
        await room.AnywhereAsync("R-1 ", "WAITS FOR APPROVAL");
        var run = (await bot.Get<IRunStore>().FindAsync(1, Ct))!;

        await TypeWithoutObjectIdAsync("redis ping");
        await room.AloneSeesAsync(FakeTeams.Alice, "PONG in");
        await TypeWithoutObjectIdAsync("redis bgsave");
        await room.AloneSeesAsync(FakeTeams.Alice, "takes the Respond permission");
        await TypeWithoutObjectIdAsync($"approve R-1 {run.ShortHash}");
        await room.AloneSeesAsync(FakeTeams.Alice, "may not approve R-1");

        Assert.Equal(RunState.AwaitingApproval, (await bot.Get<IRunStore>().FindAsync(1, Ct))!.State);
        Assert.Equal(1, await bot.CountAsync("runs"));
        Assert.Equal(3, await bot.CountAsync($"inbox where account = 'teams:{FakeTeams.Tenant}:{FakeTeams.Alice.Id}'"));
    }

    private async Task TypeWithoutObjectIdAsync(string line)
    {
        var activity = teams.Sender.Message(line, FakeTeams.Alice, FakeTeams.PersonalChat(FakeTeams.Alice));
        activity["from"]!.AsObject().Remove("aadObjectId");
        Assert.Equal(200, await room.SendAsync(activity));
    }

    [Fact]
    public async Task The_living_card_is_the_first_message_of_the_incidents_thread_and_what_is_typed_there_is_about_it()
    {
        await room.TypeAsync(FakeTeams.Alice, "incident open P0 Redis is full");

        var card = await room.AllSeeAsync("INC-1  P0  ASSESSING");
        Assert.Equal($"{FakeTeams.Channel};messageid={card.Id}", card.Conversation);
        var finding = await room.AllSeeAsync("INC-1 finding");
        Assert.Equal(card.Conversation, finding.Conversation);
        await room.AllSeeAsync("INC-1 P0 Assessing: Redis is full", "Opened by Alice", "It is handled in the thread of INC-1.");

        await room.TypeAsync(FakeTeams.Bob, "incident note it began at nine", card.Conversation);
        await room.AloneSeesAsync(FakeTeams.Bob, "Noted");
    }

    [Fact]
    public async Task An_incident_can_be_opened_and_written_to_with_forms()
    {
        await room.TypeAsync(FakeTeams.Alice, "");
        var help = await room.AloneSeesAsync(FakeTeams.Alice, "What you can type", "[Open an incident]");
        await room.PressAsync(FakeTeams.Alice, help, "Open an incident", new JsonObject { ["title"] = "Publishing\nis stuck", ["severity"] = "P0" });
        var card = await room.AnywhereAsync("INC-1  P0  ASSESSING", "Publishing is stuck (primary)");

        await room.PressAsync(FakeTeams.Alice, card, "Add note", new JsonObject { ["text"] = "it began\nat nine" });
        await room.AloneSeesAsync(FakeTeams.Alice, "Noted");
        await room.TypeAsync(FakeTeams.Alice, "incident timeline", card.Conversation);
        await room.AloneSeesAsync(FakeTeams.Alice, "it began at nine");

        await redis.AskAsync("CONFIG", "SET", "maxmemory", "1", "maxmemory-policy", "noeviction");
        await room.PressAsync(FakeTeams.Alice, card, "Start mitigating");
        await room.AnywhereAsync("INC-1  P0  MITIGATING");
        await room.PressAsync(FakeTeams.Alice, await room.AnywhereAsync("INC-1  P0  MITIGATING", "[Verify]"), "Verify");
        var failing = await room.AnywhereAsync("INC-1  P0  MITIGATING", "[Override…]");
        await room.PressAsync(FakeTeams.Alice, failing, "Override…", new JsonObject { ["reason"] = "moved to the standby" });
        var asked = await room.AnywhereAsync("INC-1  P0", "asks to go on", "[Approve override]");

        await room.PressAsync(FakeTeams.Bob, asked, "Approve override");
        await room.AnywhereAsync("Verifying → Monitoring");
    }

    [Fact]
    public async Task A_runbook_a_status_update_and_reasons_are_asked_for_in_dialogs()
    {
        await room.TypeAsync(FakeTeams.Alice, "incident open");
        var usage = await room.AloneSeesAsync(FakeTeams.Alice, "An incident needs a title", "[Open an incident]");
        var filled = new JsonObject { ["severity"] = "P0", ["title"] = "No task runs", ["runbook"] = "redis-outage-rq" };
        await room.PressAsync(FakeTeams.Alice, usage, "Open an incident", filled);
        await room.AloneSeesAsync(FakeTeams.Alice, "INC-1 P0 opened", "It follows the runbook redis-outage-rq");
        var card = await room.AnywhereAsync("INC-1  P0  ASSESSING");

        await room.PressAsync(FakeTeams.Alice, card, "Post update", new JsonObject { ["text"] = "we know the cause,\nthe mail is late" });
        var update = await room.AnywhereAsync("INC-1 status update by Alice", "we know the cause, the mail is late", "Next update by");
        Assert.Equal(card.Conversation, update.Conversation);

        await room.PressAsync(FakeTeams.Alice, card, "Cancel the incident…", new JsonObject { ["reason"] = "it was a drill" });
        await room.AnywhereAsync("→ Cancelled", "it was a drill");
        await room.TypeAsync(FakeTeams.Bob, "incident reopen INC-1");
        var refused = await room.AloneSeesAsync(FakeTeams.Bob, "INC-1 stays Cancelled until a reason is given", "[Reopen…]");
        await room.PressAsync(FakeTeams.Bob, refused, "Reopen…", new JsonObject { ["reason"] = "it was none" });
        await room.AnywhereAsync("Cancelled → Assessing, by Bob", "it was none");

        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await room.TypeAsync(FakeTeams.Alice, "redis clear-cache rl:*");
        await room.PressAsync(FakeTeams.Bob, await room.AnywhereAsync("R-1 ", "WAITS FOR APPROVAL"), "Reject", new JsonObject { ["reason"] = "not at noon" });
        await room.AnywhereAsync("R-1 ", "rejected by Bob: not at noon");
    }

    [Fact]
    public async Task What_was_entered_is_still_there_when_a_dialog_comes_back_with_what_is_wrong()
    {
        await room.TypeAsync(FakeTeams.Alice, "help");
        var help = await room.AloneSeesAsync(FakeTeams.Alice, "What you can type");
        var dialog = await teams.Sender.FetchAsync(
            bot.Address,
            help,
            help.Actions.Single(action => (string?)action["title"] == "Open an incident")["data"]!.AsObject(),
            FakeTeams.Alice,
            Ct);
        var entered = new JsonObject { ["title"] = new string('x', 121), ["severity"] = "P2", ["runbook"] = "redis-recovery" };

        var again = await SubmitAsync(help, FakeTeamsSender.Filled(dialog, entered));

        Assert.Equal("continue", (string?)again["task"]!["type"]);
        var card = again["task"]!["value"]!["card"]!["content"]!.AsObject();
        foreach (var (field, value) in entered)
        {
            Assert.Equal((string?)value, (string?)card["body"]!.AsArray().Single(element => (string?)element!["id"] == field)!["value"]);
        }

        Assert.Contains("Write at most 120 characters; these are 121.", card.ToJsonString(), StringComparison.Ordinal);
        Assert.Equal(0, await bot.CountAsync("incidents"));
        await SubmitAsync(help, FakeTeamsSender.Filled(card, new JsonObject { ["title"] = "Publishing is stuck" }));
        await room.AloneSeesAsync(FakeTeams.Alice, "INC-1 P2 opened", "redis-recovery");
    }

    [Fact]
    public async Task A_form_that_is_not_filled_in_is_shown_again_and_one_that_is_sent_twice_counts_once()
    {
        await room.TypeAsync(FakeTeams.Alice, "help");
        var help = await room.AloneSeesAsync(FakeTeams.Alice, "What you can type");
        var button = help.Actions.Single(action => (string?)action["title"] == "Open an incident");
        var dialog = await teams.Sender.FetchAsync(bot.Address, help, button["data"]!.AsObject(), FakeTeams.Alice, Ct);

        var empty = await SubmitAsync(help, FakeTeamsSender.Filled(dialog, new JsonObject { ["title"] = " \n " }));
        Assert.Equal("continue", (string?)empty["task"]!["type"]);
        Assert.Contains("This cannot be empty.", empty.ToJsonString(), StringComparison.Ordinal);
        var wrong = await SubmitAsync(help, FakeTeamsSender.Filled(dialog, new JsonObject { ["title"] = "as it was entered", ["severity"] = "P9" }));
        Assert.Contains("Choose one of these.", wrong.ToJsonString(), StringComparison.Ordinal);
        Assert.Contains("as it was entered", wrong.ToJsonString(), StringComparison.Ordinal);

        var filled = FakeTeamsSender.Filled(dialog, new JsonObject { ["severity"] = "P0", ["title"] = "Redis is full" });
        Assert.StartsWith("Received", (string?)(await SubmitAsync(help, filled))["task"]!["value"], StringComparison.Ordinal);
        Assert.StartsWith("Already received", (string?)(await SubmitAsync(help, filled))["task"]!["value"], StringComparison.Ordinal);
        await room.AloneSeesAsync(FakeTeams.Alice, "INC-1 P0 opened");
        Assert.Equal(1, await bot.CountAsync("incidents"));
    }

    [Fact]
    public async Task An_approval_shows_the_plan_in_full_before_it_counts()
    {
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await room.TypeAsync(FakeTeams.Alice, "redis clear-cache rl:*");
        var plan = await room.AllSeeAsync("R-1  /redis clear-cache rl:*", "WAITS FOR APPROVAL");
        var approve = plan.Actions.Single(action => (string?)action["title"] == "Approve");

        var dialog = await teams.Sender.FetchAsync(bot.Address, plan, approve["data"]!.AsObject(), FakeTeams.Bob, Ct);

        var shown = new FakeTeamsMessage(
            "",
            "",
            null,
            new JsonObject { ["attachments"] = new JsonArray(new JsonObject { ["content"] = dialog.DeepClone() }) },
            0).Visible;
        foreach (var said in (string[])["about 200 keys", "Cannot be undone", "Plan ", "[Approve]"])
        {
            Assert.Contains(said, shown, StringComparison.Ordinal);
        }

        Assert.Equal(200L, (await redis.AskAsync("DBSIZE")).AsLong());
        var unread = await SubmitAsync(plan, FakeTeamsSender.Filled(dialog, new JsonObject { ["read"] = "false" }));
        Assert.Contains("Tick the box to go ahead.", unread.ToJsonString(), StringComparison.Ordinal);
        await room.PressAsync(FakeTeams.Bob, plan, "Approve");
        await room.AllSeeAsync("R-1 ", "SUCCEEDED");

        // Nothing waits any more, so there is nothing to read: the press gets the command's own answer.
        var late = await teams.Sender.SendAsync(
            teams.Sender.Invoke("task/fetch", plan, FakeTeams.Bob, new JsonObject { ["data"] = approve["data"]!.DeepClone() }),
            bot.Address,
            Ct);
        Assert.Equal("message", (string?)late.Json()["task"]!["type"]);
        await room.AloneSeesAsync(FakeTeams.Bob, "R-1 is not waiting");
    }

    [Fact]
    public async Task A_storm_of_refusals_loses_and_repeats_nothing()
    {
        for (var n = 0; n < 4; n++)
        {
            teams.FailNext(n % 2 == 0 ? new FakeTeamsFailure(429, RetryAfter: "0") : new FakeTeamsFailure(502));
        }

        await room.TypeAsync(FakeTeams.Alice, "incident open P0 Redis is full");
        await room.AllSeeAsync("INC-1 finding");
        await room.AloneSeesAsync(FakeTeams.Alice, "INC-1 P0 opened");

        Assert.Single(teams.Messages, message => message.Visible.Contains("INC-1 finding", StringComparison.Ordinal));
        Assert.Single(teams.Messages, message => message.Visible.StartsWith("INC-1  P0  ", StringComparison.Ordinal));
    }

    [Fact]
    public async Task Being_installed_is_greeted_with_help_for_everyone_there()
    {
        var installed = teams.Sender.Activity("installationUpdate", FakeTeams.Alice, FakeTeams.Channel, teams.NextId());
        installed["action"] = "add";

        Assert.Equal(200, await room.SendAsync(installed));
        await room.AllSeeAsync("What you can type");
    }

    [Fact]
    public async Task The_local_chat_in_which_anybody_is_anybody_is_off()
    {
        using var http = new HttpClient { BaseAddress = bot.Address };

        Assert.Equal(System.Net.HttpStatusCode.NotFound, (await http.GetAsync("/chat/general", Ct)).StatusCode);
    }

    private async Task<JsonNode> SubmitAsync(FakeTeamsMessage message, JsonObject data) =>
        (await teams.Sender.SendAsync(
            teams.Sender.Invoke("task/submit", message, FakeTeams.Alice, new JsonObject { ["data"] = data.DeepClone() }),
            bot.Address,
            Ct)).Json();
}
