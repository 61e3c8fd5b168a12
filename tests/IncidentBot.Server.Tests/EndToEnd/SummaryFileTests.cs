using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Markup;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Support;

namespace IncidentBot.EndToEnd;

/// <summary>A post-mortem as a file: where people are, whole, and for nobody else.</summary>
public sealed partial class SummaryFileTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task On_the_page_it_is_a_link_that_holds_the_whole_file()
    {
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url);
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident open P0 Redis <script> is down");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "INC-1 P0 opened");
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident summary INC-1 html");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "INC-1 post-mortem, html");

        using var http = LocalVisitor.Of(bot.Address, bot.Token);
        var page = await http.GetStringAsync(new Uri("chat/general?as=ada", UriKind.Relative), Ct);

        var link = Link().Match(page);
        Assert.True(link.Success, page);
        Assert.Equal("inc-1-post-mortem.html", link.Groups["name"].Value);
        var file = Encoding.UTF8.GetString(Convert.FromBase64String(WebUtility.HtmlDecode(link.Groups["content"].Value)));
        var document = Components.Parsed(file);
        Assert.Empty(document.All("script"));
        Assert.Contains("Redis <script> is down", document.Value, StringComparison.Ordinal);
    }

    [Fact]
    public async Task In_Slack_it_is_in_the_thread_of_a_direct_message_and_the_answer_says_so()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.Settings(slack));
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        await people.AloneSeesAsync(FakeSlack.Alice, "INC-1 P0 opened");
        await people.TypeAsync(FakeSlack.Alice, "/incident summary INC-1 json");

        await people.AloneSeesAsync(FakeSlack.Alice, "INC-1 post-mortem, json", "It is in your direct messages with me");

        var file = Assert.Single(slack.Files.All);
        Assert.Equal("inc-1-post-mortem.json", file.Name);
        var message = Assert.Single(slack.Messages, message => message.Ts == file.Thread);
        Assert.Equal((FakeSlack.Alice, $"D{FakeSlack.Alice[1..]}"), (message.Channel, file.Channel));
        using var json = JsonDocument.Parse(file.Content);
        Assert.Equal("INC-1", json.RootElement.GetProperty("incident").GetString());
    }

    [Fact]
    public async Task Without_the_scope_for_files_it_is_text_in_that_thread()
    {
        await using var slack = await FakeSlack.StartAsync();
        slack.Scopes.Remove("files:write");
        await using var redis = await RedisServer.StartAsync();
        await using var bot = await BotHost.StartAsync(redis.Url, SlackRoom.Settings(slack));
        var people = new SlackRoom(slack, bot.Address);
        await people.TypeAsync(FakeSlack.Alice, "/incident open P0 Redis is down");
        await people.AloneSeesAsync(FakeSlack.Alice, "INC-1 P0 opened");
        await people.TypeAsync(FakeSlack.Alice, "/incident summary INC-1 markdown");

        await people.AllSeeInAsync(FakeSlack.Alice, "# INC-1 post-mortem");
        Assert.Empty(slack.Files.All);
    }

    [Fact]
    public async Task The_teams_own_template_orders_it()
    {
        var template = Path.GetTempFileName();
        try
        {
            await File.WriteAllTextAsync(template, "# Our review\n\n{{impact}}\n\nThanks for reading.\n", Ct);
            await using var redis = await RedisServer.StartAsync();
            await using var bot = await BotHost.StartAsync(redis.Url, $"Summaries:PostMortem={template}");
            await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident open P0 Redis is down");
            await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "INC-1 P0 opened");
            await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident summary INC-1 markdown");

            await bot.SeesAsync(
                LocalPeople.Ada,
                LocalChannels.General,
                "# Our review\n\n- Publishing: the runbook suspects it (delayed), and nobody has confirmed it. [e2]\n",
                "Thanks for reading.",
                "Left out by the template: ");
        }
        finally
        {
            File.Delete(template);
        }
    }

    [GeneratedRegex("<a download=\"(?<name>[^\"]+)\" href=\"data:text/html;charset=utf-8;base64,(?<content>[^\"]+)\"", RegexOptions.NonBacktracking)]
    private static partial Regex Link();
}
