using IncidentBot.Settings;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Stakeholders;

public sealed class StakeholderOptionsTests
{
    private const string Good = "Channel=slack:T1DC2JH3J:C2147483705";

    public static TheoryData<string, string> Slips => new()
    {
        { "Severities=P0", "Stakeholders:managers:Channel is missing. Expected platform:workspace:channel, for example slack:T1DC2JH3J:C2147483705." },
        {
            "Channel=#managers",
            "Stakeholders:managers:Channel is '#managers'. Expected platform:workspace:channel, for example slack:T1DC2JH3J:C2147483705."
        },
        {
            "Channel=teams:TENANT:19:x@thread.tacv2",
            "Stakeholders:managers:Channel is in teams, which is not switched on. Expected a channel of local or slack."
        },
        { $"{Good} Severities:0=P0 Severities:1=p0", "Stakeholders:managers:Severities has P0 twice. Expected each once." },
        { $"{Good} Services:0=checkout Services:1=Checkout", "Stakeholders:managers:Services has checkout twice. Expected each once." },
        { $"{Good} Kinds:0=Drill Kinds:1=Drill", "Stakeholders:managers:Kinds has Drill twice. Expected each once." },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void Each_slip_has_its_sentence(string rule, string expected) => Assert.Equal([expected], Faults("managers", rule));

    [Theory]
    [InlineData("")]
    [InlineData(" Severities=P0 Services=checkout Kinds=Drill")]
    [InlineData(" Severities:0=P0 Severities:1=P2 Kinds:0=Real Kinds:1=Maintenance")]
    public void What_is_whole_is_taken(string more) => Assert.Empty(Faults("managers", $"{Good}{more}"));

    [Theory]
    [InlineData("Managers")]
    [InlineData("-managers")]
    public void A_name_is_of_small_letters(string name) => Assert.Equal(
        [$"Stakeholders:{name} is no name for a rule. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen."],
        Faults(name, Good));

    private static IReadOnlyList<string> Faults(string name, string settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Split(' ').Select(setting => setting.Split('=', 2))
                .Select(setting => KeyValuePair.Create($"Stakeholders:{name}:{setting[0]}", (string?)setting[1])))
            .Build();
        var options = new StakeholdersOptions();
        new SettingsReader(configuration, new SettingFaults()).Read(
            new SettingsSection(StakeholdersOptions.Section, typeof(Dictionary<string, StakeholderOptions>)), options.Rules);
        var faults = new SettingFaults();
        StakeholderOptionsCheck.Read(options, ["local", "slack"], faults);
        return faults.All;
    }
}
