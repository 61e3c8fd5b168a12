using IncidentBot.Chat.Slack.Socket;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;

namespace IncidentBot.Server.Tests.Chat.Slack.Socket;

public sealed class SocketStatusTests
{
    private readonly SocketStatus status = new();

    [Fact]
    public async Task What_is_in_one_slots_way_is_not_over_when_another_opens()
    {
        var (one, other) = (Slot(), Slot());

        status.Failed(one, "Slack has too many");
        _ = status.CountAsync(other, new TaskCompletionSource().Task);
        Assert.Equal("1 open; Slack has too many", (await HealthAsync()).Description);

        _ = status.CountAsync(one, new TaskCompletionSource().Task);
        Assert.Equal("2 open", (await HealthAsync()).Description);
    }

    private Task<HealthCheckResult> HealthAsync() => status.CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);

    private SocketSlot Slot() => new(null!, status, null!, TimeProvider.System, NullLogger<SocketSlot>.Instance);
}
