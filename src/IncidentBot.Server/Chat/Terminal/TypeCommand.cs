using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using IncidentBot.Cli;
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
    private const int MostPatience = 86_400;
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(50);

    public static Verb Make(string[] settings)
    {
        var seat = TerminalSeat.Here;
        var line = new Argument<string[]>("LINE") { Description = "A command as in chat; put it in quotes where it has a *", Arity = ArgumentArity.OneOrMore };
        var follow = new Option<bool>("--follow") { Description = "Goes on showing what comes, until Ctrl+C" };
        var wait = new Option<double>("--wait")
        {
            Description = "How long to wait for a bot to answer (20)",
            HelpName = "SECONDS",
            DefaultValueFactory = _ => 20,
            CustomParser = Seconds,
        };
        var type = new Verb("type", "Types a command as in chat, and shows the answer of the bot that runs")
        {
            Examples = ["type /incident status INC-1", "type --follow '/redis clear-cache rl:*'"],
            More = $"What is typed here counts as {seat.Account}; list that under People to give it permissions.",
        };
        type.Add(line);
        type.Add(follow);
        type.Add(wait);
        type.SetAction((parsed, ct) => TypeAsync(
            settings,
            seat,
            Command(parsed.GetValue(line)!),
            new Patience(TimeSpan.FromSeconds(parsed.GetValue(wait)), parsed.GetValue(follow)),
            ct));
        return type;
    }

    private static double Seconds(ArgumentResult typed)
    {
        if (double.TryParse(typed.Tokens[0].Value, CultureInfo.InvariantCulture, out var seconds) && seconds is >= 0 and <= MostPatience)
        {
            return seconds;
        }

        typed.AddError($"--wait is '{typed.Tokens[0].Value}'. Expected seconds, from 0 to {MostPatience}.");
        return 0;
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
                return ExitCode.NotDone;
            }

            return await ShowAsync(shown, patience, ct);
        }
        catch (OperationCanceledException) when (ct.IsCancellationRequested)
        {
            return ExitCode.Well;
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
                return ExitCode.Well;
            }

            if (!shown.Any && TimeProvider.System.GetElapsedTime(since) > patience.Wait)
            {
                await Console.Error.WriteLineAsync($"No bot has answered within {patience.Wait.TotalSeconds:0.#} s. "
                    + "Is one running on this store? The command is kept, and the first that starts will answer it.");
                return ExitCode.NoAnswer;
            }

            await Task.Delay(LookEvery, TimeProvider.System, ct);
        }
    }

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
                var text = TerminalText.Render(message.Card, TimeProvider.System.GetUtcNow(), TimeZoneInfo.Local);
                Console.WriteLine(Any ? $"\n{text}" : text);
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
