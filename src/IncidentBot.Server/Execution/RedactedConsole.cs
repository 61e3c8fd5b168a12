using IncidentBot.Words;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace IncidentBot.Execution;

/// <summary>
/// The log on the console, a line for each message, with the secrets out and without what steers a terminal: an exception says what a library or a
/// server put into it, and whoever runs the machine sends logs elsewhere.
/// </summary>
internal sealed class RedactedConsole(IServiceProvider services) : ConsoleFormatter(Name)
{
    public new const string Name = "redacted";

    /// <summary>What is logged before the settings are read, or because they cannot be, is masked by what it looks like.</summary>
    private static readonly Redactor Shapes = new([]);

    private volatile Redactor? redactor;

    public override void Write<TState>(in LogEntry<TState> logEntry, IExternalScopeProvider? scopeProvider, TextWriter textWriter)
    {
        var message = logEntry.Formatter(logEntry.State, logEntry.Exception);
        var line = $"{Word(logEntry.LogLevel)}: {logEntry.Category}: {message} {logEntry.Exception}".TrimEnd();
        textWriter.WriteLine(Invisible.Shown(Redactor().Clean(line).ReplaceLineEndings(" ").Replace('	', ' ')));
    }

    private Redactor Redactor()
    {
        try
        {
            return redactor ??= services.GetRequiredService<Redactor>();
        }
#pragma warning disable CA1031 // Whatever keeps the settings from being read is about to be said, and that must not fail.
        catch (Exception)
#pragma warning restore CA1031
        {
            return Shapes;
        }
    }

    private static string Word(LogLevel level) => level switch
    {
        LogLevel.Trace => "trce",
        LogLevel.Debug => "dbug",
        LogLevel.Information => "info",
        LogLevel.Warning => "warn",
        LogLevel.Error => "fail",
        _ => "crit",
    };
}
