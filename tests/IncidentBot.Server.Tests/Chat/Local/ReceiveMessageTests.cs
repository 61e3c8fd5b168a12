using System.Net;
using System.Net.Http.Headers;
using IncidentBot.Chat.Local;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Local;

public sealed class ReceiveMessageTests(LocalChatHost host) : IClassFixture<LocalChatHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_command_is_one_message_and_one_row_however_often_it_is_sent()
    {
        for (var i = 0; i < 3; i++)
        {
            var answer = await host.SendAsync("twice", ("as", "ada"), ("text", " /redis ping "), ("key", "twice-1"));
            Assert.Equal(i == 0 ? HttpStatusCode.Accepted : HttpStatusCode.OK, answer.StatusCode);
            Assert.Equal(i == 0 ? "Received\n" : "Already received\n", await answer.Content.ReadAsStringAsync(Ct));
        }

        var row = Assert.Single(host.Inbox.Rows, row => row.Channel.ChannelId == "twice");
        Assert.Equal(("local:twice-1", "/redis ping", "Ada", "local:local:ada"), (row.Key, row.Text, row.DisplayName, row.From.ToString()));
        var message = Assert.Single(host.Log.All, message => message.Channel == row.Channel);
        Assert.Equal((LocalPeople.Ada.Id, "/redis ping"), (message.Author, message.Card.Title));
    }

    [Fact]
    public async Task What_does_not_show_hides_no_command()
    {
        await host.SendAsync("unseen", ("as", "ada"), ("text", "\u200b/re\u00addis\u2060 ping\ufeff"));

        Assert.Equal("/redis ping", Assert.Single(host.Inbox.Rows, row => row.Channel.ChannelId == "unseen").Text);
    }

    [Fact]
    public async Task A_secret_that_somebody_typed_is_not_shown_to_the_channel()
    {
        await host.SendAsync("typed-secret", ("as", "ada"), ("text", "/redis set requirepass correct-horse"));
        await host.SendAsync("typed-secret", ("as", "ada"), ("text", "it was correct-horse, I think"));

        Assert.Equal(
            ["/redis set requirepass [redacted]", "it was [redacted], I think"],
            host.Log.All.Where(message => message.Channel.ChannelId == "typed-secret").Select(message => message.Card.Title));
        Assert.Equal("/redis set requirepass correct-horse", Assert.Single(host.Inbox.Rows, row => row.Channel.ChannelId == "typed-secret").Text);
    }

    [Fact]
    public async Task Talk_is_shown_and_is_not_a_command()
    {
        var answer = await host.SendAsync("talk", ("as", "grace"), ("text", "I see /redis ping fail"));
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        Assert.Single(host.Log.All, message => message.Channel.ChannelId == "talk" && message.Author == LocalPeople.Grace.Id);
        Assert.DoesNotContain(host.Inbox.Rows, row => row.Channel.ChannelId == "talk");
    }

    [Fact]
    public async Task Presses_that_share_a_key_are_one_request_and_the_second_person_is_told()
    {
        (string, string)[] press = [("text", "/incident open P0 down"), ("once", "alert:redis down")];
        var first = await host.SendAsync("once", [("as", "ada"), .. press]);
        var second = await host.SendAsync("once", [("as", "grace"), .. press]);

        Assert.Equal((HttpStatusCode.Accepted, HttpStatusCode.OK), (first.StatusCode, second.StatusCode));
        Assert.Equal("Already pressed\n", await second.Content.ReadAsStringAsync(Ct));
        var row = Assert.Single(host.Inbox.Rows, row => row.Channel.ChannelId == "once");
        Assert.Equal(("once:alert:redis down", "ada"), (row.Key, row.From.UserId));
        var told = Assert.Single(host.Log.All, message => message.Channel.ChannelId == "once" && message.OnlyFor is not null);
        Assert.Equal((LocalPeople.Grace.Id, "Already pressed"), (told.OnlyFor, told.Card.Title));
    }

    [Fact]
    public async Task Whose_commands_wait_in_too_great_a_number_is_told_so()
    {
        host.Inbox.MostWaiting = 0;
        try
        {
            var refused = await host.SendAsync("many", ("as", "ada"), ("text", "/redis ping"));
            Assert.Equal(HttpStatusCode.TooManyRequests, refused.StatusCode);
            Assert.Contains("0 of your commands wait already", await refused.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);

            var request = LocalChatHost.FormRequest("many", ("as", "ada"), ("text", "/redis ping"));
            request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
            Assert.Contains(
                "0 of your commands wait already",
                await (await host.Client.SendAsync(request, Ct)).Content.ReadAsStringAsync(Ct),
                StringComparison.Ordinal);
            Assert.DoesNotContain(host.Inbox.Rows, row => row.Channel.ChannelId == "many");
        }
        finally
        {
            host.Inbox.MostWaiting = 200;
        }
    }

    [Fact]
    public async Task A_store_that_is_away_is_503()
    {
        host.Inbox.Failure = new StoreUnavailableException("The disk is full", new InvalidOperationException());
        try
        {
            var refused = await host.SendAsync("full", ("as", "ada"), ("text", "/redis ping"));

            Assert.Equal(HttpStatusCode.ServiceUnavailable, refused.StatusCode);
            Assert.Equal("The request could not be stored. Nothing was done.\n", await refused.Content.ReadAsStringAsync(Ct));
        }
        finally
        {
            host.Inbox.Failure = null;
        }
    }

    [Fact]
    public async Task A_typed_key_cannot_pass_for_the_press_of_a_button()
    {
        await host.SendAsync("forged", ("as", "ada"), ("text", "/x"), ("key", "once"));
        var refused = await host.SendAsync("forged", ("as", "ada"), ("text", "/x"), ("key", "once:open"));
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.Equal("local:once", Assert.Single(host.Inbox.Rows, row => row.Channel.ChannelId == "forged").Key);
    }

    [Theory]
    [InlineData("ada", "", "the message is empty")]
    [InlineData("ada", "   ", "the message is empty")]
    [InlineData("mallory", "/redis ping", "Unknown person 'mallory'. Choose one of: ada, grace.")]
    public async Task What_cannot_be_taken_is_refused_with_the_reason(string person, string text, string reason)
    {
        var answer = await host.SendAsync("refused", ("as", person), ("text", text));
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Log.All, message => message.Channel.ChannelId == "refused");
    }

    [Fact]
    public async Task A_text_may_have_4000_characters_and_no_more()
    {
        var longest = await host.SendAsync("long", ("as", "ada"), ("text", new string('я', 4000)));
        var tooLong = await host.SendAsync("long", ("as", "ada"), ("text", new string('я', 4001)));
        var farTooLong = await host.SendAsync("long", ("as", "ada"), ("text", new string('x', 300_000)));

        Assert.Equal(HttpStatusCode.Accepted, longest.StatusCode);
        Assert.Equal(HttpStatusCode.BadRequest, tooLong.StatusCode);
        Assert.Contains("4001 characters, at most 4000", await tooLong.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, farTooLong.StatusCode);
        Assert.Single(host.Log.All, message => message.Channel.ChannelId == "long");
    }

    [Fact]
    public async Task A_browser_without_script_is_sent_back_to_the_page()
    {
        var answer = await FromBrowserAsync(("as", "grace"), ("text", "hello"));
        Assert.Equal(HttpStatusCode.SeeOther, answer.StatusCode);
        Assert.Equal("/chat/browser?as=grace#latest", answer.Headers.Location?.ToString());
    }

    [Fact]
    public async Task A_browser_without_script_gets_a_refused_text_back_to_mend_it()
    {
        var answer = await FromBrowserAsync(("as", "ada"), ("text", "too long " + new string('x', 4000)));
        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("at most 4000 are possible", page, StringComparison.Ordinal);
        Assert.Contains("value=\"too long xxx", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_press_that_was_not_confirmed_runs_nothing()
    {
        (string, string)[] press = [("as", "ada"), ("text", "/run cancel R-1"), ("confirm", "Stop it?")];
        var asked = await FromBrowserAsync(press);
        var refused = await host.SendAsync("browser", press);
        Assert.Contains("Stop it?", await asked.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.BadRequest, refused.StatusCode);
        Assert.DoesNotContain(host.Inbox.Rows, row => row.Text == "/run cancel R-1");

        var confirmed = await host.SendAsync("browser", [.. press, ("confirmed", "yes")]);
        Assert.Equal(HttpStatusCode.Accepted, confirmed.StatusCode);
        Assert.Single(host.Inbox.Rows, row => row.Text == "/run cancel R-1");
    }

    [Fact]
    public async Task Something_that_is_not_a_form_is_refused()
    {
        using var content = new StringContent("{}", new MediaTypeHeaderValue("application/json"));
        var answer = await host.Client.PostAsync(new Uri("/chat/general/messages", UriKind.Relative), content, Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
    }

    private async Task<HttpResponseMessage> FromBrowserAsync(params (string, string)[] fields)
    {
        using var request = LocalChatHost.FormRequest("browser", fields);
        request.Headers.Accept.ParseAdd("text/html,application/xhtml+xml,*/*;q=0.8");
        return await host.Client.SendAsync(request, Ct);
    }
}
