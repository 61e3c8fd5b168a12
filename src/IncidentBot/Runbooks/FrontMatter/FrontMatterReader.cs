using IncidentBot.Actions;
using IncidentBot.Incidents;
using IncidentBot.Runbooks.Reading;
using IncidentBot.Words;
using YamlDotNet.Core;
using YamlDotNet.RepresentationModel;

namespace IncidentBot.Runbooks.FrontMatter;

/// <summary>Reads the front matter and says of everything in it that is not as it should be where it is and what to write.</summary>
internal sealed class FrontMatterReader
{
    private static readonly string[] Keys = ["id", "title", "system", "severities", "services", "symptoms", "checks"];

    /// <summary>Those that the front matter of a site for documents does not have.</summary>
    private static readonly string[] OwnKeys = ["severities", "symptoms", "checks"];

    private readonly ActionCatalogue actions;
    private readonly IReadOnlyList<RunbookSection> sections;
    private readonly List<(int Line, string What, string Fix)> faults = [];

    private FrontMatterReader(ActionCatalogue actions, IReadOnlyList<RunbookSection> sections) => (this.actions, this.sections) = (actions, sections);

    public static RunbookHeader Read(RunbookText runbook, ActionCatalogue actions, IReadOnlyList<RunbookSection> sections)
    {
        if (FrontMatterText.Of(runbook) is not { } yaml)
        {
            return new RunbookHeader();
        }

        var reader = new FrontMatterReader(actions, sections);
        var map = reader.Parse(yaml);
        var header = map is null ? new RunbookHeader() : reader.Header(map);
        var keys = map is null ? WrittenKeys(yaml) : [.. map.Children.Keys.Select(Name)];
        if (IsForeign(keys) && (map is null ? !keys.Contains("services") : Find(map, "services") is not YamlMappingNode))
        {
            return header;
        }

        return header with { Faults = [.. reader.faults.OrderBy(fault => fault.Line)] };
    }

    private YamlMappingNode? Parse(string yaml)
    {
        try
        {
            var stream = new YamlStream();
            using var text = new StringReader(yaml);
            stream.Load(text);
            return stream.Documents is [{ RootNode: YamlMappingNode map }, ..] ? map
                : stream.Documents.Count == 0 || stream.Documents[0].RootNode is YamlScalarNode { Value: null or "" } ? new YamlMappingNode()
                : Wrong<YamlMappingNode>(
                    stream.Documents[0].RootNode,
                    "The front matter is not a list of keys.",
                    "Write key: value, one per line, between the two lines of ---.");
        }
        catch (YamlException e)
        {
            faults.Add((
                Math.Max(1, (int)e.Start.Line),
                $"The front matter is not YAML: {e.Message.Split('\n')[0].TrimEnd('.')}.",
                "Put text with a colon, a quote or a # in it into double quotes, and indent with spaces."));
            return null;
        }
    }

    private RunbookHeader Header(YamlMappingNode map)
    {
        foreach (var (key, _) in map.Children)
        {
            if (Mistyped(Name(key)) is { } meant)
            {
                Wrong(key, $"There is no key '{Name(key)}'.", $"Did you mean {meant}?");
            }
        }

        return new RunbookHeader
        {
            Id = Id(map),
            Title = Scalar(map, "title", "title: Redis recovery"),
            System = Scalar(map, "system", "system: redis"),
            Severities = [.. Entries(map, "severities", "severities:\n  P0: { means: Redis is down, respond: 15 min }")
                .Select(Severity)
                .OfType<SeverityLevel>()
                .OrderBy(level => level.Severity)],
            Services = [.. Entries(map, "services", "services:\n  Publishing: delayed").Select(Service).OfType<AffectedService>()],
            Symptoms = [.. Entries(map, "symptoms", "symptoms:\n  OOM command not allowed: Memory exhaustion").Select(Symptom).OfType<RunbookSymptom>()],
            Checks = [.. Items(map, "checks", "checks:\n  - queue.status publishing").Select(Check).OfType<string>()],
        };
    }

    /// <summary>
    /// Front matter of somebody else's: a site, a wiki. Keys of theirs are left alone, and where none is ours alone, a value that
    /// does not fit here is not wrong.
    /// </summary>
    private static bool IsForeign(IReadOnlyList<string> names) =>
        names.Except(Keys).Any() && !names.Any(name => OwnKeys.Contains(name) || Mistyped(name) is not null);

    /// <summary>Of front matter that is no YAML: <c>title: Redis: what to do</c>.</summary>
    private static IReadOnlyList<string> WrittenKeys(string yaml) =>
        [.. yaml.Split('\n').Where(line => line.Length > 0 && char.IsAsciiLetter(line[0])).Select(line => line.Split(':')[0])];

    private static string? Mistyped(string name) =>
        Keys.Contains(name) ? null : Keys.FirstOrDefault(key => key.Length >= 6 && EditDistance.Between(name, key) <= 2);

    private string? Id(YamlMappingNode map)
    {
        var id = Scalar(map, "id", "id: redis-recovery");
        return id is null || RunbookId.IsValid(id)
            ? id
            : Wrong<string>(Find(map, "id")!, $"'{id}' cannot be an id.", $"Use lower case letters, digits and hyphens, such as {RunbookId.From(id)}.");
    }

