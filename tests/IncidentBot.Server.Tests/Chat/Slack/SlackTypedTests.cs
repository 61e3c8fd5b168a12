using IncidentBot.Chat.Slack;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class SlackTypedTests
{
    [Theory]
    [InlineData("open P1 memory &gt; 90 % &amp; rising", "open P1 memory > 90 % & rising")]
    [InlineData("assign <@U2|bob>", "assign <@U2|bob>")]
    [InlineData("note see <https://grafana.example/d/1?a=1&amp;b=2>", "note see https://grafana.example/d/1?a=1&b=2")]
    [InlineData("note see <http://example.com|example.com>", "note see example.com")]
    [InlineData("note see <https://example.com/a?b=1&amp;c=2|example.com/a?b=1&amp;c=2>", "note see example.com/a?b=1&c=2")]
    [InlineData("note see <http://example.com/|example.com>", "note see example.com")]
    [InlineData("note see <https://example.com|https://example.com>", "note see https://example.com")]
    [InlineData("note see <https://evil.example|pay.example.com>", "note see https://evil.example")]
    [InlineData("note see <http://evil.example/pay.example.com|pay.example.com>", "note see http://evil.example/pay.example.com")]
    [InlineData("note to <mailto:ops@example.com|ops@example.com>", "note to ops@example.com")]
    [InlineData("note call <tel:+49301234|+49301234>", "note call +49301234")]
    [InlineData("status <http://orders.email|orders.email>, please", "status orders.email, please")]
    [InlineData("move <#C1|general>", "move #general")]
    [InlineData("move <#C1|>", "move #C1")]
    [InlineData("tell <!here>", "tell @here")]
    [InlineData("tell <!subteam^S1|@sre>", "tell @sre")]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("a < b > c", "a < b > c")]
    [InlineData("", "")]
    [InlineData("tell <!here|here>", "tell @here")]
    [InlineData("at <!date^1392734382^{date} at {time}|2014-02-18 14:39>", "at 2014-02-18 14:39")]
    [InlineData("queue status <http://orders.email|orders.email>:low.", "queue status orders.email:low.")]
    [InlineData("open <http://redis.prod:6379|redis.prod:6379> is down", "open redis.prod:6379 is down")]
    public void Slacks_notation_is_read_back_into_what_was_typed(string sent, string typed) => Assert.Equal(typed, SlackTyped.Read(sent));

    [Theory]
    [InlineData("`ping`", "/redis ping")]
    [InlineData("*ping*", "/redis ping")]
    [InlineData(": ping", "/redis ping")]
    [InlineData("/ping", "/redis ping")]
    [InlineData("\u200bping", "/redis ping")]
    [InlineData("clear-cache rl:*", "/redis clear-cache rl:*")]
    [InlineData("", "/redis")]
    public void A_slash_command_is_undressed_as_well(string text, string line) => Assert.Equal(line, SlackTyped.Command("/redis", text));

    [Theory]
    [InlineData("", "&gt; redis ping", "/redis ping")]
    [InlineData("&gt; it is slow\n", " redis ping", "/redis ping")]
    [InlineData("redis ping ", "", "/redis ping")]
    [InlineData("", "|x> redis ping", "/x> redis ping")]
    [InlineData("hey ", ": incident assign <@U2|bob>", "/incident assign <@U2|bob>")]
    public void A_mention_may_stand_anywhere(string before, string after, string line) => Assert.Equal(line, SlackTyped.Said(before, after));
}
