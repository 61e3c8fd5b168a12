using IncidentBot.Storage;

namespace IncidentBot.Support;

/// <summary>How many rows there are, asked behind the back of the stores.</summary>
internal static class StoreCounts
{
    public static Task<long> CountAsync(this BotHost bot, string rows) =>
        bot.Get<IDatabase>()
            .ReadAsync(session => session.FindAsync(new Statement($"select count(*) from {rows}"), row => row.GetInt64(0), TestRedis.Token), TestRedis.Token);
}
