using System.Text;
using IncidentBot.Commands;
using IncidentBot.Tests.Chat;

namespace IncidentBot.Tests.Commands;

/// <summary>What people type behind a mention, once it is out of its platform's notation, down to what each parameter gets.</summary>
public sealed class TypedLineTests
{
    private readonly CommandReader reader = new ChatRig().Reader;

    [Theory]
    [InlineData("redis ping")]
    [InlineData("/redis ping")]
    [InlineData("//redis ping")]
    [InlineData("Redis Ping")]
    [InlineData(": redis ping")]
    [InlineData(", redis ping")]
    [InlineData("; redis ping")]
    [InlineData("- redis ping")]
    [InlineData("— redis ping")]
    [InlineData("–redis ping")]
    [InlineData("! redis ping")]
    [InlineData("> redis ping")]
    [InlineData("• redis ping")]
    [InlineData("$ redis ping")]
    [InlineData("... redis ping")]
    [InlineData(":fire: redis ping")]
    [InlineData(":wave::skin-tone-3: redis ping")]
    [InlineData(": :pray: redis ping")]
    [InlineData("🔥 redis ping")]
    [InlineData("👋🏽 redis ping")]
    [InlineData("`redis ping`")]
    [InlineData("` redis ping `")]
    [InlineData("`/redis ping`")]
    [InlineData("``redis ping``")]
    [InlineData("`redis` `ping`")]
    [InlineData("redis `ping`")]
    [InlineData("```redis ping```")]
    [InlineData("```\nredis ping\n```")]
    [InlineData("```bash\nredis ping\n```")]
    [InlineData("```\r\n/redis ping\r\n```")]
    [InlineData("*redis ping*")]
    [InlineData("**redis ping**")]
    [InlineData("_redis ping_")]
    [InlineData("~redis ping~")]
    [InlineData("*`redis ping`*")]
    [InlineData("_*redis ping*_")]
    [InlineData("*redis* ping")]
    [InlineData("*redis* *ping*")]
    [InlineData("redis *ping*")]
    [InlineData("\"redis ping\"")]
    [InlineData("“redis ping”")]
    [InlineData("„redis ping“")]
    [InlineData("«redis ping»")]
    [InlineData("'redis ping'")]
    [InlineData("redis ping.")]
    [InlineData("redis ping!")]
    [InlineData("redis ping?")]
    [InlineData("redis ping…")]
    [InlineData("`redis ping`.")]
    [InlineData("*redis ping*!")]
    [InlineData("redis ping\n")]
    [InlineData("redis\nping")]
    [InlineData("redis\u00a0ping")]
    [InlineData("redis\u3000ping")]
    [InlineData("redis \u2009 ping")]
    [InlineData("ｒｅｄｉｓ　ｐｉｎｇ")]
    [InlineData("／ｒｅｄｉｓ ping")]
    [InlineData("\u200fredis ping")]
    [InlineData("\u202bredis ping\u202c")]
    [InlineData("\u2066redis\u2069 \u2066ping\u2069")]
    [InlineData("\ufeffredis ping\u200b")]
    [InlineData("re\u00addis p\u2060ing")]
    public void However_it_is_dressed_it_is_the_command(string typed) => Assert.Equal("/redis ping|", Read(typed));

    [Theory]
    [InlineData("redis clear-cache rl:*", "/redis clear-cache|rl:*")]
    [InlineData("*redis clear-cache rl:**", "/redis clear-cache|rl:*")]
    [InlineData("`redis clear-cache rl:*`", "/redis clear-cache|rl:*")]
    [InlineData("redis clear-cache `rl:*`", "/redis clear-cache|rl:*")]
    [InlineData("`redis clear-cache` `rl:*`", "/redis clear-cache|rl:*")]
    [InlineData("redis clear-cache “rl:*”", "/redis clear-cache|rl:*")]
    [InlineData("redis clear-cache 'rl:*'", "/redis clear-cache|rl:*")]
    [InlineData("redis clear-cache ‘rl:*’", "/redis clear-cache|rl:*")]
    [InlineData("redis clear‑cache rl:*", "/redis clear-cache|rl:*")]
    [InlineData("redis clear–cache rl:*", "/redis clear-cache|rl:*")]
    [InlineData("redis clear-cache rl:* on `primary`", "/redis clear-cache|rl:*|on|primary")]
    [InlineData("help redis", "/help|redis")]
    [InlineData("Help!", "/help|")]
    [InlineData("?", "/help|")]
    [InlineData("", "/help|")]
    [InlineData(":wave:", "/help|")]
    [InlineData("👍", "/help|")]
    [InlineData("*", "/help|")]
    [InlineData("```\n```", "/help|")]
    public void What_it_takes_comes_along(string typed, string read) => Assert.Equal(read, Read(typed));

