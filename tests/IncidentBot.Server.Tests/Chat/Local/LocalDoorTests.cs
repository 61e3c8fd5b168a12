using System.Net;

namespace IncidentBot.Server.Tests.Chat.Local;

public sealed class LocalDoorTests(LocalChatHost host) : IClassFixture<LocalChatHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<string> Pages => ["/", "/chat/general?as=ada", "/chat/general/events?as=ada", "/chat/commands.json", "/chat/assets/chat.js"];

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
    [InlineData("Forwarded", "for=203.0.113.9")]
    public async Task A_proxy_on_this_machine_is_refused(string header, string value)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/chat/general?as=ada");
        request.Headers.Add(header, value);
        Assert.Contains("does not answer through a proxy", await RefusalAsync(request), StringComparison.Ordinal);
    }

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

    private async Task<string> RefusalAsync(HttpRequestMessage request)
    {
        var answer = await host.Client.SendAsync(request, Ct);
        Assert.Equal(HttpStatusCode.Forbidden, answer.StatusCode);
        return await answer.Content.ReadAsStringAsync(Ct);
    }
}
