using System.Globalization;
using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Server.Tests.Chat.Local;

public sealed class FollowChannelTests(LocalChatHost host) : IClassFixture<LocalChatHost>
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task A_message_arrives_as_markup_and_as_text()
    {
        using var events = await EventReader.OpenAsync(host, "/chat/arrives/events?as=ada");
        await host.SendAsync("arrives", ("as", "ada"), ("text", "from Ada"), ("key", "arrives-1"));
        await host.Platform.PostAsync(LocalChannels.Ref("arrives"), Scene.Ping, new("arrives-2"), Ct);

        var first = await events.NextAsync("message");
        var second = await events.NextAsync("message");

        Assert.Equal("text/event-stream", events.Headers.ContentType?.MediaType);
        Assert.Equal(
            ("typed-arrives-1", "arrives", "from Ada", true),
            (first.Text("id"), first.Text("channel"), first.Text("text"), first.Json.GetProperty("mine").GetBoolean()));
        Assert.StartsWith("<article id=\"m-typed-arrives-1\"", first.Text("html"), StringComparison.Ordinal);
        Assert.Equal(PlainText.Render(Scene.Ping), second.Text("text"));
        Assert.False(second.Json.GetProperty("mine").GetBoolean());
        Assert.Equal(host.Log.All.Single(message => message.Id == "bot-arrives-2").Revision.ToString(CultureInfo.InvariantCulture), second.Id);
    }

    [Fact]
    public async Task A_reader_who_comes_back_gets_what_was_missed_and_no_more()
    {
        var place = LocalChannels.Ref("resume");
        await host.Platform.PostAsync(place, new Card("one"), new("resume-1"), Ct);
        await host.Platform.PostAsync(place, new Card("two"), new("resume-2"), Ct);
        long seen;
        using (var events = await EventReader.OpenAsync(host, "/chat/resume/events?as=ada"))
        {
            Assert.Equal("one", (await events.NextAsync("message")).Text("text"));
            seen = long.Parse((await events.NextAsync("message")).Id!, CultureInfo.InvariantCulture);
        }

        await host.Platform.PostAsync(place, new Card("three"), new("resume-3"), Ct);
        await host.Platform.UpdateAsync(place, "bot-resume-1", new Card("one, changed"), Ct);

        // The address still says where the page began; the header knows better.
        using var again = await EventReader.OpenAsync(host, "/chat/resume/events?as=ada&after=0", lastEventId: seen);
        Assert.Equal("one, changed", (await again.NextAsync("message")).Text("text"));
        Assert.Equal("three", (await again.NextAsync("message")).Text("text"));
        await host.Platform.PostAsync(place, new Card("four"), new("resume-4"), Ct);
        Assert.Equal("four", (await again.NextAsync("message")).Text("text"));
    }

    [Fact]
    public async Task A_page_starts_where_it_was_rendered()
    {
        var place = LocalChannels.Ref("starts");
        await host.Platform.PostAsync(place, new Card("on the page"), new("starts-1"), Ct);
        var after = host.Log.All.Max(message => message.Revision);
        using var events = await EventReader.OpenAsync(host, $"/chat/starts/events?as=ada&after={after}");
        await host.Platform.PostAsync(place, new Card("later"), new("starts-2"), Ct);
        Assert.Equal("later", (await events.NextAsync("message")).Text("text"));
    }

    [Fact]
    public async Task An_answer_to_one_person_is_not_sent_to_the_other()
    {
        var place = LocalChannels.Ref("private");
        using var events = await EventReader.OpenAsync(host, "/chat/private/events?as=grace");
        await host.Platform.ReplyAsync(new ReplyAddress(place, LocalPeople.AccountOf(LocalPeople.Ada), null), new Card("for Ada"), new("private-1"), Ct);
        await host.Platform.PostAsync(place, new Card("for all"), new("private-2"), Ct);
        Assert.Equal("for all", (await events.NextAsync("message")).Text("text"));
    }

    [Fact]
    public async Task A_new_channel_is_announced()
    {
        using var events = await EventReader.OpenAsync(host, "/chat/general/events?as=ada");
        await events.NextAsync("channels");
        await host.Platform.PostAsync(LocalChannels.Ref("inc-900-brand-new"), new Card("opened"), new("brand-new"), Ct);
        var entry = (await events.NextAsync("channel")).Json.GetProperty("come")[0];
        Assert.Equal("inc-900-brand-new", entry.GetProperty("name").GetString());
        Assert.Contains("/chat/inc-900-brand-new?as=ada", entry.GetProperty("html").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_said_elsewhere_is_told_and_who_comes_for_the_first_time_has_nothing_unread()
    {
        await host.Platform.PostAsync(LocalChannels.Ref("news"), new Card("long ago"), new("news-1"), Ct);
        using var first = await EventReader.OpenAsync(host, "/chat/general/events?as=ada");
        var began = await first.NextAsync("news");
        Assert.Equal("{}", began.Json.GetProperty("channels").GetRawText());
        var heard = began.Json.GetProperty("position").GetInt64();

        await host.Platform.UpdateAsync(LocalChannels.Ref("news"), "bot-news-1", new Card("changed"), Ct);
        await host.Platform.ReplyAsync(
            new ReplyAddress(LocalChannels.Ref("news-private"), LocalPeople.AccountOf(LocalPeople.Grace), null), new Card("for Grace"), new("news-2"), Ct);
        await host.Platform.PostAsync(LocalChannels.Ref("news"), new Card("now"), new("news-3"), Ct);
        foreach (var news in new[] { await first.NextAsync("news"), await AgainAsync() })
        {
            var told = news.Json.GetProperty("channels").EnumerateObject().ToDictionary(channel => channel.Name, channel => channel.Value.GetInt64());
            Assert.True(told["news"] > heard);
            Assert.DoesNotContain("news-private", told.Keys);
        }

        async Task<SentEvent> AgainAsync()
        {
            using var again = await EventReader.OpenAsync(host, $"/chat/general/events?as=ada&heard={heard}");
            return await again.NextAsync("news");
        }
    }

    [Fact]
    public async Task A_quiet_channel_is_kept_alive()
    {
        await using var quiet = new LocalChatHost { KeepAlive = TimeSpan.FromMilliseconds(50) };
        await quiet.InitializeAsync();
        using var events = await EventReader.OpenAsync(quiet, "/chat/quiet/events?as=ada");
        var first = DateTimeOffset.Parse((await events.NextAsync("alive")).Data, CultureInfo.InvariantCulture);
        await events.NextAsync("alive");
        var third = DateTimeOffset.Parse((await events.NextAsync("alive")).Data, CultureInfo.InvariantCulture);
        Assert.True(third - first >= TimeSpan.FromMilliseconds(80));
        Assert.Equal(3, events.Comments.Count(comment => comment == ": keep-alive"));
    }

    [Fact]
    public async Task A_stopping_server_does_not_wait_for_open_pages()
    {
        await using var stopping = new LocalChatHost();
        await stopping.InitializeAsync();
        using var events = await EventReader.OpenAsync(stopping, "/chat/general/events?as=ada");
        await events.NextAsync("channels");
        await stopping.StopAsync().WaitAsync(TimeSpan.FromSeconds(60), Ct);
    }

    /// <summary>Posted order is not the order of revisions once something was updated; no cut may lose an event.</summary>
    [Theory]
    [InlineData(new long[] { 6, 7 }, new long[] { 6, 7 })]
    [InlineData(new long[] { 9, 7 }, new long[] { 6, 9 })]
    [InlineData(new long[] { 9, 7, 8 }, new long[] { 6, 7, 9 })]
    [InlineData(new long[] { 7, 12, 9 }, new long[] { 7, 8, 12 })]
    public void Each_event_resumes_below_what_is_still_to_be_sent(long[] revisions, long[] expected)
    {
        var posted =
            revisions.Select(revision => new ChannelMessage($"m{revision}", LocalChannels.Ref("general"), Scene.Start, null, null, new Card("x"), revision));
        Assert.Equal(expected, FollowChannel.WithResumePoints([.. posted], seen: 5).Select(pair => pair.ResumeFrom));
    }
}
