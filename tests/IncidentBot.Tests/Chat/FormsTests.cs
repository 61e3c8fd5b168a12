using IncidentBot.Commands;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Execution;
using IncidentBot.Tests.Support;
using static IncidentBot.Incidents.IncidentState;

namespace IncidentBot.Tests.Chat;

/// <summary>Which command has a form when, and that what it types is a command.</summary>
public sealed class FormsTests
{
    private static readonly ChannelRef Elsewhere = new("local", "demo", "kitchen");

    private readonly ChatRig rig = new();

    [Theory]
    [InlineData(Declared, "cancel note update")]
    [InlineData(Assessing, "cancel note update")]
    [InlineData(Mitigating, "cancel note override update")]
    [InlineData(Verifying, "cancel mitigate note override update")]
    [InlineData(Monitoring, "cancel mitigate note override update")]
    [InlineData(Resolved, "note reopen update")]
    [InlineData(Closed, "note reopen")]
    [InlineData(Cancelled, "note reopen")]
    public async Task A_command_that_lacks_its_words_has_a_form_where_they_could_be_taken(IncidentState state, string expected)
    {
        await rig.InAsync(state);
        var offered = new List<string>();
        foreach (var verb in rig.Reader.All.Where(command => command.Root == "/incident")
            .Select(command => command.Name.Split(' ')[1])
            .Where(verb => verb != "open")
            .Order())
        {
            if (await FormAsync($"/incident {verb} INC-1", Elsewhere) is { } form)
            {
                offered.Add(verb);
                Assert.Equal($"/incident {verb} INC-1 because it is", Filled(form, (form.Fields[0].Key, "because\nit is")));
            }
        }

        Assert.Equal(expected, string.Join(' ', offered));
    }

    [Fact]
    public async Task Mitigating_without_a_finding_takes_a_reason_and_a_finding_that_comes_meanwhile_loses_no_word_of_it()
    {
        await rig.Room.InAsync(Declared);
        await rig.TypeAsync(Some.Ada, "/incident assess");
        var asked = await FormAsync("/incident mitigate", pressed: true);
        Assert.Equal("reason", Assert.Single(Lacking(asked!)).Key);

        await rig.Room.CarryOutAsync();

        Assert.Null(await FormAsync("/incident mitigate"));
        Assert.Equal("/incident mitigate INC-1", Filled((await FormAsync("/incident mitigate INC-1", pressed: true))!));
        Assert.Equal(
            "/incident mitigate INC-1 seen it before",
            Filled((await FormAsync("/incident mitigate INC-1", pressed: true))!, ("reason", "seen it before")));
    }

    [Fact]
    public async Task Whoever_is_about_to_give_an_update_sees_what_the_bot_would_say_which_stands_below_their_words()
    {
        await rig.InAsync(Mitigating);

        var form = (await FormAsync("/incident update"))!;
        await rig.TypeAsync(Some.Ada, Filled(form, ("text", "publishing is back")));

        var shown = PlainText.Render(form.About!).Split('\n');
        Assert.StartsWith("INC-1 P0 still Mitigating", shown[0], StringComparison.Ordinal);
        Assert.StartsWith("Impact: no impact is known.", shown[1], StringComparison.Ordinal);
        Assert.Equal("Next update by 03:15:00 UTC.", shown[^1]);
        Assert.Equal(["publishing is back", .. shown[1..^1], $"Mitigating. {shown[^1]}"], rig.Room.LastPost.Split('\n')[1..]);
        Assert.Null((await FormAsync("/incident note"))!.About);
        await rig.TypeAsync(Some.Ada, "/incident cancel it was none");
        Assert.Null(await FormAsync("/incident update INC-1"));
    }

    [Fact]
    public async Task The_incident_of_the_channel_is_meant_and_no_word_of_the_text_means_another()
    {
        await rig.InAsync(Mitigating);

        Assert.Equal("/incident note INC-1 INC-2 began with this", Filled((await FormAsync("/Incident Note"))!, ("text", "INC-2 began with this")));
        Assert.Null(await FormAsync("/incident note", Elsewhere));
        Assert.Null(await FormAsync("/incident note INC-7"));
        Assert.Null(await FormAsync("/incident note it is back"));
    }

    [Fact]
    public async Task An_incident_is_opened_with_a_runbook_that_is_chosen_or_found_by_the_title()
    {
        rig.Room.Files.Texts["redis-recovery.md"] = SomeRunbook.Text;
        rig.Room.Files.Texts["mail.md"] = "# Mail is late\n\n1. Wait.\n";
        var form = (await FormAsync("/incident open"))!;

        var runbooks = Assert.Single(form.Fields.OfType<FormField.Choice>(), choice => choice.Key == "runbook");
        Assert.Equal(["Find by title", "mail: Mail is late", "redis-recovery: Redis recovery"], runbooks.Options.Select(option => option.Label));
        Assert.All(runbooks.Options, option => Assert.NotEmpty(option.Value));
        Assert.Equal(
            "/incident open P0 Nobody can log in on primary",
            Filled(form, ("severity", "P0"), ("runbook", runbooks.Options[0].Value), ("title", "Nobody can log in"), ("target", "primary")));

        await rig.TypeAsync(
            Some.Ada,
            Filled(form, ("severity", "P1"), ("runbook", "redis-recovery"), ("title", "Publishing is stuck"), ("target", "sessions")));
        Assert.Equal(
            ("Publishing is stuck", Severity.P1, "sessions", "redis-recovery"),
            (rig.Room.Incident.Title, rig.Room.Incident.Severity, rig.Room.Incident.Target.Name, rig.Room.Incident.Runbook?.Id));
    }

