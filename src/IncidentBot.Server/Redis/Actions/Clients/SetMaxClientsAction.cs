using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Redis.Actions.Settings;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Info;
using IncidentBot.Redis.Sessions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Actions.Clients;

/// <summary>Lets more clients in: https://redis.io/docs/latest/develop/reference/clients/#maximum-concurrent-connected-clients.</summary>
internal sealed partial class SetMaxClientsAction(RedisTargets targets) : SettingAction(targets, "maxclients", "clients")
{
    /// <summary>Linux allows a process about a million files; Redis 7.0 takes 4294967295 and breaks.</summary>
    private const int Most = 1_000_000;

    public override ActionDefinition Definition { get; } = new(
        new ActionId("redis.set-maxclients"),
        Risk.Change,
        "Sets how many clients may connect; works while new ones are refused")
    {
        Parameters =
        [
            new Parameter("clients", "the new number", "20000")
            {
                Required = true,
                Check = value => int.TryParse(value, NumberStyles.None, CultureInfo.InvariantCulture, out var clients) && clients is >= 1 and <= Most
                    ? null
                    : $"is not a number from 1 to {Figures.Count(Most)}.",
            },
        ],
    };

    protected override string Normal(string value) => Number(value).ToString(CultureInfo.InvariantCulture);

    protected override string Words(string value) => Figures.Count(Number(value));

    protected override Task<PlanResult?> WhyNotAsync(SettingChange change, CancellationToken ct)
    {
        if (change.Info.Clients.Connected is not { } connected)
        {
            return Task.FromResult<PlanResult?>(change.IsUndo ? null : new PlanResult.Refused(
                $"How many clients {change.Target.Name} has is {Reported.No}: with fewer places than that every new one would be refused at once.",
                "Use the provider's console for it."));
        }

        return Task.FromResult<PlanResult?>(!change.IsUndo && Number(change.Wanted) <= connected
            ? new PlanResult.Refused(
                $"{Figures.Count(connected)} clients are connected: at {Words(change.Wanted)} every new one would be refused at once.",
                $"See who they are: /redis clients on {change.Target.Name}")
            : null);
    }

    protected override IEnumerable<string> Notes(SettingChange change)
    {
        var connected = change.Info.Clients.Connected;
        yield return $"{Reported.Count(connected, "are connected now")}; "
            + $"{Reported.Count(change.Info.Stats.RejectedConnections, "were rejected since the start")}.";
        yield return Number(change.Wanted) <= connected
            ? "This goes back below what is connected, because it undoes a change: those stay, new clients are refused."
            : "Nobody is cut off. If clients leak connections this buys time, no more: /redis idle-clients shows them.";
    }

    protected override string? Explain(string error) => Fitting().Match(error) is { Success: true } fitting
        ? $"The operating system lets this Redis open fewer files: it offers {Figures.Count(Number(fitting.Groups[1].Value))} clients. "
            + "More needs a higher limit (ulimit -n, LimitNOFILE of its service) and a restart."
        : null;

    protected override async Task<VerifyResult> CheckAsync(RedisTarget target, IRedisSession session, string value, bool isUndo, CancellationToken ct)
    {
        var probe = await target.ProbeAsync(ct);
        var clients = (await RedisInfo.ReadAsync(session, ct)).Clients;
        var share = $"{Reported.Count(clients.Connected)} of {Words(value)} clients are connected";
        return probe.Ok
            ? new VerifyResult(true, $"a new client is let in ({probe.Headline}); {share}")
            : new VerifyResult(isUndo && probe.Failure?.Class == FailureClass.MaxClients, $"a new client is not let in: {probe.Headline}; {share}");
    }

    [GeneratedRegex("not able to handle the specified number of clients, try with ([0-9]+)", RegexOptions.NonBacktracking)]
    private static partial Regex Fitting();
}
