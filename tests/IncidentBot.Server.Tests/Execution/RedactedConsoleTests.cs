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
            "fail: Commands: It threw with password=[redacted] System.InvalidOperationException: "
                + "AUTH failed for redis://default:[redacted]@10.0.0.1 and for [redacted]",
            Written(new RedactedConsole(services)));
    }

    [Fact]
    public void Without_settings_it_is_masked_by_what_it_looks_like()
    {
        using var services = new ServiceCollection().BuildServiceProvider();

        Assert.Contains("redis://default:[redacted]@10.0.0.1", Written(new RedactedConsole(services)), StringComparison.Ordinal);
    }

    [Fact]
    public void What_a_server_answered_steers_no_terminal()
    {
        using var services = new ServiceCollection().BuildServiceProvider();
        var line = Written(
            new RedactedConsole(services), new InvalidOperationException("ERR \u001b[2J\u001b]8;;http://evil\u0007ok\u009b1A\t\u202Etxt.exe\r❤️"));

        Assert.Contains(@"ERR \u001B[2J\u001B]8;;http://evil\u0007ok\u009B1A txt.exe ❤", line, StringComparison.Ordinal);
        Assert.DoesNotContain(line, char.IsControl);
    }

    private static string Written(ConsoleFormatter console, Exception? trouble = null)
    {
        var text = new StringWriter();
        console.Write(
            new LogEntry<string>(LogLevel.Error, "Commands", new EventId(7), "It threw with password=hunter2", trouble ?? Trouble, (state, _) => state),
            null,
            text);
        return text.ToString().TrimEnd();
    }
}
