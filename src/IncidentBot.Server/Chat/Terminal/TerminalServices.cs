namespace IncidentBot.Chat.Terminal;

internal static class TerminalServices
{
    public static IServiceCollection AddTerminal(this IServiceCollection services) => services.AddSingleton<IChatPlatform, TerminalPlatform>();
}
