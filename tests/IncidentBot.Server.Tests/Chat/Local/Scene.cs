using IncidentBot.Messages;

namespace IncidentBot.Server.Tests.Chat.Local;

/// <summary>The cards of one outage, as the desk would say them.</summary>
internal static class Scene
{
    public static readonly DateTimeOffset Start = new(2026, 3, 3, 10, 15, 2, TimeSpan.Zero);

    public static Card Living(double fraction, string state = "MITIGATING", string since = "14 min 32 s") => new($"INC-42  P0  {state}  {since}")
    {
        Tone = Tone.Bad,
        Blocks =
        [
            new CardBlock.Text("Redis out of memory (primary)"),
            new CardBlock.Fields(
            [
                new("Affected", "Publishing: delayed 14 min\nNotifications: delayed 14 min\nRate limits: not enforced"),
                new("Cause", "512 of 512 MB used, noeviction; rl:* holds 61 % (1,204,118 keys)"),
                new("Memory", "▇▇▇▇▇▆▅▄  100 → 58 %"),
                new("Lead", "Ada, since " + Moment.Of(Start.AddMinutes(1))),
            ]),
            new CardBlock.Progress("Now: clear-cache rl:*, approved by Grace", fraction),
            new CardBlock.Footnote($"Next update by {Moment.Of(Start.AddMinutes(17))}. Updated {Moment.Of(Start.AddMinutes(14))}."),
        ],
        Buttons =
        [
            new("Update", "/incident update INC-42") { Style = ButtonStyle.Primary },
            new("Timeline", "/incident timeline INC-42"),
            new("Cancel run", "/run cancel R-12")
            {
                Style = ButtonStyle.Danger,
                Confirm = "Stop clear-cache on primary? Keys unlinked so far stay gone.",
                Yes = "Cancel the run",
                No = "Leave it running",
            },
        ],
    };

    public static Card Ping { get; } = new("primary: PONG in 0.4 ms")
    {
        Tone = Tone.Good,
        Blocks =
        [
            new CardBlock.Lines(
            [
                "primary   PONG in 0.4 ms   DNS 0.1 · TCP 0.1 · AUTH 0.1 · PING 0.1 ms",
                "replica   PONG in 0.6 ms   DNS 0.1 · TCP 0.2 · AUTH 0.1 · PING 0.2 ms",
            ]),
            new CardBlock.Footnote("7.0.15, master, up 3 d"),
        ],
    };

    public static Card Refused { get; } = new("primary: REFUSED at TCP after 1.1 ms")
    {
        Tone = Tone.Bad,
        Blocks = [new CardBlock.Text("The host answers, nothing listens on 6379: Redis is down or bound elsewhere.")],
        Buttons = [new("Open P0", "/incident open P0 Redis is down on primary") { Style = ButtonStyle.Primary, OnceKey = "open-primary-refused" }],
    };

    public static Card Plan { get; } = new("R-12: clear-cache rl:* on primary")
    {
        Tone = Tone.Warning,
        Blocks =
        [
            new CardBlock.Text("Destructive, cannot be undone. Needs approval by somebody other than Ada."),
            new CardBlock.Fields(
            [
                new("Would do", "unlink about 1,204,000 keys, 312 MB (sampled 5,000); other clients wait at most a few ms"),
                new("Not touched", "bull:*, cb:*, sess:*"),
                new("Afterwards", "rate limits restart from zero for every client"),
            ]),
            new CardBlock.Footnote("Plan 7c1e2d49, valid until " + Moment.Of(Start.AddMinutes(21))),
        ],
        Buttons =
        [
            new("Approve", "/approve R-12 7c1e2d49")
            {
                Style = ButtonStyle.Danger,
                Confirm = "Unlink about 1,204,000 keys on primary? This cannot be undone.",
                OnceKey = "approve-R-12",
                Yes = "Approve the plan",
                No = "Leave it waiting",
            },
            new("Reject", "/reject R-12"),
        ],
    };

    public static Card Summary { get; } = new("Summary of INC-42")
    {
        Tone = Tone.Good,
        Blocks =
        [
            new CardBlock.Text(
                $"Publishing and notifications were delayed for 21 minutes, from {Moment.Of(Start)} to {Moment.Of(Start.AddMinutes(21))}.  [e1 e19]"),
            new CardBlock.Text("Redis ran out of memory: rate-limit entries without expiry had grown to 61 % of it.  [e4 e6]"),
            new CardBlock.Fields([new("Acknowledged", "after 1 min 12 s"), new("Mitigated", "after 17 min 40 s"), new("Resolved", "after 51 min 2 s")]),
        ],
        Buttons = [new("Close", "/incident close INC-42")],
    };

    public const string Channel = "inc-42-redis-out-of-memory-primary";

    public static ChannelRef Place { get; } = new("local", "local", Channel);

    public static async Task PlayAsync(LocalChatHost host)
    {
        var ct = TestContext.Current.CancellationToken;
        var platform = host.Platform;
        await platform.PostAsync(Place, Living(0.43), new("living"), ct);
        await host.SendAsync(Channel, ("as", "ada"), ("text", "Publishing is slow for everyone since ten past. Looking at Redis."), ("key", "k1"));
        await host.SendAsync(Channel, ("as", "ada"), ("text", "/redis ping"), ("key", "k2"));
        await platform.ReplyAsync(new(Place, new("local", "local", "ada"), null), Ping, new("ping"), ct);
        await host.SendAsync(Channel, ("as", "grace"), ("text", "/redis clear-cache rl:* on primary"), ("key", "k3"));
        await platform.PostAsync(Place, Plan, new("plan"), ct);
        await platform.PostAsync(new("local", "local", "general"), Refused, new("refused"), ct);
        await platform.PostAsync(new("local", "local", "inc-41-queue-stalled"), Summary, new("other"), ct);
    }
}
