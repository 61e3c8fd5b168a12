using System.Text.RegularExpressions;
using IncidentBot.Execution;
using IncidentBot.Tests;

namespace IncidentBot.Expressions;

/// <summary>Nobody's text makes the bot think for seconds: what looks at text takes time that grows with its length and with nothing else.</summary>
public sealed class ExpressionTests
{
    /// <summary>Made while the bot runs, of what the configuration says; by the file that makes them.</summary>
    private static readonly Dictionary<string, string> Made = new()
    {
        ["IncidentBot.Server/Hosts/HostCommand.cs"] = "stops after 100 ms, which refuses the argument or leaves the check undecided",
        ["IncidentBot.Server/Settings/Argument.cs"] = "NonBacktracking",
        ["IncidentBot/Alerts/LabelMatcher.cs"] = "NonBacktracking",
        ["IncidentBot.Demo/Stage.cs"] = "reads what the demo itself prints",
    };

    [Fact]
    public void Every_expression_is_linear_or_says_why_it_need_not_be() => Assert.Equal(
        Expressions.GoBack.Keys.Order(StringComparer.Ordinal),
        Expressions.All.Where(one => !Expressions.IsLinear(one.Value)).Select(one => one.Key).Order(StringComparer.Ordinal));

    [Fact]
    public void No_expression_is_made_anywhere_else() => Assert.Equal(
        Made.Keys.Order(StringComparer.Ordinal),
        Sources()
            .Where(file => Regex.IsMatch(File.ReadAllText(file.Path), @"new Regex\(|=> new\(pattern, Regex|Regex\.(?:IsMatch|Match\w*|Replace|Split|Count)\("))
            .Select(file => file.Name)
            .Order(StringComparer.Ordinal));

    /// <summary>What reflection does not see would be watched by nobody.</summary>
    [Fact]
    public void Every_expression_of_the_source_is_among_them() => Assert.Equal(
        Sources().Where(file => !file.Name.StartsWith("IncidentBot.Demo/", StringComparison.Ordinal))
            .Sum(file => Regex.Count(File.ReadAllText(file.Path), @"^\s*\[GeneratedRegex\(", RegexOptions.Multiline)),
        Expressions.All.Count);

    /// <summary>Each is given what is worst for it; one that needs more than its share is stopped by its own limit.</summary>
    [Theory]
    [MemberData(nameof(Names))]
    public void Its_worst_cases_of_a_megabyte_are_looked_at(string name)
    {
        var expression = Expressions.All[name];
        var bounded = new Regex(expression.ToString(), expression.Options & ~RegexOptions.Compiled, TimeSpan.FromSeconds(20));
        foreach (var text in WorstCases.Of(expression.ToString(), 1024 * 1024).Take(4))
        {
            Assert.InRange(bounded.Count(text), 0, text.Length + 1);
        }
    }

    [Fact]
    public void Whoever_types_or_answers_a_megabyte_is_answered()
    {
        var redactor = new Redactor(["correct-horse-battery", "aaaa-aaaa"]);
        foreach (var text in WorstCases.OfTheRedactor(1024 * 1024))
        {
            Assert.NotNull(redactor.CleanToFit([text]));
        }
    }

    [Fact]
    public void Of_ten_thousand_generated_texts_none_hides_a_secret()
    {
        const string Secret = "correct-horse-battery";
        var redactor = new Redactor([Secret]);
        foreach (var text in WorstCases.Generated(10_000, seed: 7))
        {
            Assert.DoesNotContain(Secret, redactor.Clean(text.Insert(text.Length / 2, Secret)), StringComparison.Ordinal);
        }
    }

    public static IEnumerable<TheoryDataRow<string>> Names() =>
        Expressions.All.Where(one => Expressions.IsLinear(one.Value)).Select(one => new TheoryDataRow<string>(one.Key));

    private static IEnumerable<(string Name, string Path)> Sources()
    {
        var source = Path.Combine(Repository.Root, "src");
        return Directory.EnumerateFiles(source, "*.cs", SearchOption.AllDirectories)
            .Select(path => (Path.GetRelativePath(source, path).Replace(Path.DirectorySeparatorChar, '/'), path))
            .Where(file => !file.Item1.Contains("/obj/", StringComparison.Ordinal) && !file.Item1.Contains("/bin/", StringComparison.Ordinal));
    }
}
