using IncidentBot.Chat.Slack;

namespace IncidentBot.Server.Tests.Chat.Slack;

public sealed class SlackTypedTests
{
    [Theory]
    [InlineData("open P1 memory &gt; 90 % &amp; rising", "open P1 memory > 90 % & rising")]
    [InlineData("assign <@U2|bob>", "assign <@U2|bob>")]
    [InlineData("note see <https://grafana.example/d/1?a=1&amp;b=2>", "note see https://grafana.example/d/1?a=1&b=2")]
    [InlineData("note see <http://example.com|example.com>", "note see http://example.com")]
    [InlineData("move <#C1|general>", "move #general")]
    [InlineData("move <#C1|>", "move #C1")]
    [InlineData("tell <!here>", "tell @here")]
    [InlineData("tell <!subteam^S1|@sre>", "tell @sre")]
    [InlineData("&amp;lt;", "&lt;")]
    [InlineData("a < b > c", "a < b > c")]
    [InlineData("", "")]
    public void Slacks_notation_is_read_back_into_what_was_typed(string sent, string typed) => Assert.Equal(typed, SlackTyped.Read(sent));
}
