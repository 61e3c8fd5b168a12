using IncidentBot.Execution;
using IncidentBot.Settings;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace IncidentBot.Webhooks;

public sealed class WebhookOptionsTests
{
    private static readonly string Key = Convert.ToBase64String([.. Enumerable.Range(100, 24).Select(n => (byte)n)]);
    private static readonly string Secret = $"whsec_{Key}";
    private static readonly string Good = $"Url=https://hooks.example/a Secrets={Secret}";

    public static TheoryData<string, string> Slips => new()
    {
        { $"Secrets={Secret}", "Webhooks:ops:Url is missing. Expected https://, such as https://hooks.your.org/incidents." },
        { $"Url=hooks.example Secrets={Secret}", NoAddress },
        { $"Url=ftp://hooks.example Secrets={Secret}", NoAddress },
        { $"Url=https://ada:pw@hooks.example Secrets={Secret}", NoAddress },
        { $"Url=https://hooks.example#a Secrets={Secret}", NoAddress },
        {
            $"Url=http://hooks.example Secrets={Secret}",
            "Webhooks:ops:Url is not encrypted. Expected https://, or AllowPrivate for an endpoint of your own network."
        },
        { $"Url=https://127.0.0.1 Secrets={Secret}", NotPublic },
        { $"Url=https://[::ffff:10.0.0.1]/a Secrets={Secret}", NotPublic },
        { $"Url=https://2852039166/a Secrets={Secret}", NotPublic },
        {
            "Url=https://hooks.example",
            "Webhooks:ops:Secrets is missing. Expected what is signed with, as whsec_ and 24 to 64 bytes in base64: echo whsec_$(openssl rand -base64 32)."
        },
        { $"Url=https://hooks.example Secrets={Key}", "Webhooks:ops:Secrets:0 is no secret. Expected whsec_ and 24 to 64 bytes in base64." },
        { "Url=https://hooks.example Secrets=whsec_AAAA", "Webhooks:ops:Secrets:0 is no secret. Expected whsec_ and 24 to 64 bytes in base64." },
        {
            $"Url=https://hooks.example Secrets:0={Secret} Secrets:1=whsec_{Convert.ToBase64String(new byte[65])}",
            "Webhooks:ops:Secrets:1 is no secret. Expected whsec_ and 24 to 64 bytes in base64."
        },
        {
            $"Url=https://hooks.example Secrets:0={Secret} Secrets:1={Secret}",
            "Webhooks:ops:Secrets are the same. Expected another one while they are exchanged."
        },
        {
            $"Url=https://hooks.example Secrets:0={Secret} Secrets:1={Made(1)} Secrets:2={Made(2)}",
            "Webhooks:ops:Secrets are 3. Expected one, or two while they are exchanged."
        },
        {
            $"{Good} Events=incidentbot.incident.resolve",
            "Webhooks:ops:Events has 'incidentbot.incident.resolve', which nothing is called. Did you mean incidentbot.incident.resolved?"
        },
    };

    private const string NoAddress =
        "Webhooks:ops:Url is no address. Expected https://, such as https://hooks.your.org/incidents, without a password or a fragment in it.";

    private const string NotPublic = "Webhooks:ops:Url is no public address. Expected one that is, or AllowPrivate for an endpoint of your own network.";

    [Theory]
    [MemberData(nameof(Slips))]
    public void Each_slip_has_its_sentence(string endpoint, string expected)
    {
        var faults = Faults(("ops", endpoint));

        Assert.Equal([expected], faults);
        Assert.DoesNotContain(Key, faults[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" Events=incidentbot")]
    [InlineData(" Events=incidentbot.incident.")]
    [InlineData(" Events:0=incidentbot.incident.opened Events:1=incidentbot.incident.closed")]
    [InlineData(" Content=CloudEvents Enabled=false")]
    public void What_is_whole_is_taken(string more) => Assert.Empty(Faults(("ops", $"{Good}{more}")));

    [Fact]
    public void In_a_network_of_ones_own_it_may_be_anywhere()
    {
        Assert.Empty(Faults(("ops", $"Url=http://10.0.0.1:8080/x AllowPrivate=true Secrets:0={Secret} Secrets:1={Made(1)}")));
        Assert.Empty(Faults(("ops", $"Url=http://localhost AllowPrivate=true Secrets={Secret}")));
    }

    [Theory]
    [InlineData("Ops")]
    [InlineData("-ops")]
    [InlineData("o_ps")]
    public void A_name_is_of_small_letters(string name) => Assert.Equal(
        [$"Webhooks:{name} is no name for an endpoint. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen."],
        Faults((name, Good)));

    [Fact]
    public void Two_endpoints_need_two_secrets() => Assert.Equal(
        ["Webhooks:one and two have the same secret. Expected a secret for each: whoever knows it can speak for the bot."],
        Faults(("one", Good), ("two", Good)));

    [Theory]
    [InlineData("Secrets=")]
    [InlineData("Secrets:0=")]
    [InlineData("Secrets:1=")]
    public async Task No_secret_is_shown(string setting)
    {
        await using var bot = Bot.Build([$"--Audit:Key={new string('7', 64)}", "--Storage:Sqlite=:memory:", "--Webhooks:ops:Url=https://hooks.example",
            $"--Webhooks:ops:{setting}{Secret}"]);

        Assert.DoesNotContain(Key, bot.Services.GetRequiredService<Redactor>().Clean($"it said {Secret}, and {Key} alone"), StringComparison.Ordinal);
        Assert.DoesNotContain(Key, new Redactor(ConfiguredSecrets.In(bot.Configuration)).Clean(Secret), StringComparison.Ordinal);
        Assert.DoesNotContain(
            new InForce(bot.Configuration).Of(BotSettings.All.Single(section => section.Path == "Webhooks")),
            shown => shown.Value.Contains(Key, StringComparison.Ordinal));
    }

    private static string Made(byte of) => $"whsec_{Convert.ToBase64String([.. Enumerable.Repeat(of, 24)])}";

    private static IReadOnlyList<string> Faults(params (string Name, string Settings)[] endpoints)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(endpoints.SelectMany(endpoint => endpoint.Settings.Split(' ').Select(setting => setting.Split('=', 2))
                .Select(setting => KeyValuePair.Create($"Webhooks:{endpoint.Name}:{setting[0]}", (string?)setting[1]))))
            .Build();
        var options = new WebhooksOptions();
        new SettingsReader(configuration, new SettingFaults()).Read(
            new SettingsSection(WebhooksOptions.Section, typeof(Dictionary<string, WebhookOptions>)), options.Endpoints);
        var faults = new SettingFaults();
        WebhookOptionsCheck.Read(options, faults);
        return faults.All;
    }
}
