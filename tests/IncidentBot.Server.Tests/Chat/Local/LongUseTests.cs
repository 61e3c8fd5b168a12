using System.Globalization;
using System.Net;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Support;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.Server.Tests.Chat.Local;

/// <summary>However many channels there ever were: a page, its news and what is asked for them stay as they were.</summary>
public abstract partial class LongUseContract : IAsyncLifetime
{
    private const int Few = 200;
    private const int Many = 5000;

    private BotHost bot = null!;
    private HttpClient http = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private protected abstract Task<BotHost> StartAsync();

    public async ValueTask InitializeAsync()
    {
        bot = await StartAsync();
        http = LocalVisitor.Of(bot.Address, bot.Token);
        await WriteAsync(0, Few);
    }

    public async ValueTask DisposeAsync()
    {
        http.Dispose();
        await bot.DisposeAsync();
        GC.SuppressFinalize(this);
    }

    [Fact]
    public async Task A_page_and_its_news_are_as_large_after_years()
    {
        var (page, list, news) = await SizesAsync("first");
        await WriteAsync(Few, Many);
        var (pageThen, listThen, newsThen) = await SizesAsync("second");

        // The numbers of the incidents are a digit longer.
        Assert.InRange(pageThen, page - 1000, page + 1000);
        Assert.InRange(listThen, list - 1000, list + 1000);
        Assert.InRange(newsThen, news - 50, news + 50);
        Assert.InRange(news, 1, 1000);
        Assert.InRange(page, 1, 40_000);
    }

