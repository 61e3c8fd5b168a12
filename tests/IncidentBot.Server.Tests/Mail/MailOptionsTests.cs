using IncidentBot.Execution;
using IncidentBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Mail;

public sealed class MailOptionsTests
{
    private const string Good = "Host=smtp.your.org From=bot@your.org To:ops:Addresses=cto@your.org";

    public static TheoryData<string, string> Slips => new()
    {
        { "Host=", "Mail:Host is no name of a server. Expected one, such as smtp.your.org." },
        { "Host=smtp://your.org", "Mail:Host is no name of a server. Expected one, such as smtp.your.org." },
        { "From=", "Mail:From is no address. Expected one, such as Incidents <incidents@your.org>." },
        { "From=bot", "Mail:From is no address. Expected one, such as Incidents <incidents@your.org>." },
        {
            "Security=None",
            "Mail:Security is None, and smtp.your.org is not this machine. Expected StartTls or Tls, or AllowPlain where everybody on the way may read it."
        },
        { "User=bot", "Mail:Password is missing. Expected both, or neither where the server asks for none." },
        { "Password=pw", "Mail:User is missing. Expected both, or neither where the server asks for none." },
        { "CaFile=/nowhere.pem", "Mail:CaFile: there is no file /nowhere.pem. Expected a PEM file with the authorities to trust." },
        { "To:ops:Addresses=cto", "Mail:To:ops:Addresses:0 is no address. Expected one, such as cto@your.org." },
        { "To:ops:Addresses=ż@your.org", "Mail:To:ops:Addresses:0 is no address. Expected one, such as cto@your.org." },
        { "To:dev:Severities=P0", "Mail:To:dev:Addresses is missing. Expected who is told, such as cto@your.org." },
        {
            "To:Dev:Addresses=a@your.org",
            "Mail:To:Dev is no name for a list. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen."
        },
        {
            string.Join(' ', Enumerable.Range(0, 51).Select(n => $"To:dev:Addresses:{n}=a{n}@your.org")),
            "Mail:To:dev:Addresses are 51. Expected at most 50; for more make a list on the mail server."
        },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void Each_slip_has_its_sentence(string slip, string expected) => Assert.Equal([expected], Faults($"{Good} {slip}"));

    [Fact]
    public void Somebody_has_to_be_told() => Assert.Equal(
        ["Mail:To is missing. Expected who is told, such as Mail:To:management:Addresses=cto@your.org."], Faults("Host=smtp.your.org From=bot@your.org"));

    [Theory]
    [InlineData("")]
    [InlineData("Security=None Host=127.0.0.1")]
    [InlineData("Security=None Host=localhost")]
    [InlineData("Security=None AllowPlain=true")]
    [InlineData("Security=Tls Port=465 User=bot Password=pw")]
    [InlineData("To:ops:Severities:0=P2 To:ops:Kinds:0=Real To:ops:Kinds:1=Drill To:ops:Services=checkout")]
    public void What_is_whole_is_taken(string more) => Assert.Empty(Faults($"{Good} {more}".TrimEnd()));

    [Fact]
    public async Task The_password_is_shown_nowhere()
    {
        await using var bot = Bot.Build([
            $"--Audit:Key={new string('7', 64)}",
            "--Storage:Sqlite=:memory:",
            .. $"{Good} User=bot Password=correct-horse".Split(' ').Select(word => $"--Mail:{word}")]);

        Assert.DoesNotContain("correct-horse", bot.Services.GetRequiredService<Redactor>().Clean("535 correct-horse is wrong"), StringComparison.Ordinal);
        Assert.DoesNotContain(
            new InForce(bot.Configuration).Of(BotSettings.All.Single(section => section.Path == "Mail")),
            shown => shown.Value.Contains("correct-horse", StringComparison.Ordinal));
    }

    /// <param name="settings">The last word on each counts.</param>
    private static IReadOnlyList<string> Faults(string settings)
    {
        var words = new Dictionary<string, string?>();
        foreach (var setting in settings.Split(' ').Select(setting => setting.Split('=', 2)))
        {
            words[$"Mail:{setting[0]}"] = setting[1];
        }

        var options = new MailOptions();
        new SettingsReader(new ConfigurationBuilder().AddInMemoryCollection(words).Build(), new SettingFaults())
            .Read(new SettingsSection(MailOptions.Section, typeof(MailOptions)), options);
        var faults = new SettingFaults();
        MailOptionsCheck.Read(options, faults);
        return faults.All;
    }
}
