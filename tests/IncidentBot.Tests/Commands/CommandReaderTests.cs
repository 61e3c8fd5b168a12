using IncidentBot.Commands;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Tests.Commands;

public sealed class CommandReaderTests
{
    private static readonly CommandReader Reader = new(
    [
        Named("/redis ping"), Named("/redis clear-cache"), Named("/incident open"), Named("/incident close"),
        Named("/run"), Named("/run list"), Named("/approve"), Named("/help"),
    ]);

    [Theory]
    [InlineData("/redis ping", "/redis ping", "", "")]
    [InlineData("  /redis   ping  on   sessions ", "/redis ping", "on|sessions", "on   sessions")]
    [InlineData("/REDIS Ping On Sessions", "/redis ping", "On|Sessions", "On Sessions")]
    [InlineData("/approve R-1 7c1e2d49", "/approve", "R-1|7c1e2d49", "R-1 7c1e2d49")]
    [InlineData("/run redis.ping on primary", "/run", "redis.ping|on|primary", "redis.ping on primary")]
    [InlineData("/run list", "/run list", "", "")]
    [InlineData("/incident open \"Redis is  down\" now", "/incident open", "Redis is  down|now", "\"Redis is  down\" now")]
    [InlineData("/incident open “Redis is down” now", "/incident open", "Redis is down|now", "“Redis is down” now")]
    [InlineData("/incident open it\"s 5\" high", "/incident open", "it\"s|5\"|high", "it\"s 5\" high")]
    [InlineData("/incident open \"\" x", "/incident open", "|x", "\"\" x")]
    [InlineData("/incident\topen\na\n  b", "/incident open", "a|b", "a\n  b")]
    [InlineData("\uFEFF/red\u200Bis pi\u00ADng on", "/redis ping", "on", "on")]
    [InlineData("\u2068/redis ping\u2069 on", "/redis ping", "on", "on")]
    [InlineData("/incident open a\u200Bb", "/incident open", "a\u200Bb", "a\u200Bb")]
    [InlineData("/incident\u00a0open\u00a0P0\u00a0Redis is down", "/incident open", "P0|Redis|is|down", "P0\u00a0Redis is down")]
    public void A_line_is_read_as_its_command_its_words_and_the_rest(string text, string name, string words, string rest)
    {
        var found = Assert.IsType<CommandReading.Found>(Reader.Read(text));

        Assert.Equal(name, found.Command.Name);
        Assert.Equal(words, string.Join('|', found.Words));
        Assert.Equal(rest, found.Rest);
    }

    [Theory]
    [InlineData("/redis")]
    [InlineData(" /Redis ")]
    [InlineData("/redis help")]
    [InlineData("/redis HELP ping")]
    public void A_root_alone_or_with_help_shows_what_it_has(string text)
    {
        var overview = Assert.IsType<CommandReading.Overview>(Reader.Read(text));

        Assert.Equal("/redis", overview.Root);
        Assert.Equal(["/redis ping", "/redis clear-cache"], overview.Commands.Select(command => command.Name));
    }

    [Theory]
    [InlineData("/run")]
    [InlineData("/run help")]
    public void A_root_that_is_a_command_as_well_shows_both(string text) =>
        Assert.Equal(["/run", "/run list"], Assert.IsType<CommandReading.Overview>(Reader.Read(text)).Commands.Select(command => command.Name));

    [Theory]
    [InlineData("/approve")]
    [InlineData("/help help")]
    public void A_command_that_is_alone_with_its_root_is_not_hidden_by_an_overview(string text) => Assert.IsType<CommandReading.Found>(Reader.Read(text));

    [Theory]
    [InlineData("/redis pnig", "There is no command /redis pnig.", "/redis ping")]
    [InlineData("/incident clsoe INC-1", "There is no command /incident clsoe.", "/incident close")]
    [InlineData("/Redis PNG", "There is no command /Redis PNG.", "/redis ping")]
    [InlineData("/redsi ping", "There is no command /redsi.", "/redis ping")]
    [InlineData("/redsi", "There is no command /redsi.", "/redis")]
    [InlineData("redis ping", "There is no command redis.", "/redis ping")]
    [InlineData("/incident explode", "There is no command /incident explode.", "")]
    [InlineData("good morning", "There is no command good.", "")]
    [InlineData("", "Nothing was typed.", "")]
    [InlineData(" \n ", "Nothing was typed.", "")]
    public void What_does_not_exist_is_answered_with_what_is_close(string text, string fault, string didYouMean)
    {
        var unknown = Assert.IsType<CommandReading.Unknown>(Reader.Read(text));

        Assert.Equal(fault, unknown.Fault);
        Assert.Equal(didYouMean, string.Join('|', unknown.DidYouMean));
    }

    /// <summary>A press of the button that is offered must not change anything that was not meant.</summary>
    [Theory]
    [InlineData("/a rejion", "")]
    [InlineData("/a a", "")]
    [InlineData("/a a ping", "/a ping")]
    [InlineData("/a a rejoin", "")]
    [InlineData("/a pong", "/a ping")]
    public void A_change_is_never_offered_for_a_mistyped_or_a_repeated_word(string text, string didYouMean)
    {
        var reader = new CommandReader(
            [Named("/a ping"), Named("/a rejoin") with { Needs = Permissions.Respond }, Named("/a b") with { Needs = Permissions.Respond }]);

        Assert.Equal(didYouMean, string.Join('|', Assert.IsType<CommandReading.Unknown>(reader.Read(text)).DidYouMean));
    }

    [Theory]
    [InlineData("/a pnig on x", "/a ping", "", "on x")]
    [InlineData("/aa ping  on x", "/a ping", "", "on x")]
    [InlineData("/a rejion \"on\" x", "", "/a rejoin", "\"on\" x")]
    [InlineData("/aa rejoin x", "", "/a rejoin", "x")]
    [InlineData("/a rnu x.drop y", "/a run", "", "")]
    [InlineData("/a gnoe", "", "", "")]
    public void What_was_typed_behind_a_mistyped_word_is_kept_and_a_change_is_only_named(string text, string offered, string named, string rest)
    {
        var reader = new CommandReader(
        [
            Named("/a ping"),
            Named("/a rejoin") with { Needs = Permissions.Respond },
            Named("/a run") with { MayChange = true },
            Named("/a gone") with { NotYet = "There is nothing." },
        ]);

        var unknown = Assert.IsType<CommandReading.Unknown>(reader.Read(text));

        Assert.Equal((offered, named, rest), (unknown.DidYouMean is [var first, ..] ? first : "", string.Join('|', unknown.Changes), unknown.Rest));
    }

    [Fact]
    public void A_slash_alone_asks_for_help() => Assert.Equal("/help", Assert.IsType<CommandReading.Found>(Reader.Read(" / ")).Command.Name);

    [Fact]
    public void The_closest_comes_first_and_no_more_than_three_come()
    {
        var reader = new CommandReader(new[] { "/a bare", "/a card", "/a care", "/a cart", "/a cares" }.Select(Named));

        var unknown = Assert.IsType<CommandReading.Unknown>(reader.Read("/a caret"));

        Assert.Equal(["/a care", "/a cart", "/a cares"], unknown.DidYouMean);
    }

    [Fact]
    public void Two_commands_cannot_share_a_name() => Assert.Throws<ArgumentException>(() => new CommandReader([Named("/redis ping"), Named("/Redis Ping")]));

    private static Command Named(string name) => new(name, [], "Does it", Permissions.Observe, (_, _) => Task.FromResult(Answer.Done(new Card("Done"))));
}