    [Theory]
    [InlineData("incident ack INC-7", "incident=INC-7")]
    [InlineData("incident ack INC-7.", "incident=INC-7")]
    [InlineData("incident ack inc‑7", "incident=inc-7")]
    [InlineData("incident ack INC–7!", "incident=INC-7")]
    [InlineData("incident ack *INC-7*", "incident=INC-7")]
    [InlineData("incident ack `INC-7`", "incident=INC-7")]
    [InlineData("incident ack (INC-7)", "incident=INC-7")]
    [InlineData("incident note INC-7: the cache is *slow*.", "incident=INC-7 text=the cache is *slow*.")]
    [InlineData("incident note INC-7, `OOM` on “cache-1”", "incident=INC-7 text=`OOM` on “cache-1”")]
    [InlineData("incident note it's “odd” — see `x`…", "text=it's “odd” — see `x`…")]
    [InlineData("incident note first\nsecond", "text=first\nsecond")]
    [InlineData("incident open p0: the cache is down", "severity=P0 title=the cache is down")]
    [InlineData("incident open *P0* the cache is down!", "severity=P0 title=the cache is down!")]
    [InlineData("incident open P1 —private the cache is down", "severity=P1 private=private title=the cache is down")]
    [InlineData("incident open P1 --private the cache is down", "severity=P1 private=private title=the cache is down")]
    [InlineData("incident open P1 the cache is down --kind=drill", "severity=P1 kind=drill title=the cache is down")]
    [InlineData("incident assign @grace.", "person=@grace")]
    [InlineData("approve R-1, 7c1e2d49", "run=R-1 plan=7c1e2d49")]
    [InlineData("approve `R-1` `7c1e2d49`", "run=R-1 plan=7c1e2d49")]
    [InlineData("approve R–1 7c1e2d49", "run=R-1 plan=7c1e2d49")]
    public void Each_parameter_gets_what_was_meant_and_a_text_stays_as_it_was_told(string typed, string arguments)
    {
        var found = Found(typed);
        var read = Assert.IsType<ArgumentReading.Ok>(found.ReadArguments()).Arguments;

        Assert.Equal(
            arguments.Split(' ').Order(),
            string.Join(' ', found.Command.Parameters.Where(read.Has).Select(parameter => $"{parameter.Name}={read.Find(parameter)}")).Split(' ').Order());
    }

    [Theory]
    [InlineData("please redis ping", "/redis ping")]
    [InlineData("hey, can you run redis ping please", "/redis ping")]
    [InlineData("1. redis ping", "/redis ping")]
    [InlineData("could you redis clear-cache rl:*", "")]
    [InlineData("good morning", "")]
    public void A_look_within_a_sentence_is_offered_and_a_change_is_not(string typed, string offered) =>
        Assert.Equal(offered, string.Join('|', Assert.IsType<CommandReading.Unknown>(reader.Read(TypedLine.Said(typed))).DidYouMean));

    [Theory]
    [InlineData("", "redis ping", "/redis ping")]
    [InlineData("good morning, ", " redis ping", "/redis ping")]
    [InlineData("redis ping ", "", "/redis ping")]
    [InlineData("redis ping ", " :pray:!", "/redis ping")]
    [InlineData("redis ping ", "!", "/redis ping")]
    [InlineData("", "", "/help")]
    [InlineData("> approve R-1 7c1e2d49\n", "", "/help")]
    [InlineData(" > one\n> two\n\nredis ping ", "", "/redis ping")]
    [InlineData("> is it up?\n", " redis ping", "/redis ping")]
    [InlineData("", "\n> approve R-1 7c1e2d49", "/help")]
    [InlineData("", "\r\n> is it up?\r\nredis ping", "/redis ping")]
    [InlineData("", " > redis ping", "/redis ping")]
    [InlineData("", " incident note it says\n> OOM", "/incident note it says\n> OOM")]
    public void What_stands_behind_the_mention_counts_and_what_stands_before_it_where_nothing_does(string before, string after, string line) =>
        Assert.Equal(line, TypedLine.Said(before, after));

    /// <summary>Half of a letter is no letter, and must not stop the reading.</summary>
    [Theory]
    [InlineData("\ud83d redis ping")]
    [InlineData("redis \ud83dping")]
    [InlineData("redis ping \udd25")]
    public void Half_a_letter_does_no_harm(string typed) => Assert.NotEmpty($"{reader.Read(TypedLine.Said(typed))}");

    [Theory]
    [InlineData("*_")]
    [InlineData("* ")]
    [InlineData("`a")]
    [InlineData(":a:")]
    [InlineData("“")]
    [InlineData("a* ")]
    public void However_often_it_is_dressed_it_is_undressed_a_few_times(string piece)
    {
        var typed = new StringBuilder().Insert(0, piece, 20_000).ToString();

        Assert.InRange(TypedLine.Said(typed).Length, 1, typed.Length + 1);
    }

    private string Read(string typed) => Found(typed) is var found ? $"{found.Command.Name}|{string.Join('|', found.Words)}" : "";

    private CommandReading.Found Found(string typed)
    {
        var line = TypedLine.Said(typed);
        return reader.Read(line) switch
        {
            CommandReading.Found found => found,
            var other => throw new Xunit.Sdk.XunitException($"{line} is {other}."),
        };
    }
}
