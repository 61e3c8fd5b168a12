using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Watch;
using IncidentBot.Watching;
using IncidentBot.Words;

namespace IncidentBot.Commands;

/// <summary><c>/watch</c>: what the bot sees by itself, and what people say of whether it was right.</summary>
public sealed class WatchCommands(
    Watcher watcher, WatchCards cards, IWatchStore store, IncidentFinder finder, PeopleDirectory people, ILedger ledger, TimeProvider time)
{
    /// <summary>How long before an incident was opened what it is about may have begun.</summary>
    private static readonly TimeSpan Lead = TimeSpan.FromMinutes(30);

    private static readonly Parameter Target = new("target", "a target that is watched; all of them where it is left out", "primary");

    private static readonly Parameter Breach = new("breach", "the breach, as /watch numbers it; those of the channel's incident where it is left out", "w3")
    {
        Notation = "w-n",
        Hint = "Breaches are numbered w1, w2, … as /watch shows them.",
        Check = word => Known.Numbered('w', word) is null ? "is no breach" : null,
    };

    public IEnumerable<Command> Table =>
    [
        new("/watch", [Target], "Shows what the bot watches and how it stands; of one target, each measure over the last hour", Permissions.Observe, ShowAsync)
        {
            AnswersAlone = true,
        },
        new("/watch confirm", [Breach], "Says that a breach was worth hearing of", Permissions.Respond, (context, ct) => SayAsync(context, isRight: true, ct)),
        new("/watch dismiss", [Breach], "Says that a breach was nothing", Permissions.Respond, (context, ct) => SayAsync(context, isRight: false, ct)),
    ];

    private async Task<Answer> ShowAsync(CommandContext context, CancellationToken ct)
    {
        if (context.Find(Target) is not { } name)
        {
            return await ledger.AnswerAsync(context.Request, Answer.Done(await cards.AllAsync(ct)), ct);
        }

        IReadOnlyList<TargetRef> named = [.. watcher.Targets.Where(target => string.Equals(target.Name, name, StringComparison.OrdinalIgnoreCase))];
        return await ledger.AnswerAsync(
            context.Request,
            named.Count == 0
                ? Answer.Refused(
                    $"{name} is not watched.",
                    watcher.Targets.Count == 0 ? "Nothing is: no target is configured, or each is left out." : $"Watched: {Names(watcher.Targets)}.")
                : Answer.Done(await OfAsync(named, ct)),
            ct);
    }

    /// <summary>A host and a Redis may share a name: then both are shown.</summary>
    private async Task<Card> OfAsync(IReadOnlyList<TargetRef> named, CancellationToken ct)
    {
        var first = await cards.OfAsync(named[0], ct);
        foreach (var other in named.Skip(1))
        {
            var more = await cards.OfAsync(other, ct);
            first = first with { Blocks = [.. first.Blocks, new CardBlock.Text(more.Title), .. more.Blocks] };
        }

        return first;
    }

    private async Task<Answer> SayAsync(CommandContext context, bool isRight, CancellationToken ct)
    {
        var request = context.Request;
        var now = time.GetUtcNow();
        if (request.WhyNot(Permissions.Respond, people, now, "watch", "say whether the watch was right") is { } forbidden)
        {
            return await ledger.AnswerAsync(request, forbidden, ct);
        }

        var breaches = await MeantAsync(context, ct);
        if (breaches.Count == 0)
        {
            return await ledger.AnswerAsync(request, request.Refuse(now, "watch", "Which breach?", Breach.Hint!), ct);
        }

        var labels = string.Join(", ", breaches.Select(breach => breach.Label));
        var said = $"{labels} {(isRight ? "was right" : "was nothing")}";
        return await ledger.AnswerAsync(
            request,
            new Changes
            {
                Verdicts = new WatchVerdicts([.. breaches.Select(breach => breach.Number)], new WatchVerdict(isRight, request.By.Id, now)),
                Audit = [AuditEntry.Of(now, request.By.Id, AuditKind.Watch, "watch", new AuditFact.Happened(said))],
                Answer = Answer.Done(Card.Say(
                    $"Noted: {said}",
                    [
                        .. breaches.Select(breach => $"{breach.Label} {breach.Target.Name}: {breach.What}"),
                        isRight ? "/watch counts how often each measure was."
                            : "If it is often nothing, its threshold is wrong: Watch:Measures, or Watch:Targets.",
                    ])),
            },
            ct);
    }

    private async Task<IReadOnlyList<WatchBreach>> MeantAsync(CommandContext context, CancellationToken ct)
    {
        if (context.Find(Breach) is { } word)
        {
            return await store.BreachAsync(Known.Numbered('w', word)!.Value, ct) is { } named ? [named] : [];
        }

        return await finder.SubjectOfAsync(context.Request.By, context.Request.Channel, ct) is { } incident
            ? [.. (await store.BreachesAsync(incident.Target, incident.OpenedAt - Lead, ct))
                .Where(breach => breach.BeganAt <= (incident.ResolvedAt ?? time.GetUtcNow()))]
            : [];
    }

    private static string Names(IReadOnlyList<TargetRef> targets) => string.Join(", ", targets.Select(target => target.Name).Distinct());
}