    [Fact]
    public async Task More_runbooks_than_a_platform_takes_are_counted_and_the_way_to_them_is_said()
    {
        for (var number = 0; number < 120; number++)
        {
            rig.Room.Files.Texts[$"book-{number}.md"] = $"# Book {number}\n";
        }

        var runbooks = (await FormAsync("/incident open"))!.Fields.OfType<FormField.Choice>().Single(choice => choice.Key == "runbook");

        Assert.Equal((100, "Find by title"), (runbooks.Options.Count, runbooks.Options[0].Label));
        Assert.StartsWith("21 more do not fit", runbooks.Hint, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_a_runbook_none_is_asked_for() =>
        Assert.Equal(["severity", "title", "target"], (await FormAsync("/incident open"))!.Fields.Select(field => field.Key));

    [Fact]
    public async Task A_plan_that_waits_is_shown_in_full_wherever_it_is_answered()
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:*");

        var reject = (await FormAsync("/reject R-1"))!;
        Assert.Equal("/reject R-1", Filled(reject));
        Assert.Equal("/reject R-1 not at noon", Filled(reject, ("reason", "not at noon")));
        var alone = (await FormAsync("/run break-glass R-1"))!;
        Assert.Equal("Type primary, exactly like this.", Lacking(alone, ("target", "Primary"), ("reason", "nobody answers"))["target"]);
        Assert.Equal("/run break-glass R-1 primary nobody answers", Filled(alone, ("target", "primary"), ("reason", "nobody answers")));
        var run = await rig.RunAsync();
        Assert.Null(await FormAsync($"/approve R-1 {run.ShortHash}"));
        var approve = (await FormAsync($"/approve R-1 {run.ShortHash}", pressed: true))!;
        Assert.All([reject, alone, approve], form => Assert.Contains(run.Plan.Summary, PlainText.Render(form.About!), StringComparison.Ordinal));

        await rig.TypeAsync(Some.Grace, Filled(reject, ("reason", "not at noon")));
        Assert.Equal("rejected by Grace: not at noon", (await rig.RunAsync()).Outcome);
        Assert.Null(await FormAsync("/reject R-1"));
        Assert.Null(await FormAsync("/run break-glass R-1"));
    }

    [Theory]
    [InlineData(Resolved, "/incident reopen", "/incident reopen INC-1")]
    [InlineData(Monitoring, "/incident mitigate", "/incident mitigate INC-1")]
    [InlineData(Monitoring, "/incident override", "/incident override INC-1")]
    [InlineData(Mitigating, "/incident note", "/incident note INC-1")]
    [InlineData(Mitigating, "/incident update", "/incident update INC-1")]
    [InlineData(Mitigating, "/incident open", "/incident open")]
    public async Task What_is_refused_for_lack_of_words_offers_their_form_to_platforms_that_have_forms(IncidentState state, string typed, string offered)
    {
        await rig.InAsync(state);

        var refusal = await rig.CardForAsync(Some.Ada, typed);

        Assert.Equal((offered, ButtonForm.Needed), (Assert.Single(refusal.Buttons).Command, refusal.Buttons[0].Form));
        Assert.NotNull(await FormAsync(offered, Elsewhere, pressed: true));
        Assert.Empty(refusal.WithoutForms().Buttons);
    }

    [Theory]
    [InlineData(Declared)]
    [InlineData(Assessing)]
    [InlineData(Monitoring)]
    [InlineData(Closed)]
    public async Task Every_button_of_the_card_that_needs_a_form_has_one(IncidentState state)
    {
        await rig.InAsync(state);

        var buttons = (await rig.Room.Cards.DrawAsync(rig.Room.Incident, default)).Buttons.Where(button => button.Form is ButtonForm.Needed).ToList();

        Assert.NotEmpty(buttons);
        foreach (var button in buttons)
        {
            Assert.NotNull(await FormAsync(button.Command, Elsewhere, pressed: true));
        }
    }

    [Fact]
    public async Task What_is_shown_of_a_form_has_no_secret_and_hides_nothing()
    {
        await rig.TypeAsync(Some.Ada, "/redis clear-cache rl:* on primary");
        var run = await rig.RunAsync();
        await rig.Store.CommitAsync(new Changes { Run = run with { Plan = run.Plan with { Summary = "hunter2 \u202Ealso" } } }, default);

        var texts = EveryText.In(await FormAsync($"/approve R-1 {run.ShortHash}", pressed: true)).ToList();
        Assert.Contains(texts, text => text.Contains("[redacted] also", StringComparison.Ordinal));
        Assert.DoesNotContain(texts, text => text.Contains("hunter2", StringComparison.Ordinal) || text.Contains('\u202E', StringComparison.Ordinal));
    }

    private Task<Form?> FormAsync(string command, ChannelRef? channel = null, bool pressed = false) =>
        rig.Forms.ForAsync(command, Some.Ada.Accounts[0], channel ?? Some.Channel, pressed, default);

    private string Filled(Form form, params (string Key, string Value)[] values)
    {
        var command = Assert.IsType<FormReading.Complete>(form.Read(values.ToDictionary(value => value.Key, value => value.Value))).Command;
        Assert.IsType<CommandReading.Found>(rig.Reader.Read(command));
        return command;
    }

    private static IReadOnlyDictionary<string, string> Lacking(Form form, params (string Key, string Value)[] values) =>
        Assert.IsType<FormReading.Lacking>(form.Read(values.ToDictionary(value => value.Key, value => value.Value))).Fields;
}
