using System.Collections;
using System.Globalization;
using System.Text;
using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace IncidentBot.Settings;

/// <summary>manifests/settings.md, made of the classes that hold the settings and of what is written above each of their properties.</summary>
internal static partial class SettingsReference
{
    private static readonly Dictionary<string, string> Summaries = new[] { "IncidentBot", "IncidentBot.Server" }
        .SelectMany(assembly => XDocument.Load(Path.Combine(AppContext.BaseDirectory, $"{assembly}.xml")).Descendants("member"))
        .Where(member => member.Element("summary") is not null)
        .ToDictionary(member => member.Attribute("name")!.Value, member => Text(member.Element("summary")!));

    private static readonly string Head = $"""
        # Settings

        Everything that can be set, made of the source by `SettingsReferenceTests`: change it there. `incidentbot config` prints what is in force
        and where each value comes from.

        Settings come from `appsettings.json`, then from the environment, then from the command line; the last one wins. `Incidents:Soak` is
        `"Incidents": {"{"} "Soak": "30m" {"}"}` in the file, `Incidents__Soak=30m` in the environment and `--Incidents:Soak=30m` on the command line. Secrets
        belong into the environment.

        - A **time** is {TimeText.Expected}.
          A bare number is refused: nobody can tell seconds from days.
        - A **list** has an element each: `["a", "b"]`, or `Slack__Teams__0=a` and `Slack__Teams__1=b`.
        - NAME stands for a name that you choose, and that people type.
        - A setting that is misspelt, of the wrong kind or out of its range stops the start with a sentence that names it.

        Outside of every section: `Urls` is where the bot listens (`http://127.0.0.1:8080`), `REDIS_URL` is the address of the target `primary`, and
        `Logging` and `Kestrel` are ASP.NET's own.

        """;

    public static string Write(IReadOnlyList<SettingsSection> sections)
    {
        var page = new StringBuilder(Head);
        foreach (var section in sections)
        {
            page.Append(CultureInfo.InvariantCulture, $"\n## {section.Path}\n\n| setting | value | default | |\n|---|---|---|---|\n");
            foreach (var (path, shape, value, summary) in Of(section))
            {
                page.Append(CultureInfo.InvariantCulture, $"| `{path}` | {Kind(shape)} | {Default(shape, value)} | {summary} |\n");
            }
        }

        return page.ToString();
    }

    /// <summary>Every place where a value can be set.</summary>
    /// <returns>Its path, with NAME for a name; its shape; its default; what it is for.</returns>
    public static IEnumerable<(string Path, SettingShape Shape, object? Value, string Summary)> Of(SettingsSection section) =>
        Under(section.Path, SettingShape.Of(section.Type), null, Activator.CreateInstance(section.Type), "");

    private static IEnumerable<(string Path, SettingShape Shape, object? Value, string Summary)> Under(
        string path,
        SettingShape shape,
        Member? member,
        object? value,
        string summary)
    {
        switch (shape)
        {
            case SettingShape.Map map:
                return Under($"{path}:{Entry(member, "NAME")}", map.Entry, null, Blank(map.Entry), summary);
            case SettingShape.List { Element: SettingShape.Value } or SettingShape.Value:
                return [(path, shape, value, summary)];
            case SettingShape.List list:
                return Under($"{path}:0", list.Element, null, Blank(list.Element), summary);
            case SettingShape.Group group:
                return group.Members.SelectMany(each => Under(
                    each.Keys is null ? $"{path}:{each.Name}" : path,
                    each.Shape,
                    each,
                    each.Property.GetValue(value),
                    Summary(each, summary)));
            default:
                throw new NotSupportedException($"{path} is a {shape.GetType().Name}.");
        }
    }

    private static string Entry(Member? member, string name) => member?.Keys?.Ending ?? name;

    private static object? Blank(SettingShape shape) => shape is SettingShape.Group group ? Activator.CreateInstance(group.Type) : null;

    /// <summary>Where the property has none, that of the group it is in.</summary>
    private static string Summary(Member member, string outer)
    {
        var property = member.Property;
        return Summaries.TryGetValue($"P:{property.DeclaringType!.FullName}.{property.Name}", out var own) ? own : outer;
    }

    private static string Kind(SettingShape shape) => shape switch
    {
        SettingShape.List { Element: SettingShape.Value { IsSecret: true }, MayBeOne: true } => "a secret or a list of them",
        SettingShape.List { Element: SettingShape.Value element } list => $"{(list.MayBeOne ? "one or a list" : "a list")}{Of(element)}",
        SettingShape.Value { IsSecret: true } => "a secret",
        SettingShape.Value value when value.Plain == typeof(string) => "text",
        SettingShape.Value value => SettingValue.Expected(value),
        _ => "",
    };

    private static string Of(SettingShape.Value element) => element.Plain == typeof(string) ? "" : $" of {SettingValue.Expected(element)}";

    /// <remarks>An entry that has to say something has none.</remarks>
    private static string Default(SettingShape shape, object? value) => (shape, value) switch
    {
        (_, null or "" or ICollection { Count: 0 }) => "",
        (SettingShape.Value one, _) when SettingValue.Read(SettingValue.Text(value), one).Fault is not null => "",
        _ => $"`{SettingValue.Text(value)}`",
    };

    /// <summary>A default is in its own column.</summary>
    private static string Text(XElement summary)
    {
        var text = string.Concat(summary.Nodes().Select(node => node switch
        {
            XText words => words.Value,
            XElement { Name.LocalName: "c" } code => $"`{code.Value}`",
            XElement { Name.LocalName: "see" } see => (see.Attribute("cref")?.Value ?? see.Attribute("langword")?.Value ?? "").Split('.')[^1],
            XElement other => other.Value,
            _ => "",
        }));
        var line = Blanks().Replace(text, " ").Trim().Replace("|", "\\|", StringComparison.Ordinal);
        return SaysTheDefault().Replace(line, "").Trim();
    }

    [GeneratedRegex(@"\s+")]
    private static partial Regex Blanks();

    [GeneratedRegex(@"\s*The default values? (?:is|are) [^.:;]*(?:\.[0-9][^.:;]*)*\.$")]
    private static partial Regex SaysTheDefault();
}
