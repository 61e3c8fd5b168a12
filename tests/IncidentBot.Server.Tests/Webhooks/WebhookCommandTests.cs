using System.Text.Json;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using StandardWebhooks;

namespace IncidentBot.Webhooks;

public sealed class WebhookCommandTests
{
    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    [Fact]
    public async Task What_was_told_is_shown_and_told_again_with_its_id_and_on_the_record()
    {
        await using var receiver = await Receiver.AnsweringAsync(200);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url);
        Assert.Contains("ops, at 127.0.0.1:", await rig.TypeAsync("/webhooks list"), StringComparison.Ordinal);
        Assert.Contains("was told nothing yet", await rig.TypeAsync("/webhooks list"), StringComparison.Ordinal);
        Assert.Contains("ops was told nothing yet", await rig.TypeAsync("/webhooks deliveries ops"), StringComparison.Ordinal);
        var first = await rig.OpenAsync();
        rig.Time.Advance(TimeSpan.FromHours(1));
        var since = rig.Time.GetUtcNow();
        await rig.OpenAsync();
        var last = await rig.DeliveredAsync();

        Assert.Contains("is well.", await rig.TypeAsync("/webhooks list"), StringComparison.Ordinal);
        var shown = await rig.TypeAsync("/webhooks deliveries OPS");
        Assert.Contains($"{first.Label} opened, 1 try, told, 200", shown, StringComparison.Ordinal);
        Assert.Contains($"d{last.Id}  ", shown, StringComparison.Ordinal);

        Assert.Contains("1 delivery to ops is told again", await rig.TypeAsync($"/webhooks replay ops d{last.Id}"), StringComparison.Ordinal);
        await rig.DeliveredAsync();
        Assert.Contains(
            "1 delivery to ops is told again", await rig.TypeAsync($"/webhooks replay ops {since:yyyy-MM-dd'T'HH:mm:ss}"), StringComparison.Ordinal);
        await rig.DeliveredAsync();
        Assert.Contains(
            "2 deliveries to ops are told again",
            await rig.TypeAsync($"/webhooks replay ops {since.AddHours(-2):yyyy-MM-dd'T'HH:mm}"),
            StringComparison.Ordinal);
        await rig.DeliveredAsync();

        Assert.Equal([2, 4], receiver.Told.GroupBy(told => told.Headers["webhook-id"].ToString()).Select(same => same.Count()));
        Assert.Contains("ops has no delivery d99 that can be told again now.", await rig.TypeAsync("/webhooks replay ops d99"), StringComparison.Ordinal);
        Assert.Equal(
            [$"told again d{last.Id}", "told again 1 delivery since", "told again 2 deliveries since"],
            (await RecordAsync(rig)).Where(entry => entry.Kind == "Webhook").Select(entry => entry.What!.Split(" 20")[0]));
    }

    [Fact]
    public async Task A_test_arrives_whatever_else_the_endpoint_wants_to_hear()
    {
        await using var receiver = await Receiver.AnsweringAsync(200);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url, ("ops:Events", WebhookTypes.Closed));
        await rig.OpenAsync();

        Assert.Contains("ops is told that you try it", await rig.TypeAsync("/webhooks test ops"), StringComparison.Ordinal);
        await rig.DeliveredAsync();

        var told = Assert.Single(receiver.Told);
        new StandardWebhook(WebhookRig.Secret).Verify(told.Body, told.Headers);
        Assert.Contains("\"type\":\"incidentbot.test\"", told.Body, StringComparison.Ordinal);
        Assert.Contains("Ada tries this endpoint.", told.Body, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("/webhooks replay ops d1", "have an endpoint told again")]
    [InlineData("/webhooks enable ops", "enable an endpoint")]
    [InlineData("/webhooks test ops", "try an endpoint")]
    public async Task Who_may_only_respond_may_look_and_no_more(string line, string what)
    {
        await using var rig = await WebhookRig.MakeAsync("https://hooks.example");
        await rig.OpenAsync();

        var answer = await rig.TypeAsync(line, Permissions.Observe | Permissions.Respond);

        Assert.Contains($"Ada may not {what}: that takes the Approve permission.", answer, StringComparison.Ordinal);
        Assert.Single(await rig.Store.LastAsync(WebhookRig.Name, 10, Ct));
        Assert.Equal("Refused", (await RecordAsync(rig))[^1].Kind);
        Assert.Contains("d1  ", await rig.TypeAsync("/webhooks deliveries ops", Permissions.Observe), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_is_not_there_or_switched_off_is_said_so()
    {
        await using var rig = await WebhookRig.MakeAsync("https://hooks.example", ("ops:Enabled", "false"));
        await rig.OpenAsync();

        Assert.Contains("'opps' is no endpoint.", await rig.TypeAsync("/webhooks test opps"), StringComparison.Ordinal);
        Assert.Contains("There are: ops.", await rig.TypeAsync("/webhooks deliveries opps"), StringComparison.Ordinal);
        Assert.Contains("ops is switched off in the configuration.", await rig.TypeAsync("/webhooks test ops"), StringComparison.Ordinal);
        Assert.Contains("switched off in the configuration.", await rig.TypeAsync("/webhooks list"), StringComparison.Ordinal);
        Assert.Empty(await rig.Store.LastAsync(WebhookRig.Name, 10, Ct));
    }

    [Fact]
    public async Task The_health_of_each_is_a_line()
    {
        await using var receiver = await Receiver.AnsweringAsync(200, 500, 410);
        await using var rig = await WebhookRig.MakeAsync(receiver.Url);
        Assert.Equal((HealthStatus.Healthy, "ops was told nothing yet, nothing waits."), await HealthAsync(rig));

        foreach (var (status, words) in (IEnumerable<(HealthStatus, string)>)
        [
            (HealthStatus.Healthy, "ops was told at "), (HealthStatus.Degraded, "it answered 500, 1 delivery waits."),
            (HealthStatus.Degraded, "because it answered 410, 2 deliveries wait."),
        ])
        {
            rig.Time.Advance(TimeSpan.FromSeconds(1));
            await rig.OpenAsync();
            await rig.DeliveredAsync();
            var (stands, said) = await HealthAsync(rig);
            Assert.Equal(status, stands);
            Assert.Contains(words, said, StringComparison.Ordinal);
        }
    }

    private static async Task<(HealthStatus Status, string? Words)> HealthAsync(WebhookRig rig)
    {
        var entry = (await rig.Services.GetRequiredService<HealthCheckService>().CheckHealthAsync(Ct)).Entries["Webhooks"];
        return (entry.Status, entry.Description);
    }

    private static async Task<IReadOnlyList<(string Kind, string? What)>> RecordAsync(WebhookRig rig)
    {
        var page = await rig.Services.GetRequiredService<IAuditStore>().ListAsync(new AuditQuery { Limit = 100 }, Ct);
        return
        [
            .. page.Items.Select(record => JsonDocument.Parse(record.Body).RootElement).Select(entry => (
                entry.GetProperty("kind").GetString()!,
                entry.GetProperty("detail").TryGetProperty("what", out var what) ? what.GetString() : null)),
        ];
    }
}
