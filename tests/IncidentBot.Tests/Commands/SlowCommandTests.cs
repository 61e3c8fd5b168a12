using IncidentBot.Commands;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>Nobody should wonder whether a command has arrived.</summary>
public sealed class SlowCommandTests
{
    private readonly TaskCompletionSource target = new();
    private readonly ChatRig rig;

    public SlowCommandTests() => rig = new ChatRig(
        new Command("/slow", [Known.Text("text", "anything", "anything")], "Answers when the target does", Permissions.Observe, async (context, ct) =>
        {
            await target.Task;
            return await rig!.Store.AnswerAsync(context.Request, Answer.Done(new Card("Done")), ct);
        }));

    [Fact]
    public async Task What_takes_longer_than_two_seconds_is_said_to_be_worked_on_and_answered_later()
    {
        var handling = HandleAsync("/slow password=hunter2");
        rig.Timers.Advance(TimeSpan.FromSeconds(2) - TimeSpan.FromTicks(1));
        Assert.Empty(Titles);

        rig.Timers.Advance(TimeSpan.FromTicks(1));
        await Eventually.TrueAsync(() => Task.FromResult(Titles.Any()));
        Assert.Equal(["Working on it"], Titles);
        Assert.False(rig.Store.Inbox.IsFinished("typed-1"));
        Assert.Contains("/slow password=[redacted] takes a moment.", PlainText.Render(rig.Room.Replies.Single()));

        target.SetResult();
        await handling;
        Assert.Equal(["Working on it", "Done"], Titles);
        Assert.True(rig.Store.Inbox.IsFinished("typed-1"));
    }

    [Fact]
    public async Task What_is_quick_says_nothing_else()
    {
        target.SetResult();

        await HandleAsync("/slow");
        rig.Timers.Advance(TimeSpan.FromSeconds(2));

        Assert.Equal(["Done"], Titles);
    }

    [Fact]
    public async Task A_command_goes_on_when_its_being_worked_on_could_not_be_said()
    {
        var refused = 0;
        rig.Store.BeforeCommit =
            changes => changes.Consumes is null && refused++ == 0 ? throw new IOException("The store was away for a moment.") : Task.CompletedTask;
        var handling = HandleAsync("/slow");

        rig.Timers.Advance(TimeSpan.FromSeconds(2));
        await Eventually.TrueAsync(() => Task.FromResult(refused > 0));
        target.SetResult();
        await handling;

        Assert.Equal(["Done"], Titles);
    }

    private IEnumerable<string> Titles => rig.Room.Replies.Select(card => card.Title);

    private Task HandleAsync(string text) => rig.Dispatcher.HandleAsync(new ClaimedMessage(rig.Message(Some.Ada.Accounts[0], text), 1), default);
}
