namespace IncidentBot.Alerts.Wire;

public sealed class CloudEventsBodyTests
{
    private const string Event =
        """
        {
          "specversion": "1.0", "type": "com.example.disk.full", "source": "https://example.com/hosts/db-1", "subject": "/var", "id": "A234-1234-1234",
          "time": "2026-08-22T09:31:00Z", "comexampleextension1": "value", "datacontenttype": "application/json",
          "data": { "title": "Disk is full", "severity": "warning", "used": 0.99 }
        }
        """;

    [Fact]
    public void What_it_is_about_tells_which_alert_it_is_and_not_its_own_id()
    {
        var alert = Alert(Event);

        Assert.Equal(
            new Dictionary<string, string>
            {
                ["alertname"] = "Disk is full",
                ["severity"] = "warning",
                ["ce_type"] = "com.example.disk.full",
                ["ce_source"] = "https://example.com/hosts/db-1",
                ["ce_subject"] = "/var",
            },
            alert.Labels);
        Assert.Equal((true, new DateTimeOffset(2026, 8, 22, 9, 31, 0, TimeSpan.Zero)), (alert.IsFiring, alert.StartsAt));
        Assert.Equal(alert.Fingerprint, Alert(Event.Replace("A234", "B234", StringComparison.Ordinal)).Fingerprint);
        Assert.Equal(alert.Fingerprint, Alert(Event.Replace("0.99", "0.98", StringComparison.Ordinal)).Fingerprint);
        Assert.NotEqual(alert.Fingerprint, Alert(Event.Replace("/var", "/tmp", StringComparison.Ordinal)).Fingerprint);
    }

    [Fact]
    public void The_id_of_its_data_counts_where_there_is_one()
    {
        var delivery = Bodies.One(Read(
            Event.Replace("\"used\"", "\"id\": \"disk-7\", \"status\": \"resolved\", \"group\": \"disks\", \"used\"", StringComparison.Ordinal)));

        var alert = Assert.Single(delivery.Alerts);
        Assert.Equal(("disks", "disk-7", false), (delivery.Group, alert.Fingerprint, alert.IsFiring));
    }

    [Fact]
    public void Without_data_its_type_is_its_name()
    {
        var alert = Alert("""{"specversion":"1.0","type":"com.example.reboot","source":"/hosts","id":"1"}""");

        Assert.Equal(("com.example.reboot", true, Bodies.At), (alert.Labels["alertname"], alert.IsFiring, alert.StartsAt));
        Assert.DoesNotContain("ce_subject", alert.Labels.Keys);
    }

    [Fact]
    public void In_binary_mode_it_is_the_same_alert()
    {
        var attributes = new Dictionary<string, string>
        {
            ["specversion"] = "1.0",
            ["type"] = "com.example.disk.full",
            ["source"] = "https://example.com/hosts/db-1",
            ["subject"] = "/var",
            ["id"] = "\"7\"",
            ["time"] = "2026-08-22T09:31:00Z",
        };

        var binary = CloudEventsBody.ReadBinary(attributes, Bodies.Bytes("""{ "title": "Disk is full", "severity": "warning", "used": 0.99 }"""), Bodies.At);

        Assert.Equivalent(Bodies.One(Read(Event)), Bodies.One(binary), strict: true);
        Assert.Equal(Alert(Event).Fingerprint, Assert.Single(Bodies.One(CloudEventsBody.ReadBinary(attributes, default, Bodies.At)).Alerts).Fingerprint);
    }

    [Fact]
    public void A_batch_is_a_list_of_them()
    {
        var other = Event.Replace("/var", "/tmp", StringComparison.Ordinal);

        Assert.Equal(2, Bodies.All(CloudEventsBody.ReadBatch(Bodies.Bytes($"[{Event},{other},{Event}]"), Bodies.At)).Count);
        Assert.StartsWith(
            "This is no batch of CloudEvents: it is an object where a list is expected.",
            Bodies.Why(CloudEventsBody.ReadBatch(Bodies.Bytes(Event), Bodies.At)),
            StringComparison.Ordinal);
    }

    [Fact]
    public void One_that_is_called_plain_JSON_is_taken_for_what_it_is() =>
        Assert.Equivalent(Bodies.One(Read(Event)), Bodies.One(EventsBody.Read(Bodies.Bytes(Event), Bodies.At)), strict: true);

    [Theory]
    [InlineData("""{"specversion":"0.3","type":"t","source":"s","id":"1"}""", "\"specversion\" is not 1.0")]
    [InlineData("""{"type":"t","source":"s","id":"1"}""", "\"specversion\" is not 1.0")]
    [InlineData("""{"specversion":"1.0","source":"s","id":"1"}""", "\"type\" is missing")]
    [InlineData("""{"specversion":"1.0","type":"t","id":"1"}""", "\"source\" is missing")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s"}""", "\"id\" is missing")]
    [InlineData("""{"specversion":"1.0","type":7,"source":"s","id":"1"}""", "\"type\" is a number where a text is expected")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"1","data":"x"}""", "\"data\" is a text where an object is expected")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"1","data_base64":"e30="}""", "\"data_base64\" is not read")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"1","time":"now"}""", "\"time\" is \"now\" where a time")]
    [InlineData("""{"specversion":"1.0","type":"t","source":"s","id":"1","data":{"endsAt":7}}""", "\"data.endsAt\" is a number where a text is expected")]
    public void What_is_none_is_told_why(string body, string why) =>
        Assert.StartsWith($"This is no CloudEvent: {why}", Bodies.Why(Read(body)), StringComparison.Ordinal);

    private static BodyReading Read(string body) => CloudEventsBody.ReadOne(Bodies.Bytes(body), Bodies.At);

    private static AlertNotice Alert(string body) => Assert.Single(Bodies.One(Read(body)).Alerts);
}
