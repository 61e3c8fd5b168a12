namespace IncidentBot.Alerts.Wire;

public sealed class EventsBodyTests
{
    [Fact]
    public void An_event_may_say_everything()
    {
        var delivery = One(
            """
            {
              "id": "backup-7", "title": "Backup failed", "status": "resolved", "severity": "critical", "group": "nightly",
              "labels": { "host": "db-1", "attempt": 3, "dry": false, "nothing": null, "severity": "info" },
              "annotations": { "summary": "exit code 2", "runbook_url": "https://wiki.example/backup" },
              "startsAt": "2026-08-22T02:00:00Z", "endsAt": "2026-08-22T03:00:00+01:00", "url": "https://ci.example/7", "more": {}
            }
            """);

        var alert = Assert.Single(delivery.Alerts);
        Assert.Equal(("nightly", "backup-7", false), (delivery.Group, alert.Fingerprint, alert.IsFiring));
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["alertname"] = "Backup failed",
                ["severity"] = "critical",
                ["host"] = "db-1",
                ["attempt"] = "3",
                ["dry"] = "false",
            },
            alert.Labels);
        Assert.Equal("exit code 2", alert.Annotations["summary"]);
        Assert.Equal((Hour(2), Hour(2)), (alert.StartsAt, alert.EndsAt!.Value));
        Assert.Equal(["Source: https://ci.example/7", "Runbook: https://wiki.example/backup"], Bodies.Links(alert));
    }

    [Fact]
    public void An_id_is_enough()
    {
        var delivery = One("""{"id": 7}""");

        var alert = Assert.Single(delivery.Alerts);
        Assert.Equal(("7", "7", true, Bodies.At, null), (delivery.Group, alert.Fingerprint, alert.IsFiring, alert.StartsAt, alert.EndsAt));
        Assert.Equal("7", Assert.Single(alert.Labels, label => label.Key == "alertname").Value);
    }

    [Theory]
    [InlineData("""[{"id":"a"},{"id":"b","group":"g"},{"id":"c","group":"g"},{"id":"a","status":"resolved"}]""")]
    [InlineData("""{"events":[{"id":"a"},{"id":"b","group":"g"},{"id":"c","group":"g"},{"id":"a","status":"resolved"}]}""")]
    public void Several_are_put_together_by_group_and_the_last_word_of_each_counts(string body) => Assert.Equal(
        ["a: a False", "g: b True, c True"],
        Bodies.All(Read(body)).Select(delivery =>
            $"{delivery.Group}: {string.Join(", ", delivery.Alerts.Select(alert => $"{alert.Fingerprint} {alert.IsFiring}"))}"));

    [Theory]
    [InlineData("[]")]
    [InlineData("""{"events":[]}""")]
    public void None_are_none(string body) => Assert.Empty(Bodies.All(Read(body)));

    [Theory]
    [InlineData("""{"title":"x"}""", "\"id\" is missing")]
    [InlineData("""{"id":""}""", "\"id\" is missing")]
    [InlineData("""{"id":["a"]}""", "\"id\" is a list where a text is expected")]
    [InlineData("""[{"id":"a"},{"title":"x"}]""", "\"[1].id\" is missing")]
    [InlineData("""{"events":[{"id":"a"},7]}""", "\"events[1]\" is a number where an object is expected")]
    [InlineData("""{"events":{"id":"a"}}""", "\"events\" is an object where a list is expected")]
    [InlineData("""{"id":"a","status":"ok"}""", "\"status\" is \"ok\" where firing or resolved is expected")]
    [InlineData("""[{"id":"a","labels":{"x":{}}}]""", "\"[0].labels.x\" is an object where a text is expected")]
    [InlineData("""{"id":"a","startsAt":"yesterday"}""", "\"startsAt\" is \"yesterday\" where a time such as 2026-08-22T10:15:00Z is expected")]
    [InlineData("\"a\"", "it is a text where an object or a list is expected")]
    public void What_is_none_is_told_why(string body, string why) => Assert.StartsWith(
        $"This is no event: {why}. Expected is JSON such as {{\"id\": \"backup-7\", \"title\": \"Backup failed\", \"status\": \"firing\"}}",
        Bodies.Why(Read(body)),
        StringComparison.Ordinal);

    [Fact]
    public void More_groups_than_can_be_stored_in_time_are_refused_and_one_large_group_is_not()
    {
        static string Events(int count, string more) => $"[{string.Join(',', Enumerable.Range(0, count).Select(n => $"{{\"id\":\"e{n}\"{more}}}"))}]";

        Assert.Equal(EventsBody.MostGroups, Bodies.All(Read(Events(EventsBody.MostGroups, ""))).Count);
        Assert.Contains("it has events of 201 groups, and 200 are taken at once", Bodies.Why(Read(Events(201, ""))), StringComparison.Ordinal);
        Assert.Equal(5000, One(Events(5000, ",\"group\":\"g\"")).Alerts.Count);
        var tooMany = Read(Events(AlertBounds.MostAlerts + 1, ",\"group\":\"g\""));
        Assert.Contains("20001 events, and 20000 are taken", Bodies.Why(tooMany), StringComparison.Ordinal);
    }

    private static DateTimeOffset Hour(int hour) => new(2026, 8, 22, hour, 0, 0, TimeSpan.Zero);

    private static BodyReading Read(string body) => EventsBody.Read(Bodies.Bytes(body), Bodies.At);

    private static AlertDelivery One(string body) => Bodies.One(Read(body));
}
