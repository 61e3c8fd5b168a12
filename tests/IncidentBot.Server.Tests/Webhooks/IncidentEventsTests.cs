using System.Text;
using System.Text.Json;
using IncidentBot.Alerts;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Targets;
using IncidentBot.Timeline;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Webhooks;

public sealed class IncidentEventsTests
{
    private static readonly IncidentEvents Events = new(
        new WebhooksOptions { Endpoints = { ["ops"] = new WebhookOptions() } },
        "https://bot.example",
        channel => channel.Platform == "slack" ? new Uri($"https://slack.example/{channel.ChannelId}") : null,
        new Redactor(["hush-hush-hush"]),
        new FakeTimeProvider(Some.Now));

    public static TheoryData<string?, IncidentState, IncidentState> Moves => new()
    {
        { "moved", IncidentState.Declared, IncidentState.Assessing },
        { "moved", IncidentState.Assessing, IncidentState.Mitigating },
        { "moved", IncidentState.Monitoring, IncidentState.Mitigating },
        { "moved", IncidentState.Verifying, IncidentState.Monitoring },
        { "resolved", IncidentState.Monitoring, IncidentState.Resolved },
        { "resolved", IncidentState.Declared, IncidentState.Resolved },
        { "closed", IncidentState.Resolved, IncidentState.Closed },
        { "cancelled", IncidentState.Mitigating, IncidentState.Cancelled },
        { "reopened", IncidentState.Resolved, IncidentState.Assessing },
        { "reopened", IncidentState.Cancelled, IncidentState.Assessing },
    };

    [Theory]
    [MemberData(nameof(Moves))]
    public void Each_step_has_its_type(string? type, IncidentState from, IncidentState to) =>
        Assert.Equal($"incidentbot.incident.{type}", IncidentEvents.TypeOf(Entry(new TimelineEvent.Moved(from, to, "so it is"))));

    [Fact]
    public void What_else_happens_has_its_type_or_is_the_incidents_own_business()
    {
        Assert.Equal(WebhookTypes.Acknowledged, IncidentEvents.TypeOf(Entry(new TimelineEvent.Acknowledged())));
        Assert.Equal(WebhookTypes.Severity, IncidentEvents.TypeOf(Entry(new TimelineEvent.Changed(IncidentField.Severity, "P1", "P0"))));
        Assert.Equal(WebhookTypes.Updated, IncidentEvents.TypeOf(Entry(new TimelineEvent.StatusUpdated("half is back"))));
        Assert.Null(IncidentEvents.TypeOf(Entry(new TimelineEvent.Changed(IncidentField.Assignee, null, "Ada"))));
        Assert.Null(IncidentEvents.TypeOf(Entry(new TimelineEvent.Noted("looks bad"))));
    }

    [Fact]
    public void No_body_is_as_long_as_twenty_kilobytes_whatever_is_in_it()
    {
        foreach (var text in (string[])[new('\u0001', 50_000), new('"', 50_000), new('語', 50_000), string.Concat(Enumerable.Repeat("👩", 30_000))])
        {
            var incident = Some.Incident() with
            {
                Title = text,
                Target = new TargetRef(text, text),
                Runbook = new RunbookProgress("id", "title", new string('7', 64), 1, Some.Now)
                {
                    Services = [.. Enumerable.Range(0, 500).Select(n => new AffectedService($"{n}{text}", ""))],
                },
            };

            var body = Assert.Single(Events.Of(incident, Entry(new TimelineEvent.StatusUpdated(text)))).Body;

            Assert.InRange(Encoding.UTF8.GetByteCount(body), 1000, 19_999);
            using var json = JsonDocument.Parse(body);
            Assert.Equal(12, json.RootElement.GetProperty("data").GetProperty("services").GetArrayLength());
        }
    }

    [Fact]
    public void No_secret_is_told_and_a_time_is_one_that_everybody_reads()
    {
        var at = Some.Now.AddHours(1);
        var entry = Entry(new TimelineEvent.StatusUpdated($"the next one {Moment.Of(at)}, hush-hush-hush"));

        using var json = JsonDocument.Parse(Assert.Single(Events.Of(Some.Incident() with { Title = "hush-hush-hush" }, entry)).Body);

        var data = json.RootElement.GetProperty("data");
        Assert.Equal($"status update: the next one 22 Nov 2025 11:15:00 UTC, {Redactor.Mask}", data.GetProperty("text").GetString());
        Assert.Equal(Redactor.Mask, data.GetProperty("title").GetString());
        Assert.Equal("https://bot.example", json.RootElement.GetProperty("source").GetString());
    }

    [Fact]
    public void It_leads_back_to_the_first_of_its_channels_that_has_an_address()
    {
        var elsewhere = Some.Incident() with { Channel = new ChannelRef("teams", "T", "19:x"), Bridges = [] };
        var bridged = elsewhere with { Bridges = [new ChannelRef("slack", "T1", "C7")] };

        Assert.Equal([null, "https://slack.example/C7"], new[] { elsewhere, bridged }.Select(LinkOf));

        static string? LinkOf(Incident incident)
        {
            using var json = JsonDocument.Parse(Assert.Single(Events.Of(incident, Entry(new TimelineEvent.Acknowledged()))).Body);
            return json.RootElement.GetProperty("data").GetProperty("link").GetString();
        }
    }

    private static TimelineEntry Entry(TimelineEvent what) => TimelineEntry.Of(IncidentId.New(Some.Now), Some.Now, Some.Ada, what);
}
