using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using IncidentBot.Execution;
using IncidentBot.Settings;
using IncidentBot.Words;

namespace IncidentBot.Cli;

/// <summary><c>config</c>: what is in force and from where, for whoever wonders why their setting does nothing.</summary>
internal static class ConfigCommand
{
    /// <summary>Longer lines do not push the origins of all others to the right.</summary>
    private const int MostAligned = 70;

    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    /// <param name="settings">Those on the command line.</param>
    /// <param name="sections">All that can be set.</param>
    public static Verb Make(string[] settings, IReadOnlyList<SettingsSection> sections)
    {
        var names = sections.Select(section => section.Path).ToArray();
        var section = new Argument<string?>("section")
        {
            Arity = ArgumentArity.ZeroOrOne,
            Description = $"One of {string.Join(", ", names)}; all of them without it",
        };
        var json = new Option<bool>("--json") { Description = "For machines: one document" };
        var set = new Option<bool>("--set") { Description = "Only what somebody has set, without the defaults" };
        var config = new Verb("config", "Prints the settings in force and where each comes from; secrets are never shown")
        {
            Examples = ["config", "config Incidents", "config --set --json"],
            More = "1 where a setting cannot be used. What can be set is written down in manifests/settings.md.",
        };
        config.Add(section);
        config.Add(set);
        config.Add(json);
        config.SetAction(parsed =>
        {
            var configuration = Bot.ConfigureAsWritten(settings).Configuration;
            var redactor = new Redactor(ConfiguredSecrets.In(configuration).SelectMany(ConfiguredSecrets.FormsOf));
            var inForce = new InForce(configuration);
            var chosen = Chosen(sections, parsed.GetValue(section)).Select(inForce.Of);
            var shown = (parsed.GetValue(section) is null ? chosen.Prepend(inForce.Plain()) : chosen)
                .Select(each => each
                    .Where(setting => !parsed.GetValue(set) || setting.Origin != SettingOrigin.Default)
                    .Select(setting => setting with { Value = redactor.Clean(setting.Value) })
                    .ToList())
                .Where(each => each.Count > 0)
                .ToList();
            List<string> faults = [.. SettingsCheck.Faults(configuration, sections).Select(redactor.Clean)];
            Console.WriteLine(parsed.GetValue(json) ? Json(shown, faults) : Text(shown, faults));
            return faults.Count == 0 ? ExitCode.Well : ExitCode.Found;
        });
        return config;
    }

    /// <exception cref="ArgumentException">No section is called so.</exception>
    private static IEnumerable<SettingsSection> Chosen(IReadOnlyList<SettingsSection> sections, string? typed)
    {
        if (typed is null)
        {
            return sections;
        }

        var names = sections.Select(section => section.Path).ToList();
        var meant = EditDistance.Closest(typed, names, 1) is [var close] ? $" Did you mean {close}?" : "";
        return sections.FirstOrDefault(section => section.Path.Equals(typed.Split(':')[0], StringComparison.OrdinalIgnoreCase)) is { } one
            ? [one]
            : throw new ArgumentException($"There is no section '{typed}'.{meant} There are: {string.Join(", ", names)}.");
    }

    private static string Text(List<List<SettingInForce>> sections, List<string> faults)
    {
        var widest = sections.SelectMany(section => section).Select(setting => Line(setting).Length).Where(width => width < MostAligned).DefaultIfEmpty().Max();
        var blocks = sections.Select(section => string.Join('\n', section.Select(setting => $"{Line(setting).PadRight(widest)}   {setting.Origin}")));
        return string.Join("\n\n", faults.Count == 0 ? blocks : blocks.Append(string.Join('\n', faults.Select(fault => $"Cannot be used: {fault}"))));
    }

    private static string Line(SettingInForce setting) => $"{setting.Path} = {setting.Value}";

    private static string Json(List<List<SettingInForce>> sections, List<string> faults) => new JsonObject
    {
        ["settings"] = new JsonArray([.. sections.SelectMany(section => section).Select(setting => new JsonObject
        {
            ["path"] = setting.Path,
            ["value"] = setting.Value,
            ["from"] = setting.Origin,
        })]),
        ["faults"] = new JsonArray([.. faults.Select(fault => JsonValue.Create(fault))]),
    }.ToJsonString(Indented);
}
