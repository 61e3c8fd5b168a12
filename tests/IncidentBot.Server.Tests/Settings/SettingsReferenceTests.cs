using IncidentBot.Tests;
using Microsoft.Extensions.Options;

namespace IncidentBot.Settings;

/// <summary>What is written down for people about settings, against the classes that hold them.</summary>
public sealed class SettingsReferenceTests
{
    private static readonly string Page = Path.Combine(Repository.Root, "manifests", "settings.md");

    /// <summary>With <c>WRITE_SETTINGS=1</c> the page is made anew.</summary>
    [Fact]
    public void The_page_says_what_the_classes_say()
    {
        var made = SettingsReference.Write(BotSettings.All);
        if (Environment.GetEnvironmentVariable("WRITE_SETTINGS") == "1")
        {
            File.WriteAllText(Page, made);
        }

        Assert.Equal(made, File.ReadAllText(Page));
    }

    [Fact]
    public void Every_setting_says_what_it_is_for() => Assert.Empty(
        BotSettings.All.SelectMany(SettingsReference.Of).Where(setting => setting.Summary.Length == 0).Select(setting => setting.Path));

    [Fact]
    public void Every_number_has_its_range() => Assert.Empty(
        BotSettings.All.SelectMany(SettingsReference.Of)
            .Where(setting => setting.Shape is SettingShape.Value { Range: null } value && (value.Plain == typeof(int) || value.Plain == typeof(long)))
            .Select(setting => setting.Path));

    /// <summary>The page would say what is not so, and so would a fault of the range.</summary>
    [Fact]
    public void Every_default_can_be_set() => Assert.Empty(
        from setting in BotSettings.All.SelectMany(SettingsReference.Of)
        where setting is { Shape: SettingShape.Value, Value: not null } && !setting.Path.Contains(":0:", StringComparison.Ordinal)
        let read = SettingValue.Read(SettingValue.Text(setting.Value), (SettingShape.Value)setting.Shape)
        where read.Fault is not null || !(read.Value ?? "").Equals(setting.Value)
        select $"{setting.Path}: {setting.Value}");

    /// <summary>A folder that reads a section which the check does not know would refuse its own settings.</summary>
    [Fact]
    public async Task Every_options_class_that_is_read_is_known_to_the_check()
    {
        var builder = Bot.Configure(
        [
            "--Slack:BotToken=xoxb-1", "--Slack:SigningSecret=0123456789abcdef", $"--Teams:AppId={Guid.NewGuid()}", $"--Teams:TenantId={Guid.NewGuid()}",
            "--Teams:ClientSecret=x", "--GameDay:Enabled=true", "--Local:Enabled=true",
        ]);
        await using var app = Bot.Build(builder);
        var known = BotSettings.All.Select(section => section.Type)
            .SelectMany(type => type.GetProperties().Select(property => property.PropertyType).Append(type))
            .ToHashSet();

        var read = builder.Services.Select(service => service.ServiceType)
            .Where(type => type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IConfigureOptions<>))
            .Select(type => type.GetGenericArguments()[0])
            .Where(type => type.Namespace!.StartsWith("IncidentBot", StringComparison.Ordinal))
            .Distinct()
            .ToList();

        Assert.Equal(25, read.Count);
        Assert.DoesNotContain(read, type => !known.Contains(type) && !type.GetProperties().Any(property => known.Contains(property.PropertyType)));
    }
}
