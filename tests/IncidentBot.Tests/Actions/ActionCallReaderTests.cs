using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Actions;

public sealed class ActionCallReaderTests
{
    private static readonly Copy Action = new();

    private static readonly ActionCallReader Reader = new(
        new ActionCatalogue([Action]),
        new TargetCatalogue([new Target("primary", "redis", "10.0.0.1"), new Target("sessions", "redis", "10.0.0.2"), new Target("web", "http", "web")]));

    [Theory]
    [InlineData("rl:* cb:*", "from=rl:* to=cb:*")]
    [InlineData("rl:* cb:* FAST", "from=rl:* to=cb:* speed=fast")]
    [InlineData("rl:* to=cb:*", "from=rl:* to=cb:*")]
    [InlineData("to=cb:* rl:*", "from=rl:* to=cb:*")]
    [InlineData("speed=slow to=cb:* from=rl:*", "from=rl:* to=cb:* speed=slow")]
    [InlineData("TO=a=b from=", null)]
    [InlineData("from=a=b to=on", "from=a=b to=on")]
    [InlineData("on on", "from=on to=on")]
    [InlineData("\"two words\" cb:*", "from=two words to=cb:*")]
    [InlineData("rl:* cb:* fa\u00ADst on pri\u2060mary", "from=rl:* to=cb:* speed=fast")]
    [InlineData("rl:* cb:* \"\"", "from=rl:* to=cb:*")]
    public void Arguments_come_in_their_order_or_by_their_name(string typed, string? arguments)
    {
        var reading = Read(typed == "on on" ? "on on on primary" : typed);

        Assert.Equal(
            arguments,
            reading is ActionReading.Ok { Call: var call } ? string.Join(' ', call.Arguments.Select(pair => $"{pair.Key}={pair.Value}")) : null);
    }

    [Theory]
    [InlineData("", "from is missing: where it is now.")]
    [InlineData("rl:*", "to is missing: where it goes.")]
    [InlineData("from= cb:*", "from is missing: where it is now.")]
    [InlineData("rl:* \"\"", "to is missing: where it goes.")]
    [InlineData("rl:* cb:* slow please", "'please' is one argument too many.")]
    [InlineData("rl:* cb:* from=*", "from is given twice.")]
    [InlineData("to=a to=b rl:*", "to is given twice.")]
    [InlineData("rl:* cb:* warp", "speed cannot be 'warp'.")]
    [InlineData("* cb:*", "from '*': would take everything.")]
    [InlineData("rl:* cb:* on mars", "There is no redis target 'mars'.")]
    [InlineData("rl:* cb:* on web", "There is no redis target 'web'.")]
    [InlineData("rl:*\u200B cb:*", "from 'rl:*\\u200B' has a character in it that nobody sees.")]
    [InlineData("rl:* to=cb\u202E:*", "to 'cb\\u202E:*' has a character in it that nobody sees.")]
    public void What_is_wrong_is_said(string typed, string fault) => Assert.Equal(fault, Assert.IsType<ActionReading.Wrong>(Read(typed)).Fault);

    [Theory]
    [InlineData("", "Type /redis copy <from> <to> [speed] [on <target>]. For example: /redis copy rl:* cb:*")]
    [InlineData("rl:* cb:* warp", "Choose one of: slow, fast.")]
    [InlineData("rl:* cb:* on mars", "Targets: primary, sessions.")]
    public void The_hint_says_what_to_type(string typed, string hint) => Assert.Equal(hint, Assert.IsType<ActionReading.Wrong>(Read(typed)).Hint);

    [Theory]
    [InlineData("a b", null, "primary")]
    [InlineData("a b", "sessions", "sessions")]
    [InlineData("a b", "SESSIONS", "sessions")]
    [InlineData("a b", "web", "primary")]
    [InlineData("a b", "no target", "primary")]
    [InlineData("a b on primary", "sessions", "primary")]
    [InlineData("a b ON Sessions", null, "sessions")]
    public void The_target_is_the_one_named_then_the_preferred_then_the_first(string typed, string? preferred, string target) =>
        Assert.Equal(target, Assert.IsType<ActionReading.Ok>(Read(typed, preferred)).Call.Target);

    [Fact]
    public void The_example_can_be_typed_as_it_stands()
    {
        var hint = Assert.IsType<ActionReading.Wrong>(Read("")).Hint;

        Assert.IsType<ActionReading.Ok>(Read(hint.Split("/redis copy ")[^1]));
    }

    [Fact]
    public void An_action_or_a_target_that_does_not_exist_is_said()
    {
        Assert.Equal("There is no action redis.fly.", Assert.IsType<ActionReading.Wrong>(Reader.Read("redis.fly", [], null)).Fault);

        var bare = new ActionCallReader(new ActionCatalogue([Action]), new TargetCatalogue([]));
        Assert.Equal("No redis target is configured.", Assert.IsType<ActionReading.Wrong>(bare.Read("redis.copy", ["a", "b"], "primary")).Fault);
    }

