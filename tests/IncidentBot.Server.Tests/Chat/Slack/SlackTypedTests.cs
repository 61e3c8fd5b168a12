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
    public void Slacks_notation_is_read_back_into_what_was_typed(string sent, string typed) => Assert.Equal(typed, SlackTyped.Read(sent));
}
