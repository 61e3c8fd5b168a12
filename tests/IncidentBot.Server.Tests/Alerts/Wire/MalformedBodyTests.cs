using System.Text;

namespace IncidentBot.Alerts.Wire;

/// <summary>Whatever comes is read or answered with a sentence. Nothing ends the reading in another way.</summary>
public sealed class MalformedBodyTests(ITestOutputHelper output)
{
    private const string Good =
        """{"groupKey":"g","alerts":[{"status":"firing","labels":{"a":"1"},"annotations":{},"startsAt":"2026-08-22T10:00:00Z","fingerprint":"f"}]}""";

    private static readonly (string Name, Func<byte[], BodyReading> Read)[] Readers =
    [
        ("alertmanager", body => AlertmanagerBody.Read(body, Bodies.At)),
        ("grafana", body => GrafanaBody.Read(body, Bodies.At)),
        ("events", body => EventsBody.Read(body, Bodies.At)),
        ("cloudevents", body => CloudEventsBody.ReadOne(body, Bodies.At)),
        ("batch", body => CloudEventsBody.ReadBatch(body, Bodies.At)),
        (
            "binary",
            body => CloudEventsBody.ReadBinary(
                new Dictionary<string, string> { ["specversion"] = "1.0", ["type"] = "t", ["source"] = "s", ["id"] = "1" }, body, Bodies.At)),
    ];

    public static TheoryData<string, string> NoJson => new()
    {
        { " \r\n\t", "it is empty." },
        { "{", "it is no JSON, or nested too deeply, at line 1, byte 2." },
        { "{}}", "it is no JSON, or nested too deeply, at line 1, byte 3." },
        { $"{Good} x", "it is no JSON, or nested too deeply, at line 1, byte " },
        { "{\n\"groupKey\": NaN}", "it is no JSON, or nested too deeply, at line 2, byte 13." },
        { "{'id':'x'}", "it is no JSON, or nested too deeply, at line 1, byte 2." },
        { new string('[', 100_000), "it is no JSON, or nested too deeply, at line 1, byte " },
        { string.Concat(Enumerable.Repeat("{\"a\":", 40)) + "1" + new string('}', 40), "it is no JSON, or nested too deeply, at line 1, byte " },
        { "{\"id\":\"a\",\"id\":\"b\"}", "it has a field twice in one object." },
        { "<html>", "it is no JSON, or nested too deeply, at line 1, byte 1." },
        { "id=x&status=firing", "it is no JSON, or nested too deeply, at line 1, byte 1." },
    };

    [Theory]
    [MemberData(nameof(NoJson))]
    public void What_is_no_JSON_is_told_where_it_ends_to_be_one(string body, string why) => Assert.All(
        Readers.Where(reader => reader.Name != "binary"),
        reader => Assert.Contains($": {why}", Bodies.Why(reader.Read(Bodies.Bytes(body))), StringComparison.Ordinal));

    [Fact]
    public void What_is_no_UTF8_is_no_text() => Assert.All(
        Readers, reader => Assert.Contains(": it is not UTF-8.", Bodies.Why(reader.Read([(byte)'"', 0xC3, 0x28, (byte)'"'])), StringComparison.Ordinal));

    [Fact]
    public void A_mark_of_UTF8_before_it_does_no_harm() =>
        Assert.Single(Bodies.One(AlertmanagerBody.Read(Bodies.Bytes($"\uFEFF{Good}"), Bodies.At)).Alerts);

