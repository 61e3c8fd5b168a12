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
    [InlineData("good morning <at>IncidentBot</at> redis ping", "/redis ping")]
    [InlineData("<at>IncidentBot</at> - redis ping.", "/redis ping.")]
    [InlineData("<at>IncidentBot</at> – **redis ping**", "/redis ping")]
    [InlineData("<at>IncidentBot</at>🔥 redis ping", "/redis ping")]
    [InlineData("<at>IncidentBot</at>\u200b\u00a0\u200bredis ping\u00a0", "/redis ping")]
    [InlineData("<attachment id=\"1700\"></attachment>\r\n<at>IncidentBot</at> redis ping", "/redis ping")]
    [InlineData("redis ping <attachment id=\"1700\"></attachment>", "/redis ping")]
    [InlineData("queue status [https://orders.email](https://orders.email/)", "/queue status https://orders.email")]
    [InlineData("redis ping\u0001", "/redis ping")]
    [InlineData("a \u0001 redis ping <at>IncidentBot</at>", "/a  redis ping")]
    public void A_plain_message_is_taken_as_it_was_typed(string? text, string command) =>
        Assert.Equal(command, Read(text, "plain", Mention(Bot, "IncidentBot")));

    [Theory]
    [InlineData("html", "<p><at>IncidentBot</at>&nbsp;redis&nbsp;ping</p>", "/redis ping")]
    [InlineData("xml", "<at>IncidentBot</at> incident open a &lt; b &amp; c", "/incident open a < b & c")]
    [InlineData("plain", "<p><at>IncidentBot</at> redis <b>ping</b></p>", "/redis ping")]
    [InlineData("html", "<p><at>IncidentBot</at>: <code>redis ping</code></p>", "/redis ping")]
    [InlineData("html", "<p>incident open <a href=\"http://pay.example.com\">pay.example.com</a> is down</p>", "/incident open pay.example.com is down")]
    [InlineData("html", "<div>incident note it says &quot;OOM&quot;<br/></div>", "/incident note it says \"OOM\"")]
    [InlineData("html", "<p>redis ping <at>IncidentBot</at></p>", "/redis ping")]
    [InlineData("html", "<p>Hi <at>IncidentBot</at>, <strong>redis ping</strong></p>", "/redis ping")]
    [InlineData("html", "<div><div>re<b>dis</b> <i>ping</i></div></div>", "/redis ping")]
    [InlineData("html", "<p><at>IncidentBot</at></p><codeblock class=\"bash\"><code>redis ping</code></codeblock>", "/redis ping")]
    [InlineData("html", "<p><at>IncidentBot</at></p>\r\n<pre>redis ping\r\n</pre>", "/redis ping")]
    [InlineData("html", "<ul><li><at>IncidentBot</at> redis ping</li></ul>", "/redis ping")]
    [InlineData("html", "<p>incident note first<br>second</p><p>third</p>", "/incident note first\nsecond\nthird")]
    [InlineData("html", "<p>incident note <img alt=\"🔥\" itemtype=\"http://schema.skype.com/Emoji\" src=\"x\"> burns</p>", "/incident note 🔥 burns")]
    [InlineData("html", "<p>incident note <emoji id=\"fire\" alt=\"🔥\" title=\"Fire\"></emoji> burns</p>", "/incident note 🔥 burns")]
    [InlineData("html", "<p>incident note <a href=\"https://grafana.example/d/1?a=1&amp;b=2\">this graph</a></p>",
        "/incident note [this graph](https://grafana.example/d/1?a=1&b=2)")]
    [InlineData("html", "<p>incident note <a href=\"http://pay.example.com/\" title=\"http://pay.example.com/\">http://pay.example.com</a></p>",
        "/incident note http://pay.example.com")]
    [InlineData("html", "<blockquote><p>what of it?</p></blockquote><p><at>IncidentBot</at> redis ping</p>", "/redis ping")]
    [InlineData("html", "<blockquote><p>redis ping</p></blockquote><p><at>IncidentBot</at></p>", "/help")]
    public void Markup_is_read_as_what_it_shows(string format, string text, string command) =>
        Assert.Equal(command, Read(text, format, Mention(Bot, "IncidentBot")).Trim());

    /// <summary>As Teams sends a reply: the words of both in one line, and only the HTML tells them apart.</summary>
    [Fact]
    public void What_a_reply_quotes_is_not_what_was_typed()
    {
        const string html = """
            <blockquote itemscope="" itemtype="http://schema.skype.com/Reply" itemid="1700"><strong itemprop="mri" itemid="29:bob">Bob</strong>
            <span itemprop="time" itemid="1700"></span><p itemprop="preview">redis clear-cache rl:*</p></blockquote>
            <p><span itemscope="" itemtype="http://schema.skype.com/Mention" itemid="0">IncidentBot</span>&nbsp;redis ping</p>
            """;
        var reply = new Activity
        {
            Text = "Bob redis clear-cache rl:*\r\n\r\n<at>IncidentBot</at> redis ping",
            TextFormat = "plain",
            Entities = [Mention(Bot, "IncidentBot")],
            Recipient = new ChannelAccount(Bot),
            Attachments = [new Attachment("text/html", content: html)],
        };

        Assert.Equal("/redis ping", TeamsTyped.Read(reply));

        reply.Text = null;
        reply.Attachments = [new Attachment("text/html", content: "<p>redis ping</p>")];
        Assert.Equal("/redis ping", TeamsTyped.Read(reply));

        reply.Text = "redis  ping";
        Assert.Equal("/redis  ping", TeamsTyped.Read(reply));
    }

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
