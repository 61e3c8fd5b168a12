using System.Text;
using IncidentBot.Chat.Teams;
using IncidentBot.Chat.Teams.Wire;
using Microsoft.Bot.Schema;

namespace IncidentBot.Server.Tests.Chat.Teams;

public sealed class TeamsTypedTests
{
    private const string Bot = "28:bot";

    [Theory]
    [InlineData("redis ping", "/redis ping")]
    [InlineData("/redis ping", "/redis ping")]
    [InlineData("  /redis   ping\r\n", "/redis   ping")]
    [InlineData("<at>IncidentBot</at> redis ping", "/redis ping")]
    [InlineData("<at>IncidentBot</at>&nbsp;redis ping", "/redis ping")]
    [InlineData("<at>IncidentBot</at>\u00a0/redis\u00a0ping", "/redis ping")]
    [InlineData("redis ping <at>IncidentBot</at>", "/redis ping")]
    [InlineData("<at>IncidentBot</at>", "/help")]
    [InlineData("<at>IncidentBot</at>:", "/help")]
    [InlineData("&nbsp;", "/help")]
    [InlineData("", "/help")]
    [InlineData(null, "/help")]
    [InlineData("<at>IncidentBot</at>: redis ping", "/redis ping")]
    [InlineData("<at>IncidentBot</at>, redis ping", "/redis ping")]
    [InlineData("<at>IncidentBot</at> `redis ping`", "/redis ping")]
    [InlineData("<at>IncidentBot</at> ```\nredis ping\n```", "/redis ping")]
    [InlineData("incident open [pay.example.com](http://pay.example.com) is down", "/incident open pay.example.com is down")]
    [InlineData("incident open mail to [ops@example.com](mailto:ops@example.com) bounces", "/incident open mail to ops@example.com bounces")]
    [InlineData("queue status [orders.email](https://orders.email/)", "/queue status orders.email")]
    [InlineData("incident note see https://pay.example.com", "/incident note see https://pay.example.com")]
    [InlineData("incident note see [pay](https://evil.example)", "/incident note see [pay](https://evil.example)")]
    [InlineData("re\u00addis\u2060 pi\u202eng\u200f", "/redis ping")]
    [InlineData("incident open a < b && c &lt; d", "/incident open a < b && c &lt; d")]
    [InlineData("redis clear-cache <b>*", "/redis clear-cache <b>*")]
    [InlineData("\u200bredis\u0000 ping\ufeff", "/redis ping")]
    public void A_plain_message_is_taken_as_it_was_typed(string? text, string command) =>
        Assert.Equal(command, Read(text, "plain", Mention(Bot, "IncidentBot")));

    [Theory]
    [InlineData("html", "<p><at>IncidentBot</at>&nbsp;redis&nbsp;ping</p>", "/redis ping")]
    [InlineData("xml", "<at>IncidentBot</at> incident open a &lt; b &amp; c", "/incident open a < b & c")]
    [InlineData("plain", "<p><at>IncidentBot</at> redis <b>ping</b></p>", "/redis  ping")]
    [InlineData("html", "<p><at>IncidentBot</at>: <code>redis ping</code></p>", "/redis ping")]
    [InlineData("html", "<p>incident open <a href=\"http://pay.example.com\">pay.example.com</a> is down</p>", "/incident open  pay.example.com  is down")]
    [InlineData("html", "<div>incident note it says &quot;OOM&quot;<br/></div>", "/incident note it says \"OOM\"")]
    public void Markup_is_read_as_what_it_shows(string format, string text, string command) =>
        Assert.Equal(command, Read(text, format, Mention(Bot, "IncidentBot")).Trim());

    [Fact]
    public void Only_the_mention_of_the_bot_goes_and_only_as_often_as_it_is_one()
    {
        Assert.Equal(
            "/incident assign @Bob",
            Read("<at>IncidentBot</at> incident assign <at>Bob</at>", "plain", Mention(Bot, "IncidentBot"), Mention("29:bob", "Bob")));
        Assert.Equal("/incident assign \"@Bob Builder\"", Read("incident assign <at>Bob Builder</at>", "plain", Mention("29:bob", "Bob Builder")));
        Assert.Equal(
            "/incident note <at>IncidentBot</at> is slow",
            Read("<at>IncidentBot</at> incident note <at>IncidentBot</at> is slow", "plain", Mention(Bot, "IncidentBot")));
        Assert.Equal("/<at>Another</at> redis ping", Read("<at>Another</at> redis ping", "plain"));
    }

    [Fact]
    public void Another_bot_of_the_same_name_is_not_this_one() =>
        Assert.Equal("/@IncidentBot redis ping", Read("<at>IncidentBot</at> redis ping", "plain", Mention("28:another", "IncidentBot")));

    [Theory]
    [InlineData("""{"type":"message","entities":[{"type":"mention"}],"text":"redis ping"}""")]
    [InlineData("""{"type":"message","entities":[{"type":"mention","mentioned":null,"text":""},{"type":"clientInfo","locale":"de"}],"text":"redis ping"}""")]
    public void Entities_that_say_nothing_do_no_harm(string json) =>
        Assert.Equal("/redis ping", TeamsTyped.Read(ActivityBody.Read(Encoding.UTF8.GetBytes(json))!));

    private static string Read(string? text, string format, params Entity[] entities) =>
        TeamsTyped.Read(new Activity { Text = text, TextFormat = format, Entities = entities, Recipient = new ChannelAccount(Bot) });

    private static Mention Mention(string id, string name) => new() { Mentioned = new ChannelAccount(id, name), Text = $"<at>{name}</at>" };
}
