using IncidentBot.Actions;

namespace IncidentBot.Redis.Actions;

/// <summary>Keys and scripts are shown whole only to somebody who may respond and asks for it: a key can be the id of a session.</summary>
internal static class WholeKeys
{
    private const string Word = "whole";

    public static Parameter Parameter { get; } = new(Word, "shows whole keys and scripts: takes the permission Respond, is answered to you alone", Word)
    {
        Choices = [Word],
        ShowsOthersData = true,
    };

    public static bool AreAsked(ActionCall call) => call.Find(Word) is not null;

    public static string Hint(string command, RedisTarget target) =>
        $"Of keys only the group is shown, of scripts nothing. Whoever may respond sees more: `/{command} on {target.Name}`";
}
