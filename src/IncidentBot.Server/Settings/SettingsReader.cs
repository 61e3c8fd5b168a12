using System.Collections;
using System.Globalization;
using IncidentBot.Words;

namespace IncidentBot.Settings;

/// <summary>
/// Reads a section into the class that holds its settings. What cannot be used is a fault and leaves the default: a misspelt setting must not
/// be one that is silently not there.
/// </summary>
internal sealed class SettingsReader(IConfiguration configuration, SettingFaults faults)
{
    private const int MostNames = 12;

    private readonly SettingOrigin origin = new(configuration);

    /// <param name="into">An instance of the section's class, with its defaults.</param>
    public void Read(SettingsSection section, object into)
    {
        var all = new SettingFaults();
        var reader = new SettingsReader(configuration, all);
        switch (SettingShape.Of(section.Type))
        {
            case SettingShape.Map map:
                reader.Fill((IDictionary)into, map, configuration.GetSection(section.Path));
                break;
            case SettingShape.Group group:
                reader.Fill(into, group, configuration.GetSection(section.Path));
                break;
        }

        foreach (var fault in all.All)
        {
            faults.Add($"{fault} See {section.ReadOn}.");
        }
    }

    private void Fill(object into, SettingShape.Group group, IConfigurationSection section)
    {
        // The environment of a machine has variables of its own, which may be called as a section is.
        if (section.Value is { Length: > 0 } && origin.Of(section.Path) is not SettingOrigin.Environment)
        {
            Fault(section, $"is one value. Expected settings below it: {Some(group.Names)}.");
        }

        foreach (var child in section.GetChildren())
        {
            if (group.Members.FirstOrDefault(member => member.Keys is null && Same(member.Name, child.Key)) is { } named)
            {
                Set(into, named, child);
            }
            else if (group.Members.FirstOrDefault(member => member.Keys?.Fit(child.Key) is true) is not { } gathering)
            {
                Unknown(child, group);
            }
            else if (gathering.Shape is SettingShape.Map map && Read(child, map.Entry) is { } entry)
            {
                ((IDictionary)gathering.Property.GetValue(into)!)[child.Key] = entry;
            }
        }

        foreach (var member in group.Members.Where(member => member is { Keys: not null, Shape: SettingShape.List }))
        {
            var list = (SettingShape.List)member.Shape;
            member.Property.SetValue(into, Collect(list, section.GetChildren().Where(child => member.Keys!.Fit(child.Key))));
        }
    }

    private void Set(object into, Member member, IConfigurationSection section)
    {
        switch (member.Shape)
        {
            case SettingShape.Group group:
                Fill(member.Property.GetValue(into)!, group, section);
                break;
            case SettingShape.Map map:
                Fill((IDictionary)member.Property.GetValue(into)!, map, section);
                break;
            case var shape when Read(section, shape) is { } value:
                member.Property.SetValue(into, value);
                break;
        }
    }

    private void Fill(IDictionary into, SettingShape.Map map, IConfigurationSection section)
    {
        if (section.Value is { Length: > 0 } && origin.Of(section.Path) is not SettingOrigin.Environment)
        {
            Fault(section, "is one value. Expected entries below it, each under the name that people type.");
        }

        foreach (var child in section.GetChildren())
        {
            if (Read(child, map.Entry) is { } entry)
            {
                into[child.Key] = entry;
            }
        }
    }

    private object? Read(IConfigurationSection section, SettingShape shape)
    {
        switch (shape)
        {
            case SettingShape.Value value:
                return ReadValue(section, value);
            case SettingShape.List list:
                return ReadList(section, list);
            case SettingShape.Group group:
                var made = Activator.CreateInstance(group.Type)!;
                Fill(made, group, section);
                return made;
            default:
                throw new InvalidOperationException($"{section.Path}: entries by name have names of their own only in a property.");
        }
    }

    private object? ReadValue(IConfigurationSection section, SettingShape.Value shape)
    {
        if (section.GetChildren().FirstOrDefault() is { } below)
        {
            Fault(section, $"has something below it, {below.Key}. Expected {SettingValue.Expected(shape)}.");
            return null;
        }

        var (value, fault) = SettingValue.Read(section.Value, shape);
        if (fault is not null)
        {
            Fault(section, fault);
        }

        return value;
    }

    private IList? ReadList(IConfigurationSection section, SettingShape.List list)
    {
        var children = section.GetChildren().ToList();
        if (children.Count == 0 && section.Value is null)
        {
            return null;
        }

        var named = children.FirstOrDefault(child => !child.Key.All(char.IsAsciiDigit));
        if (named is not null || (section.Value is { Length: > 0 } && !list.MayBeOne))
        {
            var variable = section.Path.Replace(":", "__", StringComparison.Ordinal);
            var found = named is null ? "" : $": it has {named.Key}";
            Fault(section, $"is no list{found}. Expected one element each, [\"…\", \"…\"], or {variable}__0=… in the environment.");
            return null;
        }

        return Collect(list, section.Value is { Length: > 0 } ? [section] : children);
    }

    private IList Collect(SettingShape.List list, IEnumerable<IConfigurationSection> sections)
    {
        var all = (IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(list.Element.Type))!;
        foreach (var value in sections.Select(section => Read(section, list.Element)).Where(value => value is not null))
        {
            all.Add(value);
        }

        return all;
    }

    private void Unknown(IConfigurationSection section, SettingShape.Group group)
    {
        var entries = group.Members.Any(member => member is { Keys: not null, Shape: SettingShape.List }) ? ", and entries by number: 0, 1 and so on" : "";
        Fault(section, EditDistance.Closest(section.Key, group.Names, 1) is [var close]
            ? $"is not a setting. Did you mean {close}?"
            : $"is not a setting. Known here: {Some(group.Names)}{entries}.");
    }

    private void Fault(IConfigurationSection section, string fault) => faults.Add($"{section.Path}{origin.Where(section.Path)} {fault}");

    private static string Some(IEnumerable<string> names)
    {
        var all = names.ToList();
        return all.Count <= MostNames
            ? string.Join(", ", all)
            : string.Create(CultureInfo.InvariantCulture, $"{string.Join(", ", all.Take(MostNames))} and {all.Count - MostNames} more");
    }

    private static bool Same(string one, string other) => one.Equals(other, StringComparison.OrdinalIgnoreCase);
}
