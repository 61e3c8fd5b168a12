using System.Net;
using IncidentBot.Messages;

namespace IncidentBot.Server.Tests.Chat.Local;

public sealed class FillFormTests(LocalChatHost host) : IClassFixture<LocalChatHost>
{
    private const string Update = "/incident update INC-7";

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_button_whose_command_lacks_words_leads_to_its_form_and_the_others_press()
    {
        await host.Platform.PostAsync(new ChannelRef("local", "local", "buttons"), new Card("INC-7")
        {
            Buttons =
        [
            new CardButton("Post <update>", Update) { Form = ButtonForm.Needed },
            new CardButton("Reject", "/reject R-1") { Form = ButtonForm.Offered },
        ]
        }, new("buttons"), Ct);

        var page = await host.Client.GetStringAsync(new Uri("/chat/buttons?as=grace", UriKind.Relative), Ct);

        Assert.Contains("href=\"/chat/buttons/form?as=grace&amp;command=%2Fincident%20update%20INC-7\"", page, StringComparison.Ordinal);
        Assert.Contains("Post &lt;update&gt;", page, StringComparison.Ordinal);
        Assert.Contains("value=\"/reject R-1\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_filled_in_types_the_command_once()
    {
        var form = await host.Client.GetStringAsync(new Uri($"/chat/filled/form?as=ada&command={Uri.EscapeDataString(Update)}", UriKind.Relative), Ct);
        Assert.Contains("name=\"field.text\"", form, StringComparison.Ordinal);
        Assert.Contains("How do things stand?", form, StringComparison.Ordinal);

        for (var n = 0; n < 2; n++)
        {
            Assert.Equal(HttpStatusCode.SeeOther, (await FillAsync(
                "filled",
                ("as", "ada"),
                ("command", Update),
                ("key", "filled-1"),
                ("field.to", "all"),
                ("field.text", "it is\r\nback"))).StatusCode);
        }

        var row = Assert.Single(host.Inbox.Rows, row => row.Channel.ChannelId == "filled");
        Assert.Equal(("local:filled-1", "ada", "/incident update INC-7 all it is back"), (row.Key, row.From.UserId, row.Text));
    }

    [Fact]
    public async Task What_is_wrong_is_said_at_its_field_and_what_was_entered_is_still_there()
    {
        var answer = await FillAsync("wrong", ("as", "ada"), ("command", Update), ("field.to", "us"), ("field.text", "far too <long> a text for it"));

        var page = await answer.Content.ReadAsStringAsync(Ct);
        Assert.Equal(HttpStatusCode.BadRequest, answer.StatusCode);
        Assert.Contains("Write at most 20 characters; these are 28.", page, StringComparison.Ordinal);
        Assert.Contains(">far too &lt;long&gt; a text for it</textarea>", page, StringComparison.Ordinal);
        Assert.Contains("value=\"us\" selected", page, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Inbox.Rows, row => row.Channel.ChannelId == "wrong");
    }

    [Fact]
    public async Task Where_there_is_nothing_to_fill_in_any_more_the_command_itself_is_left_to_be_sent()
    {
        var asked = await host.Client.GetAsync(new Uri("/chat/gone/form?as=ada&command=%2Fincident%20update%20INC-8", UriKind.Relative), Ct);
        var page = await asked.Content.ReadAsStringAsync(Ct);
        Assert.Contains("There is nothing to fill in any more.", page, StringComparison.Ordinal);
        Assert.Contains("value=\"/incident update INC-8\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain(host.Inbox.Rows, row => row.Channel.ChannelId == "gone");

        await FillAsync("gone", ("as", "ada"), ("command", "/incident update INC-8"), ("field.text", "late"));
        Assert.Equal("/incident update INC-8", Assert.Single(host.Inbox.Rows, row => row.Channel.ChannelId == "gone").Text);
    }

    [Fact]
    public async Task Somebody_else_is_refused()
    {
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await host.Client.GetAsync(new Uri("/chat/refused/form?as=mallory&command=%2Fx", UriKind.Relative), Ct)).StatusCode);
        Assert.Equal(
            HttpStatusCode.BadRequest,
            (await FillAsync("refused", ("as", "mallory"), ("command", Update), ("field.to", "all"), ("field.text", "x"))).StatusCode);
        Assert.DoesNotContain(host.Inbox.Rows, row => row.Channel.ChannelId == "refused");
    }

    private async Task<HttpResponseMessage> FillAsync(string channel, params (string Name, string Value)[] fields)
    {
        using var request = LocalChatHost.FormRequest(channel, fields);
        request.RequestUri = new Uri($"/chat/{channel}/form", UriKind.Relative);
        request.Headers.Accept.ParseAdd("text/html,*/*;q=0.8");
        return await host.Client.SendAsync(request, Ct);
    }
}