    [Theory]
    [InlineData("\"g\"", "\"\\ud800\"", "a text in it has half of a surrogate pair")]
    [InlineData("\"1\"", "\"\\udc00x\"", "a text in it has half of a surrogate pair")]
    [InlineData("\"a\":", "\"\\ud800\":", "a text in it has half of a surrogate pair")]
    [InlineData("\"g\"", "7", "\"groupKey\" is a number where a text is expected")]
    [InlineData("\"g\"", "null", "\"groupKey\" is missing")]
    [InlineData("\"firing\"", "true", "\"alerts[0].status\" is true where a text is expected")]
    [InlineData("\"firing\"", "null", "\"alerts[0].status\" is missing")]
    [InlineData("\"firing\"", "\"silenced\"", "\"alerts[0].status\" is \"silenced\" where firing or resolved is expected")]
    [InlineData("{\"a\":\"1\"}", "[]", "\"alerts[0].labels\" is a list where an object is expected")]
    [InlineData("{\"a\":\"1\"}", "null", "\"alerts[0].labels\" is missing")]
    [InlineData("\"1\"", "[1]", "\"alerts[0].labels.a\" is a list where a text is expected")]
    [InlineData("\"f\"", "{}", "\"alerts[0].fingerprint\" is an object where a text is expected")]
    [InlineData("\"2026-08-22T10:00:00Z\"", "1787393730", "\"alerts[0].startsAt\" is a number where a text is expected")]
    [InlineData("2026-08-22T10:00:00Z", "2026-08-22T10:00:00", "\"alerts[0].startsAt\" is \"2026-08-22T10:00:00\" where a time")]
    [InlineData("2026-08-22T10:00:00Z", "2026-08-22", "\"alerts[0].startsAt\" is \"2026-08-22\" where a time")]
    [InlineData("2026-08-22T10:00:00Z", "2026-02-30T10:00:00Z", "\"alerts[0].startsAt\" is \"2026-02-30T10:00:00Z\" where a time")]
    [InlineData("2026-08-22T10:00:00Z", "0001-01-01T00:00:00+14:00", "\"alerts[0].startsAt\" is \"0001-01-01T00:00:00+14:00\" where a time")]
    [InlineData("2026-08-22T10:00:00Z", "", "\"alerts[0].startsAt\" is \"\" where a time")]
    [InlineData("[{", "[null,{", "\"alerts[0]\" is null where an object is expected")]
    [InlineData("{\"groupKey\"", "{\"truncatedAlerts\":-1,\"groupKey\"", "\"truncatedAlerts\" is no whole number")]
    [InlineData("{\"groupKey\"", "{\"truncatedAlerts\":1e999,\"groupKey\"", "\"truncatedAlerts\" is no whole number")]
    [InlineData("{\"groupKey\"", "{\"truncatedAlerts\":\"3\",\"groupKey\"", "\"truncatedAlerts\" is no whole number")]
    public void A_field_that_holds_something_else_is_named(string good, string bad, string why)
    {
        var body = Bodies.Bytes(Good.Replace(good, bad, StringComparison.Ordinal));

        Assert.StartsWith($"This is no notice of an Alertmanager: {why}", Bodies.Why(AlertmanagerBody.Read(body, Bodies.At)), StringComparison.Ordinal);
        Assert.StartsWith($"This is no notice of a Grafana: {why}", Bodies.Why(GrafanaBody.Read(body, Bodies.At)), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("[]")]
    [InlineData("7")]
    [InlineData("null")]
    [InlineData("\"alerts\"")]
    public void What_is_no_object_is_no_notice(string body) => Assert.Matches(
        "^This is no notice of an Alertmanager: it is (a list|a number|null|a text) where an object is expected\\.",
        Bodies.Why(AlertmanagerBody.Read(Bodies.Bytes(body), Bodies.At)));

    [Fact]
    public void What_is_shown_of_a_body_is_short_and_in_one_line()
    {
        var body = Good.Replace("\"firing\"", $"\"a\\u001b\\n{new string('x', 5000)}\"", StringComparison.Ordinal);

        var why = Bodies.Why(AlertmanagerBody.Read(Bodies.Bytes(body), Bodies.At));

        Assert.True(why.Length < 300, why);
        Assert.DoesNotContain(why, char.IsControl);
    }

    [Fact]
    public void Thousands_of_random_bodies_are_read_or_answered()
    {
        string[] pieces =
        [
            "{", "}", "[", "]", "\"", ":", ",", "null", "true", "-1e999", "\\ud800", "\\u0000", "\0", "🔥", "\"alerts\"", "\"groupKey\"", "\"labels\"",
            "\"status\"", "\"firing\"", "\"specversion\"", "\"1.0\"", "\"data\"", "\"id\"", "\"events\"", "0001-01-01T00:00:00Z",
            "9999-12-31T23:59:59-14:00", new('[', 300), new('x', 5000),
        ];
        string[] genuine =
        [
            Good,
            """{"events":[{"id":"a","title":"t","severity":"s","startsAt":"2026-08-22T10:00:00Z","labels":{"x":"y"},"url":"https://x/"}]}""",
            """[{"specversion":"1.0","type":"t","source":"s","id":"1","time":"2026-08-22T10:00:00Z","data":{"id":"d","status":"resolved"}}]""",
        ];
        var random = new Random(20260822);
        var (read, unreadable) = (0, 0);
        for (var attempt = 0; attempt < 5000; attempt++)
        {
            var text = new StringBuilder(genuine[random.Next(genuine.Length)]);
            for (var change = random.Next(4); change >= 0; change--)
            {
                var at = random.Next(text.Length);
                _ = random.Next(2) == 0
                    ? text.Insert(at, pieces[random.Next(pieces.Length)])
                    : text.Remove(at, Math.Min(text.Length - at, random.Next(1, 12)));
            }

            foreach (var (_, reader) in Readers)
            {
                switch (reader(Bodies.Bytes(text.ToString())))
                {
                    case BodyReading.Read:
                        read++;
                        break;
                    case BodyReading.Unreadable { Why: var why }:
                        unreadable++;
                        Assert.True(why.Length < 500 && why.EndsWith('.') && !why.Any(char.IsControl), why);
                        break;
                }
            }
        }

        output.WriteLine($"read {read}, answered with a sentence {unreadable}");
        Assert.True(read > 100 && unreadable > 1000, $"{read} {unreadable}");
    }
}
