using System.Net;
using System.Net.Http.Json;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Local;
using IncidentBot.Commands;
using IncidentBot.Messages;

namespace IncidentBot.Server.Tests.Chat.Local;

public sealed partial class ShowChannelTests(LocalChatHost host) : IClassFixture<LocalChatHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Theory]
    [InlineData("/", "/chat/general?as=ada")]
    [InlineData("/chat/inc-7-x", "/chat/inc-7-x?as=ada")]
    public async Task Without_a_person_the_reader_is_Ada(string path, string location)
    {
        var answer = await GetAsync(path);
        Assert.Equal((HttpStatusCode.Found, location), (answer.StatusCode, answer.Headers.Location?.ToString()));
    }

    [Theory]
    [InlineData("/chat/general?as=mallory", "Unknown person 'mallory'")]
    [InlineData("/chat/general/events?as=mallory", "Unknown person 'mallory'")]
    [InlineData("/chat/Not%20A%20Name?as=ada", "is not a channel name", HttpStatusCode.NotFound)]
    [InlineData("/chat/general/nothing", "No page of the local chat has this address", HttpStatusCode.NotFound)]
    public async Task A_wrong_address_is_explained_in_a_line(string path, string reason, HttpStatusCode status = HttpStatusCode.BadRequest)
    {
        var answer = await GetAsync(path);
        Assert.Equal((status, "text/plain"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        Assert.Contains(reason, await answer.Content.ReadAsStringAsync(Ct), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_channel_in_which_nothing_was_said_is_an_empty_page()
    {
        var page = await PageAsync("/chat/quiet?as=ada");
        Assert.Contains("Nothing has been said in #quiet yet", page, StringComparison.Ordinal);
        Assert.Contains("aria-current=\"page\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Cards_are_complete_without_script()
    {
        await host.Platform.PostAsync(LocalChannels.Ref("cards"), Scene.Living(0.43), new("cards"), Ct);
        var page = WebUtility.HtmlDecode(await PageAsync("/chat/cards?as=ada"));

        Assert.Contains("Redis out of memory (primary)", page, StringComparison.Ordinal);
        Assert.Contains("Notifications: delayed 14 min", page, StringComparison.Ordinal);
        Assert.Contains("<progress max=\"100\" value=\"43\"", page, StringComparison.Ordinal);
        Assert.Matches("<time datetime=\"2026-03-03T10:29:02Z\">3 Mar( [0-9]{4})? 10:29:02 UTC</time>", page);
        Assert.Contains("Problem", page, StringComparison.Ordinal);
        Assert.Contains("danger", page, StringComparison.Ordinal);
        Assert.Contains("value=\"/run cancel R-12\"", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_in_a_thread_leads_to_the_card_that_it_is_about()
    {
        var threads = LocalChannels.Ref("threads");
        var above = await host.Platform.PostAsync(threads, new Card("The announcement"), new("above"), Ct);
        await host.Platform.PostUnderAsync(threads, above, new Card("News"), new("below"), Ct);
        var page = WebUtility.HtmlDecode(await PageAsync("/chat/threads?as=ada"));

        Assert.Contains($"<article id=\"m-{above}\" class=\"message bot\"", page, StringComparison.Ordinal);
        Assert.Contains("<article id=\"m-bot-below\" class=\"message bot under\"", page, StringComparison.Ordinal);
        Assert.Contains($"<a href=\"#m-{above}\">", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_name_of_an_incidents_channel_leads_there_as_the_reader()
    {
        await host.Platform.PostAsync(
            LocalChannels.Ref("links"),
            Card.Say("INC-7 P0 opened", "It is handled in inc-7-redis-down. See /run inc-8, not-inc-9."),
            new("links"),
            Ct);
        var page = await PageAsync("/chat/links?as=grace");
        Assert.Contains("handled in <a href=\"/chat/inc-7-redis-down?as=grace\">inc-7-redis-down</a>.", page, StringComparison.Ordinal);
        Assert.DoesNotContain("/chat/inc-9", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_somebody_else_wrote_is_escaped()
    {
        const string evil = "<script>alert(1)</script> <!channel> \"><img src=x onerror=alert(1)> <t:12>";
        var card = new Card(evil)
        {
            Blocks =
            [
                new CardBlock.Text(evil), new CardBlock.Fields([new(evil, evil)]), new CardBlock.Lines([evil]),
                new CardBlock.Progress(evil, 0.5), new CardBlock.Progress(evil, null), new CardBlock.Footnote(evil),
                new CardBlock.File(evil, evil, evil), new CardBlock.File(evil, "text/html", evil) { Instead = evil },
            ],
            Buttons = [new(evil, "/" + evil) { Confirm = evil, OnceKey = evil }],
        };
        await host.Platform.PostAsync(LocalChannels.Ref("evil"), card, new(evil), Ct);
        await host.SendAsync("evil", ("as", "ada"), ("text", evil));
        await host.SendAsync("evil", ("as", "ada"), ("text", "/" + evil));

        var page = await PageAsync("/chat/evil?as=ada");

        Assert.DoesNotContain("<script>alert", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<img", page, StringComparison.Ordinal);
        Assert.DoesNotContain("<!channel>", page, StringComparison.Ordinal);
        Assert.Contains("&lt;!channel&gt;", page, StringComparison.Ordinal);
        Assert.DoesNotContain("style=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Completion_knows_what_was_typed_and_offered_in_the_channel_before()
    {
        await host.Platform.PostAsync(
            LocalChannels.Ref("before"),
            new Card("Too many keys") { Buttons = [new("Clear", "/redis clear-cache rl:*")] },
            new("before"),
            Ct);
        await host.SendAsync("before", ("as", "ada"), ("text", "/redis clear-cache cb:*"), ("key", "before"));

        var completion = await host.Client.GetFromJsonAsync<Completion>(
            new Uri("/chat/before/completion?as=ada&typed=%2Fredis+clear-cache+", UriKind.Relative), Ct);

        Assert.Equal(["/redis clear-cache cb:*", "/redis clear-cache rl:*"], completion!.Suggestions.Select(one => one.Line));
        Assert.Equal("pattern: which keys, such as rl:*", completion.Hint);
    }

    [Fact]
    public async Task What_to_do_next_is_not_folded_away_with_a_long_output()
    {
        var output = Enumerable.Range(1, 40).Select(n => $"line {n}").Append("Next: ask a second person");
        await host.Platform.PostAsync(
            LocalChannels.Ref("folded"), new Card("Read") { Blocks = [new CardBlock.Lines([.. output]) { Output = "primary.log" }] }, new("folded"), Ct);

        var page = await PageAsync("/chat/folded?as=ada");

        var below = page[page.IndexOf("</details>", StringComparison.Ordinal)..];
        Assert.Contains("<p class=\"text\">Next: ask a second person</p>", below, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_first_screen_offers_what_to_try()
    {
        var page = WebUtility.HtmlDecode(await PageAsync("/chat/first?as=ada"));

        Assert.Contains("Ping Redis", page, StringComparison.Ordinal);
        Assert.Contains("value=\"/redis ping\"", page, StringComparison.Ordinal);
        Assert.Contains("href=\"/chat/first/form?as=ada&command=%2Fincident%20open\"", page, StringComparison.Ordinal);
        Assert.DoesNotContain("Ping Redis", await PageAsync("/chat/inc-9-first?as=ada"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/chat/general/nothing?as=grace", HttpStatusCode.NotFound, "No page of the local chat has this address")]
    [InlineData("/chat/", HttpStatusCode.NotFound, "No page of the local chat has this address")]
    [InlineData("/chat/Not%20A%20Name?as=grace", HttpStatusCode.NotFound, "is not a channel name")]
    [InlineData("/chat/Not%20A%20Name/form?as=grace&command=x", HttpStatusCode.NotFound, "is not a channel name")]
    [InlineData("/chat/general?as=mallory", HttpStatusCode.BadRequest, "Unknown person 'mallory'")]
    public async Task In_a_browser_a_wrong_address_leads_back(string path, HttpStatusCode status, string reason)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, path) { Headers = { { "Accept", "text/html,*/*;q=0.8" } } };
        var answer = await host.Client.SendAsync(request, Ct);
        var page = WebUtility.HtmlDecode(await answer.Content.ReadAsStringAsync(Ct));

        Assert.Equal(status, answer.StatusCode);
        Assert.Contains(reason, page, StringComparison.Ordinal);
        Assert.Contains("href=\"/chat/general?as=", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_living_card_is_there_however_much_was_said_since()
    {
        var channel = LocalChannels.Ref("inc-8-long");
        await host.Platform.PostAsync(channel, Scene.Living(0.43), new("long"), Ct);
        for (var n = 0; n < ShowChannel.MessagesShown; n++)
        {
            await host.Platform.PostAsync(channel, new Card($"n {n}"), new($"long-{n}"), Ct);
        }

        var page = await PageAsync("/chat/inc-8-long?as=ada");

        Assert.Contains("<article id=\"m-bot-long\" class=\"message bot living\"", page, StringComparison.Ordinal);
        Assert.Contains("n 0<", page, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Assets_are_named_by_their_content_and_kept()
    {
        var page = await PageAsync("/chat/general?as=ada");
        var addresses = Asset().Matches(page).Select(match => match.Value).Distinct().ToList();
        Assert.Equal(4, addresses.Count);
        foreach (var address in addresses)
        {
            var asset = await GetAsync(address);
            Assert.Equal(HttpStatusCode.OK, asset.StatusCode);
            Assert.Contains("immutable", asset.Headers.CacheControl?.ToString(), StringComparison.Ordinal);
        }
    }

    [Fact]
    public async Task A_module_that_has_not_changed_is_not_sent_again()
    {
        var first = await GetAsync("/chat/assets/live.js");
        Assert.Equal("no-cache", first.Headers.CacheControl?.ToString());
        using var again = new HttpRequestMessage(HttpMethod.Get, "/chat/assets/live.js");
        again.Headers.IfNoneMatch.Add(first.Headers.ETag!);
        Assert.Equal(HttpStatusCode.NotModified, (await host.Client.SendAsync(again, Ct)).StatusCode);
        Assert.Equal(HttpStatusCode.NotFound, (await GetAsync("/chat/assets/other.js")).StatusCode);
    }

    private Task<HttpResponseMessage> GetAsync(string path) => host.Client.GetAsync(new Uri(path, UriKind.Relative), Ct);

    private async Task<string> PageAsync(string path)
    {
        var answer = await GetAsync(path);
        Assert.Equal((HttpStatusCode.OK, "text/html"), (answer.StatusCode, answer.Content.Headers.ContentType?.MediaType));
        return await answer.Content.ReadAsStringAsync(Ct);
    }

    [GeneratedRegex("/chat/assets/[a-z.]+\\?v=[0-9a-f]+")]
    private static partial Regex Asset();
}
