using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Readings;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Timeline;

namespace IncidentBot.Server.Tests.Storage;

public sealed class StoreJsonTests
{
    private const string Readings = ""","readings":[{"name":"used_memory","value":1048576,"unit":"Bytes"}]""";

    [Fact]
    public void Any_text_comes_back_as_it_was_or_cleaned()
    {
        Prop.ForAll<string?>(text =>
        {
            var json = StoredEntry.Of(new TimelineEntry(default, 1, Some.Now, new PersonId(text ?? ""), new TimelineEvent.Noted(text ?? ""), text ?? ""));
            var clean = StoredText.Clean(text ?? "");
            return StoredEntry.Read(json.Text) == new TimelineEntry(default, 1, Some.Now, new PersonId(clean), new TimelineEvent.Noted(clean), clean);
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Any_channel_comes_back_from_its_key()
    {
        Prop.ForAll<string?, string?, string?>((platform, workspace, id) =>
        {
            var channel = new ChannelRef(platform ?? "", workspace ?? "", id ?? "");
            return StoredText.Channel(StoredText.Of(channel)) == channel;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Times_sort_as_text()
    {
        Prop.ForAll<DateTime, DateTime>((a, b) =>
        {
            var (first, second) = (new DateTimeOffset(a.Ticks, TimeSpan.Zero), new DateTimeOffset(b.Ticks, TimeSpan.Zero));
            return Math.Sign(string.CompareOrdinal(StoredText.Of(first), StoredText.Of(second))) == Math.Sign(first.CompareTo(second))
                && StoredText.Time(StoredText.Of(first)) == first;
        }).QuickCheckThrowOnFailure();
    }

    [Fact]
    public void Ids_are_plain_strings_and_enums_are_names()
    {
        var id = new IncidentId(Guid.Parse("019aaa00-0000-7000-8000-000000000001"));
        var json = StoredEntry.Of(TimelineEntry.Of(
            id,
            Some.Now,
            Some.Ada,
            new TimelineEvent.Moved(IncidentState.Mitigating, IncidentState.Verifying, "x")) with
        { Sequence = 1 });

        Assert.Equal(
            """
            {"incident":"019aaa00-0000-7000-8000-000000000001","sequence":1,"at":"2025-11-22T10:15:00+00:00","by":"ada","kind":"Transition","text":"x",
            "from":"Mitigating","to":"Verifying","what":{"$type":"moved","from":"Mitigating","to":"Verifying","why":"x","byOverride":false}}
            """.ReplaceLineEndings(""),
            json.Text);
    }

    [Fact]
    public void A_check_keeps_its_readings_and_one_from_before_has_none()
    {
        var check = new CheckResult("has room", true, "1 MB used", Some.Now) { Readings = [new Reading("used_memory", 1048576, Unit.Bytes)] };
        var json = Json.Of(Some.Incident() with { Checks = [check] }, StoreJson.Default.Incident);

        var kept = Assert.Single(Json.Read(json.Text, StoreJson.Default.Incident).Checks);
        var before = Assert.Single(Json.Read(json.Text.Replace(Readings, "", StringComparison.Ordinal), StoreJson.Default.Incident).Checks);

        Assert.Contains(Readings, json.Text, StringComparison.Ordinal);
        Assert.Equal(check.Readings, kept.Readings);
        Assert.Empty(before.Readings);
        Assert.Equal(check.Evidence, before.Evidence);
    }

    [Fact]
    public void An_incident_keeps_which_target_it_is_about_and_one_from_before_the_name_alone()
    {
        const string Target = "\"target\":{\"system\":\"redis\",\"name\":\"primary\"}";
        var json = Json.Of(Some.Incident(), StoreJson.Default.Incident).Text;
        Assert.Contains(Target, json, StringComparison.Ordinal);

        var before = json.Replace(Target, "\"target\":\"primary\"", StringComparison.Ordinal);

        Assert.Equal(new TargetRef("redis", "primary"), Json.Read(json, StoreJson.Default.Incident).Target);
        Assert.Equal(TargetRef.Unknown("primary"), Json.Read(before, StoreJson.Default.Incident).Target);
    }

    [Fact]
    public void A_plan_keeps_what_it_carries_and_one_from_before_has_its_figures()
    {
        const string Carries = ""","carries":{"read at":"1764444489000"}""";
        const string Figures = "\"figures\":[]";
        const string Before = "\"figures\":[{\"name\":\"read at\",\"value\":1764444489000,\"unit\":\"ms since 1970\",\"tolerance\":1}]";
        var run = Some.Run(
            "primary",
            RunState.Approved) with
        { Plan = new ActionPlan("x") { Carries = new Dictionary<string, string> { ["read at"] = "1764444489000" } } };
        var json = Json.Of(run, StoreJson.Default.Run).Text;
        Assert.Contains(Carries, json, StringComparison.Ordinal);
        Assert.Contains(Figures, json, StringComparison.Ordinal);

        var before = json.Replace(Carries, "", StringComparison.Ordinal)
            .Replace(Figures, Before, StringComparison.Ordinal);

        Assert.Equal(1764444489000, Json.Read(json, StoreJson.Default.Run).Plan.CarriedNumber("read at"));
        Assert.Equal(1764444489000, Json.Read(before, StoreJson.Default.Run).Plan.CarriedNumber("read at"));
    }

    [Theory]
    [InlineData(null, "\"slack:T1:U9\"")]
    [InlineData("Pat", """{"id":"slack:T1:U9","name":"Pat"}""")]
    public void Somebody_whom_nobody_lists_is_kept_with_their_name(string? name, string by)
    {
        var person = new PersonId("slack:T1:U9") { Name = name };
        var json = StoredEntry.Of(TimelineEntry.Of(default, Some.Now, person, new TimelineEvent.Noted("x")));

        Assert.Contains($"\"by\":{by}", json.Text, StringComparison.Ordinal);
        var read = StoredEntry.Read(json.Text).By!.Value;
        Assert.Equal((person.Value, name), (read.Value, read.Name));
    }

    [Fact]
    public void The_type_of_a_message_may_come_last_as_jsonb_puts_it()
    {
        var json = """
            {"in":{"platform":"slack","channelId":"C1","workspace":"T1"},
            "card":{"tone":"Bad","title":"x","blocks":[{"value":"y","$type":"text"}],"buttons":[]},"$type":"post"}
            """;

        var post = Assert.IsType<Outgoing.Post>(Json.Read(json, StoreJson.Default.Outgoing));

        Assert.Equal([new CardBlock.Text("y")], post.Card.Blocks);
    }
}
