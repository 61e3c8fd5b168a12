using IncidentBot.Chat.Local;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Server.Tests.Chat.Local;

/// <summary>The list of channels after years, as people use it: by keyboard, with and without script.</summary>
public sealed class ChannelSearchBrowserTests(Browser browser) : IClassFixture<Browser>, IAsyncLifetime
{
    private const int Incidents = 300;

    private BotHost bot = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<ColorScheme> Schemes => [ColorScheme.Light, ColorScheme.Dark];

    public async ValueTask InitializeAsync()
    {
        bot = await BotHost.StartAsync("redis://127.0.0.1:1");
        await YearsOfIncidents.WriteAsync(bot.Get<IDatabase>(), 0, Incidents, Ct);
    }

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task An_old_channel_is_found_while_typing_and_opened_by_keyboard(ColorScheme scheme)
    {
        var page = await OpenAsync("general", scheme);
        await page.GetByRole(AriaRole.Searchbox, new() { Name = "Find a channel" }).FocusAsync();
        await page.Keyboard.TypeAsync("host 17");
        var found = page.Locator("#channels [data-found]");
        await Expect(found.GetByRole(AriaRole.Link, new() { Name = YearsOfIncidents.ChannelOf(17) })).ToBeVisibleAsync();
        await Expect(page.Locator("[data-channels]")).ToBeHiddenAsync();
        await Expect(found.GetByRole(AriaRole.Status)).ToContainTextAsync("for 'host 17'");
        await Accessibility.AssertAsync(page);

        // What is taken back brings the list back.
        await page.Keyboard.PressAsync("Control+A");
        await page.Keyboard.PressAsync("Delete");
        await Expect(page.Locator("[data-channels]")).ToBeVisibleAsync();
        await Expect(found).ToBeHiddenAsync();

        await page.Keyboard.TypeAsync("17");
        await Expect(found.GetByRole(AriaRole.Status)).ToContainTextAsync("for '17'");
        await page.Keyboard.PressAsync("Tab");
        await Expect(found.GetByRole(AriaRole.Link).First).ToBeFocusedAsync();
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToContainTextAsync(YearsOfIncidents.ChannelOf(17));
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Without_script_the_search_is_a_page_with_the_way_back(ColorScheme scheme)
    {
        var page = await OpenAsync("general", scheme, script: false);
        await page.GetByRole(AriaRole.Searchbox).FillAsync("INC-17");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = YearsOfIncidents.ChannelOf(17), Exact = true })).ToBeVisibleAsync();

        // The checks of axe are a script.
        var looked = await OpenAsync("general/channels?find=slow", scheme, width: 320);
        await Accessibility.AssertAsync(looked);
        Assert.True(await looked.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
        await page.GetByRole(AriaRole.Link, new() { Name = "Back to #general" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Level = 1 })).ToHaveTextAsync("#general");
    }

    [Fact]
    public async Task A_new_channel_comes_to_its_place_and_the_focus_stays()
    {
        var page = await OpenAsync("general");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        var list = page.Locator("[data-channels]").GetByRole(AriaRole.Link);
        await Expect(list.Nth(1)).ToContainTextAsync(YearsOfIncidents.ChannelOf(Incidents));
        await list.Nth(1).FocusAsync();

        await bot.Get<LocalPlatform>().PostAsync(LocalChannels.Ref("inc-900-new"), new Card("opened"), new("new"), Ct);
        await Expect(list.Nth(1)).ToContainTextAsync("inc-900-new");
        await Expect(list.Nth(2)).ToBeFocusedAsync();
        await Expect(list).ToHaveCountAsync(ListedChannels.SpokenInLast + 1);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task Earlier_messages_come_above_and_what_was_in_sight_stays(ColorScheme scheme)
    {
        const int Messages = ShowChannel.MessagesShown + 30;
        for (var n = 1; n <= Messages; n++)
        {
            await bot.Get<LocalPlatform>().PostAsync(LocalChannels.Ref("long"), new Card($"message {n}."), new($"{n}"), Ct);
        }

        var page = await OpenAsync("long", scheme);
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await Expect(page.Locator(".message")).ToHaveCountAsync(ShowChannel.MessagesShown);
        await page.GetByRole(AriaRole.Link, new() { Name = "Earlier messages" }).FocusAsync();
        await page.Keyboard.PressAsync("Enter");

        await Expect(page.Locator(".message")).ToHaveCountAsync(Messages);
        await Expect(page.Locator(".message").First).ToContainTextAsync("message 1.");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Earlier messages" })).ToHaveCountAsync(0);
        await Expect(page.Locator(".message").Nth(29)).ToBeFocusedAsync();
        await Expect(page.Locator(".message").Nth(30)).ToBeInViewportAsync();

        var earlier = await OpenAsync($"long?before=bot-{Messages}", scheme, width: 320);
        await Expect(earlier.GetByRole(AriaRole.Link, new() { Name = "Latest messages" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(earlier);
    }

    private Task<IPage> OpenAsync(string path, ColorScheme scheme = ColorScheme.Light, int width = 1280, bool script = true) =>
        browser.Knowing(bot.Address, bot.Token)
            .OpenAsync($"{bot.Address}chat/{path}{(path.Contains('?', StringComparison.Ordinal) ? '&' : '?')}as=ada", width, scheme: scheme, script: script);
}