    [Fact]
    public async Task The_list_has_what_is_open_and_what_was_said_last_however_old_its_channel()
    {
        var open = await bot.OpenAsync(LocalPeople.Ada, "Queue stands still");
        await WriteAsync(Few + 2000, Many);
        Assert.Contains($"/chat/{open}?", await PageAsync("/chat/general?as=ada"), StringComparison.Ordinal);
        Assert.DoesNotContain(YearsOfIncidents.ChannelOf(7), await PageAsync("/chat/general?as=ada"), StringComparison.Ordinal);

        await bot.SayAsync(LocalPeople.Grace, YearsOfIncidents.ChannelOf(7), "It is back.");
        var page = await PageAsync("/chat/general?as=ada");
        Assert.Contains($"/chat/{YearsOfIncidents.ChannelOf(7)}?", page, StringComparison.Ordinal);
        Assert.Contains($"/chat/{open}?", page, StringComparison.Ordinal);
        Assert.InRange(Entry().Count(page), 3, ListedChannels.Open + ListedChannels.SpokenInLast + 2);

        // The one that somebody is in is there as well.
        Assert.Contains(
            $"<a href=\"/chat/{YearsOfIncidents.ChannelOf(8)}?as=ada\" aria-current=\"page\"",
            await PageAsync($"/chat/{YearsOfIncidents.ChannelOf(8)}?as=ada"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_open_page_is_sent_the_entry_of_a_new_channel_and_what_leaves_the_list()
    {
        using var events = await EventReader.OpenAsync(http, "/chat/general/events?as=ada");
        await events.NextAsync("channels");
        await bot.Get<LocalPlatform>().PostAsync(LocalChannels.Ref("inc-150000-new"), new Card("opened"), new("new"), Ct);

        var change = (await events.NextAsync("channel")).Json;
        var come = change.GetProperty("come").EnumerateArray().Single();
        Assert.Equal("inc-150000-new", come.GetProperty("name").GetString());
        Assert.Equal(YearsOfIncidents.ChannelOf(Few), come.GetProperty("before").GetString());
        Assert.Equal(
            [YearsOfIncidents.ChannelOf(Few - ListedChannels.SpokenInLast + 1)],
            change.GetProperty("gone").EnumerateArray().Select(one => one.GetString()));
    }

    [Theory]
    [InlineData("17")]
    [InlineData("INC-17")]
    [InlineData("#inc-17")]
    public async Task An_old_channel_is_found_first_by_its_number(string text) =>
        Assert.Equal(YearsOfIncidents.ChannelOf(17), Entry().Match(await FindAsync(text)).Groups[1].Value);

    [Theory]
    [InlineData("slow host 17")]
    [InlineData("inc-17-redis-is-slow")]
    public async Task An_old_channel_is_found_by_words_of_its_title(string text) =>
        Assert.Contains($"/chat/{YearsOfIncidents.ChannelOf(17)}?as=ada", await FindAsync(text), StringComparison.Ordinal);

    [Fact]
    public async Task A_search_that_finds_nothing_says_what_can_be_typed_and_a_channel_of_people_is_found_by_name()
    {
        Assert.Contains(
            "Nothing was found for &#x27;&lt;b&gt;wrong&#x27;. Type an incident&#x27;s number",
            await FindAsync("<b>wrong"),
            StringComparison.Ordinal);
        Assert.Contains("Nothing was found for &#x27;?!&#x27;", await FindAsync("?!"), StringComparison.Ordinal);

        await bot.SayAsync(LocalPeople.Ada, "lunch", "Noodles?");
        Assert.Equal("lunch", Entry().Match(await FindAsync("#lunch")).Groups[1].Value);
    }

    [Fact]
    public async Task What_is_private_is_found_by_nobody_without_a_part_in_it()
    {
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/incident open private P1 Salaries leaked");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "INC-");

        Assert.Contains("Salaries leaked", await FindAsync("salaries l"), StringComparison.Ordinal);
        Assert.DoesNotContain("Salaries leaked", await FindAsync("salaries l", "grace"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task All_channels_are_seen_by_page_each_once()
    {
        var seen = new List<string>();
        var next = "/chat/general/channels?as=ada";
        while (next is not null)
        {
            var page = await PageAsync(next);
            seen.AddRange(Entry().Matches(page).Select(match => match.Groups[1].Value));
            next = Older().Match(page) is { Success: true } older ? WebUtility.HtmlDecode(older.Groups[1].Value) : null;
        }

        Assert.Equal(Few, seen.Count(name => name.StartsWith("inc-", StringComparison.Ordinal)));
        Assert.Equal(seen.Distinct(), seen);
    }

    [Fact]
    public async Task A_long_channel_is_read_backwards_by_page_without_script()
    {
        const int Messages = 2 * ShowChannel.MessagesShown + 7;
        for (var n = 1; n <= Messages; n++)
        {
            await bot.Get<LocalPlatform>().PostAsync(LocalChannels.Ref("long"), new Card($"message {n}."), new($"{n}"), Ct);
        }

        var seen = new List<int>();
        var next = "/chat/long?as=ada";
        while (next is not null)
        {
            var page = await PageAsync(next);
            seen.InsertRange(0, Numbered().Matches(page).Select(match => int.Parse(match.Groups[1].ValueSpan, CultureInfo.InvariantCulture)).Distinct());
            next = Earlier().Match(page) is { Success: true } earlier ? WebUtility.HtmlDecode(earlier.Groups[1].Value) : null;
        }

        Assert.Equal(Enumerable.Range(1, Messages), seen);
    }

    private Task<string> FindAsync(string text, string person = "ada") =>
        PageAsync($"/chat/general/channels?as={person}&find={Uri.EscapeDataString(text)}");

    private async Task<(int Page, int List, int News)> SizesAsync(string name)
    {
        var page = await PageAsync("/chat/general?as=ada");
        using var events = await EventReader.OpenAsync(http, "/chat/general/events?as=ada");
        var list = await events.NextAsync("channels");
        await bot.Get<LocalPlatform>().PostAsync(LocalChannels.Ref($"inc-150000-{name}"), new Card("opened"), new(name), Ct);
        return (page.Length, list.Data.Length, (await events.NextAsync("channel")).Data.Length);
    }

    private Task WriteAsync(int after, int upTo) => YearsOfIncidents.WriteAsync(bot.Get<IDatabase>(), after, upTo, Ct);

    private async Task<string> PageAsync(string address) => await http.GetStringAsync(new Uri(address, UriKind.Relative), Ct);

    [GeneratedRegex("data-focus=\"([a-z0-9-]+)\"><span aria-hidden")]
    private static partial Regex Entry();

    [GeneratedRegex("href=\"([^\"]+)\" data-focus=\"older\"")]
    private static partial Regex Older();

    [GeneratedRegex("href=\"([^\"]+)\" data-earlier")]
    private static partial Regex Earlier();

    [GeneratedRegex("message ([0-9]+)\\.")]
    private static partial Regex Numbered();
}

public sealed class SqliteLongUseTests : LongUseContract
{
    private protected override Task<BotHost> StartAsync() => BotHost.StartAsync("redis://127.0.0.1:1");
}

public sealed class PostgresLongUseTests(PostgresServer server) : LongUseContract
{
    private protected override async Task<BotHost> StartAsync() =>
        await BotHost.StartAsync("redis://127.0.0.1:1", $"Storage:Postgres={await server.CreateDatabaseAsync()}");
}
