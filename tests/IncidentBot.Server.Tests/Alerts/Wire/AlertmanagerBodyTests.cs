using System.Text.Json.Nodes;

namespace IncidentBot.Alerts.Wire;

public sealed class AlertmanagerBodyTests
{
    /// <summary>As 0.34 sends it; <c>notification_reason</c> and <c>routeLabels</c> are newer than 0.27.</summary>
    private const string Sample =
        """
        {
          "receiver": "incidentbot",
          "status": "firing",
          "alerts": [
            {
              "status": "firing",
              "labels": { "alertname": "RedisDown", "instance": "redis-1:6379", "job": "redis", "severity": "critical" },
              "annotations": { "runbook_url": "https://runbooks.example/redis-down", "summary": "Redis redis-1:6379 is down" },
              "startsAt": "2026-08-22T10:14:45.123456789Z",
              "endsAt": "0001-01-01T00:00:00Z",
              "generatorURL": "http://prometheus:9090/graph?g0.expr=redis_up+%3D%3D+0&g0.tab=1",
              "fingerprint": "7f2d7a2e7b6b1c55"
            },
            {
              "status": "resolved",
              "labels": { "alertname": "RedisDown", "instance": "redis-2:6379", "job": "redis", "severity": "critical" },
              "annotations": { "summary": "Redis redis-2:6379 is down" },
              "startsAt": "2026-08-22T10:10:45.5+02:00",
              "endsAt": "2026-08-22T10:20:45Z",
              "generatorURL": "",
              "fingerprint": "0c5d4e3f2a1b0c9d"
            }
          ],
          "groupLabels": { "alertname": "RedisDown" },
          "commonLabels": { "alertname": "RedisDown", "job": "redis", "severity": "critical" },
          "commonAnnotations": {},
          "externalURL": "http://alertmanager:9093",
          "version": "4",
          "groupKey": "{}/{team=\"ops\"}:{alertname=\"RedisDown\"}",
          "truncatedAlerts": 3,
          "notification_reason": "some alerts resolved",
          "routeLabels": { "team": "ops" }
        }
        """;

    [Fact]
    public void A_notice_is_read_alert_by_alert()
    {
        var delivery = Read(Sample);

        Assert.Equal(("{}/{team=\"ops\"}:{alertname=\"RedisDown\"}", 3, "http://alertmanager:9093/"), (delivery.Group, delivery.Truncated, delivery.Address));
        var (firing, resolved) = (delivery.Alerts[0], delivery.Alerts[1]);
        Assert.Equal(2, delivery.Alerts.Count);
        Assert.Equal(("7f2d7a2e7b6b1c55", true, null), (firing.Fingerprint, firing.IsFiring, firing.EndsAt));
        Assert.Equal(new DateTimeOffset(2026, 8, 22, 10, 14, 45, TimeSpan.Zero).AddTicks(1234567), firing.StartsAt);
        Assert.Equal(
            new Dictionary<string, string>
            {
                ["alertname"] = "RedisDown",
                ["instance"] = "redis-1:6379",
                ["job"] = "redis",
                ["severity"] = "critical",
            },
            firing.Labels);
        Assert.Equal("Redis redis-1:6379 is down", firing.Annotations["summary"]);
        Assert.Equal(
            ["Source: http://prometheus:9090/graph?g0.expr=redis_up+%3D%3D+0&g0.tab=1", "Runbook: https://runbooks.example/redis-down"], Bodies.Links(firing));
        Assert.Equal(("0c5d4e3f2a1b0c9d", false), (resolved.Fingerprint, resolved.IsFiring));
        Assert.Equal(new DateTimeOffset(2026, 8, 22, 8, 10, 45, 500, TimeSpan.Zero), resolved.StartsAt);
        Assert.Equal(new DateTimeOffset(2026, 8, 22, 10, 20, 45, TimeSpan.Zero), resolved.EndsAt);
        Assert.Empty(resolved.Links);
    }

    [Fact]
    public void What_only_newer_ones_send_is_not_needed()
    {
        var older = JsonNode.Parse(Sample)!.AsObject();
        foreach (var name in (string[])["notification_reason", "routeLabels", "truncatedAlerts", "version", "receiver", "externalURL", "commonAnnotations"])
        {
            Assert.True(older.Remove(name));
        }

        var delivery = Read(older.ToJsonString());

        Assert.Equal((2, 0, null), (delivery.Alerts.Count, delivery.Truncated, delivery.Address));
    }

    [Fact]
    public void Another_version_is_read_as_long_as_it_has_what_is_needed() =>
        Assert.Equal(2, Read(Sample.Replace("\"version\": \"4\"", "\"version\": 5", StringComparison.Ordinal)).Alerts.Count);

    [Theory]
    [InlineData("groupKey", "This is no notice of an Alertmanager: \"groupKey\" is missing. ")]
    [InlineData("alerts", "This is no notice of an Alertmanager: \"alerts\" is missing. ")]
    public void What_is_needed_is_named(string name, string expected)
    {
        var notice = JsonNode.Parse(Sample)!.AsObject();
        notice.Remove(name);

        Assert.Equal(
            expected + "Expected is JSON as webhook_config sends it, version \"4\", with groupKey and alerts.",
            Bodies.Why(AlertmanagerBody.Read(Bodies.Bytes(notice.ToJsonString()), Bodies.At)));
    }

