using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

public sealed class CommandCompletionTests
{
    private readonly ChatRig rig = new();

    [Theory]
    [InlineData("/inc", "/incident open ")]
    [InlineData("/redis p", "/redis ping ")]
    [InlineData("/redis ping ", "/redis ping on primary ")]
    [InlineData("/redis ping on", "/redis ping on primary ")]
    [InlineData("/redis ping on ", "/redis ping on primary ")]
    [InlineData("/redis ping on PRI", "/redis ping on primary ")]
    [InlineData("/incident open ", "/incident open P0 ")]
    [InlineData("/incident open kin", "/incident open kind=")]
    [InlineData("/incident open kind=d", "/incident open kind=drill ")]
    [InlineData("/incident open pri", "/incident open private ")]
    [InlineData("/incident list st", "/incident list state=")]
    [InlineData("/incident list state=mit", "/incident list state=Mitigating ")]
    [InlineData("/incident severity P", "/incident severity P0 ")]
    [InlineData("/incident assign ", "/incident assign INC-1 ")]
    [InlineData("/incident assign gr", "/incident assign @grace ")]
    [InlineData("/incident assign INC-1 @g", "/incident assign INC-1 @grace ")]
    [InlineData("/incident status inc", "/incident status INC-1 ")]
    public async Task A_line_goes_on_with_what_there_is(string typed, string line)
    {
        await rig.InAsync(IncidentState.Mitigating);

        Assert.Contains(line, (await CompleteAsync(typed)).Suggestions.Select(one => one.Line));
    }

    [Theory]
    [InlineData("good evening")]
    [InlineData("")]
    [InlineData("/redis ping on nowhere")]
    [InlineData("/redis clear-cache rl:* on primary ")]
    [InlineData("/incident note INC-1 the queue is gr")]
    public async Task Nothing_is_offered_where_nothing_fits(string typed) => Assert.Empty((await CompleteAsync(typed)).Suggestions);

    [Theory]
    [InlineData("/redis clear-cache ", "<pattern>, such as ")]
    [InlineData("/redis ping on ", "[on <target>], such as primary: ")]
    [InlineData("/incident note INC-1 ", "<text>, such as the queue is growing: what happened")]
    public async Task What_comes_next_is_said(string typed, string hint) => Assert.StartsWith(hint, (await CompleteAsync(typed)).Hint);

    [Theory]
    [InlineData("/incident op", true)]
    [InlineData("/incident", false)]
    [InlineData("/redis ping", false)]
    [InlineData("/redis ping on pri", true)]
    [InlineData("/redis ping on primary", false)]
    [InlineData("/incident severity INC-1 P", true)]
    [InlineData("/incident severity INC-1 P0", false)]
    [InlineData("/incident open P0 Redis is do", false)]
    [InlineData("/dragons", false)]
    public async Task Half_a_word_is_known_as_such(string typed, bool isHalf) => Assert.Equal(isHalf, (await CompleteAsync(typed)).IsHalf);

    [Fact]
    public async Task Incidents_come_with_their_title_and_runs_with_what_they_do()
    {
        await rig.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");

        Assert.Contains(rig.Room.Incident.Title, Assert.Single((await CompleteAsync("/incident status ")).Suggestions).Help, StringComparison.Ordinal);
        Assert.Contains("redis clear-cache rl:*", Assert.Single((await CompleteAsync("/run cancel ")).Suggestions).Help, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Words_that_nobody_can_list_come_from_what_was_typed_before()
    {
        var completion = await CompleteAsync("/redis clear-cache ", "/redis clear-cache cb:* on primary", "/redis ping", "/redis clear-cache rl:*", "/redis");

        Assert.Equal(["cb:*", "rl:*"], completion.Suggestions.Select(one => one.Label));
    }

    [Fact]
    public async Task A_family_without_a_target_and_what_one_may_not_do_are_not_offered()
    {
        var unconfigured = new CommandReader([.. rig.Reader.All.Select(command => command with { NotYet = "Configure it." })]);
        var bare = await Completion(unconfigured, rig.Room.Targets).OfAsync("/redis", Some.Ada, [], TestContext.Current.CancellationToken);

        Assert.DoesNotContain(bare.Suggestions, one => one.Line.StartsWith("/redis", StringComparison.Ordinal));
        Assert.DoesNotContain((await CompleteAsync("/redis c", Some.Olga)).Suggestions, one => one.Line == "/redis clear-cache ");
        Assert.Contains((await CompleteAsync("/redis c")).Suggestions, one => one.Line == "/redis clear-cache ");
    }

    private Task<Completion> CompleteAsync(string typed, params string[] earlier) => CompleteAsync(typed, Some.Ada, earlier);

    private Task<Completion> CompleteAsync(string typed, Person by, params string[] earlier) =>
        Completion(rig.Reader, rig.Room.Targets).OfAsync(typed, by, earlier, TestContext.Current.CancellationToken);

    private CommandCompletion Completion(CommandReader reader, TargetCatalogue targets) => new(
        reader,
        targets,
        new KnownValues(rig.Store.Incidents, rig.Store.Runs, rig.Room.Library, Some.People, new ActionCallReader(rig.Room.Actions, targets)));
}
