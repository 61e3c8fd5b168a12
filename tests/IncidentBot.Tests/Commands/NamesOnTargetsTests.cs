using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Execution;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Time.Testing;

namespace IncidentBot.Tests.Commands;

public sealed class NamesOnTargetsTests
{
    private static readonly TargetCatalogue Two =
        new([new Target("primary", "queue", "a"), new Target("second", "queue", "b"), new Target("other", "redis", "c")]);

    private static CancellationToken Ct => TestContext.Current.CancellationToken;

    private readonly FakeTimeProvider time = new();
    private readonly List<string> asked = [];

    [Fact]
    public async Task Every_target_of_the_system_is_asked_and_not_again_for_a_while()
    {
        var names = Of((target, _) => Task.FromResult<IReadOnlyList<string>>([$"emails-{target}"]));

        NameOnTarget[] all = [new("emails-primary", "primary"), new("emails-second", "second")];
        Assert.Equal(all, await names.OfAsync("queue", "queue", Ct));
        time.Advance(TimeSpan.FromSeconds(29));
        Assert.Equal(all, await names.OfAsync("queue", "queue", Ct));
        Assert.Equal(["primary", "second"], asked.Order());

        Assert.Empty(await names.OfAsync("queue", "pattern", Ct));
        Assert.Empty(await names.OfAsync("redis", "queue", Ct));
        Assert.Equal(2, asked.Count);
    }

    [Fact]
    public async Task Nobody_waits_for_a_target_that_hangs_which_is_asked_once_and_what_comes_late_is_there_for_the_next_letter()
    {
        var late = new TaskCompletionSource<IReadOnlyList<string>>();
        var names = Of((target, _) => target == "primary" ? late.Task : Task.FromResult<IReadOnlyList<string>>(["well"]));

        foreach (var _ in Enumerable.Range(0, 3))
        {
            var waiting = names.OfAsync("queue", "queue", Ct);
            time.Advance(TimeSpan.FromMilliseconds(150));
            Assert.DoesNotContain("primary", (await waiting.WaitAsync(TimeSpan.FromSeconds(20), Ct)).Select(one => one.Target));
        }

        late.SetResult(["emails"]);
        Assert.Contains(new("emails", "primary"), await names.OfAsync("queue", "queue", Ct));
        Assert.Single(asked, "primary");
    }

    [Fact]
    public async Task A_target_that_fails_is_asked_again_after_a_pause_and_what_was_read_before_stays()
    {
        var fails = true;
        var names = Of((_, _) => fails ? throw new InvalidOperationException("No connection") : Task.FromResult<IReadOnlyList<string>>(["emails"]));

        Assert.Empty(await names.OfAsync("queue", "queue", Ct));
        fails = false;
        Assert.Empty(await names.OfAsync("queue", "queue", Ct));
        time.Advance(TimeSpan.FromSeconds(5));
        Assert.Equal(2, (await names.OfAsync("queue", "queue", Ct)).Count);

        fails = true;
        time.Advance(TimeSpan.FromSeconds(30));
        Assert.Equal(2, (await names.OfAsync("queue", "queue", Ct)).Count);
    }

    [Fact]
    public async Task What_cannot_be_typed_as_one_word_or_may_not_be_shown_is_left_out_and_there_is_a_bound()
    {
        string[] unfit = ["two words", "\u202Egpj", "\"quoted\"", "", new('x', 101), "hunter2hunter2", "a\tb"];
        var names = Of((_, _) => Task.FromResult<IReadOnlyList<string>>([.. unfit, .. Enumerable.Range(0, 5000).Select(n => $"queue-{n}")]));

        var primary = (await names.OfAsync("queue", "queue", Ct)).Where(one => one.Target == "primary").ToList();

        Assert.Equal(NamesOnTargets.MostKept, primary.Count);
        Assert.Equal("queue-0", primary[0].Name);
    }

    private NamesOnTargets Of(Func<string, CancellationToken, Task<IReadOnlyList<string>>> read)
    {
        var source = new NameSource("queue", "queue", (target, ct) =>
        {
            lock (asked)
            {
                asked.Add(target);
            }

            return read(target, ct);
        });
        return new NamesOnTargets([source], Two, new Redactor(["hunter2hunter2"]), time, NullLogger<NamesOnTargets>.Instance);
    }
}
