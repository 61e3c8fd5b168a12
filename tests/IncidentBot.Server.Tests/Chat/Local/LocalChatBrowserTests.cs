using System.Text.RegularExpressions;
using IncidentBot.Messages;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace IncidentBot.Server.Tests.Chat.Local;

public sealed class LocalChatBrowserTests(Browser browser, LocalChatHost host) : IClassFixture<Browser>, IClassFixture<LocalChatHost>
{
    private readonly Browser browser = browser.Knowing(new Uri(host.Address), host.Token);
    private static readonly string Screens = Directory.CreateDirectory(Path.Combine(Path.GetTempPath(), "incidentbot-screens")).FullName;

    [Theory]
    [InlineData("desktop-light", 1280, ColorScheme.Light)]
    [InlineData("desktop-dark", 1280, ColorScheme.Dark)]
    [InlineData("phone-light", 375, ColorScheme.Light)]
    [InlineData("phone-dark", 360, ColorScheme.Dark)]
    public async Task The_page_fits_the_screen_and_breaks_no_policy(string name, int width, ColorScheme scheme)
    {
        await Scene.PlayAsync(host);
        var page = await browser.OpenAsync("about:blank", width, width > 500 ? 860 : 760, scheme);
        var complaints = new List<string>();
        page.Console += (_, message) => complaints.Add(message.Text);

        await page.GotoAsync($"{host.Address}/chat/{Scene.Channel}?as=ada");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await ShootAsync(page, $"{name}-end");
        await page.Locator("#messages").EvaluateAsync("element => element.scrollTop = 0");
        await ShootAsync(page, name);

        Assert.Empty(complaints);
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth && "
            + "document.querySelector('#messages').scrollWidth <= document.querySelector('#messages').clientWidth"));
    }

    [Fact]
    public async Task A_command_is_completed_chosen_and_sent_by_keyboard()
    {
        var page = await browser.OpenAsync($"{host.Address}/chat/keyboard?as=ada");
        var input = page.GetByRole(AriaRole.Combobox);
        await Expect(input).ToBeFocusedAsync();

        await page.Keyboard.TypeAsync("/inc");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(2);
        await Expect(page.GetByRole(AriaRole.Option, new() { Selected = true })).ToContainTextAsync("/incident open");
        await page.Keyboard.PressAsync("ArrowDown");
        await Expect(page.GetByRole(AriaRole.Option, new() { Selected = true })).ToContainTextAsync("/incident resolve");
        await Expect(input).ToHaveAttributeAsync("aria-activedescendant", "command-1");
        await ShootAsync(page, "completion");
        await page.Keyboard.PressAsync("ArrowUp");
        await page.Keyboard.PressAsync("Enter");
        await Expect(input).ToHaveValueAsync("/incident open ");
        Assert.DoesNotContain(host.Log.All, message => message.Channel.ChannelId == "keyboard");

        await page.Keyboard.TypeAsync("P0 Redis is full");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".message.ada .command")).ToHaveTextAsync("/incident open P0 Redis is full");
        await Expect(input).ToHaveValueAsync("");
        var row = Assert.Single(host.Inbox.Rows, row => row.Channel.ChannelId == "keyboard");
        Assert.Equal("/incident open P0 Redis is full", row.Text);
    }

    [Fact]
    public async Task Half_a_word_is_completed_before_it_is_sent_and_completion_goes_on_with_the_arguments()
    {
        var page = await browser.OpenAsync($"{host.Address}/chat/arguments?as=ada");
        var input = page.GetByRole(AriaRole.Combobox);

        await page.Keyboard.TypeAsync("/redis pi");
        await page.Keyboard.PressAsync("Enter");
        await Expect(input).ToHaveValueAsync("/redis ping ");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveTextAsync([new Regex("on primary"), new Regex("on crowded")]);
        await Expect(page.Locator("#next-word")).ToHaveTextAsync("on <target>: the name of a target, such as primary");
        await Expect(input).ToHaveAttributeAsync("aria-describedby", "next-word");
        await ShootAsync(page, "completion-of-arguments");

        await page.Keyboard.TypeAsync("on c");
        await Expect(page.GetByRole(AriaRole.Option)).ToHaveCountAsync(1);
        await page.Keyboard.PressAsync("Tab");
        await Expect(input).ToHaveValueAsync("/redis ping on crowded ");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".message.ada .command")).ToHaveTextAsync("/redis ping on crowded");
        Assert.Single(host.Inbox.Rows, row => row.Channel.ChannelId == "arguments");
    }

    [Fact]
    public async Task What_was_sent_before_comes_back_with_the_arrows_for_each_person()
    {
        var page = await browser.OpenAsync($"{host.Address}/chat/history?as=ada");
        var input = page.GetByRole(AriaRole.Combobox);
        foreach (var line in new[] { "first", "second" })
        {
            await input.FillAsync(line);
            await page.Keyboard.PressAsync("Enter");
            await Expect(input).ToHaveValueAsync("");
        }

        await page.ReloadAsync();
        foreach (var (key, value) in new[] { ("ArrowUp", "second"), ("ArrowUp", "first"), ("ArrowUp", "first"), ("ArrowDown", "second"), ("ArrowDown", "") })
        {
            await page.Keyboard.PressAsync(key);
            await Expect(input).ToHaveValueAsync(value);
        }

        await page.GetByRole(AriaRole.Link, new() { Name = "Grace" }).ClickAsync();
        await Expect(page.Locator("body")).ToHaveAttributeAsync("data-reader", "grace");
        await page.Keyboard.PressAsync("ArrowUp");
        await Expect(input).ToHaveValueAsync("");
    }

    [Fact]
    public async Task Half_written_text_survives_a_reload_and_another_channel()
    {
        var page = await browser.OpenAsync($"{host.Address}/chat/draft?as=ada");
        var input = page.GetByRole(AriaRole.Combobox);
        await input.FillAsync("Customers in Germany see");

        await page.ReloadAsync();
        await Expect(input).ToHaveValueAsync("Customers in Germany see");
        await page.GotoAsync($"{host.Address}/chat/draft-elsewhere?as=ada");
        await Expect(input).ToHaveValueAsync("");
        await page.GotoAsync($"{host.Address}/chat/draft?as=ada");
        await Expect(input).ToHaveValueAsync("Customers in Germany see");

        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".message.ada")).ToContainTextAsync("Customers in Germany see");
        await Expect(input).ToHaveValueAsync("");
        await page.ReloadAsync();
        await Expect(input).ToHaveValueAsync("");
    }

    [Fact]
    public async Task What_was_said_elsewhere_is_marked_and_counted_until_it_is_read()
    {
        var ct = TestContext.Current.CancellationToken;
        await host.Platform.PostAsync(new("local", "local", "inc-60-elsewhere"), Scene.Living(0.43), new("elsewhere"), ct);
        var page = await browser.OpenAsync($"{host.Address}/chat/unread?as=ada");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        var link = page.GetByRole(AriaRole.Link, new() { Name = "inc-60-elsewhere" });
        await page.WaitForFunctionAsync("() => JSON.parse(localStorage.getItem('unread:ada') ?? '{}').heard > 0");
        await Expect(page).ToHaveTitleAsync("#unread · IncidentBot");

        await host.Platform.PostAsync(new("local", "local", "inc-60-elsewhere"), Scene.Ping, new("elsewhere-2"), ct);
        await host.Platform.PostAsync(new("local", "local", "unread"), Scene.Ping, new("here"), ct);
        await Expect(link).ToHaveAccessibleNameAsync(new Regex("inc-60-elsewhere.*new"));
        await Expect(page).ToHaveTitleAsync("(1) #unread · IncidentBot");
        await ShootAsync(page, "unread");

        await page.ReloadAsync();
        await Expect(page).ToHaveTitleAsync("(1) #unread · IncidentBot");
        await link.ClickAsync();
        await Expect(page).ToHaveTitleAsync("#inc-60-elsewhere · IncidentBot");
        await Expect(page.Locator("[data-unread]")).ToHaveCountAsync(0);
    }

    [Fact]
    public async Task A_hidden_page_counts_what_is_said_in_its_own_channel()
    {
        await host.Platform.PostAsync(new("local", "local", "hidden"), Scene.Ping, new("hidden-0"), TestContext.Current.CancellationToken);
        var page = await browser.OpenAsync($"{host.Address}/chat/hidden?as=ada");
        await page.WaitForFunctionAsync("() => JSON.parse(localStorage.getItem('unread:ada') ?? '{}').heard > 0");
        await page.EvaluateAsync("Object.defineProperty(document, 'hidden', { configurable: true, get: () => true })");
        await host.Platform.PostAsync(new("local", "local", "hidden"), Scene.Ping, new("hidden"), TestContext.Current.CancellationToken);
        await host.Platform.PostAsync(new("local", "local", "hidden"), Scene.Ping, new("hidden-2"), TestContext.Current.CancellationToken);
        await Expect(page).ToHaveTitleAsync(new Regex(@"^\([0-9]+\) #hidden"));

        await page.EvaluateAsync("delete document.hidden; document.dispatchEvent(new Event('visibilitychange'))");
        await Expect(page.Locator("[data-focus=hidden][data-unread]")).ToHaveCountAsync(0);
    }

    [Theory]
    [InlineData(1280, 860)]
    [InlineData(320, 568)]
    public async Task The_living_card_stays_in_sight_with_its_buttons_and_can_be_unfolded(int width, int height)
    {
        var ct = TestContext.Current.CancellationToken;
        var channel = $"inc-50-pinned-{width}";
        var place = new ChannelRef("local", "local", channel);
        var id = await host.Platform.PostAsync(place, Scene.Living(0.43), new($"pinned-{width}"), ct);
        for (var n = 0; n < 12; n++)
        {
            await host.Platform.PostAsync(place, Scene.Plan, new($"pinned-{width}-{n}"), ct);
        }

        var page = await browser.OpenAsync($"{host.Address}/chat/{channel}?as=ada", width, height);
        var card = page.Locator(".living");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await Expect(card.Locator(".card-title")).ToBeInViewportAsync();
        await Expect(card.GetByRole(AriaRole.Button, new() { Name = "Update" })).ToBeInViewportAsync();
        await Expect(page.Locator(".message").Last).ToBeInViewportAsync();
        await Expect(card.GetByText("Publishing: delayed 14 min")).ToBeHiddenAsync();
        await ShootAsync(page, $"pinned-{width}");

        await card.Locator("summary").ClickAsync();
        await Expect(card.GetByText("Publishing: delayed 14 min")).ToBeVisibleAsync();
        await host.Platform.UpdateAsync(place, id, Scene.Living(0.62), ct);
        await Expect(card.Locator(".progress b")).ToHaveTextAsync("62 %");
        await Expect(card.GetByText("Publishing: delayed 14 min")).ToBeVisibleAsync();
        await ShootAsync(page, $"pinned-open-{width}");
        Assert.True(await page.EvaluateAsync<bool>("document.documentElement.scrollWidth <= innerWidth"));
    }

    [Theory]
    [InlineData("MITIGATING", "59 s", "1 min 59 s")]
    [InlineData("MITIGATING", "59 min 1 s", "1 h")]
    [InlineData("RESOLVED", "59 s", "59 s")]
    public async Task The_time_that_an_incident_has_lasted_ticks_until_it_is_over(string state, string drawn, string minuteLater)
    {
        var channel = $"inc-51-ticks-{state}-{drawn.Length}".ToLowerInvariant();
        await host.Platform.PostAsync(
            new("local", "local", channel), Scene.Living(0.43, state, drawn), new(channel), TestContext.Current.CancellationToken);
        var page = await browser.OpenAsync("about:blank");
        await page.Clock.InstallAsync(new() { TimeDate = Scene.Start.AddMinutes(14).UtcDateTime });
        await page.GotoAsync($"{host.Address}/chat/{channel}?as=ada");
        await page.Clock.PauseAtAsync(Scene.Start.AddMinutes(15).UtcDateTime);

        await Expect(page.Locator(".living .card-title")).ToHaveTextAsync($"INC-42  P0  {state}  {minuteLater}");
    }

    [Fact]
    public async Task Yesterdays_message_says_its_day_once_the_day_is_over()
    {
        var page = await browser.OpenAsync("about:blank");
        var today = Scene.Start.UtcDateTime;
        await page.Clock.InstallAsync(new() { TimeDate = today });
        await host.Platform.PostAsync(new("local", "local", "midnight"), Scene.Summary, new("midnight"), TestContext.Current.CancellationToken);
        await page.GotoAsync($"{host.Address}/chat/midnight?as=ada");
        await Expect(page.Locator(".card time").First).ToHaveTextAsync("11:15:02");

        await page.Clock.FastForwardAsync("24:00:00");
        await Expect(page.Locator(".card time").First).ToHaveTextAsync("3 Mar 11:15:02");
    }

    [Theory]
    [InlineData("light", ColorScheme.Light, 1280)]
    [InlineData("dark", ColorScheme.Dark, 320)]
    public async Task The_first_screen_can_be_pressed(string name, ColorScheme scheme, int width)
    {
        var channel = $"first-{name}";
        var page = await browser.OpenAsync($"{host.Address}/chat/{channel}?as=ada", width, 700, scheme);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Open an incident" })).ToBeInViewportAsync();
        await ShootAsync(page, $"first-screen-{name}");

        await page.GetByRole(AriaRole.Button, new() { Name = "Ping Redis" }).ClickAsync();
        await Expect(page.Locator(".message.ada .command")).ToHaveTextAsync("/redis ping");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Ping Redis" })).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Tab_takes_the_first_and_escape_closes_the_list()
    {
        var page = await browser.OpenAsync($"{host.Address}/chat/tab?as=ada");
        var input = page.GetByRole(AriaRole.Combobox);
        await page.Keyboard.TypeAsync("/redis p");
        await Expect(input).ToHaveAttributeAsync("aria-expanded", "true");
        await page.Keyboard.PressAsync("Tab");
        await Expect(input).ToHaveValueAsync("/redis ping ");
        await Expect(input).ToBeFocusedAsync();

        await input.FillAsync("/he");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeVisibleAsync();
        await page.Keyboard.PressAsync("Escape");
        await Expect(page.GetByRole(AriaRole.Listbox)).ToBeHiddenAsync();
        await Expect(input).ToHaveAttributeAsync("aria-expanded", "false");
        await Expect(input).ToHaveValueAsync("/he");
    }

    [Fact]
    public async Task A_card_is_updated_in_place_without_a_reload_and_keeps_the_focus()
    {
        var ct = TestContext.Current.CancellationToken;
        var place = new ChannelRef("local", "local", "inc-1-in-place");
        var id = await host.Platform.PostAsync(place, Scene.Living(0.43), new("in-place"), ct);
        var page = await browser.OpenAsync($"{host.Address}/chat/inc-1-in-place?as=ada");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await page.EvaluateAsync("window.marker = 'still here'");
        await page.GetByRole(AriaRole.Button, new() { Name = "Timeline" }).FocusAsync();

        await host.Platform.UpdateAsync(place, id, Scene.Living(0.62, since: "15 min 2 s"), ct);
        await Expect(page.Locator(".progress b")).ToHaveTextAsync("62 %");
        await Expect(page.Locator("[data-announcer]")).ToBeEmptyAsync();

        await host.Platform.UpdateAsync(place, id, Scene.Living(0.81, "VERIFYING"), ct);

        await Expect(page.Locator(".progress b")).ToHaveTextAsync("81 %");
        await Expect(page.Locator(".message")).ToHaveCountAsync(1);
        await Expect(page.Locator(".living .card-title")).ToContainTextAsync("VERIFYING");
        await Expect(page.Locator("[data-announcer]")).ToContainTextAsync("VERIFYING");
        await Expect(page.GetByRole(AriaRole.Button, new() { Name = "Timeline" })).ToBeFocusedAsync();
        Assert.Equal("still here", await page.EvaluateAsync<string>("window.marker"));
    }

    [Fact]
    public async Task A_button_asks_before_it_counts_and_a_second_press_runs_nothing()
    {
        var ct = TestContext.Current.CancellationToken;
        var place = new ChannelRef("local", "local", "inc-2-confirm");
        await host.Platform.PostAsync(place, Scene.Plan, new("confirm"), ct);
        var page = await browser.OpenAsync($"{host.Address}/chat/inc-2-confirm?as=grace");
        var approve = page.GetByRole(AriaRole.Button, new() { Name = "Approve" });

        await approve.ClickAsync();
        await Expect(page.GetByRole(AriaRole.Dialog)).ToContainTextAsync("This cannot be undone.");
        await Expect(page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button)).ToHaveTextAsync(["Leave it waiting", "Approve the plan"]);
        await ShootAsync(page, "confirm");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Dialog)).ToBeHiddenAsync();
        await Expect(approve).ToBeFocusedAsync();
        Assert.DoesNotContain(host.Inbox.Rows, row => row.Channel == place);

        await approve.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve the plan" }).ClickAsync();
        await Expect(page.Locator(".message.grace .command")).ToHaveTextAsync("/approve R-12 7c1e2d49");
        var row = Assert.Single(host.Inbox.Rows, row => row.Channel == place);
        Assert.Equal(("once:approve-R-12", "grace"), (row.Key, row.From.UserId));

        await Expect(approve).Not.ToHaveAttributeAsync("aria-disabled", "true");
        await approve.ClickAsync();
        await page.GetByRole(AriaRole.Dialog).GetByRole(AriaRole.Button, new() { Name = "Approve the plan" }).ClickAsync();
        await Expect(page.Locator(".message.private")).ToContainTextAsync("Already pressed");
        await Expect(page.Locator(".message.private")).ToContainTextAsync("only visible to you");
        Assert.Single(host.Inbox.Rows, row => row.Channel == place);
    }

    [Fact]
    public async Task The_other_person_writes_under_their_own_name()
    {
        var page = await browser.OpenAsync($"{host.Address}/chat/switch?as=ada");
        await page.GetByRole(AriaRole.Link, new() { Name = "Grace" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Grace" })).ToHaveAttributeAsync("aria-current", "true");
        await page.GetByRole(AriaRole.Combobox).FillAsync("I am here.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".message.grace")).ToContainTextAsync("I am here.");
    }

    [Fact]
    public async Task A_new_channel_appears_in_the_list_of_an_open_page()
    {
        var page = await browser.OpenAsync($"{host.Address}/chat/lobby?as=ada");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await host.Platform.PostAsync(new("local", "local", "inc-77-new"), Scene.Summary, new("appears"), TestContext.Current.CancellationToken);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "inc-77-new" })).ToBeVisibleAsync();
    }

    [Fact]
    public async Task Someone_who_reads_further_up_is_told_of_new_messages_and_not_moved()
    {
        var ct = TestContext.Current.CancellationToken;
        var place = new ChannelRef("local", "local", "reading");
        for (var i = 0; i < 6; i++)
        {
            await host.Platform.PostAsync(place, Scene.Plan, new($"reading-{i}"), ct);
        }

        var page = await browser.OpenAsync($"{host.Address}/chat/reading?as=ada");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await page.Locator("#messages").EvaluateAsync("element => { element.scrollTop = 200; }");
        await page.WaitForTimeoutAsync(100);
        await host.Platform.PostAsync(place, Scene.Ping, new("reading-new"), ct);

        var jump = page.GetByRole(AriaRole.Button, new() { Name = "1 new message" });
        await Expect(jump).ToBeVisibleAsync();
        Assert.Equal(200, await page.Locator("#messages").EvaluateAsync<int>("element => element.scrollTop"));
        await ShootAsync(page, "jump");
        await jump.ClickAsync();
        await Expect(jump).ToBeHiddenAsync();
        await Expect(page.Locator(".message").Last).ToBeInViewportAsync();
    }

    [Fact]
    public async Task What_does_not_fit_the_page_is_read_from_its_beginning_and_who_stays_there_goes_on_to_the_next()
    {
        var ct = TestContext.Current.CancellationToken;
        var place = new ChannelRef("local", "local", "long");
        await host.Platform.PostAsync(place, Long("first finding"), new("long-1"), ct);
        var page = await browser.OpenAsync($"{host.Address}/chat/long?as=ada", 390, 700);
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "first finding" })).ToBeInViewportAsync();

        await host.Platform.PostAsync(place, Long("second finding"), new("long-2"), ct);

        await Expect(page.GetByRole(AriaRole.Heading, new() { Name = "second finding" })).ToBeInViewportAsync();
        await Expect(page.Locator("[data-jump]")).ToBeHiddenAsync();

        static Card Long(string title) => Card.Say(title, [.. Enumerable.Range(1, 60).Select(line => $"Line {line}.")]);
    }

    [Fact]
    public async Task Times_are_shown_in_the_readers_zone()
    {
        await host.Platform.PostAsync(new("local", "local", "zone"), Scene.Summary, new("zone"), TestContext.Current.CancellationToken);
        var page = await browser.OpenAsync($"{host.Address}/chat/zone?as=ada");
        await Expect(page.Locator(".card time").First).ToHaveTextAsync(new Regex("^3 Mar( [0-9]{4})? 11:15:02$"));
        await Expect(page.Locator(".card time").First).ToHaveAttributeAsync("datetime", "2026-03-03T10:15:02Z");
    }

    [Fact]
    public async Task On_a_phone_the_channel_list_opens_over_the_page()
    {
        await Scene.PlayAsync(host);
        var page = await browser.OpenAsync($"{host.Address}/chat/general?as=ada", width: 375, height: 760);
        var list = page.GetByRole(AriaRole.Navigation);
        await Expect(list).ToBeHiddenAsync();
        await page.GetByRole(AriaRole.Button, new() { Name = "Channels" }).ClickAsync();
        await Expect(list).ToBeVisibleAsync();
        await ShootAsync(page, "phone-channels");
        await page.Keyboard.PressAsync("Escape");
        await Expect(list).ToBeHiddenAsync();
    }

    [Fact]
    public async Task Everything_works_without_script_too_and_a_dangerous_press_still_asks()
    {
        var place = new ChannelRef("local", "local", "no-script");
        await host.Platform.PostAsync(place, Scene.Living(0.5), new("no-script"), TestContext.Current.CancellationToken);
        var page = await browser.OpenAsync($"{host.Address}/chat/no-script?as=ada", script: false);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Reload for news" })).ToHaveAttributeAsync("href", "/chat/no-script?as=ada");

        await page.GetByRole(AriaRole.Combobox).FillAsync("Reading along.");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.Locator(".message.ada")).ToContainTextAsync("Reading along.");

        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("the message is empty");

        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel run" }).ClickAsync();
        await Expect(page.GetByRole(AriaRole.Heading)).ToHaveTextAsync("Please confirm");
        await ShootAsync(page, "no-script-confirm");
        Assert.DoesNotContain(host.Inbox.Rows, row => row.Channel == place);
        await Expect(page.GetByRole(AriaRole.Link, new() { Name = "Leave it running" })).ToHaveAttributeAsync("href", "/chat/no-script?as=ada");
        await page.GetByRole(AriaRole.Button, new() { Name = "Cancel the run" }).ClickAsync();
        await Expect(page.Locator(".message.ada .command")).ToHaveTextAsync("/run cancel R-12");
        Assert.Single(host.Inbox.Rows, row => row.Channel == place);
    }

    [Fact]
    public async Task Markup_in_a_title_is_shown_as_it_was_typed()
    {
        const string title = "<script>window.broken = true</script><img src=x onerror='window.broken = true'> <!channel>";
        var place = new ChannelRef("local", "local", "markup");
        await host.Platform.PostAsync(place, new Card(title), new("markup-page"), TestContext.Current.CancellationToken);
        var page = await browser.OpenAsync($"{host.Address}/chat/markup?as=ada");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await host.Platform.PostAsync(place, new Card(title), new("markup-live"), TestContext.Current.CancellationToken);

        await Expect(page.Locator(".card-title")).ToHaveTextAsync([title, title]);
        Assert.False(await page.EvaluateAsync<bool>("'broken' in window"));
    }

    /// <summary>Without being kept apart, the number behind such a title is drawn in front of it.</summary>
    [Fact]
    public async Task What_is_written_from_right_to_left_stands_apart_from_the_words_around_it()
    {
        const string title = "תקלה בשרת ב-Redis ראשי";
        var place = new ChannelRef("local", "local", "right-to-left");
        var card = new Card($"INC-7: {title}, 3 checks")
        {
            Blocks = [new CardBlock.Text($"{title}, 3 checks"), new CardBlock.Fields([new("مدينة, 3 keys", $"{title}, 3 checks")])],
            Buttons = [new("Note", $"/incident note INC-7 {title}, 3 checks") { Confirm = $"{title}, 3 checks" }],
        };
        await host.Platform.PostAsync(place, card, new("right-to-left"), TestContext.Current.CancellationToken);
        await host.SendAsync("right-to-left", ("as", "ada"), ("text", $"/incident note {title}, 3 checks"), ("key", "rtl-command"));
        await host.SendAsync("right-to-left", ("as", "ada"), ("text", title), ("key", "rtl-words"));
        var page = await browser.OpenAsync($"{host.Address}/chat/right-to-left?as=ada");
        await ShootAsync(page, "right-to-left");

        await Expect(page.Locator("bdi")).ToHaveTextAsync([title, title, "مدينة", title, title]);
        var behind = await page.Locator("bdi").EvaluateAllAsync<bool[]>("""
            all => all.map(apart => {
              const digit = apart.nextSibling.data.indexOf('3');
              const range = document.createRange();
              range.setStart(apart.nextSibling, digit);
              range.setEnd(apart.nextSibling, digit + 1);
              return range.getBoundingClientRect().left >= apart.getBoundingClientRect().right;
            })
            """);
        Assert.DoesNotContain(false, behind);
        Assert.Equal("rtl", await page.Locator(".message.ada p.text").EvaluateAsync<string>("element => getComputedStyle(element).direction"));
        await Expect(page.Locator("article.bot")).ToHaveAttributeAsync("aria-label", $"IncidentBot: INC-7: \u2068{title}\u2069, 3 checks");
    }

    [Fact]
    public async Task Only_what_can_be_used_or_scrolls_is_focusable()
    {
        var lines = new CardBlock.Lines([.. Enumerable.Range(1, 60).Select(n => $"line {n} {new string('x', 200)}")]) { Output = "primary.log" };
        var card = new Card("R-13: read") { Blocks = [lines, new CardBlock.Lines(["one line"])] };
        await host.Platform.PostAsync(new("local", "local", "focus"), card, new("focus"), TestContext.Current.CancellationToken);
        var page = await browser.OpenAsync($"{host.Address}/chat/focus?as=ada");
        await page.Locator("details summary").ClickAsync();
        await Expect(page.Locator("pre.lines").Last).ToBeVisibleAsync();

        Assert.Empty(await page.EvaluateAsync<string[]>("""
            () => [...document.querySelectorAll('*')]
              .filter(element => element.tabIndex >= 0 && !element.matches('a, button, input, select, textarea, summary'))
              .filter(element => element.scrollHeight <= element.clientHeight && element.scrollWidth <= element.clientWidth)
              .map(element => element.outerHTML.slice(0, 100))
            """));
    }

    [Fact]
    public async Task A_page_whose_server_goes_away_says_so_and_keeps_what_was_typed()
    {
        var page = await browser.OpenAsync($"{host.Address}/chat/lost?as=ada");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await page.RouteAsync("**/messages", route => route.AbortAsync());
        await page.GetByRole(AriaRole.Combobox).FillAsync("/redis ping");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not answer");
        await Expect(page.GetByRole(AriaRole.Combobox)).ToHaveValueAsync("/redis ping");

        await page.UnrouteAsync("**/messages");
        await page.GetByRole(AriaRole.Button, new() { Name = "Send" }).ClickAsync();
        await Expect(page.Locator(".message.ada")).ToHaveCountAsync(1);
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
    }

    [Fact]
    public async Task A_printed_channel_holds_every_message_and_no_controls()
    {
        await Scene.PlayAsync(host);
        var page = await browser.OpenAsync($"{host.Address}/chat/{Scene.Channel}?as=ada");
        await page.EmulateMediaAsync(new() { Media = Media.Print });
        await Expect(page.Locator(".composer")).ToBeHiddenAsync();
        await Expect(page.GetByRole(AriaRole.Navigation)).ToBeHiddenAsync();
        await Expect(page.Locator(".buttons").First).ToBeHiddenAsync();
        Assert.Equal("visible", await page.Locator("#messages").EvaluateAsync<string>("element => getComputedStyle(element).overflowY"));
        await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, "print.png"), FullPage = true });
    }

    [Fact]
    public async Task After_a_restart_of_the_server_the_page_catches_up_without_a_reload()
    {
        await using var restarted = new LocalChatHost();
        await restarted.InitializeAsync();
        var page = await browser.Knowing(new Uri(restarted.Address), restarted.Token).OpenAsync($"{restarted.Address}/chat/restart?as=ada");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await page.EvaluateAsync("window.marker = 'still here'");

        await restarted.StopAsync();
        await Expect(page.Locator("[data-connection=lost]")).ToContainTextAsync("Reconnecting, last news");
        await page.GetByRole(AriaRole.Combobox).FillAsync("Still there?");
        await page.Keyboard.PressAsync("Enter");
        await Expect(page.GetByRole(AriaRole.Alert)).ToContainTextAsync("does not answer");
        await ShootAsync(page, "lost");
        await restarted.StartAgainAsync();
        await restarted.Platform.PostAsync(new("local", "local", "restart"), Scene.Summary, new("missed"), TestContext.Current.CancellationToken);

        await Expect(page.Locator(".message")).ToContainTextAsync("Summary of INC-42");
        await Expect(page.Locator("[data-connection=live]")).ToBeVisibleAsync();
        await Expect(page.GetByRole(AriaRole.Alert)).ToBeHiddenAsync();
        Assert.Equal("still here", await page.EvaluateAsync<string>("window.marker"));
    }

    private static async Task ShootAsync(IPage page, string name) => await page.ScreenshotAsync(new() { Path = Path.Combine(Screens, $"{name}.png") });
}
