using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Execution;

namespace IncidentBot.Redis.Actions;

/// <summary>What holds for every report, whatever it is about.</summary>
internal static partial class Reports
{
    private const int PhoneWidth = 120;

    public static string Text(this ActionReport report) =>
        string.Join('\n',
        [
            report.Answer, .. report.Steps, report.Certainty ?? "", .. report.NotSeen, .. report.RuledOut, .. report.Evidence,
            .. report.Next.Select(next => next.Command), report.FailureClass ?? "",
        ]);

    /// <summary>It answers, fits a phone, tells no password, and names only commands that can be typed.</summary>
    /// <param name="raw">True where the server's own lines are shown as they stand.</param>
    public static void AssertReadable(this ActionReport report, ActionRig rig, bool raw = false)
    {
        Assert.NotEmpty(report.Answer);
        Assert.All(report.Evidence, line => Assert.DoesNotContain('\n', line));
        Assert.All(
            raw ? [] : new Redactor([]).CleanToFit(report.Evidence),
            line => Assert.True(line.Length <= PhoneWidth, $"{line.Length} characters: {line}"));
        Assert.DoesNotContain(ActionRig.Password, report.Text(), StringComparison.Ordinal);
        AssertKnownCommands(rig, [.. report.Steps, .. report.Evidence]);
        foreach (var command in report.Next.Select(next => next.Command).Where(command => !command.StartsWith("/incident ", StringComparison.Ordinal)))
        {
            Assert.StartsWith("/redis ", command, StringComparison.Ordinal);
            rig.Call(command["/redis ".Length..]);
        }
    }

    /// <summary>Commands named in prose: those in backquotes with their arguments, the others by their name.</summary>
    public static void AssertKnownCommands(ActionRig rig, params IReadOnlyList<string> texts)
    {
        foreach (var text in texts)
        {
            Assert.All(
                Named().Matches(text),
                match => Assert.True(rig.Catalogue.Find($"redis.{match.Groups[1].Value}") is not null, $"There is no {match.Value}, named in: {text}"));
            foreach (var words in Quoted().Matches(text).Select(match => match.Groups[1].Value.Split(' ')).Where(words => words.Length > 1))
            {
                Assert.IsType<ActionReading.Ok>(rig.Reader.Read($"redis.{words[0]}", words[1..], null));
            }
        }
    }

    [GeneratedRegex("/redis ([a-z-]+)")]
    private static partial Regex Named();

    [GeneratedRegex("`/redis ([^`]+)`")]
    private static partial Regex Quoted();
}
