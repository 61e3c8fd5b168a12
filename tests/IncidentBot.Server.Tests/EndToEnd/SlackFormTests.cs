using System.Text.Json.Nodes;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>What is filled in becomes a command like any other, and where no form opens there is the command.</summary>
public sealed class SlackFormTests : IAsyncLifetime
{
    private FakeSlack slack = null!;
    private RedisServer redis = null!;
    private BotHost bot = null!;
    private SlackRoom people = null!;

    public async ValueTask InitializeAsync()
    {
        slack = await FakeSlack.StartAsync();
        redis = await RedisServer.StartAsync();
        bot = await BotHost.StartAsync(redis.Url, SlackRoom.Settings(slack));
        people = new SlackRoom(slack, bot.Address);
    }

    public async ValueTask DisposeAsync()
    {
        await bot.DisposeAsync();
        await redis.DisposeAsync();
        await slack.DisposeAsync();
    }

    [Fact]
    public async Task An_incident_is_opened_by_a_form_and_an_empty_title_is_said_beside_its_field()
    {
        await people.TypeAsync(FakeSlack.Alice, "/incident open");
        var form = Assert.Single(slack.Views.Opened);
        var errors = await SubmitAsync(form, new() { ["severity"] = "P0", ["title"] = "  " });
        Assert.Equal("errors", (string?)errors!["response_action"]);
        Assert.NotNull(errors["errors"]!["title"]);
        Assert.Equal(0, await bot.CountAsync("inbox"));

        var sent = slack.Sender.Submit(form, new() { ["severity"] = "P0", ["title"] = "Publishing is stuck" });
        Assert.Equal(200, await people.SendAsync(sent, people.Interactions));
        Assert.Equal(200, await people.SendAsync(sent, people.Interactions));

        await people.AloneSeesAsync(FakeSlack.Alice, "INC-1 P0 opened");
        await people.AllSeeAsync("INC-1  P0", "Publishing is stuck");
        Assert.Equal(1, await bot.CountAsync("inbox"));
    }

    [Fact]
    public async Task A_runbook_a_status_update_and_reasons_are_asked_for_in_forms()
    {
        await people.TypeAsync(FakeSlack.Alice, "/incident open");
        var runbooks = slack.Views.Opened[0].Inputs.Single(input => (string?)input["block_id"] == "runbook")["element"]!;
        Assert.Equal("Find by title", (string?)runbooks["initial_option"]!["text"]!["text"]);
        Assert.Contains(
            "redis-outage-rq: Outage of a Redis that carries RQ",
            runbooks["options"]!.AsArray().Select(option => (string?)option!["text"]!["text"]));
        var filled = new Dictionary<string, string> { ["severity"] = "P0", ["title"] = "No task runs", ["runbook"] = "redis-outage-rq" };
        Assert.Null(await SubmitAsync(slack.Views.Opened[0], filled));
        await people.AloneSeesAsync(FakeSlack.Alice, "INC-1 P0 opened", "It follows the runbook redis-outage-rq");

        await people.TypeAsync(FakeSlack.Alice, "/incident update");
        Assert.Null(await SubmitAsync(slack.Views.Opened[1], new() { ["text"] = "we know the cause,\nthe mail is late" }));
        await people.AllSeeAsync("INC-1 status update by Alice", "we know the cause, the mail is late", "Next update by");

        await people.TypeAsync(FakeSlack.Alice, "/incident cancel");
        Assert.Null(await SubmitAsync(slack.Views.Opened[2], new() { ["reason"] = "it was a drill" }));
        await people.AllSeeAsync("→ Cancelled", "it was a drill");
        await people.PressAsync(FakeSlack.Bob, await people.AllSeeAsync("INC-1  P0  CANCELLED"), "Reopen…");
        Assert.NotNull((await SubmitAsync(slack.Views.Opened[3], new() { ["reason"] = " " }, FakeSlack.Bob))!["errors"]!["reason"]);
        Assert.Null(await SubmitAsync(slack.Views.Opened[3], new() { ["reason"] = "it was none" }, FakeSlack.Bob));
        await people.AllSeeAsync("Cancelled → Assessing, by Bob", "it was none");
    }

