using System.Text.RegularExpressions;

namespace IncidentBot.Tests;

/// <summary>The one thing of the formatting that neither the build nor a look at white space finds: the order of the lines that begin with using.</summary>
public sealed partial class ImportOrderTests
{
    [Fact]
    public void Every_file_names_what_it_uses_in_order() => Assert.Empty(
        from file in Repository.Sources()
        from import in OutOfOrder(File.ReadLines(Path.Combine(Repository.Root, file)))
        select $"{file}: {import}");

    [Theory]
    [InlineData("using System;|using B;|using b.C;|using B.D;|using static A;|using X = A;", null)]
    [InlineData("// Why.|using A;||using Systematic;", null)]
    [InlineData("using A;|using System.Text;", "using System.Text;")]
    [InlineData("using A.B;|using A;", "using A;")]
    [InlineData("using A.B;|// Why.||using A.a;", "using A.a;")]
    [InlineData("using A.Bc;|using A.B.C;", "using A.B.C;")]
    [InlineData("using static A;|using B;", "using B;")]
    [InlineData("using Y = A;|using X = B;", "using X = B;")]
    [InlineData("global using B;|global using A;", "global using A;")]
    public void The_one_that_stands_too_late_is_named(string lines, string? late) => Assert.Equal(late, OutOfOrder(lines.Split('|')).FirstOrDefault());

    private static IEnumerable<string> OutOfOrder(IEnumerable<string> lines)
    {
        var imports = lines.TakeWhile(line => line is "" || line.StartsWith("//", StringComparison.Ordinal) || Import().IsMatch(line))
            .Where(line => Import().IsMatch(line))
            .ToList();
        return imports.Zip(imports.Skip(1), (before, after) => (before, after))
            .Where(pair => string.CompareOrdinal(Key(pair.before), Key(pair.after)) > 0)
            .Select(pair => pair.after);
    }

    /// <summary>Namespaces before types before other names; System first; then word by word, in which a dot comes before every letter.</summary>
    private static string Key(string line)
    {
        var import = Import().Match(line);
        var kind = import.Groups["alias"].Success ? 2 : import.Groups["static"].Success ? 1 : 0;
        var name = (kind == 2 ? import.Groups["alias"] : import.Groups["name"]).Value;
        return $"{kind}{(name.Split('.')[0] == "System" ? 0 : 1)}{name.Replace('.', ' ').ToLowerInvariant()}";
    }

    [GeneratedRegex(@"^(global )?using (?<static>static )?((?<alias>\w+) = )?(?<name>[^ =]+);$", RegexOptions.ExplicitCapture)]
    private static partial Regex Import();
}
