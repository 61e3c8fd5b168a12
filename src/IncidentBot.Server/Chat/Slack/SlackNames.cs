using IncidentBot.Chat.Slack.Wire;
using IncidentBot.People;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// What people in Slack call themselves: a mention of the bot names its writer by id alone. See
/// https://docs.slack.dev/reference/methods/users.info.
/// </summary>
internal sealed partial class SlackNames(SlackClient slack, TimeProvider time, ILogger<SlackNames> logger) : IAccountNames
{
    /// <summary>A name is a courtesy: the command goes on without it.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public string Platform => SlackPlatform.PlatformName;

    public async Task<string?> FindAsync(Account account, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            var reply = await slack.CallAsync(account.Workspace, "users.info", new Dictionary<string, string> { ["user"] = account.UserId }, either.Token);
            return reply.Read<SlackUser>("user")?.Shown;
        }
        catch (Exception e) when (e is DeliveryException || (e is OperationCanceledException && !ct.IsCancellationRequested))
        {
            LogUnknown(account, e.Message);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The name of {Account} is not known, so its id is shown: {Reason}")]
    private partial void LogUnknown(Account account, string reason);
}