    private SeverityLevel? Severity(KeyValuePair<YamlNode, YamlNode> entry)
    {
        var name = Name(entry.Key);
        if (name.Length != 2 || !char.IsAsciiLetter(name[0]) || !Enum.TryParse<Severity>(name, ignoreCase: true, out var severity))
        {
            return Wrong<SeverityLevel>(entry.Key, $"There is no severity '{name}'.", $"Severities: {string.Join(", ", Enum.GetNames<Severity>())}.");
        }

        if (entry.Value is YamlScalarNode { Value: { Length: > 0 } text })
        {
            return new SeverityLevel(severity, text, null);
        }

        if (entry.Value is not YamlMappingNode level)
        {
            return Wrong<SeverityLevel>(
                entry.Value,
                $"{name} takes what it means and how soon to respond.",
                $"Write {name}: {{ means: Redis is down, respond: 15 min }}.");
        }

        foreach (var (key, _) in level.Children.Where(part => Name(part.Key) is not ("means" or "respond")))
        {
            Wrong(key, $"A severity has no '{Name(key)}'.", "It has means and respond.");
        }

        var respond = Scalar(level, "respond", "respond: 15 min");
        if (respond is not null && ResponseTime.Read(respond) is null)
        {
            Wrong(Find(level, "respond")!, $"'{respond}' is not a length of time.", "Write immediately, 15 min or 1 h.");
        }

        return new SeverityLevel(severity, Scalar(level, "means", "means: Redis is down") ?? "", respond is null ? null : ResponseTime.Read(respond));
    }

    private AffectedService? Service(KeyValuePair<YamlNode, YamlNode> entry) => entry.Value is YamlScalarNode { Value: { Length: > 0 } impact }
        ? new AffectedService(Name(entry.Key), impact)
        : Wrong<AffectedService>(entry.Value, $"{Name(entry.Key)} takes what people notice while it is affected.", $"Write {Name(entry.Key)}: delayed.");

    private RunbookSymptom? Symptom(KeyValuePair<YamlNode, YamlNode> entry)
    {
        if (entry.Value is not YamlScalarNode { Value: { Length: > 0 } heading })
        {
            return Wrong<RunbookSymptom>(
                entry.Value,
                $"'{Name(entry.Key)}' takes the heading of the section that answers it.",
                $"Write {Name(entry.Key)}: {(sections.Count > 0 ? sections[0].Heading : "Diagnosis")}.");
        }

        var name = RunbookSection.Plain(heading);
        if (sections.FirstOrDefault(section => section.Name == name) is { } found)
        {
            return new RunbookSymptom((int)entry.Key.Start.Line, Name(entry.Key), found, Declared: true);
        }

        var meant = EditDistance.Closest(heading, sections.Select(section => section.Heading), most: 1);
        return Wrong<RunbookSymptom>(
            entry.Value,
            $"There is no section '{heading}'.",
            meant.Count > 0 ? $"Did you mean {meant[0]}?" : $"Sections: {string.Join(", ", sections.Select(section => section.Heading))}.");
    }

    private string? Check(YamlNode node)
    {
        if (node is not YamlScalarNode { Value: { Length: > 0 } text } || ActionLine.Read(text, actions) is not { } call)
        {
            return Wrong<string>(node, "A check is a call that reads.", "Write - queue.status publishing.");
        }

        return call switch
        {
            { Fault: { } fault } => Wrong<string>(node, fault, call.Fix),
            { Definition.Risk: not Risk.Observe } => Wrong<string>(
                node,
                $"{call.Definition.Id} changes its target; a check only reads.",
                "Take a call that reads, such as queue.status publishing."),
            _ when call.Words.Any(Placeholder.Is) =>
                Wrong<string>(node, "A check runs by itself and cannot ask for a value.", "Write the value instead of the placeholder."),
            _ => string.Join(
                ' ',
                [call.Definition!.Id.Value, .. call.Words.Select(word => word.Contains(' ', StringComparison.Ordinal) ? $"\"{word}\"" : word)]),
        };
    }

    private string? Scalar(YamlMappingNode map, string key, string example) => Find(map, key) switch
    {
        null => null,
        YamlScalarNode { Value: { Length: > 0 } value } => value,
        var other => Wrong<string>(other, $"{key} takes one line of text.", $"Write {example}."),
    };

    private IEnumerable<KeyValuePair<YamlNode, YamlNode>> Entries(YamlMappingNode map, string key, string example)
    {
        switch (Find(map, key))
        {
            case null:
                return [];
            case YamlMappingNode entries:
                return entries.Children;
            case var other:
                Wrong(
                    other,
                    $"{key} takes one entry per line.",
                    $"Write {example.Replace("\n ", "", StringComparison.Ordinal)}, the entries indented below the key.");
                return [];
        }
    }

    private IEnumerable<YamlNode> Items(YamlMappingNode map, string key, string example)
    {
        switch (Find(map, key))
        {
            case null:
                return [];
            case YamlSequenceNode items:
                return items.Children;
            case var other:
                Wrong(other, $"{key} takes a list.", $"Write {example.Replace("\n ", "", StringComparison.Ordinal)}, each item on a line of its own.");
                return [];
        }
    }

    private static YamlNode? Find(YamlMappingNode map, string key) => map.Children.FirstOrDefault(entry => Name(entry.Key) == key).Value;

    private static string Name(YamlNode node) => (node as YamlScalarNode)?.Value ?? "?";

    private void Wrong(YamlNode at, string what, string fix) => faults.Add(((int)at.Start.Line, what, fix));

    private T? Wrong<T>(YamlNode at, string what, string fix)
        where T : class
    {
        Wrong(at, what, fix);
        return null;
    }
}
