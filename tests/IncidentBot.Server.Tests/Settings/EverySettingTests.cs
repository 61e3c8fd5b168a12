using System.Globalization;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Settings;

/// <summary>Every option of every options class: a misspelt neighbour, a value of the wrong kind or beyond its range, and things in the wrong place.</summary>
public sealed class EverySettingTests
{
    private const string Secret = "s3cret-word";

    public static TheoryData<string> Paths() => [.. BotSettings.All.SelectMany(SettingsReference.Of).Select(setting => setting.Path)];

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_misspelt_neighbour_is_named_with_what_was_meant(string path)
    {
        // The entries of a dictionary and of a list have the names that people give them.
        if (Names(path[(path.LastIndexOf(':') + 1)..]))
        {
            return;
        }

        var name = path[(path.LastIndexOf(':') + 1)..];
        var fault = Assert.Single(Faults($"{Written(path)}x", Secret));

        Assert.StartsWith($"{Written(path)}x is not a setting. Did you mean ", fault, StringComparison.Ordinal);
        Assert.Contains($" {name}? See manifests/settings.md#", fault, StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_value_of_the_wrong_kind_is_named_with_what_was_expected(string path)
    {
        switch (Shape(path))
        {
            case SettingShape.Value value when value.Plain != typeof(string):
                Assert.StartsWith($"{Written(path)} is 'perhaps'. Expected {SettingValue.Expected(value)}.", Only(path, "perhaps"), StringComparison.Ordinal);
                break;
            case SettingShape.List { MayBeOne: false }:
                Assert.StartsWith($"{Written(path)} is no list. Expected one element each", Only(path, Secret), StringComparison.Ordinal);
                break;
            default:
                // Any text is text; then nothing may stand below it.
                var fault = Assert.Single(Faults($"{Written(path)}:below:it", Secret));
                Assert.StartsWith(Written(path), fault, StringComparison.Ordinal);
                break;
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_value_beyond_its_range_is_named_with_the_range(string path)
    {
        if (Shape(path) is not SettingShape.Value { Range: { } range } value)
        {
            return;
        }

        string[] beyond = value.Plain == typeof(TimeSpan)
            ? ["-1s", TimeText.Of((TimeSpan)range.To + TimeSpan.FromSeconds(1)), .. (TimeSpan)range.From > TimeSpan.Zero ? ["0s"] : Array.Empty<string>()]
            : [Number(range.From, -1), Number(range.To, 1)];
        foreach (var text in beyond)
        {
            Assert.StartsWith($"{Written(path)} is '{text}'. Expected {SettingValue.Expected(value)}.", Only(path, text), StringComparison.Ordinal);
        }
    }

    [Theory]
    [MemberData(nameof(Paths))]
    public void A_time_without_a_unit_asks_for_one(string path)
    {
        if (Shape(path) is SettingShape.Value value && value.Plain == typeof(TimeSpan))
        {
            Assert.Contains(" Say the unit: 30s, 30m, 30h or 30d. See ", Only(path, "30"), StringComparison.Ordinal);
            Assert.Contains($" Write {TimeText.Expected}. See ", Only(path, "12:30"), StringComparison.Ordinal);
        }
    }

    [Fact]
    public void A_section_that_is_not_there_is_named_with_what_was_meant()
    {
        foreach (var section in BotSettings.All.Select(section => section.Path).Where(path => path.Length > 3))
        {
            var typed = $"{section[..2]}{section[3..]}";
            Assert.Equal(
                [$"{typed} (on the command line) is not a setting. Did you mean {section}? See manifests/settings.md."],
                OnTheCommandLine($"--{typed}:Sound=1"));
        }
    }

    [Fact]
    public void One_value_where_settings_are_expected_is_named_and_not_shown()
    {
        foreach (var section in BotSettings.All)
        {
            var fault = Assert.Single(OnTheCommandLine($"--{section.Path}={Secret}"));
            Assert.StartsWith($"{section.Path} (on the command line) is one value. Expected ", fault, StringComparison.Ordinal);
            Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Variables_of_a_machine_that_are_not_for_the_bot_are_left_alone_and_a_slip_is_not()
    {
        // Under a prefix that no other test reads.
        var prefix = $"T{Guid.NewGuid():N}_";
        foreach (var name in (string[])["HTTP", "PATH", "npm_config__auth", "INCIDENTS__SOKA", "INCIDENT__SOAK"])
        {
            Environment.SetEnvironmentVariable($"{prefix}{name}", "30m");
        }

        var faults = SettingsCheck.Faults(new ConfigurationBuilder().AddEnvironmentVariables(prefix).Build(), BotSettings.All);

        Assert.Equal(
            [
                "INCIDENT (in the environment: INCIDENT) is not a setting. Did you mean Incidents? See manifests/settings.md.",
                "Incidents:SOKA (in the environment: Incidents__SOKA) is not a setting. Did you mean Soak? See manifests/settings.md#incidents.",
            ],
            faults);
    }

    [Fact]
    public void All_that_is_wrong_is_said_at_once() => Assert.Equal(
        3,
        OnTheCommandLine("--Incidents:Soak=30", "--Storage:Sqlte=x", "--Execution:BreakGlass=yes").Count);

    private static string Only(string path, string value) => Assert.Single(Faults(Written(path), value));

    private static IReadOnlyList<string> Faults(string path, string value)
    {
        var faults = SettingsCheck.Faults(new ConfigurationBuilder().AddInMemoryCollection([new(path, value)]).Build(), BotSettings.All);
        Assert.All(faults, fault => Assert.DoesNotContain(Secret, fault, StringComparison.Ordinal));
        return faults;
    }

    private static IReadOnlyList<string> OnTheCommandLine(params string[] settings) =>
        SettingsCheck.Faults(new ConfigurationBuilder().AddCommandLine(settings).Build(), BotSettings.All);

    private static SettingShape Shape(string path) => BotSettings.All.SelectMany(SettingsReference.Of).First(setting => setting.Path == path).Shape;

    private static string Written(string path) => path.Replace("NAME", "one", StringComparison.Ordinal);

    private static bool Names(string last) => last is "NAME" or "0" or "Token";

    private static string Number(IComparable limit, int step) =>
        (Convert.ToInt64(limit, CultureInfo.InvariantCulture) + step).ToString(CultureInfo.InvariantCulture);
}
