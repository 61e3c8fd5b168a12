using IncidentBot.Actions;
using IncidentBot.Audience;
using IncidentBot.Chat;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Rooms;
using IncidentBot.Rounds;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Desk;

internal static class DeskServices
{
    public static IServiceCollection AddDesk(this IServiceCollection services)
    {
        services.AddSettings<ChatOptions>("Chat");
        services.AddSettings<IncidentPolicy>("Incidents").Validate(
            policy => Enum.GetValues<Severity>()
                .All(severity => policy.EscalateAfter[severity] > TimeSpan.Zero && policy.UpdateEvery[severity] > TimeSpan.Zero),
            "Incidents:EscalateAfter and Incidents:UpdateEvery are pauses between messages. Write each longer than nothing, for example 15m.");
        return services
            .AddSingleton(provider => provider.GetRequiredService<IOptions<IncidentPolicy>>().Value)
            .AddSingleton<IncidentChannel>(provider =>
            {
                var platforms = provider.GetServices<IChatPlatform>().ToDictionary(platform => platform.Name);
                return (number, title, origin) =>
                    platforms.TryGetValue(origin.Platform, out var platform) ? platform.ChannelFor(number, title, origin) : origin;
            })
            .AddSingleton<WhyNotAlone>(provider =>
            {
                var platforms = provider.GetServices<IChatPlatform>().ToDictionary(platform => platform.Name);
                return (account, ct) => platforms.TryGetValue(account.Platform, out var platform)
                    ? platform.WhyNotAloneAsync(account, ct)
                    : Task.FromResult<string?>($"{account.Platform} is not switched on.");
            })
            .AddSingleton<IncidentDesk>()
            .AddSingleton<RunbookDesk>()
            .AddSingleton<RunbookChoice>()
            .AddSingleton<ReadChecks>()
            .AddSingleton<IncidentReadings>()
            .AddSingleton<AssessmentReads>()
            .AddSingleton<Verifications>()
            .AddSingleton<RoundDecisions>()
            .AddSingleton<AuditedChecks>()
            .AddSingleton<IRound, AssessmentRound>()
            .AddSingleton<IRound, VerificationRound>()
            .AddSingleton<IRound, LookRound>()
            .AddSingleton<IRound, SoakRound>()
            .AddSingleton<IRound, EscalationRound>()
            .AddSingleton<IRound, ForgottenRound>()
            .AddSingleton<IRound, TaskRound>()
            .AddSingleton<IRound, StatusUpdateRound>()
            .AddSingleton<IRound, SummaryRound>()
            .AddSingleton<IRound>(provider => new AnchorRound(
                provider.GetRequiredService<ILedger>(),
                provider.GetRequiredService<IAuditStore>(),
                provider.GetRequiredService<TimeProvider>(),
                AnchorChannel(provider.GetRequiredService<IOptions<AuditOptions>>().Value)))
            .AddSingleton<IncidentRooms>()
            .AddSingleton(provider =>
            {
                var platforms = provider.GetServices<IChatPlatform>().ToDictionary(platform => platform.Name);
                return new IncidentBridges(
                    Bridges(provider.GetRequiredService<IOptions<ChatOptions>>().Value),
                    (number, channel) => platforms.TryGetValue(channel.Platform, out var platform) ? platform.PlaceIn(channel, number) : channel);
            })
            .AddSingleton<RoomPeople>()
            .AddSingleton<IRound, RoomRound>()
            .AddSingleton<IRound, ExecuteRound>()
            .AddSingleton<IRound, ExpireRound>()
            .AddSingleton<IRound, ApprovalRound>()
            .AddSingleton<DueWork>();
    }

    private static Dictionary<string, ChannelRef> Bridges(ChatOptions options) =>
        options.Bridges.ToDictionary(bridge => bridge.Key, bridge => Channel($"Chat:Bridges:{bridge.Key}", bridge.Value));

    private static ChannelRef? AnchorChannel(AuditOptions options) =>
        options.AnchorChannel is { Length: > 0 } text ? Channel("Audit:AnchorChannel", text) : null;

    private static ChannelRef Channel(string setting, string text) => ChannelRef.Read(text)
        ?? throw new ArgumentException($"{setting} is '{text}'. Write platform:workspace:channel, for example slack:T1DC2JH3J:C2147483705.");
}
