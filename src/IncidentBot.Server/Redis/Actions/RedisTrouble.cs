using IncidentBot.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Actions;

/// <summary>What a person reads when a target does not give what was asked of it.</summary>
internal static class RedisTrouble
{
    /// <summary>No connection, or one that was refused something on the way.</summary>
    public static ActionReport Report(RedisTarget target, RedisFailure failure)
    {
        var text = failure.Class.Text();
        return new ActionReport($"{target.Name}  {failure.Headline}", Healthy: failure.Class.IsNoOutage())
        {
            FailureClass = text.Name,
            Gravity = Gravity.Unread,
            Steps = [text.NextStep],
            Evidence = [text.CauseAt(target.Endpoint), failure.Detail],
            Next = NextSteps(target, failure.Class),
        };
    }

    /// <summary>An error reply. A missing permission or a command that is not offered is no outage, and is not called one.</summary>
    public static ActionReport Report(RedisTarget target, RespError error)
    {
        var text = error.Class.Text();
        return new ActionReport($"{target.Name}  {text.Name}: {text.CauseAt(target.Endpoint)}", Healthy: error.Class.IsNoOutage())
        {
            FailureClass = text.Name,
            Gravity = Gravity.Unread,
            Steps = [text.NextStep],
            Evidence = [error.Message],
            Next = NextSteps(target, error.Class),
        };
    }

    /// <summary>A reply that is none to what was asked, as of a proxy or a server that only resembles Redis: nothing was seen, good or bad.</summary>
    public static ActionReport Report(RedisTarget target, InvalidDataException unreadable) =>
        new($"{target.Name} answered in a way that Redis does not, so this could not be read. This is no outage.", Healthy: true)
        {
            Gravity = Gravity.Unread,
            Evidence = [unreadable.Message],
            Next = [new Suggestion("Diagnose", $"/redis diagnose on {target.Name}")],
        };

    /// <summary>In a plan or a run, the words of the server and, where they could be taken for an outage, that they are none.</summary>
    public static string Refusal(RedisTarget target, RespError error) =>
        $"{target.Name} refuses: {error.Message}{(error.Class.IsNoOutage() && !error.Message.EndsWith('.') ? "." : "")}{NoOutage(target, error)}";

    /// <summary>After a refusal that says something about us, and nothing about the server.</summary>
    public static string NoOutage(RedisTarget target, RespError error) => error.Class.IsNoOutage() ? $" {error.Class.Text().CauseAt(target.Endpoint)}" : "";

    private static IReadOnlyList<Suggestion> NextSteps(RedisTarget target, FailureClass failure) => failure.IsNoOutage()
        ? []
        : failure.Text().Gravity is Gravity.Unread
        ? [new Suggestion("Diagnose", $"/redis diagnose on {target.Name}")]
        :
        [
            new Suggestion("Open P0", $"/incident open P0 {target.Name}: Redis {failure.Text().Name}"),
            new Suggestion("Diagnose", $"/redis diagnose on {target.Name}"),
        ];
}
