using System.CommandLine;

namespace IncidentBot.Cli;

/// <returns>Line by line, whether it is well and what was found; a line that is not well says what to do.</returns>
internal delegate IAsyncEnumerable<(bool IsWell, string Line)> Examination(WebApplicationBuilder bot, CancellationToken ct);

/// <summary>
/// <c>doctor slack</c>: whether a connection is set up right, without changing or posting anything. Exit code 1 where something
/// has to be done.
/// </summary>
internal static class DoctorCommand
{
    public static async Task<int> RunAsync(string[] args, Dictionary<string, Examination> examinations)
    {
        // As for the bot: what is on the command line as --Slack:BotToken=… belongs to the configuration.
        var settings = args.Where(IsSetting).ToArray();
        var doctor = new System.CommandLine.Command("doctor", "Looks at what the bot is connected to, and says what is missing");
        foreach (var (name, examination) in examinations)
        {
            var command = new System.CommandLine.Command(name, $"Checks the settings under {name} against the real thing; posts nothing");
            command.SetAction((_, ct) => ExamineAsync(settings, examination, ct));
            doctor.Add(command);
        }

        var parsed = new RootCommand("IncidentBot") { doctor }.Parse([.. args.Where(arg => !IsSetting(arg))]);
        if (parsed.Errors.Count == 0)
        {
            return await parsed.InvokeAsync();
        }

        await Console.Error.WriteLineAsync($"{string.Join(' ', parsed.Errors.Select(error => error.Message))} Type doctor "
            + $"{string.Join(" or doctor ", examinations.Keys)}, and settings as --Slack:BotToken=….");
        return 2;
    }

    private static async Task<int> ExamineAsync(string[] settings, Examination examination, CancellationToken ct)
    {
        var ill = 0;
        await foreach (var (isWell, line) in examination(Bot.Configure(settings), ct))
        {
            ill += isWell ? 0 : 1;
            Console.WriteLine($"{(isWell ? "ok    " : "to do ")} {line}");
        }

        return ill == 0 ? 0 : 1;
    }

    private static bool IsSetting(string arg) => arg.StartsWith("--", StringComparison.Ordinal) && arg.Contains('=', StringComparison.Ordinal);
}
