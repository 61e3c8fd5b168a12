using IncidentBot.Actions;
using IncidentBot.Alerting;
using IncidentBot.Alerts;
using IncidentBot.Desk;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary><c>/alert silence alertname=RedisMemoryHigh for 2h the cache is being filled</c>: what watches say, and who has to hear of it.</summary>
public sealed class AlertCommands(IncidentDesk desk, AlertRequests requests, ILedger ledger, TimeProvider time)
{
    private const string For = "for";

    private static readonly Parameter What = Known.Text(
        "matchers",
        "labels that all have to fit, for how long, and why",
        "alertname=RedisMemoryHigh for 2h the cache is being filled") with
    {
        Notation = "label=value …> for <2h|time> <reason",
        Required = true,
    };

    private static readonly Parameter Silence = new("silence", "the silence, as /alert list numbers it", "s3")
    {
        Notation = "s-n",
        Required = true,
        Question = "Which silence?",
        Hint = "Silences are numbered s1, s2, … as /alert list shows them.",
        Check = word => NumberOf(word) is null ? "is no silence" : null,
    };

    private static readonly Parameter Source = new("source", "the name of a source, as it is configured", "prometheus")
    {
        Required = true,
        Question = "Which source?",
        Hint = "Sources are configured under Alerts:Sources.",
    };

    private static readonly Parameter Reason = Known.Text("reason", "how you know", "I have looked at Prometheus") with { Required = true, AskedLater = true };

    public IEnumerable<Command> Table =>
    [
        new("/alert list", [Known.Incident], "Shows the alerts that fire, or those of an incident, and what is silenced", Permissions.Observe,
            (context, ct) => requests.ListAsync(context.Request, context.Arguments.NumberOf(Known.Incident), ct)),
        new("/alert ack", [Known.Incident], "Says that you have seen all alerts of an incident", Permissions.Respond,
            (context, ct) => desk.SeeAlertsAsync(context.Request, context.Arguments.NumberOf(Known.Incident), ct)),
        new("/alert resolved", [Known.Incident, Reason], "Says that its alerts are over, where the notice was lost", Permissions.Respond,
            (context, ct) => desk.EndAlertsAsync(context.Request, context.Arguments.NumberOf(Known.Incident), context.Find(Reason), ct)),
        new("/alert silence", [What], "Has nobody told of such alerts for a while", Permissions.Respond, SilenceAsync),
        new("/alert unsilence", [Silence], "Ends a silence before its time", Permissions.Respond,
            (context, ct) => requests.UnsilenceAsync(context.Request, NumberOf(context[Silence])!.Value, ct)),
        new("/alert test", [Source], "Sends an alert of a source, which opens a drill", Permissions.Respond,
            (context, ct) => requests.TestAsync(context.Request, context[Source], ct)),
    ];

    private Task<Answer> SilenceAsync(CommandContext context, CancellationToken ct)
    {
        var words = context.Arguments.WordsOf(What);
        var at = words.ToList().FindIndex(word => For.Equals(word, StringComparison.OrdinalIgnoreCase));
        if (at <= 0)
        {
            return RefuseAsync(context, at < 0 ? "For how long?" : "Which alerts?", ct);
        }

        foreach (var matcher in words.Take(at))
        {
            if (LabelMatcher.Read(matcher, out var fault) is null)
            {
                return RefuseAsync(context, $"{fault}.", ct);
            }
        }

        // A time of two words first: 2026-12-04 17:00.
        var (length, until) = Enumerable.Range(1, 2).Reverse()
            .Select(count => (Count: count, Deadline: Deadline.Read([.. words.Skip(at + 1).Take(count)])))
            .FirstOrDefault(read => read.Deadline is not null && words.Count >= at + 1 + read.Count);
        if (until is null)
        {
            return RefuseAsync(context, words.Count > at + 1 ? $"I cannot read '{words[at + 1]}' as a time." : "For how long?", ct);
        }

        var reason = string.Join(' ', words.Skip(at + 1 + length));
        return reason.Length == 0
            ? RefuseAsync(context, "A silence takes a reason; it goes on the record.", ct)
            : requests.SilenceAsync(context.Request, [.. words.Take(at)], until.From(time.GetUtcNow()), reason, ct);
    }

    private Task<Answer> RefuseAsync(CommandContext context, string fault, CancellationToken ct) => ledger.AnswerAsync(
        context.Request, HelpCard.ForUsage(fault, context.Command, $"Labels are written {LabelMatcher.Notation}; a time {Deadline.Examples}."), ct);

    private static int? NumberOf(string word) => Known.Numbered('s', word);
}
