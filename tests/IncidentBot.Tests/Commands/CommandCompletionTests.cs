using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;
using Microsoft.Extensions.Logging.Abstractions;

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
    public async Task Names_that_a_target_knows_come_behind_those_typed_before()
    {
        var source = new NameSource("redis", "pattern", (_, _) => Task.FromResult<IReadOnlyList<string>>(["rl:*", "sess:*", "cb:*"]));

        var completion = await Completion(rig.Reader, rig.Room.Targets, source)
            .OfAsync("/redis clear-cache ", Some.Ada, ["/redis clear-cache cb:*"], TestContext.Current.CancellationToken);

        Assert.Equal(["cb:*", "rl:*", "sess:*"], completion.Suggestions.Select(one => one.Label));
        Assert.Equal("pattern on primary, sessions", completion.Suggestions[1].Help);
    }

    [Fact]
    public async Task Behind_run_stands_what_can_be_done_about_the_runs_there_are_and_what_can_be_run()
    {
        Assert.DoesNotContain("cancel", string.Join(' ', await LabelsAsync("/run ")), StringComparison.Ordinal);

        await rig.InAsync(IncidentState.Mitigating);
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");
        Assert.Equal(["cancel R-1", "break-glass R-1", "list", "redis.clear-cache"], (await LabelsAsync("/run ")).Take(4));
        Assert.Contains("/run cancel R-1 ", (await CompleteAsync("/run ")).Suggestions.Select(one => one.Line));
        Assert.Equal(["redis.ping"], await LabelsAsync("/run redis.p"));
        Assert.Equal(["cancel R-1", "cancel"], await LabelsAsync("/run canc"));
        Assert.Empty(await LabelsAsync("/run settle "));

        var run = await rig.RunAsync();
        await rig.Store.CommitAsync(new Changes { Run = run with { State = RunState.Unknown } }, TestContext.Current.CancellationToken);
        Assert.Equal(["check R-1", "settle R-1", "list"], (await LabelsAsync("/run ")).Take(3));
        Assert.Equal(["R-1"], await LabelsAsync("/run settle "));
        Assert.Contains("outcome unknown", Assert.Single((await CompleteAsync("/run settle ")).Suggestions).Help, StringComparison.Ordinal);
        Assert.Empty(await LabelsAsync("/run cancel "));
        Assert.Equal(["INC-1"], await LabelsAsync("/approve "));
    }

    [Fact]
    public async Task An_action_by_its_full_name_is_completed_as_its_own_command_is()
    {
        Assert.Contains("/run redis.ping on primary ", (await CompleteAsync("/run redis.ping ")).Suggestions.Select(one => one.Line));
        Assert.StartsWith("<pattern>", (await CompleteAsync("/run redis.clear-cache ")).Hint);
        Assert.Empty(await LabelsAsync("/run redis.nothing "));
    }

    [Fact]
    public async Task Behind_help_stand_its_topics_word_by_word()
    {
        var topics = await LabelsAsync("/help ");

        Assert.Equal("all", topics[0]);
        Assert.Contains("redis", topics);
        Assert.Equal(["redis"], await LabelsAsync("/help red"));
        Assert.Equal(["/redis"], await LabelsAsync("/help /red"));
        Assert.Equal(["ping"], await LabelsAsync("/help redis p"));
        Assert.Equal("/help /redis ping ", Assert.Single((await CompleteAsync("/help /redis p")).Suggestions).Line);
        Assert.Empty(await LabelsAsync("/help redis ping "));
    }

    [Fact]
    public async Task A_slash_alone_offers_each_family_once()
    {
        var all = (await CompleteAsync("/")).Suggestions;

        Assert.Equal(all.Select(one => one.Label).Distinct(), all.Select(one => one.Label));
        Assert.Equal("clear-cache, diagnose, ping, trim", all.Single(one => one.Line == "/redis ").Help);
        Assert.Contains("/help ", all.Select(one => one.Line));
        Assert.Equal("diagnose, ping", (await CompleteAsync("/", Some.Olga)).Suggestions.Single(one => one.Line == "/redis ").Help);
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

    private async Task<IReadOnlyList<string>> LabelsAsync(string typed) => [.. (await CompleteAsync(typed)).Suggestions.Select(one => one.Label)];

    private CommandCompletion Completion(CommandReader reader, TargetCatalogue targets, params NameSource[] sources) => new(
        reader,
        targets,
        new KnownValues(
            rig.Store.Incidents,
            rig.Store.Runs,
            rig.Room.Library,
            Some.People,
            new ActionCallReader(rig.Room.Actions, targets),
            new NamesOnTargets(sources, targets, new Redactor([]), rig.Timers, NullLogger<NamesOnTargets>.Instance)));
}
