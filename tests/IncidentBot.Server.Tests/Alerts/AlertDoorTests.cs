using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;
using IncidentBot.Storage;

namespace IncidentBot.Alerts;

/// <summary>Who is let in, what is stored then, and what is answered.</summary>
public sealed class AlertDoorTests : IAsyncLifetime
{
    private const string Notice =
        """{"version":"4","groupKey":"{}:{}","alerts":[{"status":"firing","labels":{"alertname":"Down"},"startsAt":"2026-11-22T10:00:00Z"}]}""";

    private const string Event = """{"id":"backup-7","title":"Backup failed"}""";

    private const string Signature = "X-Grafana-Alerting-Signature";
    private const string Timestamp = "X-Grafana-Alerting-Timestamp";

    private AlertBot bot = null!;

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private string Now => bot.Time.Now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture);

    public async ValueTask InitializeAsync() => bot = await AlertBot.StartAsync();

    public ValueTask DisposeAsync() => bot.DisposeAsync();

    [Fact]
    public async Task What_an_Alertmanager_sends_waits_when_it_is_answered()
    {
        var answer = await bot.PostAsync("/alerts/alertmanager", Notice, AlertBot.Token);

        Assert.Equal((HttpStatusCode.OK, "stored"), (answer.Status, answer.Text));
        var waiting = Assert.Single(await bot.WaitingAsync());
        Assert.Equal(("prom-a", "{}:{}", bot.Time.Now), (waiting.Source, waiting.Delivery.Group, waiting.At));
        Assert.Equal("Down", Assert.Single(waiting.Delivery.Alerts).Labels["alertname"]);
        Assert.Equal("None refused.", await bot.HealthAsync());
    }

    [Fact]
    public async Task Sources_of_one_kind_are_told_apart_by_their_secrets()
    {
        await bot.PostAsync("/alerts/alertmanager", Notice, AlertBot.OtherToken);
        await bot.PostAsync("/alerts/alertmanager", Notice, headers: AlertBot.Basic("alertmanager", AlertBot.Password));
        await bot.PostAsync("/alerts/alertmanager", Notice, AlertBot.Token);

        Assert.Equal(["prom-b", "prom-c", "prom-a"], (await bot.WaitingAsync()).Select(row => row.Source));
    }

    public static TheoryData<string, string> NoProof => new()
    {
        { "no header", "" },
        { "another token", "Bearer prometheus-token-3" },
        { "a shorter token", $"Bearer {AlertBot.Token[..^1]}" },
        { "a longer token", $"Bearer {AlertBot.Token}1" },
        { "no token", "Bearer" },
        { "the token of another kind", $"Bearer {AlertBot.EventToken}" },
        { "the token alone", AlertBot.Token },
        { "the token as a password", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"prom-a:{AlertBot.Token}"))}" },
        { "a password as a token", $"Bearer alertmanager:{AlertBot.Password}" },
        { "another user", $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"prometheus:{AlertBot.Password}"))}" },
        { "another password", $"Basic {Convert.ToBase64String("alertmanager:x"u8)}" },
        { "no base64", "Basic ???" },
        { "another scheme", $"Digest {AlertBot.Token}" },
        { "a very long token", $"Bearer {new string('x', 8000)}" },
    };

    [Theory]
    [MemberData(nameof(NoProof))]
    public async Task Whoever_proves_nothing_hears_always_the_same(string what, string authorization)
    {
        (string, string)[] headers = authorization.Length == 0 ? [] : [("Authorization", authorization)];

        var (status, text, whole) = await bot.PostAsync("/alerts/alertmanager", Notice, headers: headers);

        Assert.True(status is HttpStatusCode.Unauthorized, $"{what}: {status}");
        Assert.Equal("No source of alerts has sent this, as far as its proof says.", text);
        Assert.Equal("Bearer", Assert.Single(whole.Headers.WwwAuthenticate).ToString());
        Assert.Empty(await bot.WaitingAsync());
    }

    [Fact]
    public async Task Two_headers_are_no_proof_even_if_one_of_them_is()
    {
        (string, string)[] both = [("Authorization", "Bearer nobody"), ("Authorization", $"Bearer {AlertBot.Token}")];

        Assert.Equal(HttpStatusCode.Unauthorized, (await bot.PostAsync("/alerts/alertmanager", Notice, headers: both)).Status);
    }

    [Theory]
    [InlineData("POST")]
    [InlineData("PUT")]
    public async Task A_Grafana_signs_its_body_and_the_time(string method)
    {
        (string, string)[] signed = [(Signature, AlertBot.Sign(AlertBot.GrafanaSecret, $"{Now}:{Notice}")), (Timestamp, Now)];

        var answer = await bot.SendAsync(new HttpMethod(method), "/alerts/grafana", Encoding.UTF8.GetBytes(Notice), signed);

        Assert.Equal((HttpStatusCode.OK, "stored"), (answer.Status, answer.Text));
        Assert.Equal("grafana", Assert.Single(await bot.WaitingAsync()).Source);
    }

    [Fact]
    public async Task A_signature_that_does_not_fit_is_refused()
    {
        var right = AlertBot.Sign(AlertBot.GrafanaSecret, $"{Now}:{Notice}");
        (string What, (string, string)[] Headers)[] attempts =
        [
            ("of another body", [(Signature, AlertBot.Sign(AlertBot.GrafanaSecret, $"{Now}:{Notice} ")), (Timestamp, Now)]),
            ("with another secret", [(Signature, AlertBot.Sign("another-signing-secret", $"{Now}:{Notice}")), (Timestamp, Now)]),
            ("of another time", [(Signature, right), (Timestamp, (bot.Time.Now.ToUnixTimeSeconds() + 1).ToString(CultureInfo.InvariantCulture))]),
            ("without a time", [(Signature, right)]),
            ("of the body alone", [(Signature, AlertBot.Sign(AlertBot.GrafanaSecret, Notice))]),
            ("of no time in seconds", [(Signature, AlertBot.Sign(AlertBot.GrafanaSecret, $"now:{Notice}")), (Timestamp, "now")]),
            ("of a number without end", [(Signature, right), (Timestamp, new string('9', 60))]),
            ("in capitals", [(Signature, right.ToUpperInvariant()), (Timestamp, Now)]),
            ("cut short", [(Signature, right[..63]), (Timestamp, Now)]),
            ("empty", [(Signature, ""), (Timestamp, Now)]),
            ("twice", [(Signature, right), (Signature, right), (Timestamp, Now)]),
            ("under another name", [("X-Signature", right), ("X-Timestamp", Now)]),
        ];

        foreach (var (what, headers) in attempts)
        {
            var (status, text, _) = await bot.PostAsync("/alerts/grafana", Notice, headers: headers);
            Assert.True(status is HttpStatusCode.Unauthorized, $"{what}: {status} {text}");
        }

        Assert.Empty(await bot.WaitingAsync());
    }

    [Theory]
    [InlineData(-300, HttpStatusCode.OK)]
    [InlineData(300, HttpStatusCode.OK)]
    [InlineData(-301, HttpStatusCode.Unauthorized)]
    [InlineData(301, HttpStatusCode.Unauthorized)]
    public async Task What_was_signed_five_minutes_ago_or_ahead_is_too_old_or_too_new(int seconds, HttpStatusCode expected)
    {
        var at = (bot.Time.Now.ToUnixTimeSeconds() + seconds).ToString(CultureInfo.InvariantCulture);
        (string, string)[] signed = [(Signature, AlertBot.Sign(AlertBot.GrafanaSecret, $"{at}:{Notice}")), (Timestamp, at)];

        Assert.Equal(expected, (await bot.PostAsync("/alerts/grafana", Notice, headers: signed)).Status);
    }

    [Fact]
    public async Task Without_a_time_only_a_source_is_believed_that_does_not_have_to_say_it()
    {
        (string, string)[] signed = [(Signature, AlertBot.Sign(AlertBot.LaxSecret, Notice))];
        (string, string)[] timed = [(Signature, AlertBot.Sign(AlertBot.LaxSecret, $"{Now}:{Notice}")), (Timestamp, Now)];

        Assert.Equal(HttpStatusCode.OK, (await bot.PostAsync("/alerts/grafana", Notice, headers: signed)).Status);
        Assert.Equal(HttpStatusCode.OK, (await bot.PostAsync("/alerts/grafana", Notice, headers: timed)).Status);
        Assert.Equal(["grafana-lax", "grafana-lax"], (await bot.WaitingAsync()).Select(row => row.Source));
    }

    [Fact]
    public async Task A_plain_event_may_be_signed_too()
    {
        (string, string)[] signed = [("X-Signature", AlertBot.Sign(AlertBot.EventSecret, $"{Now}:{Event}")), ("X-Timestamp", Now)];

        Assert.Equal(HttpStatusCode.OK, (await bot.PostAsync("/alerts/events", Event, headers: signed)).Status);
        Assert.Equal("signed-jobs", Assert.Single(await bot.WaitingAsync()).Source);
    }

    [Fact]
    public async Task Each_group_of_a_body_is_a_delivery()
    {
        var answer = await bot.PostAsync("/alerts/events", """[{"id":"a","group":"g"},{"id":"b"},{"id":"c","group":"g"}]""", AlertBot.EventToken);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        Assert.Equal(["g: a c", "b: b"], (await bot.WaitingAsync()).Select(row =>
            $"{row.Delivery.Group}: {string.Join(' ', row.Delivery.Alerts.Select(alert => alert.Fingerprint))}"));
    }

    [Fact]
    public async Task A_CloudEvent_comes_structured_in_batches_and_in_headers()
    {
        const string One = """{"specversion":"1.0","id":"1","source":"/jobs","type":"job.failed","data":{"id":"one"}}""";
        (string, string)[] binary =
            [.. AlertBot.Bearer(AlertBot.EventToken), ("ce-specversion", "1.0"), ("ce-id", "3"), ("ce-source", "/caf%C3%A9"), ("ce-type", "job.failed")];

        await bot.PostAsync("/alerts/events", One, AlertBot.EventToken, "application/cloudevents+json; charset=utf-8");
        var batch = $"[{One.Replace("one", "two", StringComparison.Ordinal)}]";
        await bot.PostAsync("/alerts/events", batch, AlertBot.EventToken, "application/cloudevents-batch+json");
        await bot.PostAsync("/alerts/events", """{"id":"three"}""", headers: binary);

        var alerts = (await bot.WaitingAsync()).Select(row => Assert.Single(row.Delivery.Alerts)).ToList();
        Assert.Equal(["one", "two", "three"], alerts.Select(alert => alert.Fingerprint));
        Assert.Equal("/café", alerts[2].Labels["ce_source"]);
    }

    [Theory]
    [InlineData("/alerts/alertmanager", "text/plain", AlertBot.Token)]
    [InlineData("/alerts/alertmanager", "application/cloudevents+json", AlertBot.Token)]
    [InlineData("/alerts/alertmanager", null, AlertBot.Token)]
    [InlineData("/alerts/events", "application/x-www-form-urlencoded", AlertBot.EventToken)]
    public async Task Another_content_type_is_refused(string path, string? type, string token)
    {
        var (status, text, _) = await bot.SendAsync(HttpMethod.Post, path, Encoding.UTF8.GetBytes(Notice), AlertBot.Bearer(token), type);

        Assert.Equal(HttpStatusCode.UnsupportedMediaType, status);
        Assert.StartsWith("Expected application/json", text, StringComparison.Ordinal);
        Assert.Empty(await bot.WaitingAsync());
    }

    [Fact]
    public async Task What_cannot_be_read_is_answered_with_a_sentence_and_not_written_into_the_log()
    {
        var (status, text, _) = await bot.PostAsync("/alerts/alertmanager", """{"groupKey":"x","alerts":[{"status":"hush-hush"}]}""", AlertBot.Token);

        Assert.Equal(HttpStatusCode.BadRequest, status);
        Assert.StartsWith("This is no notice of an Alertmanager: \"alerts[0].status\" is \"hush-hush\"", text, StringComparison.Ordinal);
        Assert.Contains("prom-a", bot.Log.Text, StringComparison.Ordinal);
        Assert.DoesNotContain("hush-hush", bot.Log.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_body_that_is_too_large_is_refused_whether_it_says_its_length_or_not()
    {
        await using var small = await AlertBot.StartAsync(("Alerts:LargestBody", "1000"));
        var large = Notice + new string(' ', 1000);

        var (status, text, _) = await small.PostAsync("/alerts/alertmanager", large, AlertBot.Token);
        var chunked = await small.PostAsync("/alerts/alertmanager", large, AlertBot.Token, headers: ("Transfer-Encoding", "chunked"));

        Assert.Equal((HttpStatusCode.RequestEntityTooLarge, "The body is larger than 1000 bytes."), (status, text));
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, chunked.Status);
        Assert.Equal(HttpStatusCode.OK, (await small.PostAsync("/alerts/alertmanager", Notice, AlertBot.Token)).Status);
        Assert.Equal("Refused: 2 too large.", await small.HealthAsync());
    }

    [Fact]
    public async Task A_stranger_is_refused_before_anything_of_the_body_is_read()
    {
        using var stranger = new TcpClient();
        await stranger.ConnectAsync(bot.Address.Host, bot.Address.Port, Ct);
        await stranger.GetStream().WriteAsync(
            "POST /alerts/alertmanager HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 4000000\r\n\r\n"u8.ToArray(),
            Ct);

        using var reader = new StreamReader(stranger.GetStream());

        Assert.Equal("HTTP/1.1 401 Unauthorized", await reader.ReadLineAsync(Ct));
    }

    [Fact]
    public async Task A_body_that_does_not_come_is_not_waited_for()
    {
        bot.Time.BodiesAreLate = true;
        using var sender = new TcpClient();
        await sender.ConnectAsync(bot.Address.Host, bot.Address.Port, Ct);
        await sender.GetStream().WriteAsync(
            Encoding.ASCII.GetBytes(
                $"POST /alerts/alertmanager HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {AlertBot.Token}\r\nContent-Length: 400\r\n\r\n{{"),
            Ct);

        using var reader = new StreamReader(sender.GetStream());

        Assert.Equal("HTTP/1.1 408 Request Timeout", await reader.ReadLineAsync(Ct));
    }

    [Fact]
    public async Task Where_too_many_wait_the_sender_is_asked_to_say_it_again()
    {
        await using var small = await AlertBot.StartAsync(("Alerts:MostWaiting", "1"));
        Assert.Equal(HttpStatusCode.OK, (await small.PostAsync("/alerts/alertmanager", Notice, AlertBot.Token)).Status);

        var (status, text, whole) = await small.PostAsync("/alerts/alertmanager", Notice, AlertBot.Token);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Not stored. Send it again later."), (status, text));
        Assert.Equal("10", Assert.Single(whole.Headers.GetValues("Retry-After")));
        Assert.Contains("Alerts:MostWaiting", small.Log.Text, StringComparison.Ordinal);

        var waiting = Assert.Single(await small.WaitingAsync());
        await small.Get<IAlertInbox>().FinishAsync([waiting.Id], Ct);

        Assert.Equal(HttpStatusCode.OK, (await small.PostAsync("/alerts/alertmanager", Notice, AlertBot.Token)).Status);
    }

    [Fact]
    public async Task A_store_that_is_full_stores_nothing_and_nobody_is_told_that_it_did()
    {
        var annotations = string.Join(',', Enumerable.Range(0, 60).Select(n => $"\"a{n}\":\"{new string('x', 1900)}\""));
        var large = $"{{\"id\":\"a\",\"annotations\":{{{annotations}}}}}";
        Task<int> PagesAsync(int most) => bot.Get<IDatabase>().ChangeAsync(
            session => session.FindAsync(new($"pragma max_page_count = {most}"), row => row.GetInt32(0), Ct), Ct);

        await PagesAsync(1);
        var (status, text, whole) = await bot.PostAsync("/alerts/events", large, AlertBot.EventToken);

        Assert.Equal((HttpStatusCode.ServiceUnavailable, "Not stored. Send it again later."), (status, text));
        Assert.True(whole.Headers.Contains("Retry-After"));
        Assert.Contains("what jobs sent was not stored", bot.Log.Text, StringComparison.Ordinal);
        Assert.Empty(await bot.WaitingAsync());

        await PagesAsync(1_000_000);
        Assert.Equal(HttpStatusCode.OK, (await bot.PostAsync("/alerts/events", large, AlertBot.EventToken)).Status);
    }

    [Fact]
    public async Task A_store_that_takes_longer_than_a_sender_waits_stores_nothing_later()
    {
        var held = new TaskCompletionSource();
        var let = new TaskCompletionSource();
        var holder = bot.Get<IDatabase>().WriteAsync(
            async _ =>
            {
                held.SetResult();
                await let.Task;
                return true;
            },
            Ct);
        await held.Task;
        bot.Time.TimersAreDue = true;

        var answer = await bot.PostAsync("/alerts/alertmanager", Notice, AlertBot.Token);
        let.SetResult();
        await holder;

        Assert.Equal(HttpStatusCode.ServiceUnavailable, answer.Status);
        Assert.Contains("what prom-a sent was not stored: it was not stored within 10 s", bot.Log.Text, StringComparison.Ordinal);
        Assert.Empty(await bot.WaitingAsync());
    }

    [Fact]
    public async Task A_heartbeat_puts_off_when_it_is_missed()
    {
        foreach (var minutes in (int[])[0, 10])
        {
            bot.Time.Now += TimeSpan.FromMinutes(minutes);
            var answer = await bot.SendAsync(HttpMethod.Post, "/alerts/heartbeat/backup", [], AlertBot.Bearer(AlertBot.BeatToken), type: null);
            Assert.Equal((HttpStatusCode.OK, "stored"), (answer.Status, answer.Text));
        }

        var schedule = bot.Get<ISchedule>();
        var due = bot.Time.Now + TimeSpan.FromHours(1);
        Assert.Equal(due, await schedule.NextDueAsync(Ct));
        var item = await schedule.ClaimAsync(due, due.AddMinutes(1), Ct);
        Assert.Equal((Heartbeats.Kind, Heartbeats.Subject("backup")), (item!.Appointment.Kind, item.Appointment.Subject));
        Assert.Null(await schedule.ClaimAsync(due, due.AddMinutes(1), Ct));
    }

    [Theory]
    [InlineData("other")]
    [InlineData("nobody")]
    [InlineData("BACKUP")]
    public async Task A_heartbeat_beats_for_no_other(string name)
    {
        var answer = await bot.SendAsync(HttpMethod.Post, $"/alerts/heartbeat/{name}", [], AlertBot.Bearer(AlertBot.BeatToken), type: null);

        Assert.Equal(HttpStatusCode.Unauthorized, answer.Status);
        Assert.Null(await bot.Get<ISchedule>().NextDueAsync(Ct));
    }

    [Theory]
    [InlineData("GET", "/alerts/alertmanager", HttpStatusCode.MethodNotAllowed)]
    [InlineData("PUT", "/alerts/alertmanager", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/alerts/grafana", HttpStatusCode.MethodNotAllowed)]
    [InlineData("GET", "/alerts/heartbeat/backup", HttpStatusCode.MethodNotAllowed)]
    [InlineData("POST", "/alerts", HttpStatusCode.NotFound)]
    [InlineData("POST", "/alerts/pagerduty", HttpStatusCode.NotFound)]
    public async Task Only_what_is_sent_to_an_address_as_it_should_be_is_looked_at(string method, string path, HttpStatusCode expected) =>
        Assert.Equal(expected, (await bot.SendAsync(new HttpMethod(method), path, [], AlertBot.Bearer(AlertBot.Token))).Status);

    [Fact]
    public async Task Where_no_source_of_a_kind_is_configured_its_address_is_not_there()
    {
        await using var few = await AlertBot.StartAsync(
            [.. new[] { "jobs", "signed-jobs" }.Select(name => ($"Alerts:Sources:{name}:Kind", (string?)"Grafana"))]);

        Assert.Equal(HttpStatusCode.NotFound, (await few.PostAsync("/alerts/events", Event, AlertBot.EventToken)).Status);
    }

    [Fact]
    public async Task Refusals_are_counted_and_no_secret_is_logged()
    {
        await bot.PostAsync("/alerts/alertmanager", Notice, "wrong-but-secret-token");
        await bot.PostAsync("/alerts/alertmanager", Notice, AlertBot.Token, "text/plain");
        await bot.PostAsync("/alerts/alertmanager", "{", AlertBot.Token);

        Assert.Equal("Refused: 1 malformed, 1 without proof of where they came from, 1 of another content type.", await bot.HealthAsync());
        foreach (var secret in (string[])["wrong-but-secret-token", AlertBot.Token, AlertBot.GrafanaSecret])
        {
            Assert.DoesNotContain(secret, bot.Log.Text, StringComparison.Ordinal);
        }
    }
}
