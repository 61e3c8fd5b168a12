using System.Globalization;
using IncidentBot.Chat;
using IncidentBot.Messages;
using IncidentBot.Reporting.Reports;
using IncidentBot.Rounds;
using IncidentBot.Settings;
using IncidentBot.Storage;
using Microsoft.Extensions.Options;

namespace IncidentBot.Digest;

internal static class DigestServices
{
    /// <summary>The report of a week, posted by itself.</summary>
    public static IServiceCollection AddDigest(this IServiceCollection services)
    {
        services.AddSettings<DigestOptions>(DigestOptions.Section);
        return services
            .AddSingleton<IValidateOptions<DigestOptions>>(provider => new FaultsStopTheStart<DigestOptions>((options, faults) =>
                Read(options, [.. provider.GetServices<IChatPlatform>().Select(platform => platform.Name).Except(BesideTheChats.Platforms)], faults)))
            .AddSingleton(provider => Plan(provider.GetRequiredService<IOptions<DigestOptions>>().Value))
            .AddSingleton<IRound, DigestRound>();
    }

    /// <summary>To be awaited before the host starts. One that is overdue stays, and is made up for.</summary>
    public static Task MakeSureOfDigestAsync(this IServiceProvider services, DateTimeOffset now, CancellationToken ct) =>
        services.GetRequiredService<DigestPlan>() is { Channels.Count: > 0 } plan
            ? services.GetRequiredService<ISchedule>().MakeSureAsync(plan.Next(now), ct)
            : Task.CompletedTask;

    private static DigestPlan Plan(DigestOptions options) => new(
        [.. options.Channels.Select(channel => ChannelRef.Read(channel)!)],
        options.On,
        Time(options.At)!.Value,
        TimeZoneInfo.FindSystemTimeZoneById(options.Zone));

    private static void Read(DigestOptions options, IReadOnlyList<string> platforms, SettingFaults faults)
    {
        foreach (var channel in options.Channels)
        {
            faults.Check(
                ChannelRef.Read(channel) is { } there && platforms.Contains(there.Platform),
                $"Digest:Channels has '{channel}'. Expected platform:workspace:channel of {string.Join(" or ", platforms)}, "
                    + "for example slack:T1DC2JH3J:C2147483705.");
        }

        faults.Check(Time(options.At) is not null, $"Digest:At is '{options.At}'. Expected an hour and minute, for example 09:00.");
        faults.Check(
            TimeZoneInfo.TryFindSystemTimeZoneById(options.Zone, out _), $"Digest:Zone is '{options.Zone}'. Expected a time zone, for example Europe/Berlin.");
    }

    private static TimeOnly? Time(string text) =>
        TimeOnly.TryParseExact(text, "HH:mm", CultureInfo.InvariantCulture, DateTimeStyles.None, out var time) ? time : null;
}
