using System.Text.RegularExpressions;
using IncidentBot.Messages;
using IncidentBot.Support;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Server.Tests.Chat.Local;

/// <summary>Every page of the local chat, in every state that it can stand in, by day and by night.</summary>
public sealed class AccessibilityTests(Browser browser, LocalChatHost host) : IClassFixture<Browser>, IClassFixture<LocalChatHost>
{
    private readonly Browser browser = browser.Knowing(new Uri(host.Address), host.Token);
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    public static TheoryData<ColorScheme> Schemes => [ColorScheme.Light, ColorScheme.Dark];

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_channel_with_an_incident_and_the_list_of_commands(ColorScheme scheme)
    {
        await Scene.PlayAsync(host);
        await host.Platform.PostAsync(Scene.Place, Everything, new("everything"), Ct);
        var page = await OpenAsync(Scene.Channel, scheme);
        await Expect(page.Locator(".card").First).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);

        await page.Locator("details summary").First.ClickAsync();
        await page.GetByRole(AriaRole.Combobox).FocusAsync();
        await page.Keyboard.TypeAsync("/incident");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_question_before_a_button_counts(ColorScheme scheme)
    {
        var channel = $"inc-9-question-{scheme}".ToLowerInvariant();
        await host.Platform.PostAsync(new("local", "local", channel), Scene.Plan, new("plan"), Ct);
        var page = await OpenAsync(channel, scheme);

        await page.GetByRole(AriaRole.Button, new() { Name = "Approve" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("This cannot be undone.");
        await Accessibility.AssertAsync(page);

        // The page that asks where the browser runs no script: sent as it is, past the script that would ask.
        await page.Keyboard.PressAsync("Escape");
        await page.Locator("form[data-press]").First.EvaluateAsync("form => form.submit()");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Please confirm" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task An_empty_channel_on_a_phone_with_the_list_of_channels_open(ColorScheme scheme)
    {
        var page = await OpenAsync("empty", scheme, width: 390);
        await Accessibility.AssertAsync(page);

        await page.GetByRole(AriaRole.Button, new() { Name = "Channels" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Navigation)).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_message_that_could_not_be_sent(ColorScheme scheme)
    {
        var page = await OpenAsync("unsent", scheme);
        await page.RouteAsync("**/messages", route => route.AbortAsync());

        await page.GetByRole(AriaRole.Combobox).FillAsync("hello");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator("[data-problem]")).ToContainTextAsync("Not sent");
        await Accessibility.AssertAsync(page);
    }

    [Theory]
    [MemberData(nameof(Schemes))]
    public async Task A_form_and_what_is_wrong_with_it(ColorScheme scheme)
    {
        var page = await OpenAsync($"form?command={Uri.EscapeDataString("/incident update INC-7")}", scheme, path: "filling/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Post a status update" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);

        await page.GetByRole(AriaRole.Textbox).FillAsync("far too long a text for it");
        await page.GetByRole(AriaRole.Button, new() { Name = "Post" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Write at most 20 characters");
        await Accessibility.AssertAsync(page);
    }

    public static TheoryData<ColorScheme, int> Screens =>
        new(from scheme in new[] { ColorScheme.Light, ColorScheme.Dark } from width in new[] { 320, 390, 1280 } select (scheme, width));

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task The_first_screen_with_completion_and_its_hint(ColorScheme scheme, int width)
    {
        var page = await OpenAsync("beginning", scheme, width);
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Ping Redis" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);

        await page.GetByRole(AriaRole.Combobox).FillAsync("/redis ping on");
        await page.GetByRole(AriaRole.Combobox).FocusAsync();
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(2);
        await page.Keyboard.PressAsync("ArrowDown");
        await Accessibility.AssertAsync(page);
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task The_living_card_folded_and_unfolded_beside_an_unread_channel(ColorScheme scheme, int width)
    {
        var channel = $"inc-70-pinned-{scheme}-{width}".ToLowerInvariant();
        var place = new ChannelRef("local", "local", channel);
        await host.Platform.PostAsync(place, Scene.Living(0.43), new(channel), Ct);
        await host.Platform.PostAsync(place, Everything, new($"{channel}-everything"), Ct);
        var page = await OpenAsync(channel, scheme, width);
        await page.WaitForFunctionAsync("() => JSON.parse(localStorage.getItem('unread:grace') ?? '{}').heard > 0");
        await host.Platform.PostAsync(new("local", "local", "general"), Scene.Refused, new($"{channel}-refused"), Ct);
        await Expect(page).ToHaveTitleAsync(new Regex(@"^\([0-9]+\) #inc-70"));
        await Accessibility.AssertAsync(page);

        await page.Locator(".living summary").ClickAsync();
        await Accessibility.AssertAsync(page);
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task Pages_that_ask_and_pages_that_are_not_there(ColorScheme scheme, int width)
    {
        var page = await OpenAsync($"form?command={Uri.EscapeDataString("/incident update INC-7")}", scheme, width, "filling/");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "Post a status update" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);

        await page.GotoAsync($"{host.Address}/chat/general/nothing?as=grace");
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "There is nothing here" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
    }

    [Theory]
    [MemberData(nameof(Screens))]
    public async Task A_page_whose_scripts_do_not_come(ColorScheme scheme, int width)
    {
        var channel = $"inc-71-bare-{scheme}-{width}".ToLowerInvariant();
        await host.Platform.PostAsync(new("local", "local", channel), Scene.Living(0.43), new(channel), Ct);
        var page = await OpenAsync("about", scheme, width);
        await page.RouteAsync("**/chat/assets/*.js*", route => route.AbortAsync());
        await page.GotoAsync($"{host.Address}/chat/{channel}?as=grace");
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Reload for news" })).ToBeVisibleAsync();
        await Accessibility.AssertAsync(page);
    }

    /// <summary>Each block, tone and style that the outage does not show.</summary>
    private static Card Everything { get; } = new("R-13: aof-fix on primary")
    {
        Tone = Tone.Good,
        Blocks =
        [
            new CardBlock.Progress("Now: counting", null),
            new CardBlock.Lines([.. Enumerable.Range(1, 60).Select(n => $"line {n} of the log {new string('x', 200)}")]) { Output = "primary.log" },
            new CardBlock.Text("See #general"),
        ],
        Buttons = [new("Post an update", "/incident update INC-7") { Form = ButtonForm.Needed }],
    };

    private async Task<IPage> OpenAsync(string channel, ColorScheme scheme, int width = 1280, string path = "") =>
        await browser.OpenAsync(
            $"{host.Address}/chat/{path}{channel}{(channel.Contains('?', StringComparison.Ordinal) ? '&' : '?')}as=grace",
            width,
            860,
            scheme);
}
