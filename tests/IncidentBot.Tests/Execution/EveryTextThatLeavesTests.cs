using System.Reflection;
using IncidentBot.Actions;
using IncidentBot.Audit;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Tests.Support;
using IncidentBot.Timeline;

namespace IncidentBot.Tests.Execution;

/// <summary>
/// Where everything passes that is kept, said, planned or read back: a secret in any text of it is out afterwards. What is looked at is found by
/// reflection, so a new kind of message, event or block without its place here fails.
/// </summary>
public sealed class EveryTextThatLeavesTests
{
    private const string Secret = "LEAKa1B2c3D4e5F6g7H8i9J0k1L2m3N4";
    private const string Turned = "gpj\u202Eexe";
    private const string Steering = "\u001b[2J\u009b1A";

    private static readonly Redactor Redactor = new([Secret]);

    /// <summary>What stays as it is, and why.</summary>
    private static readonly Dictionary<string, string> LeftOut = new()
    {
        ["Changes.Consumes"] = "a key of a request",
        ["Changes.Incident"] = "cleaned where it is made: see IncidentDesk",
        ["Changes.Run"] = "cleaned where it is made: see Planner, ActionExecutor and RunPulse",
        ["Changes.Pin"] = "cleaned where it is made: see RunbookChoice",
        ["Changes.Link"] = "two accounts and the hash of a code",
        ["Changes.Unlink"] = "two accounts",
        ["Changes.Alerts"] = "cleaned where it is made: see AlertDesk and AlertRequests",
        ["Changes.Webhooks"] = "made of what is clean, behind this: see WebhookLedger",
        ["Changes.Mail"] = "made of what is clean, behind this: see MailLedger",
        ["Changes.Schedule"] = "keys",
        ["Changes.Unschedule"] = "keys",
        ["Answer.Subject"] = "a label",
        ["CardButton.OnceKey"] = "a key of a request",
        ["Card.Subject"] = "a label",
        ["Post.Under"] = "a label",
        ["Overridden.Code"] = "typed to approve",
        ["RunbookStarted.Hash"] = "of the text",
        ["Said.Run"] = "a label; never written",
        ["AuditEntry.Kind"] = "one of a list",
        ["ActionPlan.Figures"] = "compared with those of a plan made afresh, by names of the code",
        ["ActionPlan.Pins"] = "compared with those of a plan made afresh; shown only where they differ, cleaned",
        ["ActionPlan.Carries"] = "handed to the run, never shown",
        ["Form.Command"] = "typed",
        ["Text.Key"] = "names of the code",
        ["Choice.Key"] = "names of the code",
        ["Tick.Key"] = "names of the code",
        ["FormField.Key"] = "names of the code",
        ["Text.Exactly"] = "has to be typed exactly: the name of a target",
    };

    [Fact]
    public async Task What_is_committed_has_no_secret()
    {
        var store = new Kept();
        var ledger = new RedactingLedger(store, Redactor);
        await EachAsync<Changes>(async changes =>
        {
            await ledger.CommitAsync(changes, default);
            return store.Last;
        });
    }

    [Fact]
    public Task What_was_planned_has_no_secret()
    {
        var action = new Saying();
        return EachAsync<PlanResult>(async result =>
        {
            action.Planned = result;
            return await new Planner(Redactor, new ExecutionPolicy()).PlanAsync(action, FakeChange.Call, default);
        });
    }

    [Fact]
    public async Task What_was_read_back_has_no_secret()
    {
        var action = new Saying();
        var run = await new ExecutionRig().RequestAsync(Some.Ada);
        await EachAsync<VerifyResult>(async result =>
        {
            action.Verified = result;
            return await BoundedVerify.RunAsync(action, run, Redactor, TimeSpan.FromSeconds(30), default);
        });
    }

    [Fact]
    public async Task How_a_run_went_has_no_secret() => await EachAsync<ApplyResult>(
        async result =>
        {
            var rig = new ExecutionRig();
            rig.Action.Apply = (progress, _) =>
            {
                progress.Report(new RunProgress("a hunter2secret b", null));
                return Task.FromResult(result);
            };
            var run = await rig.ApprovedAsync();
            await rig.WorkAsync();
            return new object[] { await rig.ReadAsync(run), rig.Store.Said, rig.Store.Audit.Entries };
        },
        "hunter2secret");

    [Fact]
    public Task What_was_read_has_no_secret() => EachAsync<ActionReport>(async report =>
    {
        var read = new FakeRead("redis.ping") { Report = report };
        var store = new InMemoryStore();
        return await new AuditedReader(new ActionCatalogue([read]), store, Redactor, TimeProvider.System)
            .ReadAsync(ActionCall.Plain("redis.ping", "primary"), by: null, default);
    });

    [Fact]
    public Task What_is_asked_for_in_a_form_has_no_secret() => EachAsync<Form>(form => Task.FromResult<object?>(Redactor.Clean(form)));

