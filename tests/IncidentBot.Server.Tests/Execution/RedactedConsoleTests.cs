using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Logging.Console;

namespace IncidentBot.Execution;

public sealed class RedactedConsoleTests
{
    private static readonly InvalidOperationException Trouble = new("AUTH failed for redis://default:s3cr3t@10.0.0.1\nand for correct-horse");

    [Fact]
    public void What_an_exception_says_is_logged_in_one_line_without_secrets()
    {
        using var services = new ServiceCollection().AddSingleton(new Redactor(["correct-horse"])).BuildServiceProvider();

        Assert.Equal(
            "fail: Commands[7] It threw with password=[redacted] System.InvalidOperationException: "
                + "AUTH failed for redis://default:[redacted]@10.0.0.1 and for [redacted]",
            Written(new RedactedConsole(services)));
    }

    [Fact]
    public void Without_settings_it_is_masked_by_what_it_looks_like()
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        Assert.Contains("redis://default:[redacted]@10.0.0.1", Written(new RedactedConsole(services)), StringComparison.Ordinal);
    }

    private static string Written(ConsoleFormatter console)
    {
        var text = new StringWriter();
        console.Write(
            new LogEntry<string>(LogLevel.Error, "Commands", new EventId(7), "It threw with password=hunter2", Trouble, (state, _) => state), null, text);
        return text.ToString().TrimEnd();
    }
}
