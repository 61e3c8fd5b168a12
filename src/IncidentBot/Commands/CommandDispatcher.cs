using System.Diagnostics;
using IncidentBot.Execution;
using IncidentBot.Messages;
using IncidentBot.Storage;
using IncidentBot.Words;
using Microsoft.Extensions.Logging;

namespace IncidentBot.Commands;

/// <summary>Carries one received message to the command that it means, and sees to it that an answer always comes.</summary>
public sealed partial class CommandDispatcher(
    CommandReader reader,
    Identities identities,
    ILedger ledger,
    Redactor redactor,
    TimeProvider time,
    ILogger<CommandDispatcher> log)
{
    /// <summary>What takes longer than this says that it is being worked on.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    private const int MostCrashes = 3;

    public async Task HandleAsync(ClaimedMessage claimed, CancellationToken ct)
    {
        var message = claimed.Message;
        var request = new Request(message.Key, await identities.ResolveAsync(message.Origin, message.DisplayName, ct), message.ReplyTo)
        {
            IsDecision = message.IsDecision,
            SignedInAt = message.SignedInAt,
        };
        if (claimed.Crashes >= MostCrashes)
        {
            await ledger.AnswerAsync(request, Broke(message), ct);
            return;
        }

        if (message.Text.Length > CommandReader.LongestText)
        {
            await ledger.AnswerAsync(request, Answer.Wrong(
                $"That is {Figures.Count(message.Text.Length)} characters long, and nothing was done with it.",
                $"Up to {Figures.Count(CommandReader.LongestText)} are read. Type what matters of it, or where the whole is to be found."), ct);
            return;
        }

        try
        {
            await WithProgressAsync(request, message.Text, RunAsync(request, message.Text, ct), ct);
        }
#pragma warning disable CA1031 // Whatever a command throws, the person gets an answer and the next message is read.
        catch (Exception e) when (e is not OperationCanceledException || !ct.IsCancellationRequested)
#pragma warning restore CA1031
        {
            LogCommandThrew(e, message.Key);
            await ledger.AnswerAsync(request, Broke(message), ct);
        }
    }

    private Task<Answer> RunAsync(Request request, string text, CancellationToken ct) => reader.Read(text) switch
    {
        CommandReading.Found { Command: var command } when !request.By.IsHuman && !command.IsFor(request.By) =>
            ledger.AnswerAsync(request, NotGiven(request, command), ct),
        CommandReading.Found found => RunAsync(request, found, ct),
        CommandReading.Overview overview => ledger.AnswerAsync(request, Answer.Done(HelpCard.ForRoot(overview.Root, overview.Commands, request.By)), ct),
        CommandReading.Unknown unknown => ledger.AnswerAsync(request, HelpCard.ForUnknown(unknown), ct),
        _ => throw new UnreachableException(),
    };

    /// <summary>People may look at everything; what is no person may not even do that unasked.</summary>
    private Changes NotGiven(Request request, Command command) => request.Refuse(
        time.GetUtcNow(),
        command.Name,
        $"{command.Name} takes the permission {HelpCard.In(command.Needs)}, and {request.By.Name} was not given it.",
        "What services and alert sources may do is given to each of them in the bot's configuration.");

    private Task<Answer> RunAsync(Request request, CommandReading.Found found, CancellationToken ct) => found.ReadArguments() switch
    {
        ArgumentReading.Ok { Arguments: var arguments } =>
            found.Command.Handler(new CommandContext(request, found.Command, found.Words, found.Rest, arguments), ct),
        ArgumentReading.Wrong wrong => ledger.AnswerAsync(request, HelpCard.ForUsage(wrong.Fault, found.Command, wrong.Hint), ct),
        _ => throw new UnreachableException(),
    };

    private async Task WithProgressAsync(Request request, string text, Task work, CancellationToken ct)
    {
        using var done = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var patience = Task.Delay(Patience, time, done.Token);
        if (await Task.WhenAny(work, patience) == patience && !ct.IsCancellationRequested)
        {
            await SayThatItTakesAMomentAsync(request, text, ct);
        }

        await done.CancelAsync();
        await work;
    }

    private async Task SayThatItTakesAMomentAsync(Request request, string text, CancellationToken ct)
    {
        try
        {
            await ledger.CommitAsync(
                new Changes { Say = [request.Reply(Card.Say("Working on it", $"{redactor.Clean(text)} takes a moment. The answer comes here."))] },
                ct);
        }
#pragma warning disable CA1031 // The command is under way and has its own answer; this line is a courtesy.
        catch (Exception e)
#pragma warning restore CA1031
        {
            LogNotTold(e, request.Key);
        }
    }

    private Answer Broke(InboxMessage message) => Answer.Failed(
        "The bot broke on this command",
        new CardBlock.Text($"{redactor.Clean(OneLine.Of(message.Text, CommandReader.LongestText))} was not finished. What it had begun is on the record: "
            + "see /incident timeline and /run list. The log has the details under the reference below."),
        new CardBlock.Footnote($"Reference {message.Key}"));

    [LoggerMessage(Level = LogLevel.Error, Message = "The command of request {Key} threw")]
    private partial void LogCommandThrew(Exception e, string key);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Request {Key} could not be told that it takes a moment")]
    private partial void LogNotTold(Exception e, string key);
}
