using IncidentBot.Commands;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Tests.Chat;
using IncidentBot.Tests.Support;

namespace IncidentBot.Tests.Commands;

/// <summary>Whatever is typed and whatever happens: one answer, and the next message is read.</summary>
public sealed class CommandDispatcherTests
{
    [Theory]
    [InlineData("/redis ping")]
    [InlineData("/redis")]
    [InlineData("/redis pnig")]
    [InlineData("/redis clear-cache rl:*")]
    [InlineData("/redis clear-cache")]
    [InlineData("/incident open P0 Redis is down")]
    [InlineData("/incident status")]
    [InlineData("/incident status INC-99")]
    [InlineData("/incident list")]
    [InlineData("/run list")]
    [InlineData("/approve R-99 7c1e2d49")]
    [InlineData("/help")]
    [InlineData("good morning")]
    [InlineData("")]
    public async Task There_is_one_answer(string text)
    {
        Assert.NotEmpty(await new ChatRig().TypeAsync(Some.Ada, text));
        Assert.NotEmpty(await new ChatRig().TypeAsync(Some.Olga, text));
    }

    [Fact]
    public async Task A_text_of_any_length_is_answered_and_not_looked_at()
    {
        var rig = new ChatRig();

        Assert.Equal(
            "That is 40,021 characters long, and nothing was done with it.\nUp to 8,000 are read. Type what matters of it, or where the whole is to be found.",
            await rig.TypeAsync(Some.Olga, "/incident note INC-1 " + string.Concat(Enumerable.Repeat("a-", 20_000))));
    }

    [Fact]
    public async Task The_same_message_once_more_is_not_answered_again()
    {
        var rig = new ChatRig();
        var message = rig.Message(Some.Ada.Accounts[0], "/redis clear-cache rl:*");

        await rig.Dispatcher.HandleAsync(new ClaimedMessage(message, 1), default);
        await rig.Dispatcher.HandleAsync(new ClaimedMessage(message, 2), default);

        Assert.Single(rig.Store.Said.OfType<Outgoing.Reply>());
        Assert.Null(await rig.Store.Runs.FindAsync(2, default));
    }

    [Fact]
    public async Task A_command_that_throws_is_answered_without_its_trace_and_without_secrets()
    {
        var rig = new ChatRig(Throwing(new InvalidOperationException("AUTH failed for redis://default:s3cr3t@10.0.0.1")));

        var answer = await rig.TypeAsync(Some.Ada, "/boom password=hunter2");

        Assert.StartsWith("The bot broke on this command\n/boom password=[redacted] was not finished.", answer);
        Assert.EndsWith("Reference typed-1", answer);
        Assert.DoesNotContain("s3cr3t", answer);
        Assert.DoesNotContain("   at ", answer);
    }

    [Fact]
    public async Task A_command_that_throws_before_it_waits_for_anything_is_answered_too()
    {
        var rig = new ChatRig(new Command("/boom", [], "Throws", Permissions.Observe, (_, _) => throw new InvalidOperationException("at once")));

        Assert.StartsWith("The bot broke on this command", await rig.TypeAsync(Some.Ada, "/boom"));
    }

    [Fact]
    public async Task A_command_whose_own_time_ran_out_is_answered_too()
    {
        var rig = new ChatRig(Throwing(new TaskCanceledException("A client's own time limit.")));

        Assert.StartsWith("The bot broke on this command", await rig.TypeAsync(Some.Ada, "/boom"));
    }

