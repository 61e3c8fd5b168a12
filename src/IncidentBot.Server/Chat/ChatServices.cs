using IncidentBot.Commands;
using IncidentBot.Reporting;
using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat;

internal static class ChatServices
{
    /// <summary>The kernel's side of chat: the command table, what answers it, and what delivers the answers.</summary>
    public static IServiceCollection AddChat(this IServiceCollection services) => services
        .AddSingleton<IncidentFinder>()
        .AddSingleton<ActionCommands>()
        .AddSingleton<IncidentCommands>()
        .AddSingleton<RunCommands>()
        .AddSingleton<RunbookCommands>()
        .AddSingleton(provider => CommandTable.Build(
            provider.GetRequiredService<IncidentCommands>(),
            provider.GetRequiredService<ActionCommands>(),
            provider.GetRequiredService<RunCommands>(),
            provider.GetRequiredService<RunbookCommands>(),
            provider.GetRequiredService<HelpCommand>(),
            provider.GetRequiredService<LinkCommand>(),
            provider.GetRequiredService<UnlinkCommand>(),
            provider.GetServices<FurtherCommands>()))
        .AddSingleton<HelpCommand>()
        .AddSingleton<LinkCommand>()
        .AddSingleton<UnlinkCommand>()
        .AddSingleton<Identities>()
        .AddSingleton(provider => new Lazy<CommandReader>(provider.GetRequiredService<CommandReader>))
        .AddSingleton<NamesOnTargets>()
        .AddSingleton<KnownValues>()
        .AddSingleton<CommandCompletion>()
        .AddSingleton<CompletionOf>(
            provider => (typed, by, earlier, ct) => provider.GetRequiredService<CommandCompletion>().OfAsync(typed, by, earlier, ct))
        .AddSingleton<CommandDispatcher>()
        .AddSingleton<IncidentCard>()
        .AddSingleton<IncidentCards>()
        .AddSingleton<WatchText>()
        .AddSingleton<RunbookCard>()
        .AddSingleton<RunbookCards>()
        .AddSingleton<RunCard>()
        .AddSingleton<AnnouncementCard>()
        .AddSingleton<HomeCards>()
        .AddSingleton<UpdatePreview>()
        .AddSingleton<Forms>()

        // Made when the first form is asked for: a door is there before the store that the commands need is up to date.
        .AddSingleton<FormFor>(
            provider => (command, by, channel, pressed, ct) => provider.GetRequiredService<Forms>().ForAsync(command, by, channel, pressed, ct))
        .AddSingleton<LiveCards>()
        .AddSingleton<OutboxDelivery>()
        .AddWholeCards();

    /// <summary>What keeps a card whole that a platform has to cut.</summary>
    public static IServiceCollection AddWholeCards(this IServiceCollection services)
    {
        services.AddSettings<PageOptions>(PageOptions.Section);
        return services
            .AddSingleton<IValidateOptions<PageOptions>, PageOptionsCheck>()
            .AddSingleton<WholeCards>();
    }
}
