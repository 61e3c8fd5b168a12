using IncidentBot.Actions;
using IncidentBot.Readings;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Clients;

/// <summary>Who holds connections without using them, grouped; what kill-idle would close, and what it would leave alone.</summary>
internal sealed class IdleClientsAction(RedisTargets targets) : RedisRead(targets)
{
    private const string UsualAge = "5m";
    private const int MaxGroups = 12;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("redis.idle-clients"),
        Risk.Observe,
        "Says who has been idle for long, and what kill-idle would close")
    {
        Parameters = [new Parameter("age", $"idle for at least this long, {UsualAge} unless named", UsualAge) { Check = Age.Fault }],
    };

    protected override async Task<ActionReport> ReadAsync(RedisTarget target, ActionCall call, CancellationToken ct)
    {
        var typed = call.Find("age") ?? UsualAge;
        var age = Age.Read(typed)!.Value;
        var idle = await IdleClients.ReadAsync(await target.HoldAsync(ct), age, ct);
        var closable = idle.Closable.Clients.Count;
        return new ActionReport(
            $"{target.Name}: {Figures.Count(closable)} of {Figures.Count(idle.Connected)} clients have been idle for {Duration.Words(age)} and could be closed",
            Healthy: true)
        {
            Evidence = [.. idle.Lines(MaxGroups), $"Left alone: {idle.KeptInWords}"],
            Readings = Reading.Known(
                Reading.Count("idle_clients.closable", closable),
                Reading.Count("idle_clients.kept", idle.Kept.Sum(kept => kept.Count)),
                Reading.Count("connected_clients", idle.Connected)),
            Next = closable > 0 ? [new Suggestion("Plan closing them", $"/redis kill-idle {typed} on {target.Name}")] : [],
        };
    }
}