    [Fact]
    public async Task When_the_process_stops_the_message_stays_for_another()
    {
        var rig = new ChatRig(new Command("/slow", [], "Waits", Permissions.Observe, async (_, ct) =>
        {
            await Task.Delay(Timeout.Infinite, ct);
            return Answer.Done(new Card("never"));
        }));
        var message = rig.Message(Some.Ada.Accounts[0], "/slow");
        using var stop = new CancellationTokenSource();

        var handling = rig.Dispatcher.HandleAsync(new ClaimedMessage(message, 1), stop.Token);
        await stop.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => handling);
        Assert.False(rig.Store.Inbox.IsFinished(message.Key));
        Assert.Empty(rig.Store.Said);
    }

    [Fact]
    public async Task While_the_store_is_away_the_message_stays()
    {
        var rig = new ChatRig();
        var message = rig.Message(Some.Ada.Accounts[0], "/redis ping");
        rig.Store.FailCommits = true;

        await Assert.ThrowsAsync<IOException>(() => rig.Dispatcher.HandleAsync(new ClaimedMessage(message, 1), default));

        Assert.False(rig.Store.Inbox.IsFinished(message.Key));
        Assert.Equal(0, rig.Ping.Asked);
    }

    [Theory]
    [InlineData(2, "PONG")]
    [InlineData(3, "The bot broke on this command")]
    public async Task What_has_killed_its_process_three_times_is_not_tried_again(int crashes, string answer)
    {
        var rig = new ChatRig();

        Assert.StartsWith(answer, await rig.TypeAsync(Some.Ada, "/redis ping", crashes: crashes));
        Assert.Equal(crashes > 2 ? 0 : 1, rig.Ping.Asked);
    }

    [Fact]
    public async Task What_was_only_taken_when_processes_died_is_tried_however_often()
    {
        var rig = new ChatRig();

        await rig.Dispatcher.HandleAsync(new ClaimedMessage(rig.Message(Some.Ada.Accounts[0], "/redis ping"), 50), default);

        Assert.Equal(1, rig.Ping.Asked);
    }

    [Theory]
    [InlineData("/approve R-1 7c1e2d49", true)]
    [InlineData("/Reject R-1", true)]
    [InlineData("/run cancel R-1", true)]
    [InlineData("/approve", true)]
    [InlineData("/approved", false)]
    [InlineData("/run cancelled", false)]
    [InlineData("/run list", false)]
    [InlineData("/redis ping", false)]
    [InlineData("approve", false)]
    public void A_decision_is_known_by_its_first_words(string text, bool decides) =>
        Assert.Equal(decides, new ChatRig().Message(Some.Ada.Accounts[0], text).IsDecision);

    [Theory]
    [InlineData("/approve R-1 7c1e2d49", true)]
    [InlineData("/redis ping", false)]
    public async Task The_answer_to_a_decision_overtakes_others(string text, bool overtakes)
    {
        var rig = new ChatRig();

        await rig.Dispatcher.HandleAsync(new ClaimedMessage(rig.Message(Some.Ada.Accounts[0], text), 1), default);

        Assert.Equal(overtakes, Assert.Single(rig.Store.Said).Overtakes);
    }

    [Fact]
    public void Every_decision_is_a_command() =>
        Assert.Empty(InboxMessage.Decisions.Except(new ChatRig().Reader.All.Select(command => command.Name)));

    [Fact]
    public async Task Whoever_types_is_found_by_their_account_on_any_platform()
    {
        var seen = new List<Person>();
        var rig = new ChatRig(new Command("/me", [], "Remembers who asked", Permissions.Observe, (context, _) =>
        {
            seen.Add(context.Request.By);
            return Task.FromResult(Answer.Done(new Card("Seen")));
        }));

        foreach (var account in Some.Ada.Accounts.Append(Some.Olga.Accounts[0]))
        {
            await rig.Dispatcher.HandleAsync(new ClaimedMessage(rig.Message(account, "/me"), 1), default);
        }

        Assert.Equal([Some.Ada.Id, Some.Ada.Id, Some.Olga.Id], seen.Select(person => person.Id));
        Assert.Equal([true, true, false], seen.Select(person => person.Listed));
        Assert.Equal("Somebody", seen[2].Name);
    }

    private static Command Throwing(Exception e) => new("/boom", [Known.Text("text", "anything", "anything")], "Throws", Permissions.Observe, async (_, _) =>
    {
        await Task.Yield();
        throw e;
    });
}
