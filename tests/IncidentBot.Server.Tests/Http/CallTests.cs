using System.Net;
using System.Net.Sockets;
using IncidentBot.Actions;
using IncidentBot.Support;
using Microsoft.AspNetCore.Http;

namespace IncidentBot.Http;

/// <summary><c>http.call</c>: planned without touching anything, sent once, and honest about what is not known.</summary>
public sealed class CallTests
{
    private static readonly string[] Reading = ["GET", "HEAD"];

    [Theory]
    [InlineData("call retry-stalled", Risk.Change)]
    [InlineData("call retry-verified", Risk.Change)]
    [InlineData("call purge before=2026-11-22T10:15:00Z", Risk.Destructive)]
    public async Task A_plan_sends_nothing_that_changes_anything(string typed, Risk risk)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);

        var plan = await rig.ReadyAsync(typed);

        Assert.Equal(risk, plan.Risk);
        Assert.Empty(service.Requests.Select(request => request.Method).Except(Reading));
        Assert.Equal(risk is Risk.Destructive, plan.CannotBeUndone is not null);
    }

    [Fact]
    public async Task Every_configured_change_is_tried_above()
    {
        await using var rig = new HttpRig("http://127.0.0.1:1");
        var known = typeof(CallTests)
            .GetMethod(nameof(A_plan_sends_nothing_that_changes_anything))!
            .GetCustomAttributesData()
            .Where(data => data.AttributeType == typeof(InlineDataAttribute))
            .Select(data => ((IReadOnlyList<System.Reflection.CustomAttributeTypedArgument>)data.ConstructorArguments[0].Value!)[0].Value!
                .ToString()!
                .Split(' ')[1]);
        var change = Assert.Single(rig.Actions.OfType<IChangeAction>());
        Assert.Equal(change.Definition.Parameters[0].Choices.Order(), known.Order());
    }

    [Fact]
    public async Task The_plan_shows_what_is_sent_and_not_with_what()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);

        var plan = await rig.ReadyAsync("call retry-verified");

        Assert.Equal(
            $"Would send POST {service.Address}/v1/admin/queues/retry-stalled once. What it does: Puts stalled jobs back into their queues.",
            plan.Summary);
        Assert.Equal("Sent with the token in Http:api:Token, without a body.", plan.Notes[0]);
        Assert.StartsWith("Verified by health afterwards. As it is now: health answers 200 OK", plan.Notes[2], StringComparison.Ordinal);
    }

    [Fact]
    public async Task It_is_sent_once_and_its_status_verifies_it()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var plan = await rig.ReadyAsync("call retry-stalled");
        service.Answer = context => context.Response.WriteAsJsonAsync(new { retried = 12 });

        var done = Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync("call retry-stalled", plan));
        var verified = await rig.VerifyAsync("call retry-stalled", plan);

        Assert.Matches(@"^retry-stalled answered 200 OK in \d+ ms, \d+ B\.$", done.Summary);
        Assert.True(verified.Holds);
        Assert.Equal(["retried  12"], verified.Evidence);
        Assert.Equal(
            new FakeService.Seen("POST", "/v1/admin/queues/retry-stalled", new Uri(service.Address).Authority, $"Bearer {HttpRig.Secret}"),
            Assert.Single(service.Requests));
    }

    [Theory]
    [InlineData(200, true)]
    [InlineData(503, false)]
    public async Task A_configured_check_verifies_it(int health, bool holds)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var plan = await rig.ReadyAsync("call retry-verified");
        service.Answer = context =>
        {
            context.Response.StatusCode = context.Request.Method == "GET" ? health : 202;
            return Task.CompletedTask;
        };

        Assert.IsType<ApplyResult.Done>(await rig.ApplyAsync("call retry-verified", plan));
        var verified = await rig.VerifyAsync("call retry-verified", plan);

        Assert.Equal(holds, verified.Holds);
        Assert.StartsWith($"health answers {health}", verified.Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task After_a_restart_nobody_knows_how_it_was_answered()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var plan = await rig.ReadyAsync("call retry-stalled");
        await rig.ApplyAsync("call retry-stalled", plan);
        await using var restarted = new HttpRig(service.Address);

        var verified = await restarted.VerifyAsync("call retry-stalled", plan);

        Assert.False(verified.Holds);
        Assert.Equal("how retry-stalled was answered is not known, and no Verify is configured for it", verified.Answer);
    }

    [Theory]
    [InlineData(400, "400 Bad Request", false)]
    [InlineData(401, "It does not accept the token in Http:api:Token", false)]
    [InlineData(500, "It may have done a part; it was not sent again.", true)]
    public async Task A_refusal_is_a_failure_in_words(int status, string said, bool isPartly)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var plan = await rig.ReadyAsync("call retry-stalled");
        service.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        var failed = Assert.IsType<ApplyResult.Failed>(await rig.ApplyAsync("call retry-stalled", plan));

        Assert.Contains(said, failed.Reason, StringComparison.Ordinal);
        Assert.Equal(isPartly, failed.Reason.Contains("may have done a part", StringComparison.Ordinal));
        Assert.False((await rig.VerifyAsync("call retry-stalled", plan)).Holds);
        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData(502)]
    [InlineData(504)]
    public async Task A_gateway_that_lost_the_answer_leaves_it_unknown(int status)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var plan = await rig.ReadyAsync("call retry-stalled");
        service.Answer = context =>
        {
            context.Response.StatusCode = status;
            return Task.CompletedTask;
        };

        var unknown = Assert.IsType<ApplyResult.Unknown>(await rig.ApplyAsync("call retry-stalled", plan));

        Assert.EndsWith("Whether it took effect is not known; it was not sent again.", unknown.Reason, StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Theory]
    [InlineData(301, false)]
    [InlineData(302, true)]
    [InlineData(303, true)]
    [InlineData(307, false)]
    [InlineData(308, false)]
    public async Task A_change_is_never_sent_on_to_another_address(int status, bool mayBeDone)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var plan = await rig.ReadyAsync("call retry-stalled");
        service.Answer = context =>
        {
            context.Response.StatusCode = status;
            context.Response.Headers.Location = "/v1/elsewhere";
            return Task.CompletedTask;
        };

        var (isUnknown, reason) = await rig.ApplyAsync("call retry-stalled", plan) switch
        {
            ApplyResult.Unknown unknown => (true, unknown.Reason),
            var other => (false, Assert.IsType<ApplyResult.Failed>(other).Reason),
        };

        Assert.Equal(mayBeDone, isUnknown);
        Assert.Contains("It redirects, and that is not followed here.", reason, StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task No_answer_in_time_is_unknown_and_not_sent_again()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address, "Endpoints:retry-stalled:TimeLimit=00:00:00.3");
        var plan = await rig.ReadyAsync("call retry-stalled");
        service.Answer = context => Task.Delay(Timeout.Infinite, context.RequestAborted);

        var unknown = Assert.IsType<ApplyResult.Unknown>(await rig.ApplyAsync("call retry-stalled", plan));

        Assert.Contains(" was sent once, and ", unknown.Reason, StringComparison.Ordinal);
        Assert.EndsWith("Whether it took effect is not known; it was not sent again.", unknown.Reason, StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task A_connection_closed_without_an_answer_does_not_send_it_again()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        var posts = 0;
        var serving = ServeAsync();
        await using var rig = new HttpRig($"http://127.0.0.1:{((IPEndPoint)listener.LocalEndpoint).Port}");
        var plan = await rig.ReadyAsync("call retry-stalled");

        var unknown = Assert.IsType<ApplyResult.Unknown>(await rig.ApplyAsync("call retry-stalled", plan));

        Assert.Contains(" was sent once, and 127.0.0.1:", unknown.Reason, StringComparison.Ordinal);
        listener.Stop();
        await serving;
        Assert.Equal(1, posts);

        async Task ServeAsync()
        {
            var buffer = new byte[4096];
            while (true)
            {
                try
                {
                    using var client = await listener.AcceptTcpClientAsync();
                    var read = await client.GetStream().ReadAsync(buffer);
                    posts += System.Text.Encoding.ASCII.GetString(buffer, 0, read).StartsWith("POST", StringComparison.Ordinal) ? 1 : 0;
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException or IOException or InvalidOperationException)
                {
                    // Stopped: while it waits for the next connection, or just before it does.
                    return;
                }
            }
        }
    }

    [Fact]
    public async Task Where_nothing_listens_nothing_was_sent()
    {
        await using var rig = new HttpRig($"http://127.0.0.1:{FreePort.Next()}");
        var plan = await rig.ReadyAsync("call retry-stalled");

        var failed = Assert.IsType<ApplyResult.Failed>(await rig.ApplyAsync("call retry-stalled", plan));

        Assert.StartsWith("Nothing was sent: nothing listens at 127.0.0.1:", failed.Reason, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Stopped_while_it_is_under_way_the_last_word_is_that_nobody_knows()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var plan = await rig.ReadyAsync("call retry-stalled");
        using var stop = new CancellationTokenSource();
        var progress = new Redis.Actions.SeenProgress();
        service.Answer = async context =>
        {
            await stop.CancelAsync();
            await Task.Delay(Timeout.Infinite, context.RequestAborted);
        };

        var unknown = Assert.IsType<ApplyResult.Unknown>(await rig.ApplyAsync("call retry-stalled", plan, progress, stop.Token));

        Assert.Contains("the run was stopped before an answer came", unknown.Reason, StringComparison.Ordinal);
        Assert.EndsWith("was being sent; whether it took effect is not known", progress.Seen[^1].Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_other_than_the_confirmed_one_is_not_sent()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var plan = await rig.ReadyAsync("call purge before=2026-11-22T10:15:00Z");

        Assert.IsType<ApplyResult.Failed>(await rig.ApplyAsync("call purge before=2026-11-22T23:59:00Z", plan));

        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task An_age_moves_on_so_a_change_does_not_take_one()
    {
        await using var rig = new HttpRig("http://127.0.0.1:1");

        var refused = Assert.IsType<PlanResult.Refused>(await rig.PlanAsync("call purge before=45m"));

        Assert.Contains("another time when it is sent", refused.Rule, StringComparison.Ordinal);
        Assert.Equal("Type /http call purge before=2026-11-22T10:15:00Z on api", refused.Hint);
    }
}
