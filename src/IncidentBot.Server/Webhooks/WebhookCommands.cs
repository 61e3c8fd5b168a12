using System.Globalization;
using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Commands;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;
using Microsoft.Extensions.Options;

namespace IncidentBot.Webhooks;

/// <summary><c>/webhooks</c>: how those do who are told what happens, and what those who approve can do about it.</summary>
internal sealed class WebhookCommands(
    SqlWebhooks store, IncidentEvents events, IOptions<WebhooksOptions> options, PeopleDirectory people, ILedger ledger, TimeProvider time)
{
    private const int Shown = 20;

    private static readonly Parameter Name = new("name", "the endpoint, as it is configured", "status-page")
    {
        Required = true,
        Question = "Which endpoint?",
        Hint = "/webhooks list names them.",
    };

    private static readonly Parameter From = new("delivery-or-since", "one delivery, or all since a time", "d12")
    {
        Required = true,
        Question = "Which deliveries?",
        Hint = "One as /webhooks deliveries numbers it, d12, or all since 2026-11-22T10:15, in UTC.",
        Check = word => NumberOf(word) is null && PointInTime.TryRead(word) is null ? "is neither a delivery, d12, nor a time, 2026-11-22T10:15" : null,
    };

    public IEnumerable<Command> Table =>
    [
        new("/webhooks list", [], "Shows who is told what happens to incidents, and how that goes", Permissions.Observe,
            async (context, ct) => await ledger.AnswerAsync(context.Request, Answer.Done(await ListAsync(ct)), ct)),
        new("/webhooks deliveries", [Name], "Shows what an endpoint was told last, and what came of it", Permissions.Observe,
            (context, ct) => AboutAsync(context, null, name => DeliveriesAsync(name, ct), ct)),
        new("/webhooks replay", [Name, From], "Tells an endpoint again what it was told before", Permissions.Approve,
            (context, ct) => AboutAsync(context, "have an endpoint told again", name => ReplayAsync(context, name, ct), ct)),
        new("/webhooks enable", [Name], "Tells an endpoint again that had said it was gone", Permissions.Approve,
            (context, ct) => AboutAsync(context, "enable an endpoint", name => EnableAsync(context, name, ct), ct)),
        new("/webhooks test", [Name], "Tells an endpoint that you are trying it", Permissions.Approve,
            (context, ct) => AboutAsync(context, "try an endpoint", name => Task.FromResult(Test(context, name)), ct)),
    ];

    private async Task<Card> ListAsync(CancellationToken ct)
    {
        var lines = new List<CardBlock>();
        var well = true;
        foreach (var (name, endpoint) in options.Value.Endpoints.OrderBy(endpoint => endpoint.Key, StringComparer.Ordinal))
        {
            var health = await store.HealthAsync(name, ct);
            well &= !endpoint.Enabled || (health.DisabledAt is null && !health.Fails);
            lines.Add(new CardBlock.Text(string.Join(' ', Words(name, endpoint, health))));
        }

        return new Card($"{Plural.Of(lines.Count, "endpoint is", "endpoints are")} told what happens")
        {
            Tone = well ? Tone.Neutral : Tone.Warning,
            Blocks = lines,
        };
    }

    private static IEnumerable<string> Words(string name, WebhookOptions endpoint, WebhookHealth health)
    {
        yield return $"{name}, at {new Uri(endpoint.Url).Authority}:";
        yield return !endpoint.Enabled ? "switched off in the configuration."
            : health.DisabledAt is { } at ? $"disabled since {Moment.Of(at)}, because it answered that it is gone; /webhooks enable {name} ends that."
            : health.Fails ? "does not take what it is told."
            : health.SucceededAt is null ? "was told nothing yet."
            : "is well.";
        if (health.SucceededAt is { } told)
        {
            yield return $"Last told {Moment.Of(told)}.";
        }

        if (health is { FailedAt: { } failed, Failure: { } why })
        {
            yield return $"Last failure {Moment.Of(failed)}: it {why}.";
        }

        if (health.Waiting > 0)
        {
            yield return $"{Plural.Of(health.Waiting, "delivery waits", "deliveries wait")}.";
        }
    }

    private async Task<Changes> DeliveriesAsync(string name, CancellationToken ct)
    {
        var last = await store.LastAsync(name, Shown, ct);
        return new Changes
        {
            Answer = Answer.Done(new Card(last.Count == 0 ? $"{name} was told nothing yet" : $"What {name} was told last")
            {
                Blocks = last.Count == 0 ? [] : [new CardBlock.Lines([.. last.Select(Line)]) { Output = $"/webhooks deliveries {name}" }],
            }),
        };
    }

    private static string Line(WebhookDelivery delivery)
    {
        var type = delivery.Type.Split('.')[^1];
        var what = delivery.Type == WebhookTypes.Test ? type : $"{delivery.Subject} {type}";
        var outcome = delivery.State switch
        {
            WebhookState.Delivered => string.Create(CultureInfo.InvariantCulture, $"told, {delivery.Status}"),
            WebhookState.GivenUp => $"given up: it {delivery.Failure}",
            _ when delivery.Failure is { } why => $"waits until {Moment.Of(delivery.DueAt)}: it {why}",
            _ => "waits",
        };
        return $"d{delivery.Id}  {Moment.Of(delivery.CreatedAt)}  {what}, {Plural.Of(delivery.Attempt, "try", "tries")}, {outcome}";
    }

    private async Task<Changes> ReplayAsync(CommandContext context, string name, CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var replay = new WebhookReplay(name, NumberOf(context[From]), PointInTime.TryRead(context[From]), now);
        var count = await store.CountAsync(replay, ct);
        return count == 0
            ? Refuse(
                context.Request,
                name,
                replay.Delivery is { } number
                    ? $"{name} has no delivery d{number} that can be told again now."
                    : $"{name} was told nothing since then that could be told again.",
                $"Type /webhooks deliveries {name} to see them; they are kept for 30 days.")
            : About(
                context.Request,
                name,
                $"told again {(replay.Delivery is { } one ? $"d{one}" : $"{Plural.Of(count, "delivery", "deliveries")} since {context[From]}")}",
                $"{Plural.Of(count, "delivery", "deliveries")} to {name} {Plural.Pick(count, "is", "are")} told again",
                new WebhookChanges { Replay = replay });
    }

    private async Task<Changes> EnableAsync(CommandContext context, string name, CancellationToken ct)
    {
        var health = await store.HealthAsync(name, ct);
        return health.DisabledAt is null
            ? Refuse(context.Request, name, $"{name} is not disabled.", "Type /webhooks list to see how it does.")
            : About(
                context.Request,
                name,
                "enabled",
                health.Waiting == 0
                    ? $"{name} is enabled; nothing has waited"
                    : $"{name} is enabled, and is told {Plural.Of(health.Waiting, "thing that has", "things that have")} waited",
                new WebhookChanges { Enable = new WebhookEnabling(name, time.GetUtcNow()) });
    }

    private Changes Test(CommandContext context, string name) => About(
        context.Request,
        name,
        "tried",
        $"{name} is told that you try it",
        new WebhookChanges { Events = [events.Test(name, context.Request.By.Name)] });

    private Changes About(Request request, string name, string what, string said, WebhookChanges changes) => new()
    {
        Webhooks = changes,
        Audit = [AuditEntry.Of(time.GetUtcNow(), request.By.Id, AuditKind.Webhook, Subject(name), new AuditFact.Happened(what))],
        Answer = Answer.Done(Card.Say(said, $"/webhooks deliveries {name} shows what comes of it.")),
    };

    /// <param name="what">What takes leave; null for what everybody may see.</param>
    private async Task<Answer> AboutAsync(CommandContext context, string? what, Func<string, Task<Changes>> decide, CancellationToken ct)
    {
        var request = context.Request;
        if (what is not null && request.WhyNot(Permissions.Approve, people, time.GetUtcNow(), Subject(context[Name]), what) is { } forbidden)
        {
            return await ledger.AnswerAsync(request, forbidden, ct);
        }

        var name = options.Value.Endpoints.Keys.FirstOrDefault(name => name.Equals(context[Name], StringComparison.OrdinalIgnoreCase));
        if (name is null)
        {
            return await ledger.AnswerAsync(
                request,
                Answer.Wrong(
                    $"'{context[Name]}' is no endpoint.", $"There are: {string.Join(", ", options.Value.Endpoints.Keys.Order(StringComparer.Ordinal))}."),
                ct);
        }

        if (what is not null && !options.Value.Endpoints[name].Enabled)
        {
            return await ledger.AnswerAsync(
                request,
                Refuse(
                    request,
                    name,
                    $"{name} is switched off in the configuration.",
                    $"It is told nothing before {WebhooksOptions.Section}:{name}:Enabled is true."),
                ct);
        }

        return await ledger.AnswerAsync(request, await decide(name), ct);
    }

    private Changes Refuse(Request request, string name, string rule, string hint) => request.Refuse(time.GetUtcNow(), Subject(name), rule, hint);

    private static string Subject(string name) => $"webhook {name}";

    private static long? NumberOf(string word) =>
        word.Length > 1
        && word[0] is 'd' or 'D'
        && long.TryParse(word.AsSpan(1), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;
}
