using IncidentBot.Commands;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

public sealed class HelpCommandTests
{
    private readonly ChatRig rig = new();

    [Fact]
    public async Task Outside_an_incident_help_is_short_and_by_situation()
    {
        var card = await rig.CardForAsync(Some.Olga, "/help");

        Assert.Equal("What you can type", card.Title);
        Assert.Equal(
            [
                new CardField("Redis is sick", "/redis diagnose, /redis ping"),
                new CardField("An incident is on", "/incident open, /incident status, /runbook match"),
                new CardField("Look back", "/incident list, /incident timeline, /incident summary"),
                new CardField("Set up", "/runbook list, /link"),
            ],
            card.Blocks.OfType<CardBlock.Fields>().Single().Items);
        Assert.Contains("There is more, for people with the permission Respond or Approve.", PlainText.Render(card), StringComparison.Ordinal);
        Assert.Equal(["/redis ping", "/incident open", "/incident list"], card.Buttons.Select(button => button.Command));
    }

    [Theory]
    [InlineData("/help", IncidentState.Assessing)]
    [InlineData("/help", IncidentState.Monitoring)]
    [InlineData("/help", IncidentState.Closed)]
    [InlineData("/", IncidentState.Closed)]
    public async Task It_is_as_long_as_a_screen(string text, IncidentState state)
    {
        await rig.InAsync(state);

        var answer = await rig.TypeAsync(Some.Ada, text);

        Assert.InRange(answer.Split('\n').Length, 5, 15);
        Assert.Contains("/redis diagnose, /redis ping", answer, StringComparison.Ordinal);
        Assert.Contains("Everything: /help all. ", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_of_it_shows_the_roots_and_verbs_that_one_may_use()
    {
        var card = await rig.CardForAsync(Some.Olga, "/help all");

        Assert.Equal("Everything you can type", card.Title);
        var roots = card.Blocks.OfType<CardBlock.Fields>().Single().Items;
        Assert.Equal(["/incident", "/redis", "/run", "/runbook", "/alert", "/help", "/link", "/unlink"], roots.Select(root => root.Label));
        Assert.Equal("diagnose, ping", roots.Single(root => root.Label == "/redis").Value);
        Assert.All(roots, root => Assert.NotEmpty(root.Value));
        Assert.Contains("There is more, for people with the permission Respond or Approve.", PlainText.Render(card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_has_nothing_to_work_on_is_not_offered_and_says_what_to_do()
    {
        var empty = new ChatRig(new TinyKind { Targets = [] });
        const string What = "No lamp target is configured. Add one to the configuration, under Lamps: the README of lamps says how.";

        Assert.DoesNotContain("lamp", await empty.TypeAsync(Some.Ada, "/help") + await empty.TypeAsync(Some.Ada, "/help all"), StringComparison.Ordinal);
        Assert.DoesNotContain(empty.Reader.Offered, command => command.Root == "/lamp");
        Assert.DoesNotContain("/lamp", await empty.TypeAsync(Some.Ada, "/lmap status"), StringComparison.Ordinal);
        Assert.Equal($"/lamp\n{What}", await empty.TypeAsync(Some.Ada, "/lamp"));
        Assert.Contains(What, await empty.TypeAsync(Some.Ada, "/help lamp status"), StringComparison.Ordinal);
        Assert.Contains("/lamp status", await new ChatRig(new TinyKind()).TypeAsync(Some.Ada, "/help"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/incident opne P0 Redis is down", "Did you mean /incident open P0 Redis is down", "/incident open P0 Redis is down")]
    [InlineData(
        "/redis claer-cache rl:* on sessions",
        "Did you mean /redis clear-cache rl:* on sessions?\nWhat changes something is on no button: type it.",
        "")]
    public async Task What_was_meant_is_offered_with_the_rest_and_a_change_is_only_said(string typed, string hint, string button)
    {
        var card = await rig.CardForAsync(Some.Ada, typed);

        Assert.Contains(hint, PlainText.Render(card), StringComparison.Ordinal);
        Assert.Equal(button, string.Join('|', card.Buttons.Select(offered => offered.Command)));
    }

    [Theory]
    [InlineData(
        "/help redis clear-cache",
        "/redis clear-cache <pattern> [speed] [on <target>]\nRemoves keys by pattern\nFor example: /redis clear-cache rl:*\n"
            + "It removes something for good. It is planned first, and a second person approves the plan before anything changes.\n"
            + "It takes the permission Respond, which you do not have.")]
    [InlineData("/help redis ping", "/redis ping [on <target>]\nReads\nFor example: /redis ping\nIt only reads, and at once.\nEverybody may.")]
    [InlineData("/help /redis clear-cache", "/redis clear-cache <pattern> [speed] [on <target>]\nRemoves keys by pattern")]
    [InlineData("/help Redis", "/redis\n/redis diagnose")]
    [InlineData("/help run", "/run\n/run <action> [arguments] [on <target>]")]
    [InlineData("/help approve", "/approve <R-n> <plan>\nApproves a plan")]
    [InlineData("/help help", "/help [command]\n")]
    [InlineData("/help redis pnig", "There is no command /redis pnig.\nDid you mean /redis ping?\n[/redis ping]")]
    [InlineData("/help dragons", "There is no command /dragons.\nType /help to see what there is.")]
    public async Task Help_for_a_command_shows_how_it_is_typed(string text, string answer) => Assert.StartsWith(answer, await rig.TypeAsync(Some.Olga, text));

    [Theory]
    [InlineData(IncidentState.Declared, "/incident ack INC-1|/incident assess INC-1|/incident timeline INC-1|/incident summary INC-1")]
    [InlineData(IncidentState.Mitigating, "/incident verify INC-1|/incident timeline INC-1|/incident summary INC-1")]
    [InlineData(IncidentState.Resolved, "/incident close INC-1|/incident timeline INC-1|/incident summary INC-1")]
    public async Task In_an_incidents_channel_a_responder_is_shown_what_makes_sense_next(IncidentState state, string next)
    {
        await rig.InAsync(state);

        var card = await rig.CardForAsync(Some.Ada, "/help");

        Assert.Equal($"INC-1 is {state}. What makes sense now", card.Title);
        Assert.Equal(next.Split('|'), card.WithoutForms().Buttons.Select(button => button.Command));
        Assert.Equal(next.Split('|'), card.Blocks.OfType<CardBlock.Fields>().First().Items.Select(item => item.Value));
        Assert.DoesNotContain("permission", PlainText.Render(card));
    }

    [Fact]
    public async Task A_responder_who_approves_is_shown_everything()
    {
        var card = await rig.CardForAsync(Some.Ada, "/help all");

        Assert.Equal(
            rig.Reader.All.Select(command => command.Root).Distinct(),
            card.Blocks.OfType<CardBlock.Fields>().Single().Items.Select(root => root.Label));
        Assert.DoesNotContain("There is more", PlainText.Render(card), StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_observer_is_shown_what_they_may_do_and_told_why_it_is_not_more()
    {
        await rig.InAsync(IncidentState.Mitigating);

        var card = await rig.CardForAsync(Some.Olga, "/help");

        Assert.Equal(["/incident note INC-1", "/incident timeline INC-1", "/incident summary INC-1"], card.Buttons.Select(button => button.Command));
        Assert.Contains("you may look and add notes; stepping the incident takes the Respond permission.", PlainText.Render(card));
    }

    [Fact]
    public async Task After_the_incident_is_closed_the_channel_is_like_any_other()
    {
        await rig.InAsync(IncidentState.Closed);

        Assert.StartsWith("What you can type", await rig.TypeAsync(Some.Ada, "/help"));
    }

    [Fact]
    public async Task No_button_is_offered_for_what_this_bot_cannot_do()
    {
        var finder = new IncidentFinder(rig.Room.Lookup);
        CommandReader? reader = null;
        var help = new HelpCommand(finder, rig.Store, rig.Room.Targets, new Lazy<CommandReader>(() => reader!));
        reader = new CommandReader(help.Table);
        var context = new CommandContext(Some.Request(Some.Ada), help.Table.Single(), [], "", Arguments.None);

        await context.Command.Handler(context, default);

        Assert.Empty(rig.Room.Replies.Single().Buttons);
    }
}