    [Fact]
    public void A_call_is_shown_as_it_would_be_typed_again()
    {
        var words = Gen.Elements("rl:*", "two words", "a=b", "on", "ünï", "42").ToArbitrary();
        var orders = Gen.Shuffle(["from", "to", "speed"]).ToArbitrary();
        Prop.ForAll(words, words, orders, (from, to, order) =>
        {
            var typed = order.Select(name => name switch { "from" => $"from={from}", "to" => $"to={to}", _ => "speed=fast" });
            var call = Assert.IsType<ActionReading.Ok>(Reader.Read("redis.copy", [.. typed], null)).Call;
            var again = Assert.IsType<ActionReading.Ok>(Read(call.ToString()["/redis copy ".Length..])).Call;
            return again.Arguments.SequenceEqual(call.Arguments) && again.Target == call.Target;
        }).QuickCheckThrowOnFailure();
    }

    [Theory]
    [InlineData("scale", null)]
    [InlineData("scale api", "api")]
    [InlineData("scale api 3", "api 3")]
    [InlineData("scale name=api count=3", "name=api count=3")]
    [InlineData("scale \"name=api count=3\"", "name=api count=3")]
    [InlineData("scale api 3 on web", "api 3")]
    public void The_last_parameter_can_take_all_further_words(string typed, string? rest)
    {
        var reader = new ActionCallReader(new ActionCatalogue([new Change()]), new TargetCatalogue([new Target("web", "host", "web")]));

        var call = Assert.IsType<ActionReading.Ok>(reader.Read("host.change", CommandReader.Split(typed), null)).Call;

        Assert.Equal(rest, call.Find("arguments"));
        var again = Assert.IsType<ActionReading.Ok>(reader.Read("host.change", CommandReader.Split(call.ToString()["/host change ".Length..]), null)).Call;
        Assert.Equal(call.Arguments, again.Arguments);
    }

    [Fact]
    public void A_change_that_names_none_of_several_is_asked_which()
    {
        var wrong = Assert.IsType<ActionReading.Wrong>(Among("app1", "app2").Read("host.change", ["scale"], null));

        Assert.Equal(
            ("Which target? There are app1, app2.", "Type the same with the name at the end: /host change scale on app1"), (wrong.Fault, wrong.Hint));
        foreach (var (words, preferred) in ((string[], string?)[])[(["scale", "on", "app2"], null), (["scale"], "app2")])
        {
            Assert.Equal("app2", Assert.IsType<ActionReading.Ok>(Among("app1", "app2").Read("host.change", words, preferred)).Call.Target);
        }

        Assert.Equal("primary", Assert.IsType<ActionReading.Ok>(Among("app1", "primary").Read("host.change", ["scale"], null)).Call.Target);
        Assert.Equal("app1", Assert.IsType<ActionReading.Ok>(Among("app1").Read("host.change", ["scale"], null)).Call.Target);
    }

    [Theory]
    [InlineData("app1", "app1")]
    [InlineData("app1 primary", "primary")]
    [InlineData("app1 app2 PRIMARY", "PRIMARY")]
    [InlineData("app1 app2", null)]
    public void Of_every_system_what_is_not_named_is_primary_or_the_only_one_and_else_asked_for(string names, string? meant)
    {
        foreach (var system in new[] { "redis", "queue", "rq", "http", "db", "host" })
        {
            var targets = new TargetCatalogue(
                [new Target("other", "another", "other"), .. names.Split(' ').Select(name => new Target(name, system, name))]);
            var reading = new ActionCallReader(new ActionCatalogue([new FakeRead($"{system}.look")]), targets).Read($"{system}.look", [], null);

            Assert.Equal(meant, (reading as ActionReading.Ok)?.Call.Target);
            Assert.Equal(meant is null ? "Which target? There are app1, app2." : null, (reading as ActionReading.Wrong)?.Fault);
        }
    }

    private static ActionCallReader Among(params string[] hosts) => new(
        new ActionCatalogue([new Change(), new FakeRead("host.look")]),
        new TargetCatalogue([.. hosts.Select(host => new Target(host, "host", host))]));

    private static ActionReading Read(string typed, string? preferred = null) => Reader.Read("redis.copy", CommandReader.Split(typed), preferred);

    private sealed class Change : IRunbookAction
    {
        public ActionDefinition Definition { get; } = new(new ActionId("host.change"), Risk.Change, "Changes")
        {
            Parameters =
            [
                new Parameter("command", "what to run", "scale") { Required = true },
                new Parameter("arguments", "what it takes", "api") { TakesRest = true },
            ],
        };
    }

    private sealed class Copy : IRunbookAction
    {
        public ActionDefinition Definition { get; } = new(new ActionId("redis.copy"), Risk.Change, "Copies")
        {
            Parameters =
            [
                new Parameter("from", "where it is now", "rl:*") { Required = true, Check = value => value == "*" ? "would take everything." : null },
                new Parameter("to", "where it goes", "cb:*") { Required = true },
                new Parameter("speed", "how hard to press", "slow") { Choices = ["slow", "fast"] },
            ],
        };
    }
}
