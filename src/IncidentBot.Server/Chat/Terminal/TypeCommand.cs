using System.CommandLine;
using IncidentBot.Commands;
using IncidentBot.Doors;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Terminal;

/// <summary>
/// <c>type /incident status</c>: what can be typed in chat, typed at a terminal, for when the chat is away. It goes the way of
/// everything that is typed, through the store's inbox to a bot that is running.
/// </summary>
internal static class TypeCommand
{
    private const int MostAtOnce = 200;
    private const int NoAnswer = 3;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public static async Task<int> RunAsync(string[] args)
    {
        var settings = args.Where(IsSetting).ToArray();
        var seat = TerminalSeat.Here;
        var line = new Argument<string[]>("LINE") { Description = "A command as in chat; put it in quotes where it has a *", Arity = ArgumentArity.OneOrMore };
        var follow = new Option<bool>("--follow") { Description = "Goes on showing what comes, until Ctrl+C" };
        var wait = new Option<double>("--wait") { Description = "How many seconds to wait for a bot to answer", DefaultValueFactory = _ => 20 };
        var type = new System.CommandLine.Command("type", $"Types a command, as {seat.Account}, and shows the answer") { line, follow, wait };
        type.SetAction((parsed, ct) => TypeAsync(
            settings,
            seat,
            Command(parsed.GetValue(line)!),
            new Patience(TimeSpan.FromSeconds(parsed.GetValue(wait)), parsed.GetValue(follow)),
            ct));

        var parsed = new RootCommand("IncidentBot") { type }.Parse([.. args.Where(arg => !IsSetting(arg))]);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync();
        }

        await Console.Error.WriteLineAsync($"{string.Join(' ', parsed.Errors.Select(error => error.Message))} Type type '/incident "
            + $"status INC-1', and settings as --Storage:Sqlite=…. What is typed here counts as {seat.Account}; "
            + "list that under People to give it permissions.");
        return 2;
    }

    private static string Command(string[] words) => TypedLine.Said(string.Join(' ', words));

    private static async Task<int> TypeAsync(string[] settings, TerminalSeat seat, string command, Patience patience, CancellationToken ct)
    {
        var builder = Bot.Configure(settings);
        builder.Logging.ClearProviders();
        builder.Services.AddStorage().AddIntake();
        await using var provider = builder.Services.BuildServiceProvider();
        try
        {
            var shown = new Shown(provider.GetRequiredService<IChannelLog>(), provider.GetRequiredService<IOutbox>(), seat);
            await shown.SkipAsync(ct);
            var arrival = new Arrival($"{Guid.NewGuid():N}", seat.Account, seat.User, seat.Channel, command);
            if (await provider.GetRequiredService<Intake>().TakeAsync(arrival, ct) is Taken.TooMany)
            {
                await Console.Error.WriteLineAsync(provider.GetRequiredService<TooMany>().Text);
                return 2;
            }

            return await ShowAsync(shown, patience, ct);
        }
        catch (Exception e) when (e is StoreUnavailableException or StorageSetupException or ArgumentException)
        {
            await Console.Error.WriteLineAsync(e.Message);
            return 2;
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return 0;
        }
    }

    private static async Task<int> ShowAsync(Shown shown, Patience patience, CancellationToken ct)
    {
        var since = TimeProvider.System.GetTimestamp();
        while (true)
        {
            // Asked for first: what was delivered meanwhile is read below.
            var waits = await shown.IsWaitedForAsync(ct);
            if (await shown.NextAsync(ct) && !waits && !patience.Follow)
            {
                return 0;
            }

            if (!shown.Any && TimeProvider.System.GetElapsedTime(since) > patience.Wait)
            {
                await Console.Error.WriteLineAsync($"No bot has answered within {patience.Wait.TotalSeconds:0.#} s. "
                    + "Is one running on this store? The command is kept, and the first that starts will answer it.");
                return NoAnswer;
            }

            await Task.Delay(LookEvery, TimeProvider.System, ct);
        }
    }

    private static bool IsSetting(string arg) => arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal);

    /// <param name="Follow">Whether to go on after the answer.</param>
    private sealed record Patience(TimeSpan Wait, bool Follow);

    /// <summary>How far the channel has been shown.</summary>
    private sealed class Shown(IChannelLog log, IOutbox outbox, TerminalSeat seat)
    {
        private readonly PersonId reader = new(seat.User);
        private long revision;

        public bool Any { get; private set; }

        public async Task SkipAsync(CancellationToken ct) => await ReadAsync(ct);

        public Task<bool> IsWaitedForAsync(CancellationToken ct) => outbox.HasWaitingAsync(seat.Channel, ct);

        /// <returns>Whether anything has been shown so far.</returns>
        public async Task<bool> NextAsync(CancellationToken ct)
        {
            foreach (var message in await ReadAsync(ct))
            {
                Console.WriteLine(Any ? $"\n{TerminalText.Render(message.Card, TimeZoneInfo.Local)}" : TerminalText.Render(message.Card, TimeZoneInfo.Local));
                Any = true;
            }

            return Any;
        }

        private async Task<IReadOnlyList<ChannelMessage>> ReadAsync(CancellationToken ct)
        {
            var messages = await log.ReadAsync(seat.Channel, reader, revision, MostAtOnce, ct);
            revision = messages.Select(message => message.Revision).Append(revision).Max();
            return messages;
        }
    }
}
