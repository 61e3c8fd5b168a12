using IncidentBot.Server.Tests.Support;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>Forms and the home tab lead to the whole of what they had to cut, as messages do.</summary>
public sealed class SlackViewWholeTests
{
    private const string Link = "Cut to fit. All of it: <https://incidentbot.example.org/cards/1>";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("https://incidentbot.example.org", true)]
    [InlineData("", false)]
    public async Task A_form_whose_plan_is_cut_leads_to_the_whole_plan(string pages, bool leads)
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack, ("Pages:Url", pages));

        Assert.Equal(200, (await slack.Sender.TypeAsync(bot.Url, "/incident open everything", Ct)).Status);

        var form = Assert.Single(slack.Views.Opened);
        Assert.Contains("more parts did not fit", form.Visible, StringComparison.Ordinal);
        Assert.Equal(leads, form.Visible.Contains(Link, StringComparison.Ordinal));
        Assert.Equal(leads ? [SlackCards.All["many fields and lines"]] : [], bot.Kept.All.Select(kept => kept.Card));
    }

    [Fact]
    public async Task A_store_that_hangs_opens_the_form_without_a_link()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack, ("Pages:Url", "https://incidentbot.example.org"));
        bot.Kept.Hangs = true;

        Assert.Equal(200, (await slack.Sender.TypeAsync(bot.Url, "/incident open everything", Ct)).Status);

        Assert.DoesNotContain("Cut to fit", Assert.Single(slack.Views.Opened).Visible, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_card_of_the_home_tab_that_is_cut_leads_to_the_whole()
    {
        await using var slack = await FakeSlack.StartAsync();
        await using var bot = await SlackBot.StartAsync(slack, ("Pages:Url", "https://incidentbot.example.org"));

        await slack.Events.DeliverAsync(slack.Events.HomeOpened(FakeSlack.Alice), bot.Events, Ct);

        Assert.Contains(
            Link,
            new FakeSlackMessage("", "", null, "", slack.Views.HomeOf(FakeSlack.Alice)!["blocks"]!.AsArray(), 0).Visible,
            StringComparison.Ordinal);
    }
}
