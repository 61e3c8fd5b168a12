using IncidentBot.Actions;
using IncidentBot.Alerting;
using IncidentBot.Commands;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Rounds;
using IncidentBot.Runbooks;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Alerts;

internal static class AlertingServices
{
    /// <summary>What becomes of alerts. There also where nobody may send any, so that what was counted before can still be asked about.</summary>
    /// <param name="usual">Where incidents of alerts are opened unless <c>Alerts:Channel</c> says otherwise; null where that has to be said.</param>
    public static IServiceCollection AddAlerting(this IServiceCollection services, ChannelRef? usual)
    {
        services.AddSingleton<IValidateOptions<AlertOptions>>(provider => new FaultsStopTheStart<AlertOptions>((options, faults) =>
        {
            AlertRuleReader.Read(options.Rules, faults);
            if (options.Rules.Count > 0)
            {
                var shelf = provider.GetRequiredService<RunbookLibrary>().OpenAsync(CancellationToken.None).GetAwaiter().GetResult();
                AlertRuleReader.Check(
                    options.Rules, provider.GetRequiredService<TargetCatalogue>(), [.. shelf.Runbooks.Select(runbook => runbook.Id)], faults);
            }

            faults.Check(
                options.Channel is not { Length: > 0 } channel || ChannelRef.Read(channel) is not null,
                $"Alerts:Channel is '{options.Channel}'. Expected platform:workspace:channel, for example slack:T1DC2JH3J:C2147483705.");
            faults.Check(
                options.Channel is { Length: > 0 } || usual is not null || options.Sources.Count == 0,
                "Alerts:Channel is missing. Expected where incidents of alerts are opened, for example slack:T1DC2JH3J:C2147483705.");
        }));
        return services
            .AddSingleton(provider => Policy(provider.GetRequiredService<IOptions<AlertOptions>>().Value, usual))
            .AddSingleton(provider => new AlertRules(
                AlertRuleReader.Read(provider.GetRequiredService<IOptions<AlertOptions>>().Value.Rules, new SettingFaults()),
                provider.GetRequiredService<TargetCatalogue>()))
            .AddSingleton<AlertOpenings>()
            .AddSingleton<AlertDesk>()
            .AddSingleton(provider => new AlertRequests(
                provider.GetRequiredService<ILedger>(),
                provider.GetRequiredService<IAlertStore>(),
                provider.GetRequiredService<IAlertInbox>(),
                provider.GetRequiredService<Lookup>(),
                [.. provider.GetRequiredService<IOptions<AlertOptions>>().Value.Sources.Keys.Order(StringComparer.Ordinal)],
                provider.GetRequiredService<Redactor>(),
                provider.GetRequiredService<PeopleDirectory>(),
                provider.GetRequiredService<TimeProvider>()))
            .AddSingleton<AlertCommands>()
            .AddSingleton<FurtherCommands>(provider => () => provider.GetRequiredService<AlertCommands>().Table)
            .AddSingleton<IRound, AlertNewsRound>()
            .AddSingleton<IRound, HeldAlertsRound>()
            .AddSingleton<IRound, SilenceRound>()
            .AddSingleton<IRound, UnheardAlertsRound>();
    }

    private static AlertPolicy Policy(AlertOptions options, ChannelRef? usual) =>
        new((options.Channel is { Length: > 0 } channel ? ChannelRef.Read(channel) : null) ?? usual ?? AlertPolicy.Nowhere)
        {
            JoinWithin = options.JoinWithin,
            NewsEvery = options.NewsEvery,
            AskSourceEvery = options.AskSourceEvery,
            AskPeopleAfter = options.AskPeopleAfter,
        };
}
