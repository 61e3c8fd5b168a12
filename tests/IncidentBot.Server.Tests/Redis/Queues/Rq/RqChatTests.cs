using IncidentBot.Chat.Local;
using IncidentBot.Support;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>By way of the chat: the commands exist, on a target that other actions hold under the same name.</summary>
public sealed class RqChatTests
{
    [Fact]
    public async Task Somebody_requeues_and_undoes_a_suspension_in_chat()
    {
        await using var redis = await RedisServer.StartAsync();
        await RqPython.RunAsync(redis, "fail=3", "birth");
        await using var bot = await BotHost.ConnectedAsync(redis);

        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/rq failed default on primary");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "default: 3 failed jobs", "[redacted]");

        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/rq requeue default");
        var card = await bot.SeesAsync(
            LocalPeople.Ada,
            LocalChannels.General,
            "R-1  /rq requeue default on primary",
            "Would put 3 failed jobs back into default on primary");
        await bot.PressAsync(LocalPeople.Ada, card, "Confirm");
        await bot.SeesAsync(
            LocalPeople.Ada,
            LocalChannels.General,
            "Put 3 jobs back into default. Verified: none of the planned jobs is left there; default holds 3");

        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/rq suspend seconds=600");
        card = await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "R-2  /rq suspend", "[Confirm]");
        await bot.PressAsync(LocalPeople.Ada, card, "Confirm");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "Suspended RQ. Verified: RQ is suspended for another ");
        await bot.SayAsync(LocalPeople.Ada, LocalChannels.General, "/run undo R-2");
        card = await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "R-3  /rq resume on primary", "[Confirm]");
        await bot.PressAsync(LocalPeople.Ada, card, "Confirm");
        await bot.SeesAsync(LocalPeople.Ada, LocalChannels.General, "Resumed RQ. Verified: RQ is not suspended");
    }
}
