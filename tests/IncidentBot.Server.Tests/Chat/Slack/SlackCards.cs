using IncidentBot.Messages;

namespace IncidentBot.Server.Tests.Chat.Slack;

/// <summary>Cards of every kind, for the tests and for Slack's own type definitions.</summary>
internal static class SlackCards
{
    private static readonly DateTimeOffset At = new(2026, 11, 22, 10, 29, 58, TimeSpan.Zero);

    public static Card Living { get; } = new("INC-42  P0  MITIGATING  Redis out of memory (primary)")
    {
        Tone = Tone.Bad,
        Blocks =
        [
            new CardBlock.Fields([new CardField("Affected", "Publishing: delayed 14 min"), new CardField("Cause", "512 of 512 MB used, noeviction")]),
            new CardBlock.Progress("clear-cache rl:*", 0.43),
            new CardBlock.Lines(["Memory     ▇▇▇▇▇▆▅▄  100 → 58 %"]),
            new CardBlock.Text($"Next update by {Moment.Of(At.AddMinutes(3))}."),
            new CardBlock.Footnote($"Updated {Moment.Of(At)}."),
        ],
        Buttons =
        [
            new CardButton("Update", "/incident update"),
            new CardButton("Next step", "/incident next") { Style = ButtonStyle.Primary, OnceKey = "next:42:7" },
        ],
    };

    public static Card Plan { get; } = new("clear-cache rl:* on primary")
    {
        Tone = Tone.Warning,
        Blocks =
        [
            new CardBlock.Text("DESTRUCTIVE, cannot be undone.\nWould unlink about 1,204,000 keys, 312 MB."),
            new CardBlock.Footnote("Plan 7c1e…2d49, valid 10 min."),
        ],
        Buttons =
        [
            new CardButton("Approve", "/approve R-12 7c1e2d49") { Style = ButtonStyle.Danger, Confirm = "Unlink about 1,204,000 keys on primary?" },
            new CardButton("Reject", "/reject R-12"),
        ],
    };

    /// <summary>One field of each kind.</summary>
    public static Form Form { get; } = new("Open an incident", "Open", "/incident open {severity} {title}",
    [
        new FormField.Choice("severity", "Severity", [new("P0", "P0: down"), new("P1", "P1: degraded")]),
        new FormField.Text("title", "What do people notice?", 120) { Hint = "For example: publishing is stuck" },
        new FormField.Text("more", "Anything else?", 1000) { Multiline = true, Optional = true },
        new FormField.Tick("read", "Your approval", "I have read this plan."),
    ])
    {
        About = Plan,
    };

    public static IReadOnlyDictionary<string, Card> All { get; } = new Dictionary<string, Card>
    {
        ["living"] = Living,
        ["plan"] = Plan,
        ["pressed on its page"] = Plan with { Buttons = [Plan.Buttons[0] with { Page = new Uri("https://bot.example/dashboard/form") }] },
        ["one line"] = Card.Say("PONG in 0.4 ms") with { Tone = Tone.Good },
        ["nothing"] = new Card(""),
        ["every limit"] = Card.Say(new string('t', 500), [.. Enumerable.Repeat("& <!channel> https://example.com/?a&b " + new string('p', 4000), 80)]) with
        {
            Buttons = [.. Enumerable.Range(0, 80)
                .Select(n => new CardButton(new string('b', 200), "/run " + n) { Confirm = new string('c', 900), OnceKey = "k" })],
        },
        ["many fields and lines"] = new Card("Clients")
        {
            Blocks =
            [
                new CardBlock.Fields([.. Enumerable.Range(0, 40).Select(n => new CardField("*" + n, new string('v', 3000)))]),
                new CardBlock.Lines([.. Enumerable.Repeat("10.0.0.1:50000  name=worker", 400)]),
            ],
        },
    };
}
