using System.Collections;
using System.Globalization;

namespace IncidentBot.Settings;

/// <summary>A setting as it is in force.</summary>
/// <param name="Value">As it can be written; of a secret, only that it is there.</param>
/// <param name="Origin">As <see cref="SettingOrigin"/> says it.</param>
internal sealed record SettingInForce(string Path, string Value, string Origin);

/// <summary>What is in force, setting by setting: what was set, and the default of everything else.</summary>
internal sealed class InForce(IConfiguration configuration)
{
    private const string Masked = "(set, not shown)";

    private readonly SettingOrigin origin = new(configuration);
    private readonly SettingFaults faults = new();

    /// <summary>What stands outside of every section, as far as somebody has set it.</summary>
    public IEnumerable<SettingInForce> Plain() => SettingsCheck.Plain
        .Where(name => configuration[name] is { Length: > 0 } && origin.Of(name) is not SettingOrigin.Program)
        .Select(name => new SettingInForce(name, configuration[name]!, origin.Of(name)));

    public IEnumerable<SettingInForce> Of(SettingsSection section)
    {
        var options = Activator.CreateInstance(section.Type)!;
        new SettingsReader(configuration, faults).Read(section, options);
        return Under(section.Path, options, SettingShape.Of(section.Type));
    }

    private IEnumerable<SettingInForce> Under(string path, object? value, SettingShape shape) => shape switch
    {
        SettingShape.Group group => group.Members.SelectMany(member =>
            Under(member.Keys is null ? $"{path}:{member.Name}" : path, member.Property.GetValue(value), member.Shape)),
        SettingShape.Map map => ((IDictionary)value!).Keys.Cast<string>().SelectMany(key => Under($"{path}:{key}", ((IDictionary)value)[key], map.Entry)),
        SettingShape.List list => ((IEnumerable)value!).Cast<object>().SelectMany((element, at) =>
            Under(IsOne(list, path) ? path : string.Create(CultureInfo.InvariantCulture, $"{path}:{at}"), element, list.Element)),
        SettingShape.Value leaf when SettingValue.Text(value) is { Length: > 0 } text => [new(path, leaf.IsSecret ? Masked : text, OriginOf(path))],
        _ => [],
    };

    /// <summary>What was written and cannot be used leaves the default in force, and must not be named as where that comes from.</summary>
    private string OriginOf(string path) => faults.All.Any(fault => fault.StartsWith($"{path} ", StringComparison.Ordinal))
        ? $"{SettingOrigin.Default}, because what is set ({origin.Of(path)}) cannot be used"
        : origin.Of(path);

    private bool IsOne(SettingShape.List list, string path) => list.MayBeOne && configuration[path] is not null;
}