    [Fact]
    public async Task A_plan_is_turned_down_with_a_reason_and_without_a_form_the_refusal_offers_one_again()
    {
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await people.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");

        await people.PressAsync(FakeSlack.Bob, await people.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL"), "Reject");
        Assert.Contains("about 200 keys", slack.Views.Opened[0].Visible, StringComparison.Ordinal);
        Assert.Null(await SubmitAsync(slack.Views.Opened[0], new() { ["reason"] = "not at noon" }, FakeSlack.Bob));
        await people.AllSeeAsync("R-1 ", "rejected by Bob: not at noon");

        await people.TypeAsync(FakeSlack.Alice, "/incident open P2 a drill");
        await people.AllSeeAsync("INC-1  P2");
        slack.FailNext("views.open", new FakeSlackFailure("expired_trigger_id"));
        await people.TypeAsync(FakeSlack.Alice, "/incident update");
        await people.PressAsync(
            FakeSlack.Alice,
            await people.AloneSeesAsync(FakeSlack.Alice, "The update is empty", "/incident update INC-1 <text>"),
            "Post update");
        Assert.Null(await SubmitAsync(slack.Views.Opened[1], new() { ["text"] = "nothing is wrong" }));
        await people.AllSeeAsync("INC-1 status update by Alice", "nothing is wrong");
    }

    [Fact]
    public async Task A_plan_is_read_in_full_before_it_is_approved()
    {
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));
        await people.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");
        var card = await people.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL");

        await people.PressAsync(FakeSlack.Bob, card, "Approve");
        var form = Assert.Single(slack.Views.Opened);
        Assert.Contains("about 200 keys", form.Visible, StringComparison.Ordinal);
        Assert.Contains("cannot be undone", form.Visible, StringComparison.OrdinalIgnoreCase);
        Assert.NotNull((await SubmitAsync(form, [], FakeSlack.Bob))!["errors"]!["read"]);
        Assert.Null(await SubmitAsync(form, new() { ["read"] = "yes" }, FakeSlack.Bob));

        await people.AllSeeAsync("R-1 ", "SUCCEEDED", "Bob");
    }

    [Fact]
    public async Task Without_a_form_a_typed_command_says_what_it_lacks_and_a_plan_is_not_approved_unread()
    {
        await RedisTroubles.FillAsync(redis, ("rl:", 200, 10));

        slack.FailNext("views.open", new FakeSlackFailure("expired_trigger_id"));
        await people.TypeAsync(FakeSlack.Alice, "/incident open");
        await people.AloneSeesAsync(FakeSlack.Alice, "An incident needs a title", "/incident open P0");

        await people.TypeAsync(FakeSlack.Alice, "/redis clear-cache rl:*");
        var card = await people.AllSeeAsync("R-1 ", "WAITS FOR APPROVAL");
        slack.FailNext("views.open", new FakeSlackFailure("internal_error"));
        await people.PressAsync(FakeSlack.Bob, card, "Approve");

        await WaitForTextAsync("Slack did not open the form in time. Press again, or type /approve R-1");
        await people.TypeAsync(FakeSlack.Bob, "/run list");
        await people.AloneSeesAsync(FakeSlack.Bob, "waits for approval");
    }

    [Fact]
    public async Task A_note_and_an_override_are_written_in_forms_that_the_card_offers()
    {
        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        var card = await people.AllSeeAsync("INC-1  P0  ASSESSING");

        await people.PressAsync(FakeSlack.Bob, card, "Add note");
        Assert.Null(await SubmitAsync(slack.Views.Opened[0], new() { ["text"] = "the <!channel> of *all* keys\nwas renamed" }, FakeSlack.Bob));
        await people.AloneSeesAsync(FakeSlack.Bob, "Noted in the timeline of INC-1");
        await people.TypeAsync(FakeSlack.Bob, "/incident timeline");
        await people.AloneSeesAsync(FakeSlack.Bob, "the <!channel> of *all* keys was renamed");

        await people.TypeAsync(FakeSlack.Alice, "/incident mitigate it is clear");
        await people.AllSeeAsync("→ Mitigating");
        await people.TypeAsync(FakeSlack.Alice, "/incident override INC-1");
        await Eventually.TrueAsync(() => slack.Views.Opened.Count == 2, "the form for the reason is open");
        Assert.Null(await SubmitAsync(slack.Views.Opened[1], new() { ["reason"] = "the release cannot wait" }));
        await people.AllSeeAsync("asks for an override", "the release cannot wait");
        Assert.All(slack.Calls, call => Assert.DoesNotContain(
            "<!channel>",
            call.Arguments.ToJsonString(new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping }),
            StringComparison.Ordinal));
    }

    private async Task<JsonNode?> SubmitAsync(FakeSlackView form, Dictionary<string, string> values, string user = FakeSlack.Alice)
    {
        var ack = await slack.Sender.SendAsync(slack.Sender.Submit(form, values, user), people.Interactions, TestContext.Current.CancellationToken);
        Assert.Equal(200, ack.Status);
        return ack.Body.Length == 0 ? null : JsonNode.Parse(ack.Body);
    }

    private Task WaitForTextAsync(string text) =>
        Eventually.TrueAsync(
            () => slack.Messages.Any(message => message.OnlyFor is not null && message.Text.Contains(text, StringComparison.Ordinal)),
            $"somebody reads '{text}'");
}
