using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Commands;

public sealed class ActionCommandsTests
{
    private readonly ChatRig rig = new();

    [Fact]
    public async Task A_read_is_answered_to_the_one_who_asked_and_to_nobody_else()
    {
        Assert.Equal("PONG in 0.4 ms\n/redis ping on primary", await rig.TypeAsync(Some.Olga, "/redis ping"));
        Assert.Single(rig.Store.Said);
    }

    [Fact]
    public async Task Other_peoples_data_is_shown_to_one_who_may_respond_and_posted_nowhere()
    {
        var read = Private();
        var rig = await new ChatRig(new IncidentPolicy(), [read]).InAsync(IncidentState.Assessing);
        var said = rig.Store.Said.Count;
        var known = rig.Room.Incident.Version;

        Assert.StartsWith(
            "redis.keys shows other people's data with this argument, which takes the permission Respond.",
            await rig.TypeAsync(Some.Olga, "/redis keys whole"));
        Assert.Equal(0, read.Asked);
        var refused = rig.Store.Audit.Entries[^1];
        Assert.Equal((Some.Olga.Id, AuditKind.Refused, "/redis keys whole on primary"), (refused.Actor, refused.Kind, refused.Subject));
        Assert.StartsWith("sess:1", await rig.TypeAsync(Some.Ada, "/redis keys whole"));
        Assert.Equal(1, read.Asked);
        Assert.All(rig.Store.Said.Skip(said), message => Assert.IsType<Outgoing.Reply>(message));
        Assert.Equal(known, rig.Room.Incident.Version);
        Assert.StartsWith("sess:1", await rig.TypeAsync(Some.Olga, "/redis keys"));
    }

    [Fact]
    public async Task Other_peoples_data_is_not_read_for_a_channel()
    {
        var read = Private();
        var store = new InMemoryStore();
        var reader = new AuditedReader(new ActionCatalogue([read]), store, new Redactor([]), TimeProvider.System);

        var report = await reader.ReadAsync(
            new ActionCall(read.Definition.Id, "primary", new Dictionary<string, string> { ["whole"] = "whole" }), Some.Ada.Id, default);

        Assert.Equal("It shows other people's data, so it is not read for a channel: somebody who may respond types it.", report.Answer);
        Assert.Equal(0, read.Asked);
        Assert.Equal(AuditKind.Refused, Assert.Single(store.Audit.Entries).Kind);
    }

    private static FakeRead Private() => new("redis.keys")
    {
        Definition = new ActionDefinition(new ActionId("redis.keys"), Risk.Observe, "Shows keys")
        {
            Parameters = [new Parameter("whole", "all of them", "whole") { Choices = ["whole"], ShowsOthersData = true }],
        },
        Report = new ActionReport("sess:1", Healthy: true),
    };

    [Theory]
    [InlineData(
        "/redis clear-cache",
        "pattern is missing: which keys.\nType /redis clear-cache <pattern> [speed] [on <target>]. For example: /redis clear-cache rl:*")]
    [InlineData("/redis clear-cache *", "pattern '*': would take everything.\nType /redis clear-cache")]
    [InlineData("/redis clear-cache rl:* warp", "speed cannot be 'warp'.\nChoose one of: slow, fast.")]
    [InlineData("/redis clear-cache rl:* slow now", "'now' is one argument too many.\nType /redis clear-cache")]
    [InlineData("/redis clear-cache rl:* on mars", "There is no redis target 'mars'.\nTargets: primary, sessions.")]
    [InlineData("/redis ping on web", "There is no redis target 'web'.\nTargets: primary, sessions.")]
    [InlineData("/run redis.clear-cache", "pattern is missing")]
    [InlineData(
        "/run redis.clera",
        "There is no action 'redis.clera'.\nType /run <action> [arguments] [on <target>]\nActions: redis.clear-cache, redis.diagnose, redis.ping, redis.trim")]
    [InlineData("/run \"\"", "Which action?")]
    public async Task What_cannot_be_done_as_typed_is_answered_with_what_to_type(string text, string answer)
    {
        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, text));
        Assert.Empty(rig.Clear.Calls);
    }

    [Theory]
    [InlineData("/redis ping on Sessions")]
    [InlineData("/run redis.ping on sessions")]
    [InlineData("/RUN Redis.PING on sessions")]
    public async Task The_full_name_does_the_same(string text) => Assert.EndsWith("/redis ping on sessions", await rig.TypeAsync(Some.Ada, text));

    [Theory]
    [InlineData("/redis clear-cache rl:*", "R-1 is planned\nIt waits for the approval of a second person.")]
    [InlineData("/run redis.clear-cache rl:*", "R-1 is planned\nIt waits for the approval of a second person.")]
    [InlineData("/redis trim rl:*", "R-1 is planned\nIt waits for your confirmation.")]
    public async Task A_change_is_planned_and_waits(string text, string answer)
    {
        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, text));
        Assert.Equal(Some.Channel, (await rig.RunAsync()).Channel);
    }

    [Fact]
    public async Task Nothing_to_do_and_not_allowed_are_answers()
    {
        rig.Trim.Planned = new PlanResult.Nothing("No key matches rl:*.");
        rig.Clear.Planned = new PlanResult.Refused("it is a replica.", "Use the master.");

        Assert.Equal("Nothing to do\nNo key matches rl:*.", await rig.TypeAsync(Some.Ada, "/redis trim rl:*"));
        Assert.Equal("Not planned: it is a replica.\nUse the master.", await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*"));
        Assert.StartsWith("Olga may not run redis.trim: it changes primary", await rig.TypeAsync(Some.Olga, "/redis trim rl:*"));
    }

    [Theory]
    [InlineData("/redis ping", "sessions")]
    [InlineData("/redis ping on primary", "primary")]
    public async Task Where_no_target_is_named_the_incidents_is_meant(string text, string target)
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 Nobody can log in on sessions");

        Assert.EndsWith($"/redis ping on {target}", await rig.TypeAsync(Some.Ada, text));
    }

    [Fact]
    public async Task What_is_read_during_an_incident_is_a_finding_of_it_and_told_to_everyone()
    {
        await rig.InAsync(IncidentState.Assessing);
        var before = rig.Room.Incident.Findings;

        Assert.StartsWith("PONG in 0.4 ms", await rig.TypeAsync(Some.Ada, "/redis ping"));

        Assert.Equal(before + 1, rig.Room.Incident.Findings);
        Assert.Equal((TimelineKind.Finding, "/redis ping on primary: PONG in 0.4 ms"), (rig.Room.Timeline[^1].Kind, rig.Room.Timeline[^1].Text));
        var post = rig.Store.Said.OfType<Outgoing.Post>().Last();
        Assert.Equal((rig.Room.Incident.Channel, "Ada read /redis ping on primary: PONG in 0.4 ms"), (post.In, post.Card.Title));
    }

    [Fact]
    public async Task A_change_asked_for_during_an_incident_belongs_to_it()
    {
        await rig.InAsync(IncidentState.Mitigating);

        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");

        Assert.Equal((rig.Room.Incident.Id, rig.Room.Incident.Channel), ((await rig.RunAsync()).Incident, (await rig.RunAsync()).Channel));
    }

    [Fact]
    public async Task With_two_incidents_in_the_channel_a_read_is_nobodys_finding()
    {
        await rig.TypeAsync(Some.Ada, "/incident open P0 One");
        await rig.TypeAsync(Some.Ada, "/incident open P0 Two");

        Assert.StartsWith("PONG", await rig.TypeAsync(Some.Ada, "/redis ping"));
        Assert.Equal(0, rig.Room.Incident.Findings);
    }
}
