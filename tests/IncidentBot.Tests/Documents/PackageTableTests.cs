using System.Xml.Linq;

namespace IncidentBot.Tests.Documents;

/// <summary>The README says of every package what it is for.</summary>
public sealed class PackageTableTests
{
    public static TheoryData<string> Packages =>
        [.. XDocument.Load(In("Directory.Packages.props")).Descendants("PackageVersion").Select(package => package.Attribute("Include")!.Value)];

    [Theory]
    [MemberData(nameof(Packages))]
    public void Every_package_is_in_the_table(string package)
    {
        var readme = File.ReadAllText(In("README.md"));
        var table = readme[readme.IndexOf("## What each package is for", StringComparison.Ordinal)..readme.IndexOf("## Measured", StringComparison.Ordinal)];
        var names = table.Split('\n').Where(line => line.StartsWith('|')).SelectMany(line => line.Split('|')[1].Split(',', StringSplitOptions.TrimEntries));

        Assert.Contains(names, name => Is(package, name));
    }

    /// <summary>A family is named by its beginning, and the second of two may leave out what they share: <c>.Protocols.OpenIdConnect</c>.</summary>
    private static bool Is(string package, string name) => name.Length > 0
        && (package == name
            || package.StartsWith($"{name}.", StringComparison.Ordinal)
            || (name[0] == '.' && package.EndsWith(name, StringComparison.Ordinal)));

    private static string In(string file) => Path.Combine(Repository.Root, file);
}