    /// <summary>Facts become texts before they are kept.</summary>
    [Fact]
    public Task What_is_on_the_record_has_no_secret() => EachAsync<AuditFact>(fact => Task.FromResult<object?>(
        AuditEntry.Of(Some.Night, null, AuditKind.Incident, "INC-1", fact).Cleaned(Redactor.Clean).ToCanonicalJson()));

    [Fact]
    public void A_card_shows_what_nobody_would_see()
    {
        foreach (var hidden in (string[])[Turned, Steering])
        {
            foreach (var (card, place) in EveryText.Of<Card>(hidden, LeavesOut).Where(made => !IsTyped(made.Place)))
            {
                var shown = string.Join('\n', EveryText.In(Redactor.Clean(card)).Where(text => text.Length > 1));
                Assert.False(shown.Any(letter => letter is '\u202E' or '\u001b' or '\u009b'), $"It hides in {place}.");
            }
        }
    }

    [Fact]
    public void A_form_shows_what_nobody_would_see()
    {
        foreach (var (form, place) in EveryText.Of<Form>(Turned, LeavesOut).Where(made => !IsTyped(made.Place)))
        {
            Assert.False(EveryText.In(Redactor.Clean(form)).Any(text => text.Contains('\u202E', StringComparison.Ordinal)), $"It hides in {place}.");
        }
    }

    [Fact]
    public async Task Whatever_a_planner_says_shows_what_nobody_would_see()
    {
        var action = new Saying();
        foreach (var (result, place) in EveryText.Of<PlanResult>(
            Turned + Steering, property => LeavesOut(property) || property.Name == nameof(ActionPlan.Undo)))
        {
            action.Planned = result;
            var planned = await new Planner(Redactor, new ExecutionPolicy()).PlanAsync(action, FakeChange.Call, default);
            Assert.False(EveryText.In(planned).Any(text => text.Any(letter => letter is '\u202E' or '\u001b' or '\u009b')), $"It hides in {place}.");
        }
    }

    [Fact]
    public void An_emoji_in_a_title_stays_and_a_line_is_not_turned_around()
    {
        var card = Redactor.Clean(Card.Say("❤️ 👩‍💻 می‌خواهم", "INC-7 \u2067primary\u2069"));

        Assert.Equal("❤️ 👩‍💻 می‌خواهم", card.Title);
        Assert.Equal("INC-7 \\u2067primary\\u2069", Assert.IsType<CardBlock.Text>(Assert.Single(card.Blocks)).Value);
    }

    [Fact]
    public void What_hides_nothing_is_the_very_same_card()
    {
        var card = Card.Say("❤️ 👩‍💻", "two\nlines and a\ttab");

        Assert.Same(card, Redactor.Clean(card));
    }

    private static async Task EachAsync<T>(Func<T, Task<object?>> pass, string secret = Secret)
        where T : class
    {
        var seen = 0;
        foreach (var (value, place) in EveryText.Of<T>(secret, LeavesOut))
        {
            seen++;
            Assert.False(EveryText.In(await pass(value)).Any(text => text.Contains(secret, StringComparison.Ordinal)), $"It is still in {place}.");
        }

        Assert.True(seen > 0, $"No text of {typeof(T).Name} was looked at.");
    }

    /// <summary>Whoever reads what was typed refuses what nobody sees.</summary>
    private static bool IsTyped(string place) =>
        place.EndsWith("CardButton.Command", StringComparison.Ordinal) || place.EndsWith("FormOption.Value", StringComparison.Ordinal);

    private static bool LeavesOut(PropertyInfo property) => LeftOut.ContainsKey($"{property.ReflectedType!.Name}.{property.Name}");

    private sealed class Kept : ILedger
    {
        public Changes? Last { get; private set; }

        public Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct)
        {
            Last = changes;
            return Task.FromResult(CommitResult.Committed);
        }

        public Task<int> NextNumberAsync(string series, CancellationToken ct) => Task.FromResult(1);
    }

    /// <summary>Plans and reads back what the test says.</summary>
    private sealed class Saying : IChangeAction
    {
        public ActionDefinition Definition { get; } = new(new ActionId("redis.clear"), Risk.Destructive, "Clears");

        public PlanResult Planned { get; set; } = new PlanResult.Nothing("");

        public VerifyResult Verified { get; set; } = new(true, "");

        public Task<PlanResult> PlanAsync(ActionCall call, CancellationToken ct) => Task.FromResult(Planned);

        public Task<ApplyResult> ApplyAsync(ActionCall call, ActionPlan plan, ExecutionPermit permit, IProgress<RunProgress> progress, CancellationToken ct) =>
            throw new InvalidOperationException("It is not asked to.");

        public Task<VerifyResult> VerifyAsync(ActionCall call, ActionPlan plan, CancellationToken ct) => Task.FromResult(Verified);
    }
}
