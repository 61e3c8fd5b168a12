using IncidentBot.Messages;

namespace IncidentBot.Tests.Messages;

public sealed class FormTests
{
    private static readonly Form Open = new("Open an incident", "Open", "/incident open {severity} {title} on {target}",
    [
        new FormField.Choice("severity", "Severity", [new("P0", "P0: down")]),
        new FormField.Text("title", "Title", 120),
        new FormField.Choice("target", "Target", [new("primary", "primary")]),
    ]);

    [Fact]
    public void What_was_filled_in_becomes_the_command_that_could_have_been_typed() =>
        Assert.Equal("/incident open P0 Redis is down on primary", Read(Open, ("severity", "P0"), ("title", "  Redis is\r\n down "), ("target", "primary")));

    [Fact]
    public void A_value_is_never_taken_for_a_part_of_the_command() =>
        Assert.Equal("/incident open P0 {target} on primary", Read(Open, ("severity", "P0"), ("title", "{target}"), ("target", "primary")));

    [Theory]
    [InlineData("")]
    [InlineData(" \n\t ")]
    public void What_is_missing_is_named_by_its_field(string title)
    {
        var lacking = Assert.IsType<FormReading.Lacking>(
            Open.Read(new Dictionary<string, string> { ["severity"] = "P0", ["title"] = title, ["target"] = "primary" }));

        Assert.Equal(["title"], lacking.Fields.Keys);
    }

    [Theory]
    [InlineData("P9")]
    [InlineData("p0")]
    public void Only_what_is_offered_can_be_chosen(string severity)
    {
        var lacking = Assert.IsType<FormReading.Lacking>(
            Open.Read(new Dictionary<string, string> { ["severity"] = severity, ["title"] = "x", ["target"] = "primary" }));

        Assert.Equal(["severity"], lacking.Fields.Keys);
    }

    [Fact]
    public void A_box_has_to_be_ticked_and_leaves_no_trace_in_the_command()
    {
        var approve = new Form("Approve R-1", "Approve", "/approve R-1 7c1e2d49", [new FormField.Tick("read", "Your approval", "I have read this plan.")]);

        Assert.IsType<FormReading.Lacking>(approve.Read(new Dictionary<string, string>()));
        Assert.Equal("/approve R-1 7c1e2d49", Read(approve, ("read", "yes")));
    }

    [Fact]
    public void An_optional_field_may_stay_empty()
    {
        var reject = new Form("Reject R-1", "Reject", "/reject R-1 {reason}", [new FormField.Text("reason", "Why?", 100) { Optional = true }]);

        Assert.Equal("/reject R-1", Read(reject));
    }

    [Fact]
    public void A_choice_that_stands_for_none_leaves_its_place_empty()
    {
        var open = new Form(
            "Open",
            "Open",
            "/incident open {runbook} {title}",
            [new FormField.Choice("runbook", "Runbook", [FormOption.Without("Find by title"), new("mail", "Mail")]), new FormField.Text("title", "Title", 10)]);
        var none = ((FormField.Choice)open.Fields[0]).Options[0].Value;

        Assert.Equal("/incident open -", Read(open, ("runbook", none), ("title", "-")));
        Assert.Equal("/incident open mail -", Read(open, ("runbook", "mail"), ("title", "-")));
    }

    [Theory]
    [InlineData("12345678901", "Write at most 10 characters; these are 11.")]
    [InlineData("1234567890", null)]
    public void A_text_that_is_too_long_is_named_with_its_limit(string title, string? fault)
    {
        var reading = new Form("Open", "Open", "/incident open {title}", [new FormField.Text("title", "Title", 10)])
            .Read(new Dictionary<string, string> { ["title"] = title });

        Assert.Equal(fault, reading is FormReading.Lacking lacking ? lacking.Fields["title"] : null);
    }

    private static string Read(Form form, params (string Key, string Value)[] values) =>
        Assert.IsType<FormReading.Complete>(form.Read(values.ToDictionary(value => value.Key, value => value.Value))).Command;
}
