using IncidentBot.Rooms;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Rooms;

internal static class SlackRoomServices
{
    public static IServiceCollection AddSlackRooms(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddOptions<SlackRoomOptions>().Bind(configuration.GetSection(SlackRoomOptions.Section)).ValidateOnStart();
        services.AddSingleton<IValidateOptions<SlackRoomOptions>, SlackRoomOptionsCheck>();
        services.AddSingleton<SlackRoomMaker>();
        services.AddSingleton<SlackRoomFurniture>();
        return services.AddSingleton<IIncidentRooms, SlackRooms>();
    }
}
