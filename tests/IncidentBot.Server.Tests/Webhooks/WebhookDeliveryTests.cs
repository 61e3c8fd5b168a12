using System.Globalization;
using System.Net;
using System.Text.Json;
using IncidentBot.Server.Tests.Storage;
using IncidentBot.Storage;
using IncidentBot.Support;
using IncidentBot.Workers;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using StandardWebhooks;
using StandardWebhooks.Diagnostics;

namespace IncidentBot.Webhooks;

/// <summary>What a real web server gets, what the library of Standard Webhooks says to it, and what becomes of what it answers.</summary>
public sealed class WebhookDeliveryTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_arrives_is_signed_as_the_librarys_own_and_is_a_cloud_event_too()
    {
        await using var receiver = await Receiver.AnsweringAsync(202);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url);
        var incident = await rig.OpenAsync("żółć 👩‍🚒 <down>");

        var delivery = await rig.DeliveredAsync();

        Assert.Equal((WebhookState.Delivered, 202, 1), (delivery.State, delivery.Status, delivery.Attempt));
        var told = Assert.Single(receiver.Told);
        new StandardWebhook(WebhookRig.Secret).Verify(told.Body, told.Headers);
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(WebhookRig.NewSecret()).Verify(told.Body, told.Headers));
        Assert.Throws<WebhookVerificationException>(() => new StandardWebhook(WebhookRig.Secret).Verify($"{told.Body} ", told.Headers));

        using var json = JsonDocument.Parse(told.Body);
        var root = json.RootElement;
        Assert.Equal("1.0", root.GetProperty("specversion").GetString());
        Assert.Equal(told.Headers["webhook-id"], root.GetProperty("id").GetString());
        Assert.Equal("urn:incidentbot", root.GetProperty("source").GetString());
        Assert.Equal("incidentbot.incident.opened", root.GetProperty("type").GetString());
        Assert.Equal(incident.Label, root.GetProperty("subject").GetString());
        Assert.Equal(root.GetProperty("time").GetString(), root.GetProperty("timestamp").GetString());
        Assert.EndsWith("Z", root.GetProperty("time").GetString(), StringComparison.Ordinal);
        var data = root.GetProperty("data");
        Assert.Equal("żółć 👩‍🚒 <down>", data.GetProperty("title").GetString());
        Assert.Equal("P0", data.GetProperty("severity").GetString());
        Assert.Equal("Declared", data.GetProperty("state").GetString());
        Assert.Equal("primary", data.GetProperty("target").GetProperty("name").GetString());
        Assert.Equal("2025-11-22T10:15:00.000Z", data.GetProperty("openedAt").GetString());
        Assert.Equal(JsonValueKind.Null, data.GetProperty("resolvedAt").ValueKind);
        Assert.Contains("opened as P0", data.GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("application/json; charset=utf-8", told.Headers.ContentType);
    }

    [Fact]
    public async Task While_secrets_are_exchanged_either_of_them_proves_it()
    {
        var other = WebhookRig.NewSecret();
        await using var receiver = await Receiver.AnsweringAsync(200);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url, ("ops:Secrets:1", other), ("ops:Content", "CloudEvents"));
        await rig.OpenAsync();
        await rig.DeliveredAsync();

        var told = Assert.Single(receiver.Told);
        Assert.Equal(2, told.Headers["webhook-signature"].ToString().Split(' ').Distinct().Count());
        new StandardWebhook(WebhookRig.Secret).Verify(told.Body, told.Headers);
        new StandardWebhook(other).Verify(told.Body, told.Headers);
        Assert.Equal("application/cloudevents+json; charset=utf-8", told.Headers.ContentType);
    }

    [Fact]
    public async Task What_fails_is_tried_again_at_its_times_with_the_same_id_and_then_given_up()
    {
        await using var receiver = await Receiver.AnsweringAsync(500);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url);
        await rig.OpenAsync();

        TimeSpan[] pauses =
        [
            TimeSpan.FromSeconds(5), TimeSpan.FromMinutes(5), TimeSpan.FromMinutes(30), TimeSpan.FromHours(2), TimeSpan.FromHours(5), TimeSpan.FromHours(10),
            TimeSpan.FromHours(14), TimeSpan.FromHours(20), TimeSpan.FromHours(24),
        ];
        for (var n = 0; n < pauses.Length; n++)
        {
            var waits = await rig.DeliveredAsync();
            Assert.Equal((WebhookState.Waiting, 500, n + 1, "answered 500"), (waits.State, waits.Status, waits.Attempt, waits.Failure));
            Assert.InRange(waits.DueAt - rig.Time.GetUtcNow(), pauses[n], pauses[n] * 1.1);
            rig.Time.Advance(pauses[n] - TimeSpan.FromTicks(1));
            Assert.False(await rig.DeliverAsync());
            rig.Time.Advance(pauses[n] * 0.1 + TimeSpan.FromTicks(1));
        }

        var last = await rig.DeliveredAsync();
        Assert.Equal((WebhookState.GivenUp, 10), (last.State, last.Attempt));
        rig.Time.Advance(TimeSpan.FromDays(20));
        Assert.False(await rig.DeliverAsync());
        Assert.Equal(10, receiver.Told.Count);
        Assert.Single(receiver.Told.Select(told => (told.Headers["webhook-id"], told.Body)).Distinct());
        Assert.Equal(10, receiver.Told.Select(told => told.Headers["webhook-timestamp"].ToString()).Distinct().Count());
    }

    [Fact]
    public async Task A_failure_is_over_with_the_next_success()
    {
        await using var receiver = await Receiver.AnsweringAsync(500, 200);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url);
        await rig.OpenAsync();
        await rig.DeliveredAsync();
        Assert.True((await rig.HealthAsync()).Fails);

        rig.Time.Advance(TimeSpan.FromSeconds(6));
        var told = await rig.DeliveredAsync();

        Assert.Equal((WebhookState.Delivered, 2, null), (told.State, told.Attempt, told.Failure));
        Assert.False((await rig.HealthAsync()).Fails);
    }

    [Fact]
    public async Task Where_an_answer_leads_is_never_gone_to()
    {
        await using var elsewhere = await Receiver.AnsweringAsync(200);
        await using var receiver = await Receiver.StartAsync((http, _) =>
        {
            http.Response.Redirect(elsewhere.Url, permanent: false, preserveMethod: true);
            return Task.CompletedTask;
        });
        await using var rig = await WebhookRig.MakeAsync(receiver.Url);
        await rig.OpenAsync();

        var waits = await rig.DeliveredAsync();

        Assert.Equal((307, "answered 307, which leads elsewhere and is not followed"), (waits.Status, waits.Failure));
        Assert.Empty(elsewhere.Told);
    }

    [Fact]
    public async Task One_that_is_gone_is_told_nothing_until_a_person_enables_it_and_then_all_of_it()
    {
        await using var receiver = await Receiver.AnsweringAsync(410, 200);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url);
        await rig.OpenAsync();
        await rig.DeliveredAsync();
        await rig.OpenAsync();
        rig.Time.Advance(TimeSpan.FromDays(7));

        Assert.False(await rig.DeliverAsync());
        Assert.Single(receiver.Told);
        Assert.Contains(
            "because it answered that it is gone; /webhooks enable ops ends that.", await rig.TypeAsync("/webhooks list"), StringComparison.Ordinal);
        Assert.Contains("ops is enabled, and is told 2 things that have waited", await rig.TypeAsync("/webhooks enable ops"), StringComparison.Ordinal);

        await rig.DeliveredAsync();
        Assert.Equal(3, receiver.Told.Count);
        Assert.Contains("ops is not disabled.", await rig.TypeAsync("/webhooks enable ops"), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(429, "120", 120)]
    [InlineData(503, "90", 90)]
    [InlineData(503, "999999", 3600)]
    [InlineData(429, "date", 600)]
    [InlineData(500, "120", 5)]
    [InlineData(429, "-3", 5)]
    [InlineData(429, "soon", 5)]
    public async Task Who_asks_to_be_left_alone_is_for_an_hour_at_most(int status, string asked, int seconds)
    {
        WebhookRig? rig = null;
        await using var receiver = await Receiver.StartAsync((http, _) =>
        {
            http.Response.StatusCode = status;
            http.Response.Headers.RetryAfter = asked == "date" ? rig!.Time.GetUtcNow().AddMinutes(10).ToString("R", CultureInfo.InvariantCulture) : asked;
            return Task.CompletedTask;
        });
        await using var made = rig = await WebhookRig.MakeAsync(receiver.Url);
        await rig.OpenAsync();

        var waits = await rig.DeliveredAsync();

        Assert.InRange((waits.DueAt - rig.Time.GetUtcNow()).TotalSeconds, seconds - 1.1, seconds * 1.1);
        await rig.OpenAsync();
        rig.Time.Advance(TimeSpan.FromSeconds(6));
        Assert.Equal(seconds <= 5, await rig.DeliverAsync());
    }

    [Fact]
    public async Task One_that_never_answers_is_left_after_its_time_and_holds_up_no_other()
    {
        using var hanging = new SemaphoreSlim(0);
        var heard = new TaskCompletionSource();
        await using var slow = await Receiver.StartAsync((_, _) =>
        {
            heard.TrySetResult();
            return hanging.WaitAsync(Ct);
        });
        await using var quick = await Receiver.AnsweringAsync(200);
        await using var rig = await WebhookRig.MakeAsync(
            slow.Url, ("quick:Url", quick.Url), ("quick:Secrets", WebhookRig.NewSecret()), ("quick:AllowPrivate", "true"));
        using var worker = ActivatorUtilities.CreateInstance<WebhookWorker>(rig.Services);
        await rig.OpenAsync();
        await worker.StartAsync(Ct);
        await heard.Task.WaitAsync(Ct);
        for (var n = 0; n < 8; n++)
        {
            await rig.OpenAsync();
        }

        await Eventually.TrueAsync(() => quick.Told.Count == 9, "the other one is told everything");
        Assert.Single(slow.Told);

        rig.Time.Advance(WebhookSender.Limit);
        await Eventually.TrueAsync(async () => (await rig.HealthAsync()).Fails, "it has had its time");
        Assert.Equal("did not answer within 15 s", (await rig.HealthAsync()).Failure);
        await worker.StopAsync(Ct);
        hanging.Release(100);
    }

    [Fact]
    public async Task Two_workers_over_one_store_tell_each_once_and_in_order()
    {
        await using var receiver = await Receiver.AnsweringAsync(200);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url);
        var there = await rig.ReplicaAsync();
        using var one = ActivatorUtilities.CreateInstance<WebhookWorker>(rig.Services);
        using var other = ActivatorUtilities.CreateInstance<WebhookWorker>(there);
        await one.StartAsync(Ct);
        await other.StartAsync(Ct);

        for (var n = 0; n < 40; n++)
        {
            await rig.OpenAsync($"number {n}");
        }

        await Eventually.TrueAsync(async () => (await rig.HealthAsync()) is { Waiting: 0, SucceededAt: not null }, "everything is told");
        await one.StopAsync(Ct);
        await other.StopAsync(Ct);
        Assert.Equal(40, receiver.Told.Count);
        Assert.Equal(
            Enumerable.Range(0, 40).Select(n => $"number {n}"),
            receiver.Told.Select(told => JsonDocument.Parse(told.Body).RootElement.GetProperty("data").GetProperty("title").GetString()));
    }

    [Theory]
    [InlineData("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n", "4\r\naaaa\r\n", null)]
    [InlineData("HTTP/1.1 200 OK\r\n", "X-Large: 0123456789012345678901234567890123456789\r\n", "answered more than is read")]
    [InlineData("HTTP/1.1 200 OK\r\nX: ", "0123456789012345678901234567890123456789", "answered more than is read")]
    [InlineData("HTTP/1.1 20", null, "ended the connection without an answer")]
    [InlineData("", null, "ended the connection without an answer")]
    [InlineData("SSH-2.0-OpenSSH_9.9\r\n", null, "answered what is no HTTP")]
    [InlineData("HTTP/1.1 200 OK\r\nContent-Length: 1000000\r\n\r\nhalf", null, null)]
    [InlineData("HTTP/1.1 500 <script>\u001b[31m\r\n\r\n", null, "answered 500")]
    public async Task Who_answers_too_much_or_too_little_or_nonsense_does_no_harm(string answer, string? forEver, string? failure)
    {
        await using var receiver = Receiver.Raw(answer, forEver);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url);
        await rig.OpenAsync();

        Assert.Equal(failure, (await rig.DeliveredAsync()).Failure);
        if (forEver is not null)
        {
            await Eventually.TrueAsync(() => receiver.Left == 1, "it is not listened to any longer");
        }
    }

    [Fact]
    public async Task Nobody_at_home_is_a_failure_in_words()
    {
        await using var rig = await WebhookRig.MakeAsync($"http://127.0.0.1:{FreePort.Next()}");
        await rig.OpenAsync();

        Assert.Equal("could not be connected to", (await rig.DeliveredAsync()).Failure);
    }

    [Theory]
    [InlineData("127.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("0.0.0.0")]
    [InlineData("[::]")]
    [InlineData("[::ffff:127.0.0.1]")]
    [InlineData("[::ffff:7f00:1]")]
    [InlineData("2130706433")]
    [InlineData("0x7f.1")]
    [InlineData("localhost")]
    [InlineData("169.254.169.254")]
    [InlineData("10.0.0.1")]
    [InlineData("[fd00:ec2::254]")]
    public async Task What_is_no_public_address_is_connected_to_only_where_that_is_allowed(string host)
    {
        await using var receiver = await Receiver.AnsweringAsync(200);
        await using var rig = await WebhookRig.MakeAsync($"http://{host}:{new Uri(receiver.Url).Port}", ("ops:AllowPrivate", "false"));
        await rig.OpenAsync();

        var waits = await rig.DeliveredAsync();

        Assert.Null(waits.Status);
        Assert.EndsWith("which is no public address; AllowPrivate would allow it", waits.Failure, StringComparison.Ordinal);
        Assert.Empty(receiver.Told);
    }

    [Fact]
    public async Task A_name_is_looked_at_each_time_and_one_address_of_it_that_is_private_is_enough()
    {
        await using var receiver = await Receiver.AnsweringAsync(200);
        await using var rig = await WebhookRig.MakeAsync($"http://hooks.example:{new Uri(receiver.Url).Port}", ("ops:AllowPrivate", "false"));
        var asked = 0;

        IPAddress[][] answers = [[IPAddress.Loopback], [IPAddress.Parse("93.184.215.14"), IPAddress.Loopback], [IPAddress.Parse("10.1.2.3")]];
        using var sender = new WebhookSender(TimeProvider.System, (_, _) => Task.FromResult(answers[asked++]));
        await rig.OpenAsync();
        var delivery = (await rig.Store.LastAsync(WebhookRig.Name, 1, Ct))[0];

        foreach (var refused in (string[])["127.0.0.1", "127.0.0.1", "10.1.2.3"])
        {
            Assert.Equal(
                $"is at {refused}, which is no public address; AllowPrivate would allow it", (await sender.SendAsync(rig.Options(), delivery, Ct)).Failure);
        }

        Assert.Equal(3, asked);
        Assert.Empty(receiver.Told);
    }

    [Fact]
    public async Task A_connection_that_was_allowed_is_not_used_for_the_next_one()
    {
        await using var receiver = await Receiver.AnsweringAsync(200);
        await using var rig = await WebhookRig.MakeAsync($"http://hooks.example:{new Uri(receiver.Url).Port}");
        var asked = 0;
        using var sender = new WebhookSender(TimeProvider.System, (_, _) =>
        {
            asked++;
            return Task.FromResult<IPAddress[]>([IPAddress.Loopback]);
        });
        await rig.OpenAsync();
        var delivery = (await rig.Store.LastAsync(WebhookRig.Name, 1, Ct))[0];

        Assert.Null((await sender.SendAsync(rig.Options(), delivery, Ct)).Failure);
        Assert.Null((await sender.SendAsync(rig.Options(), delivery, Ct)).Failure);

        Assert.Equal(2, asked);
    }
}
