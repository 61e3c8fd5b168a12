using System.IO.Compression;
using System.Text;
using IncidentBot.Support;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Http;

/// <summary><c>http.check</c>, <c>http.endpoints</c>: what an answer is said to be, and what no answer is.</summary>
public sealed class CheckTests
{
    [Fact]
    public async Task The_status_comes_first_and_then_the_fields()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        service.Answer = context =>
            context.Response.WriteAsJsonAsync(new { status = "ok", checks = new { redis = "up", queues = new[] { 1, 2 } }, jobs = new[] { 1, 2, 3, 4, 5 } });

        var report = await rig.ReadAsync("check health");

        Assert.True(report.Healthy);
        Assert.Matches(@"^api health: 200 OK in \d+ ms, \d+ B$", report.Answer);
        Assert.Equal(200, report.Readings.ValueOf("http.status"));
        Assert.Contains($", {report.Readings.ValueOf("http.length")} B", report.Answer, StringComparison.Ordinal);
        Assert.Equal(["status  ok", "checks  redis up, queues 2 items", "jobs  5 items"], report.Evidence);
        Assert.Equal(("GET", "/v1/health", ""), service.Requests.Single() is var seen ? (seen.Method, seen.Target, seen.Authorization) : default);
    }

    [Fact]
    public async Task Each_endpoint_sends_its_own_token()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);

        await rig.ReadAsync("check content");
        await rig.ReadAsync("check failed-jobs since=2026-11-22T10:15:00+02:00");

        Assert.Equal([$"Bearer {HttpRig.TestSecret}", $"Bearer {HttpRig.Secret}"], service.Requests.Select(request => request.Authorization));
        Assert.Equal("/v1/admin/jobs/failed?since=2026-11-22T08%3A15%3A00Z&state=failed", service.Requests[1].Target);
    }

    [Theory]
    [InlineData("health", 401, "It wants a token, and the endpoint is configured as Anonymous.")]
    [InlineData("content", 401, "It does not accept the token in Http:api:TestToken (environment: Http__api__TestToken).")]
    [InlineData("page page=1", 403, "It does not accept the token in Http:api:Token (environment: Http__api__Token).")]
    [InlineData("health", 404, "There is no such address")]
    [InlineData("health", 429, "It limits us. Retry-After: 30 s.")]
    [InlineData("health", 503, "what is behind it is down")]
    public async Task A_status_of_400_or_more_is_not_well_and_is_explained(string endpoint, int status, string meaning)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        service.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.RetryAfter = "30";
            return context.Response.WriteAsJsonAsync(
                new { title = "Redis is not reachable", detail = "ECONNREFUSED" },
                (System.Text.Json.JsonSerializerOptions?)null,
                "application/problem+json");
        };

        var report = await rig.ReadAsync($"check {endpoint}");

        Assert.False(report.Healthy);
        Assert.Equal($"HTTP {status}", report.FailureClass);
        Assert.EndsWith(": Redis is not reachable: ECONNREFUSED", report.Answer, StringComparison.Ordinal);
        Assert.Contains(meaning, report.Evidence[0], StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task Another_status_than_the_expected_one_is_not_well()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address, "Endpoints:health:Expect=204");

        var report = await rig.ReadAsync("check health");

        Assert.False(report.Healthy);
        Assert.Equal("204 is expected.", report.Evidence[0]);
    }

    [Fact]
    public async Task A_huge_body_is_cut_and_the_connection_closed()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var hungUp = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        service.Answer = async context =>
        {
            context.RequestAborted.Register(() => hungUp.TrySetResult());
            context.Response.ContentType = "text/plain";
            var line = Encoding.UTF8.GetBytes(new string('x', 999) + "\n");
            while (!context.RequestAborted.IsCancellationRequested)
            {
                await context.Response.Body.WriteAsync(line, CancellationToken.None);
            }
        };

        var report = await rig.ReadAsync("check health");

        Assert.True(report.Healthy);
        Assert.Contains("more than 64 KB", report.Answer, StringComparison.Ordinal);
        Assert.Equal("… cut after 64 KB", report.Evidence[^1]);
        Assert.Equal(11, report.Evidence.Count);
        await hungUp.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken);
    }

    [Fact]
    public async Task What_was_compressed_unasked_is_not_unpacked()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        string? asked = null;
        service.Answer = async context =>
        {
            asked = context.Request.Headers.AcceptEncoding;
            context.Response.ContentType = "application/json";
            context.Response.Headers.ContentEncoding = "gzip";
            await using var gzip = new GZipStream(context.Response.Body, CompressionLevel.Fastest, leaveOpen: true);
            await gzip.WriteAsync(new byte[8 * 1024 * 1024]);
        };

        var report = await rig.ReadAsync("check health");

        Assert.Equal("identity", asked);
        Assert.Equal("The body is compressed (gzip), although we did not ask for that; it is not unpacked.", Assert.Single(report.Evidence));
    }

    [Theory]
    [InlineData("text/html", "<script>alert(1)</script>", "The body is an HTML page; it is not shown.")]
    [InlineData("image/png", "x", "The body is image/png; it is not shown.")]
    [InlineData(null, "x", "The body says nothing of its type; it is not shown.")]
    [InlineData("application/json", "{\"a\":", "It says that it is JSON, and is not:|{\"a\":")]
    [InlineData("application/json", "[{\"id\":1},{\"id\":2}]", "2 items|id 1|id 2")]
    [InlineData("application/json", "null", "null")]
    [InlineData("application/json", "{\"password\":\"CANARY space\",\"user\":\"ada\"}", "password  [redacted]|user  ada")]
    [InlineData(
        "application/json",
        "{\"apiKey\":\"CANARY\",\"client-secret\":\"CANARY,2\",\"PGPASSWORD\":7}",
        "apiKey  [redacted]|client-secret  [redacted]|PGPASSWORD  [redacted]")]
    [InlineData("application/json", "{\"token\":null,\"secret\":\"\",\"session\":true}", "token  null|secret|session  true")]
    [InlineData(
        "application/json",
        "{\"nested\":{\"privateKey\":\"CANARY\",\"authorization\":\"Bearer x\",\"a\":1}}",
        "nested  privateKey [redacted], authorization [redacted], a 1")]
    [InlineData(
        "application/json",
        "[{\"name\":\"DB_PASSWORD\",\"value\":\"CANARY\"},{\"name\":\"MODE\",\"value\":\"fast\"}]",
        "2 items|name DB_PASSWORD, value [redacted]|name MODE, value fast")]
    [InlineData("application/json", "{\"credentials\":{\"a\":\"CANARY\"},\"tokens\":5}", "credentials  [redacted]|tokens  5")]
    [InlineData("text/plain", "one\r\n\u001b[31mtwo\u0000\u202e\n", "one|[31mtwo")]
    public async Task Only_text_and_JSON_are_shown(string? type, string body, string shown)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        service.Answer = async context =>
        {
            context.Response.ContentType = type;
            await context.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(body));
        };

        Assert.Equal(shown, string.Join('|', (await rig.ReadAsync("check health")).Evidence));
    }

    [Fact]
    public async Task A_redirect_on_the_same_host_is_followed_three_times_at_most()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var hops = 3;
        service.Answer = context =>
        {
            if (service.Requests.Count <= hops)
            {
                context.Response.Redirect($"/v1/hop{service.Requests.Count}");
                return Task.CompletedTask;
            }

            return context.Response.WriteAsJsonAsync(new { status = "there" });
        };

        Assert.Equal("status  there", (await rig.ReadAsync("check content")).Evidence[0]);
        Assert.Equal("/v1/hop3", service.Requests[^1].Target);

        hops = 100;
        var report = await rig.ReadAsync("check content");
        Assert.Equal("REDIRECT", report.FailureClass);
        Assert.Contains("more than 3 times", report.Answer, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("{0}/stolen")]
    [InlineData("//{1}/stolen")]
    [InlineData("https://127.0.0.1:{2}/v1/health")]
    [InlineData("http://localhost:{2}/v1/health")]
    [InlineData("http://user:pw@127.0.0.1:{2}/v1/health")]
    [InlineData("file:///etc/passwd")]
    public async Task A_redirect_to_another_scheme_host_or_port_is_refused(string location)
    {
        await using var service = await FakeService.StartAsync();
        await using var other = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var there = string.Format(
            System.Globalization.CultureInfo.InvariantCulture,
            location,
            other.Address,
            new Uri(other.Address).Authority,
            new Uri(service.Address).Port);
        service.Answer = context =>
        {
            context.Response.StatusCode = 302;
            context.Response.Headers.Location = there;
            return Task.CompletedTask;
        };

        var report = await rig.ReadAsync("check content");

        Assert.Equal("REDIRECT", report.FailureClass);
        Assert.Contains("That is not followed", report.Answer, StringComparison.Ordinal);
        Assert.DoesNotContain("pw", report.Answer, StringComparison.Ordinal);
        Assert.Empty(other.Requests);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task Nothing_listening_slowness_and_hanging_up_are_told_apart()
    {
        var refused = new HttpRig($"http://127.0.0.1:{FreePort.Next()}");
        await using (refused)
        {
            Assert.Equal("REFUSED", (await refused.ReadAsync("check health")).FailureClass);
        }

        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address, "Endpoints:health:TimeLimit=00:00:00.2");
        service.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);
        var hung = await rig.ReadAsync("check health");
        Assert.Equal("HUNG", hung.FailureClass);
        Assert.Contains("did not answer within 0.2 s", hung.Answer, StringComparison.Ordinal);

        service.Answer = context =>
        {
            context.Abort();
            return Task.CompletedTask;
        };
        Assert.Equal("CLOSED", (await rig.ReadAsync("check content")).FailureClass);
    }

    [Fact]
    public async Task A_person_who_stops_it_is_no_time_out()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        using var stop = new CancellationTokenSource();
        service.Answer = async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => rig.ReadAsync("check health", stop.Token));
    }

    [Fact]
    public async Task Everything_that_is_configured_is_listed_as_it_is_typed()
    {
        await using var rig = new HttpRig("http://127.0.0.1:1");

        var report = await rig.ReadAsync("endpoints");

        Assert.Contains("/http check failed-jobs since=2026-11-22T10:15:00Z", report.Evidence);
        Assert.Contains("    DELETE http://127.0.0.1:1/v1/admin/jobs/{before}, Destructive: Removes old jobs.", report.Evidence);
        foreach (var line in report.Evidence.Where(line => line.StartsWith("/http ", StringComparison.Ordinal)))
        {
            rig.Call(line["/http ".Length..]);
        }
    }
}
