using IncidentBot.Server.Tests.Chat.Slack;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Doors;

/// <summary>Whoever knocks without a right to may be counted, and fills no log.</summary>
public sealed class RefusalsTests : IDisposable
{
    private readonly FakeTimeProvider time = new();
    private readonly CollectedLog log = new();
    private readonly LoggerFactory logs;
    private readonly Refusals<RefusalsTests> refusals;

    public RefusalsTests()
    {
        logs = new LoggerFactory([log]);
        refusals = new Refusals<RefusalsTests>(time, logs.CreateLogger<RefusalsTests>());
    }

    [Fact]
    public void The_first_is_said_at_once_and_all_others_of_a_minute_in_one_line()
    {
        for (var i = 0; i < 10_000; i++)
        {
            refusals.Tell($"reason {i}");
        }

        Assert.Contains("Refused since the last such line: 1. The last one: reason 0.", Assert.Single(log.Text.Split('\n')), StringComparison.Ordinal);

        time.Advance(TimeSpan.FromMinutes(1));
        Parallel.For(0, 100, i => refusals.Tell("reason again"));

        var second = Assert.Single(log.Text.Split('\n').Skip(1));
        Assert.Contains("Refused since the last such line: 10000. The last one: reason again.", second, StringComparison.Ordinal);
    }

    public void Dispose() => logs.Dispose();
}
