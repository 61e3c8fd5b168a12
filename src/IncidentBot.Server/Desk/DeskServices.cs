using IncidentBot.Actions;
using IncidentBot.Chat;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Rooms;
using IncidentBot.Rounds;
using IncidentBot.Storage;

namespace IncidentBot.Desk;

internal static class DeskServices
{
    public static IServiceCollection AddDesk(this IServiceCollection services) => services
        .AddSingleton(provider => provider.GetRequiredService<IConfiguration>().GetSection("Incidents").Get<IncidentPolicy>() ?? new IncidentPolicy())
        .AddSingleton<IncidentChannel>(provider =>
        {
            var platforms = provider.GetServices<IChatPlatform>().ToDictionary(platform => platform.Name);
            return (number, title, origin) => platforms.TryGetValue(origin.Platform, out var platform) ? platform.ChannelFor(number, title, origin) : origin;
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
        .AddSingleton<IRound, StatusUpdateRound>()
        .AddSingleton<IRound, SummaryRound>()
        .AddSingleton<IRound>(provider => new AnchorRound(
            provider.GetRequiredService<ILedger>(),
            provider.GetRequiredService<IAuditStore>(),
            provider.GetRequiredService<TimeProvider>(),
            AnchorChannel(provider.GetRequiredService<IConfiguration>())))
        .AddSingleton<IncidentRooms>()
        .AddSingleton(provider =>
        {
            var platforms = provider.GetServices<IChatPlatform>().ToDictionary(platform => platform.Name);
            return new IncidentBridges(
                Bridges(provider.GetRequiredService<IConfiguration>()),
                (number, channel) => platforms.TryGetValue(channel.Platform, out var platform) ? platform.PlaceIn(channel, number) : channel);
        })
        .AddSingleton<RoomPeople>()
        .AddSingleton<IRound, RoomRound>()
        .AddSingleton<IRound, ExecuteRound>()
        .AddSingleton<IRound, ExpireRound>()
        .AddSingleton<IRound, ApprovalRound>()
        .AddSingleton<DueWork>();

    /// <summary><c>Chat:Bridges</c>: a name that people type, and the channel it stands for.</summary>
    private static Dictionary<string, ChannelRef> Bridges(IConfiguration configuration) => configuration.GetSection("Chat:Bridges").GetChildren().ToDictionary(
        bridge => bridge.Key,
        bridge => Channel($"Chat:Bridges:{bridge.Key}", bridge.Value));

    /// <summary><c>Audit:AnchorChannel</c>, as <c>slack:T1DC2JH3J:C2147483705</c>: where the audit's head is posted once a day.</summary>
    private static ChannelRef? AnchorChannel(IConfiguration configuration) =>
        configuration["Audit:AnchorChannel"] is { Length: > 0 } text ? Channel("Audit:AnchorChannel", text) : null;

    private static ChannelRef Channel(string setting, string? text) => ChannelRef.Read(text ?? "")
        ?? throw new ArgumentException($"{setting} is '{text}'. Write platform:workspace:channel, for example slack:T1DC2JH3J:C2147483705.");
}
