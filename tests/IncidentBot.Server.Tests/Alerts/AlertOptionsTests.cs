using IncidentBot.Execution;
using IncidentBot.Settings;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Alerts;

public sealed class AlertOptionsTests
{
    private const string Token = "0123456789abcdef";

    public static TheoryData<string, string> Slips => new()
    {
        { "Kind=Events", "Alerts:Sources:one has no secret. Expected one: Token, or User and Password, or SigningSecret." },
        { $"Token={Token}", "Alerts:Sources:one:Kind is missing. Expected Alertmanager or Grafana or Events or Heartbeat." },
        {
            $"Kind=Events Token={Token} SigningSecret={Token}",
            "Alerts:Sources:one has 2 kinds of secrets. Expected one: Token, or User and Password, or SigningSecret."
        },
        { $"Kind=Events Password={Token}", "Alerts:Sources:one has a half of User and Password. Expected both." },
        { "Kind=Events User=ada", "Alerts:Sources:one has a half of User and Password. Expected both." },
        { $"Kind=Events User=a:b Password={Token}", "Alerts:Sources:one:User has a colon, which ends the user in what is sent." },
        { "Kind=Events Token=0123456789abcde", "Alerts:Sources:one:Token is shorter than 16 characters and can be guessed." },
        { "Kind=Events User=ada Password=short", "Alerts:Sources:one:Password is shorter than 16 characters and can be guessed." },
        { "Kind=Grafana SigningSecret=short", "Alerts:Sources:one:SigningSecret is shorter than 16 characters and can be guessed." },
        {
            "Kind=Events Token=0123456789abcdéf",
            "Alerts:Sources:one:Token has a blank or a letter that no header can carry. Expected letters, digits and signs of ASCII."
        },
        {
            $"Kind=Alertmanager SigningSecret={Token}",
            "Alerts:Sources:one:SigningSecret cannot be used: an Alertmanager signs nothing. Expected Token, or User and Password."
        },
        { $"Kind=Heartbeat Token={Token}", "Alerts:Sources:one:Every is missing. Expected how often the heartbeat comes, such as 5m." },
        { $"Kind=Events Token={Token} Every=5m", "Alerts:Sources:one:Every is for a heartbeat. Expected Kind Heartbeat, or no Every." },
        {
            $"Kind=Grafana Token={Token} Address=http://grafana:3000",
            "Alerts:Sources:one:Address is for an Alertmanager. Expected Kind Alertmanager, or no Address."
        },
        {
            $"Kind=Alertmanager Token={Token} Address=alertmanager:9093",
            "Alerts:Sources:one:Address is no address. Expected http:// or https://, such as http://alertmanager:9093, without a password in it."
        },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void Each_slip_has_its_sentence(string source, string expected)
    {
        var faults = Faults(("one", source));

        Assert.Equal([expected], faults);
        Assert.DoesNotContain(Token, faults[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("Kind=Alertmanager Token=0123456789abcdef Address=https://alerts.example/am")]
    [InlineData("Kind=Alertmanager User=ada Password=0123456789abcdef")]
    [InlineData("Kind=Grafana SigningSecret=0123456789abcdef RequireTimestamp=false")]
    [InlineData("Kind=Events SigningSecret=0123456789abcdef")]
    [InlineData("Kind=Heartbeat Token=0123456789abcdef Every=30s")]
    public void What_is_whole_is_taken(string source) => Assert.Empty(Faults(("one", source)));

    [Theory]
    [InlineData("Prom")]
    [InlineData("-prom")]
    [InlineData("prom_a")]
    [InlineData("prom a")]
    [InlineData("a1234567890123456789012345678901234567890")]
    public void A_name_is_of_small_letters(string name) => Assert.Equal(
        [$"Alerts:Sources:{name} is no name for a source. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen."],
        Faults((name, $"Kind=Events Token={Token}")));

    [Fact]
    public void Two_sources_of_one_kind_need_two_secrets()
    {
        Assert.Equal(
            ["Alerts:Sources:one and two are of one kind and have the same secret. Expected a secret for each: it is all that tells who sends."],
            Faults(("one", $"Kind=Events Token={Token}"), ("two", $"Kind=Events Token={Token}")));
        Assert.Empty(Faults(("one", $"Kind=Events Token={Token}"), ("two", $"Kind=Grafana Token={Token}")));
        Assert.Empty(Faults(("one", $"Kind=Events User=ada Password={Token}"), ("two", $"Kind=Events User=bob Password={Token}")));
    }

    [Fact]
    public void The_redactor_knows_each_secret()
    {
        var configuration = Configuration(
            ("one", "Token=token-0123456789"), ("two", "User=ada Password=password-0123456789"), ("three", "SigningSecret=signing-0123456789"));
        var redactor = new Redactor(ConfiguredSecrets.In(configuration));

        var shown = redactor.Clean("token-0123456789 password-0123456789 signing-0123456789 ada");

        Assert.DoesNotContain("0123456789", shown, StringComparison.Ordinal);
        Assert.EndsWith("ada", shown, StringComparison.Ordinal);
    }

    private static IReadOnlyList<string> Faults(params (string Name, string Settings)[] sources)
    {
        var faults = new SettingFaults();
        AlertOptionsCheck.Read(Configuration(sources).Read<AlertOptions>(AlertOptions.Section), faults);
        return faults.All;
    }

    private static IConfiguration Configuration(params (string Name, string Settings)[] sources) => new ConfigurationBuilder()
        .AddInMemoryCollection(sources.SelectMany(source => source.Settings.Split(' ').Select(setting => setting.Split('=', 2))
            .Select(setting => KeyValuePair.Create($"Alerts:Sources:{source.Name}:{setting[0]}", (string?)setting[1]))))
        .Build();
}