    [Fact]
    public void Without_a_fingerprint_the_labels_tell_which_alert_it_is_in_whatever_order()
    {
        var one = Alert("""{"a":"1","b":"2"}""").Fingerprint;

        Assert.Matches("^[0-9a-f]{32}$", one);
        Assert.Equal(one, Alert("""{"b":"2","a":"1"}""").Fingerprint);
        Assert.NotEqual(one, Alert("""{"a":"2","b":"1"}""").Fingerprint);
        Assert.NotEqual(Alert("""{"a":"bc"}""").Fingerprint, Alert("""{"ab":"c"}""").Fingerprint);
    }

    [Fact]
    public void What_says_no_time_has_that_at_which_it_came()
    {
        var firing = Alert("""{"a":"1"}""");
        var resolved = Alert("""{"a":"1"}""", "\"status\":\"RESOLVED\",\"startsAt\":\"0001-01-01T00:00:00Z\",\"endsAt\":null");

        Assert.Equal((Bodies.At, null), (firing.StartsAt, firing.EndsAt));
        Assert.Equal((false, Bodies.At, Bodies.At), (resolved.IsFiring, resolved.StartsAt, resolved.EndsAt));
    }

    [Theory]
    [InlineData("javascript:alert(1)")]
    [InlineData("/graph?g0.expr=up")]
    [InlineData("ftp://prometheus/")]
    [InlineData("file:///etc/passwd")]
    [InlineData("http://ada:hush@prometheus/")]
    [InlineData("http:// prometheus/")]
    [InlineData("http://")]
    public void An_address_that_nobody_can_be_led_to_is_left_out(string url) =>
        Assert.Empty(Alert("""{"a":"1"}""", $"\"status\":\"firing\",\"generatorURL\":\"{url}\",\"annotations\":{{\"runbook_url\":\"{url}\"}}").Links);

    [Fact]
    public void What_is_said_twice_of_an_alert_is_as_it_was_said_last()
    {
        var delivery = Read(
            """
            {"groupKey":"g","alerts":[
              {"status":"firing","labels":{},"fingerprint":"a"},{"status":"firing","labels":{},"fingerprint":"b"},
              {"status":"resolved","labels":{},"fingerprint":"a"}]}
            """);

        Assert.Equal(["b True", "a False"], delivery.Alerts.Select(alert => $"{alert.Fingerprint} {alert.IsFiring}"));
    }

    [Fact]
    public void What_is_too_much_is_cut_and_still_tells_alerts_apart()
    {
        var labels = string.Join(',', Enumerable.Range(0, 100).Select(n => $"\"l{n:000}\":\"{new string('x', 3000)}\""));
        var first = Alert($"{{{labels},\"severity\":\"critical\",\"alertname\":\"Down\",\"{new string('n', 201)}\":\"1\"}}");
        var second = Alert($"{{{labels},\"severity\":\"critical\",\"alertname\":\"Down\",\"{new string('n', 201)}\":\"2\"}}");

        Assert.Equal(AlertBounds.MostTexts, first.Labels.Count);
        Assert.Equal(("Down", "critical"), (first.Labels["alertname"], first.Labels["severity"]));
        Assert.All(first.Labels.Values, text => Assert.True(text.Length <= 2000));
        Assert.EndsWith("x…", first.Labels["l000"], StringComparison.Ordinal);
        Assert.NotEqual(first.Fingerprint, second.Fingerprint);
    }

    [Fact]
    public void Half_of_a_pair_is_not_left_where_a_text_is_cut()
    {
        var text = Alert($"{{\"a\":\"{new string('x', 1998)}🔥🔥\"}}").Labels["a"];

        Assert.Equal($"{new string('x', 1998)}…", text);
    }

    [Fact]
    public void A_long_group_key_is_cut_and_still_its_own()
    {
        var key = new string('k', 3000);
        var (one, other) = (Read($"{{\"groupKey\":\"{key}1\",\"alerts\":[]}}").Group, Read($"{{\"groupKey\":\"{key}2\",\"alerts\":[]}}").Group);

        Assert.True(one.Length <= 600);
        Assert.NotEqual(one, other);
        Assert.StartsWith("kkk", one, StringComparison.Ordinal);
    }

    [Fact]
    public void Of_very_many_alerts_the_rest_counts_as_left_out()
    {
        var alerts = string.Join(',', Enumerable.Range(0, AlertBounds.MostAlerts + 5).Select(n => $"{{\"status\":\"firing\",\"labels\":{{\"n\":\"{n}\"}}}}"));
        var delivery = Read($"{{\"groupKey\":\"g\",\"truncatedAlerts\":2,\"alerts\":[{alerts}]}}");

        Assert.Equal((AlertBounds.MostAlerts, 7), (delivery.Alerts.Count, delivery.Truncated));
    }

    private static AlertDelivery Read(string body) => Bodies.One(AlertmanagerBody.Read(Bodies.Bytes(body), Bodies.At));

    private static AlertNotice Alert(string labels, string more = "\"status\":\"firing\"") =>
        Assert.Single(Read($"{{\"groupKey\":\"g\",\"alerts\":[{{{more},\"labels\":{labels}}}]}}").Alerts);
}
