using IncidentBot;
using IncidentBot.Cli;

Console.SetOut(new TerminalWriter(Console.Out));
Console.SetError(new TerminalWriter(Console.Error));
return await Bot.RunAsync(args);
