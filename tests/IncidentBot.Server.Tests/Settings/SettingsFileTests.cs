using System.Text;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Configuration.Json;

namespace IncidentBot.Settings;

public sealed class SettingsFileTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-settings-");

    public void Dispose() => folder.Delete(recursive: true);

    /// <summary>Each watch takes an inotify instance, and what is in force is what was checked.</summary>
    [Fact]
    public void No_file_of_settings_is_watched()
    {
        IConfigurationRoot settings = Bot.Configure([]).Configuration;

        var files = settings.Providers.OfType<JsonConfigurationProvider>().ToList();
        Assert.Contains(files, file => file.Source.Path == "appsettings.json");
        Assert.All(files, file => Assert.False(file.Source.ReloadOnChange));
    }

    [Theory]
    [InlineData("{\n  \"Incidents\": {\n    \"Soak\": \"30m\"\n    \"LookEvery\": \"30s\"\n  }\n}", "in line 4, ")]
    [InlineData("{\n  \"Incidents\": {\n", "in line 3, ")]
    [InlineData("Incidents:\n  Soak: 30m\n", "in line 1, ")]
    [InlineData("{ \"Incidents\": { \"Soak\": \"30m\" }, \"incidents\": { \"soak\": \"1m\" } }", "A duplicate key 'incidents:soak' was found")]
    [InlineData("[1, 2]", "Top-level JSON element must be an object")]
    public void A_file_that_is_no_JSON_is_named_with_the_place(string text, string said)
    {
        var file = Path.Combine(folder.FullName, "appsettings.json");
        File.WriteAllText(file, text, Encoding.UTF8);

        var refused = Assert.Throws<SettingsFaultException>(() => SettingsFile.Read(() => new ConfigurationBuilder().AddJsonFile(file).Build()));

        Assert.StartsWith("appsettings.json cannot be read: ", refused.Message, StringComparison.Ordinal);
        Assert.Contains(said, refused.Message, StringComparison.OrdinalIgnoreCase);
        Assert.EndsWith(". See manifests/settings.md.", refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', refused.Message);
    }
}
