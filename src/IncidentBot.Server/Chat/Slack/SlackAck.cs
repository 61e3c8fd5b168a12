using IncidentBot.Chat.Slack.Wire;

namespace IncidentBot.Chat.Slack;

/// <summary>
/// What Slack is told at once about a request, whichever way it came: the answer to a POST, or what a socket's
/// acknowledgement carries.
/// </summary>
internal abstract record SlackAck
{
    private SlackAck()
    {
    }

    public static readonly SlackAck Nothing = new Done(null);

    public static SlackAck Tell(string text) => new Done(new ResponseMessage(text));

    /// <summary>It is in the inbox, or there is nothing to do about it.</summary>
    /// <param name="Body">Written with <see cref="SlackJson.Options"/>; null for an empty acknowledgement.</param>
    public sealed record Done(object? Body) : SlackAck;

    /// <summary>Slack signed it, and it makes no sense.</summary>
    public sealed record Malformed(string What) : SlackAck;

    /// <summary>It could not be stored in time: not acknowledged, so that Slack says so or sends it again.</summary>
    public sealed record NotStored : SlackAck;
}
