using IncidentBot.Rooms;
using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Chat.Slack.Rooms;

internal static class SlackRoomServices
{
    public static IServiceCollection AddSlackRooms(this IServiceCollection services)
    {
        services.AddSettings<SlackRoomOptions>(SlackRoomOptions.Section);
        services.AddSingleton<IValidateOptions<SlackRoomOptions>, SlackRoomOptionsCheck>();
        services.AddSingleton<SlackRoomMaker>();
        services.AddSingleton<SlackRoomFurniture>();
        return services.AddSingleton<IIncidentRooms, SlackRooms>();
    }
}
