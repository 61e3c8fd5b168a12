namespace IncidentBot.Alerts.Wire;

public sealed class GrafanaBodyTests
{
    /// <summary>As the documentation of Grafana 12 has it.</summary>
    private const string New =
        """
        {
          "receiver": "My Super Webhook",
          "status": "firing",
          "orgId": 1,
          "alerts": [
            {
              "status": "firing",
              "labels": { "alertname": "High memory usage", "team": "blue", "zone": "us-1" },
              "annotations": {
                "description": "The system has high memory usage",
                "runbook_url": "https://myrunbook.com/runbook/1234",
                "summary": "This alert was triggered for zone us-1"
              },
              "startsAt": "2021-10-12T09:51:03.157076+02:00",
              "endsAt": "0001-01-01T00:00:00Z",
              "generatorURL": "https://play.grafana.org/alerting/1afz29v7z/edit",
              "fingerprint": "c6eadffa33fcdf37",
              "silenceURL": "https://play.grafana.org/alerting/silence/new?alertmanager=grafana&matchers=alertname%3DT2%2Cteam%3Dblue%2Czone%3Dus-1",
              "dashboardURL": "https://play.grafana.org/d/abcd",
              "panelURL": "https://play.grafana.org/d/abcd?viewPanel=2",
              "imageURL": "https://play.grafana.org/images/x.png",
              "values": { "B": 44.23943737541908, "C": 1 }
            },
            {
              "status": "resolved",
              "labels": { "alertname": "High CPU usage", "team": "blue", "zone": "eu-1" },
              "annotations": null,
              "startsAt": "2021-10-12T09:56:03.157076+02:00",
              "endsAt": "2021-10-12T09:56:03.157076+02:00",
              "generatorURL": "https://play.grafana.org/alerting/d1rdpdv7k/edit",
              "fingerprint": "bc97ff14869b13e3",
              "silenceURL": "",
              "dashboardURL": "",
              "panelURL": "",
              "values": null
            }
          ],
          "groupLabels": {},
          "commonLabels": { "team": "blue" },
          "commonAnnotations": {},
          "externalURL": "https://play.grafana.org/",
          "version": "1",
          "groupKey": "{}:{}",
          "truncatedAlerts": 0,
          "title": "[FIRING:1] High memory usage (blue us-1)",
          "state": "alerting",
          "message": "**Firing**\n\nLabels:\n - alertname = T2\n"
        }
        """;

    /// <summary>As Grafana 8 and 9 sent it.</summary>
    private const string Old =
        """
        {
          "receiver": "webhook", "status": "resolved", "orgId": 1,
          "alerts": [
            {
              "status": "resolved",
              "labels": { "alertname": "TestAlert", "instance": "Grafana" },
              "annotations": { "summary": "Notification test" },
              "startsAt": "2022-03-28T13:01:05.123Z", "endsAt": "2022-03-28T13:05:05.123Z",
              "generatorURL": "", "fingerprint": "57c6d9296de2ad39",
              "silenceURL": "http://localhost:3000/alerting/silence/new?alertmanager=grafana&matcher=alertname%3DTestAlert",
              "dashboardURL": "", "panelURL": "",
              "valueString": "[ metric='foo' labels={instance=bar} value=10 ]"
            }
          ],
          "groupLabels": {}, "commonLabels": {}, "commonAnnotations": {}, "externalURL": "http://localhost:3000/",
          "version": "1", "groupKey": "{alertname=\"TestAlert\", instance=\"Grafana\"}2022-03-28 13:01:05.123 +0000 UTC", "truncatedAlerts": 0,
          "title": "[RESOLVED] TestAlert", "state": "ok", "message": "**Resolved**"
        }
        """;

    [Fact]
    public void A_notice_of_today_is_read_with_its_pages()
    {
        var delivery = Bodies.One(GrafanaBody.Read(Bodies.Bytes(New), Bodies.At));

        Assert.Equal(("{}:{}", 0, "https://play.grafana.org/"), (delivery.Group, delivery.Truncated, delivery.Address));
        Assert.Equal(["c6eadffa33fcdf37 True", "bc97ff14869b13e3 False"], delivery.Alerts.Select(alert => $"{alert.Fingerprint} {alert.IsFiring}"));
        Assert.Equal(
            [
                "Source: https://play.grafana.org/alerting/1afz29v7z/edit",
                "Dashboard: https://play.grafana.org/d/abcd",
                "Panel: https://play.grafana.org/d/abcd?viewPanel=2",
                "Silence: https://play.grafana.org/alerting/silence/new?alertmanager=grafana&matchers=alertname%3DT2%2Cteam%3Dblue%2Czone%3Dus-1",
                "Runbook: https://myrunbook.com/runbook/1234",
            ],
            Bodies.Links(delivery.Alerts[0]));
        Assert.Empty(delivery.Alerts[1].Annotations);
        Assert.Equal(["Source: https://play.grafana.org/alerting/d1rdpdv7k/edit"], Bodies.Links(delivery.Alerts[1]));
        Assert.Equal(new DateTimeOffset(2021, 10, 12, 7, 56, 3, TimeSpan.Zero).AddTicks(1570760), delivery.Alerts[1].EndsAt);
    }

    [Fact]
    public void A_notice_of_an_older_one_is_read_too()
    {
        var delivery = Bodies.One(GrafanaBody.Read(Bodies.Bytes(Old), Bodies.At));

        var alert = Assert.Single(delivery.Alerts);
        Assert.Equal(("57c6d9296de2ad39", false, "TestAlert"), (alert.Fingerprint, alert.IsFiring, alert.Labels["alertname"]));
        Assert.Equal("Silence", Assert.Single(alert.Links).Title);
    }

    [Fact]
    public void What_the_alerting_before_Grafana_8_sent_is_told_what_is_missing() => Assert.Equal(
        "This is no notice of a Grafana: \"alerts\" is missing. "
            + "Expected is JSON as the webhook of a contact point sends it, version \"1\", with groupKey and alerts, and no custom payload.",
        Bodies.Why(GrafanaBody.Read(Bodies.Bytes("""{"ruleId":1,"ruleName":"Panel Title alert","state":"alerting","evalMatches":[]}"""), Bodies.At)));
}
