using System.Net;

namespace IncidentBot.Server.Tests.Chat.Local;

public sealed class LocalDoorTests(LocalChatHost host) : IClassFixture<LocalChatHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages =>
        ["/", "/chat/general?as=ada", "/chat/general/events?as=ada", "/chat/general/completion?as=ada&typed=/", "/chat/assets/chat.js", "/chat/nothing/here"];

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Another_machine_is_refused(string path)
    {
        using var request = LocalChatHost.From(new(HttpMethod.Get, path), "192.168.1.20");
        Assert.Contains("only to the machine it runs on", await RefusalAsync(request), StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Another_name_for_this_machine_is_refused(string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path);
        request.Headers.Host = "rebound.example.com";
        Assert.Contains("open the local chat as localhost", await RefusalAsync(request), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("X-Forwarded-For", "203.0.113.9")]
    [InlineData("X-Forwarded-Proto", "https")]
    [InlineData("x-forwarded-port", "443")]
    [InlineData("Forwarded", "for=203.0.113.9")]
    [InlineData("X-Real-IP", "203.0.113.9")]
    [InlineData("Via", "1.1 proxy")]
    [InlineData("CF-Connecting-IP", "203.0.113.9")]
    public async Task A_proxy_on_this_machine_is_refused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/chat/general?as=ada");
        request.Headers.Add(header, value);
        Assert.Contains("does not answer through a proxy", await RefusalAsync(request), StringComparison.Ordinal);
    }

    /// <summary>As through nginx without a line about headers, or from another user of the machine.</summary>
    [Theory]
    [MemberData(nameof(Pages))]
    public async Task Who_does_not_know_the_token_is_refused_and_told_where_it_stands(string path)
    {
        using var stranger = host.NewClient();
        foreach (var shown in (string?[])[null, "", "wrong", $"{Token[..^1]}~", Token[..^1], $"{Token}A"])
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, path);
            if (shown is not null)
            {
                request.RequestUri = new Uri($"{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}token={shown}", UriKind.Relative);
                request.Headers.Add("Cookie", $"{CookieName}={shown}");
            }

            using var answer = await stranger.SendAsync(request, Ct);

            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
            Assert.Contains("in the line that begins with \"Local chat:\"", await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
            Assert.False(answer.Headers.Contains("Set-Cookie"));
        }
    }

    [Fact]
    public async Task What_somebody_sends_without_the_token_is_not_kept()
    {
        using var stranger = host.NewClient();
        using var sent = LocalChatHost.FormRequest("unknown", ("as", "grace"), ("text", "/redis ping"));
        using var filled = LocalChatHost.FormRequest("unknown", ("as", "grace"), ("command", "/incident update INC-7"));
        filled.RequestUri = new Uri("/chat/unknown/form", UriKind.Relative);

        foreach (var request in (HttpRequestMessage[])[sent, filled])
        {
            using var answer = await stranger.SendAsync(request, Ct);
            Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        }

        Assert.DoesNotContain(host.Inbox.Rows, row => row.Channel.ChannelId == "unknown");
        Assert.DoesNotContain(host.Log.All, message => message.Channel.ChannelId == "unknown");
    }

    [Fact]
    public async Task The_printed_address_lets_in_and_the_browser_is_known_from_then_on()
    {
        using var newcomer = host.NewClient();
        using var first = await newcomer.GetAsync(host.Token.Invitation([host.Address]), Ct);

        Assert.Equal((HttpStatusCode.Found, "/chat/general?as=ada"), (first.StatusCode, first.Headers.Location?.ToString()));
        var cookie = Assert.Single(first.Headers.GetValues("Set-Cookie"));
        Assert.Equal($"{CookieName}={Token}; path=/; samesite=strict; httponly", cookie);

        using var next = new HttpRequestMessage(HttpMethod.Get, "/chat/general?as=ada") { Headers = { { "Cookie", cookie.Split(';')[0] } } };
        using var page = await newcomer.SendAsync(next, Ct);
        Assert.Equal(HttpStatusCode.OK, page.StatusCode);
        Assert.DoesNotContain(Token, await page.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_program_may_show_the_token_with_every_request()
    {
        using var program = host.NewClient();
        using var request = LocalChatHost.FormRequest("program", ("as", "ada"), ("text", "/redis ping"));
        request.RequestUri = new Uri($"/chat/program/messages?token={Token}", UriKind.Relative);

        using var answer = await program.SendAsync(request, Ct);

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
    }

    [Theory]
    [InlineData("http://127.0.0.1:8080", "http://127.0.0.1:8080/?token=")]
    [InlineData("http://localhost:8080", "http://localhost:8080/?token=")]
    [InlineData("http://[::1]:8080", "http://[::1]:8080/?token=")]
    [InlineData("http://0.0.0.0:8080", "http://127.0.0.1:8080/?token=")]
    [InlineData("http://[::]:8080", "http://127.0.0.1:8080/?token=")]
    public void The_printed_address_is_one_that_the_chat_answers_on(string listening, string printed) =>
        Assert.Equal(printed + Token, host.Token.Invitation(["http://unix:/run/bot.sock", listening])?.AbsoluteUri);

    [Theory]
    [InlineData("Sec-Fetch-Site", "cross-site")]
    [InlineData("Sec-Fetch-Site", "same-site")]
    [InlineData("Origin", "https://evil.example.com")]
    [InlineData("Origin", "http://localhost:1")]
    [InlineData("Origin", "null")]
    public async Task What_another_page_sends_is_refused_and_not_kept(string header, string value)
    {
        using var request = LocalChatHost.FormRequest("crossed", ("as", "ada"), ("text", "/redis ping"));
        request.Headers.Add(header, value);
        Assert.Contains("sent by another page", await RefusalAsync(request), StringComparison.Ordinal);
        Assert.DoesNotContain(host.Inbox.Rows, row => row.Channel.ChannelId == "crossed");
        Assert.DoesNotContain(host.Log.All, message => message.Channel.ChannelId == "crossed");
    }

    [Theory]
    [InlineData("localhost")]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    public async Task The_page_itself_is_let_in(string name)
    {
        var authority = $"{name}:{new Uri(host.Address).Port}";
        using var request = LocalChatHost.From(LocalChatHost.FormRequest("own", ("as", "ada"), ("text", "hello")), "::ffff:127.0.0.1");
        request.Headers.Host = authority;
        request.Headers.Add("Origin", $"http://{authority}");
        request.Headers.Add("Sec-Fetch-Site", "same-origin");
        Assert.Equal(HttpStatusCode.Accepted, (await host.Client.SendAsync(request, Ct)).StatusCode);
    }

    [Fact]
    public async Task Every_answer_carries_the_strict_headers()
    {
        var page = await host.Client.GetAsync(new Uri("/chat/general?as=ada", UriKind.Relative), Ct);
        var policy = page.Headers.GetValues("Content-Security-Policy").Single();
        Assert.Contains("default-src 'none'", policy, StringComparison.Ordinal);
        Assert.Contains("script-src 'self'", policy, StringComparison.Ordinal);
        Assert.DoesNotContain("unsafe", policy, StringComparison.Ordinal);
        Assert.Equal("nosniff", page.Headers.GetValues("X-Content-Type-Options").Single());
        Assert.True(page.Headers.CacheControl?.NoStore);
        Assert.False(page.Headers.Contains("Set-Cookie"));
    }

    private string Token => host.Token.CookieAt(0).Value;

    private string CookieName => host.Token.CookieAt(new Uri(host.Address).Port).Name;

    private async Task<string> RefusalAsync(HttpRequestMessage request)
    {
        var answer = await host.Client.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
