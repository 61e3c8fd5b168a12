using IncidentBot.Actions;
using IncidentBot.Desk;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary>
/// <c>/incident snooze-updates 30m the provider is working on it</c>: the bot gives no updates until then; or
/// <c>/incident snooze-updates off</c>, and it does again.
/// </summary>
internal sealed class SnoozeCommand(IncidentDesk desk)
{
    private const string Off = "off";

    private static readonly Parameter Length = new("length", "how long, or until when; off ends it", "30m")
    {
        Notation = "length|off",
        Required = true,
        Question = "For how long?",
        Hint = "A length or a time of today: 30m, 2h or 14:30 (UTC where nothing is said); off ends it.",
        Check = word => IsOff(word) || Deadline.Read([word]) is not null ? null : "is no length of time",
    };

    private static readonly Parameter Why = Known.Text("reason", "why there will be nothing to say", "the provider is working on it") with
    {
        AskedLater = true,
    };

    public Command Entry => new(
        "/incident snooze-updates",
        [Known.Incident, Length, Why],
        "Lets the bot give no status updates for a while, and says so",
        Permissions.Respond,
        RunAsync);

    private Task<Answer> RunAsync(CommandContext context, CancellationToken ct)
    {
        var number = context.Arguments.NumberOf(Known.Incident);
        return IsOff(context[Length])
            ? desk.ResumeUpdatesAsync(context.Request, number, ct)
            : desk.SnoozeUpdatesAsync(context.Request, number, Deadline.Read([context[Length]])!, context.Find(Why), ct);
    }

    private static bool IsOff(string word) => word.Equals(Off, StringComparison.OrdinalIgnoreCase);
}
