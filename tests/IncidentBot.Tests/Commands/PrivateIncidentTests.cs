using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>For whoever has no part in a private incident there is none. Grace may do everything, and is asked in by nobody.</summary>
public sealed class PrivateIncidentTests
{
    private static readonly ChannelRef Elsewhere = new("local", "demo", "kitchen");

    public static TheoryData<string> About => [.. Lines("INC-1", "R-1")];

    [Theory]
    [MemberData(nameof(About))]
    public async Task Whatever_is_asked_about_it_is_answered_as_if_there_were_none(string line)
    {
        var rig = await WithPrivateRunAsync();

        foreach (var channel in new[] { Some.Channel, Elsewhere })
        {
            Assert.Equal(await new ChatRig().TypeAsync(Some.Grace, line, channel), await rig.TypeAsync(Some.Grace, line, channel));
        }
    }

    [Theory]
    [InlineData("/incident ack INC-1", "There is no INC-1.")]
    [InlineData("/incident ack", "There is no incident in this channel.")]
    [InlineData("/approve R-1 77777777", "There is no run R-1.")]
    [InlineData("/incident list all", "There has been no incident yet.")]
    [InlineData("/incident list down", "No open incident is like that.")]
    [InlineData("/run list", "No run")]
    public async Task Her_answers_are_those_of_an_empty_bot_and_his_are_not(string line, string answer)
    {
        var rig = await WithPrivateRunAsync();

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Grace, line));
        Assert.False((await rig.TypeAsync(Some.Ada, line)).StartsWith(answer, StringComparison.Ordinal));
    }

    [Fact]
    public async Task No_form_is_drawn_of_it_and_no_button_offered()
    {
        var rig = await WithPrivateRunAsync();
        var hash = (await rig.RunAsync()).ShortHash;
        var (grace, ada) = (Some.Grace.Accounts[0], Some.Ada.Accounts[0]);

        Assert.NotNull(await rig.Forms.ForAsync("/incident note INC-1", ada, Some.Channel, pressed: true, default));
        Assert.Null(await rig.Forms.ForAsync("/incident note INC-1", grace, Some.Channel, pressed: true, default));
        Assert.NotNull(await rig.Forms.ForAsync($"/approve R-1 {hash}", ada, Some.Channel, pressed: true, default));
        Assert.Null(await rig.Forms.ForAsync($"/approve R-1 {hash}", grace, Some.Channel, pressed: true, default));
        Assert.Equal(await new ChatRig().TypeAsync(Some.Grace, "/help"), await rig.TypeAsync(Some.Grace, "/help"));
    }

    [Fact]
    public async Task Of_a_run_that_is_in_the_way_only_its_target_is_told()
    {
        var rig = await WithPrivateRunAsync();
        var run = await rig.RunAsync();
        await rig.Store.CommitAsync(new Changes { Run = run with { State = RunState.Running, StartedAt = Some.Night } }, default);

        var answer = await rig.TypeAsync(Some.Grace, "/redis trim rl:*", Elsewhere);

        Assert.Contains("Another run holds primary", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("R-1", answer, StringComparison.Ordinal);
        Assert.DoesNotContain("Ada", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_is_let_in_sees_it_from_then_on_and_only_who_sees_it_can_let_in()
    {
        var rig = await WithPrivateRunAsync();

        Assert.StartsWith("There is no INC-1.", await rig.TypeAsync(Some.Grace, "/incident invite INC-1 @grace"));
        Assert.StartsWith("Grace may see INC-1 now", await rig.TypeAsync(Some.Ada, "/incident invite INC-1 @grace"));
        Assert.StartsWith("INC-1  P0  PRIVATE  ASSESSING", await rig.TypeAsync(Some.Grace, "/incident status INC-1"));
        Assert.Contains("INC-1 P0 PRIVATE", await rig.TypeAsync(Some.Grace, "/incident list"), StringComparison.Ordinal);
        Assert.StartsWith("Grace may see INC-1 already.", await rig.TypeAsync(Some.Ada, "/incident invite INC-1 @grace"));
    }

    [Fact]
    public async Task Who_is_given_a_role_in_it_has_a_part_in_it()
    {
        var rig = await WithPrivateRunAsync();

        await rig.TypeAsync(Some.Ada, "/incident role INC-1 scribe @grace");

        Assert.StartsWith("INC-1  P0  PRIVATE", await rig.TypeAsync(Some.Grace, "/incident status INC-1"));
    }

    [Fact]
    public async Task An_administrator_sees_it()
    {
        var rig = await WithPrivateRunAsync();
        var root = Some.Grace with { Permissions = Some.Grace.Permissions | Permissions.Administer };

        Assert.Equal("INC-1", (await rig.Room.Lookup.IncidentAsync(root, 1, default))?.Label);
        Assert.Null(await rig.Room.Lookup.IncidentAsync(Some.Grace, 1, default));
    }

    [Fact]
    public async Task The_channel_it_was_opened_in_hears_that_there_is_one_and_nothing_else()
    {
        var rig = await WithPrivateAsync();
        await rig.TypeAsync(Some.Ada, "/incident mitigate INC-1 seen before");
        await rig.TypeAsync(Some.Ada, "/incident severity INC-1 P1");
        await rig.TypeAsync(Some.Ada, "/incident update INC-1 The keys of one customer are gone");
        await rig.Room.PassAsync(TimeSpan.FromHours(1));

        Assert.Equal(["INC-1 opened, private"], rig.Room.Posts.Select(PlainText.Render));
        Assert.Null(await rig.Live.DrawAsync(new LiveSubject(LiveSubject.Incident, rig.Room.Incident.Id.Value), Some.Channel, default));
    }

    [Fact]
    public async Task Its_own_room_is_told_everything_and_is_not_named_after_it()
    {
        string? titled = null;
        var room = new IncidentRoom(channelFor: (number, title, _) =>
        {
            titled = title;
            return new ChannelRef("local", "demo", $"inc-{number}");
        });

        await room.Desk.OpenAsync(Some.Request(Some.Ada), new Opening(Severity.P0, "Acme lost its keys", null) { IsPrivate = true }, default);
        await room.CarryOutAsync();

        Assert.Equal("private", titled);
        Assert.Contains(room.Store.Said.OfType<Outgoing.Post>(), post => post.In == room.Incident.Channel);
        Assert.Equal(
            ["INC-1 opened, private"],
            room.Store.Said.OfType<Outgoing.Post>().Where(post => post.In == Some.Channel).Select(post => PlainText.Render(post.Card)));
    }

    [Fact]
    public void Nothing_that_serves_a_request_finds_an_incident_or_a_run_around_the_lookup()
    {
        Assert.Equal([nameof(Lookup)], CallersOf<IIncidentStore>(nameof(IIncidentStore.FindAsync), typeof(int)));
        Assert.Equal([nameof(Lookup)], CallersOf<IIncidentStore>(nameof(IIncidentStore.InChannelAsync), typeof(ChannelRef)));
        Assert.Equal([nameof(Lookup)], CallersOf<IIncidentStore>(nameof(IIncidentStore.LastOverAsync), typeof(ChannelRef)));
        Assert.Equal([nameof(Lookup)], CallersOf<IRunStore>(nameof(IRunStore.FindAsync), typeof(int)));

        // By id: for the bot's own rounds, for cards that are shown where the incident is, and for what is said everywhere.
        Assert.Equal(
            ["AlertDesk", "ApprovalRound", "EverywhereLedger", "LiveCards", "Lookup", "RoundDecisions", "RunbookCards"],
            CallersOf<IIncidentStore>(nameof(IIncidentStore.FindAsync), typeof(IncidentId)));
        Assert.Equal(
            ["ActionExecutor", "ApprovalRound", "EverywhereLedger", "LiveCards"],
            CallersOf<IRunStore>(nameof(IRunStore.FindAsync), typeof(RunId)));
    }

    private static IEnumerable<string> CallersOf<TStore>(string method, Type by) =>
        Callers.Of(typeof(TStore).GetMethod(method, [by, typeof(CancellationToken)])!).Distinct().Order();

    /// <summary>One for each command that is about an incident or a run: with its number, and as it would mean the one of the channel.</summary>
    private static IEnumerable<string> Lines(string incident, string run) =>
        from command in new ChatRig().Reader.All
        where command.Parameters is [{ Kind: ParameterKind.Incident or ParameterKind.Run or ParameterKind.RunOrIncident }, ..]
        let rest = command.Parameters.Skip(1).Where(parameter => parameter.Required || parameter.AskedLater).Select(parameter => parameter.Example)
        from subject in command.Parameters[0].Kind switch
        {
            ParameterKind.Incident => new[] { incident, "" },
            ParameterKind.Run => [run],
            _ => [incident, run],
        }
        select string.Join(' ', new[] { command.Name, subject }.Concat(rest).Where(word => word.Length > 0));

    private static async Task<ChatRig> WithPrivateRunAsync()
    {
        var rig = await WithPrivateAsync();
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        Assert.NotNull((await rig.RunAsync()).Incident);
        return rig;
    }

    private static async Task<ChatRig> WithPrivateAsync()
    {
        var rig = new ChatRig();
        await rig.TypeAsync(Some.Ada, "/incident open P0 private Redis is down");
        await rig.TypeAsync(Some.Ada, "/incident assess");
        return rig;
    }
}
