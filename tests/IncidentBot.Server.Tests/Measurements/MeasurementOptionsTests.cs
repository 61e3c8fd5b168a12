using IncidentBot.Settings;
using Microsoft.Extensions.Configuration;

namespace IncidentBot.Measurements;

public sealed class MeasurementOptionsTests
{
    private const string All = "ImpactBegan, Opened, Acknowledged, Mitigated, Verified, Resolved, Closed";

    public static TheoryData<string, string, string> Slips => new()
    {
        { "hand-over", "Until=Closed", $"Measurements:hand-over:From is missing. Expected one of {All}." },
        { "hand-over", "From=Opened", $"Measurements:hand-over:Until is missing. Expected one of {All}." },
        {
            "back", "From=Mitigated Until=Opened",
            $"Measurements:back is from Mitigated until Opened. Expected an end that comes after it: {All} come in this order."
        },
        {
            "mitigate", "From=Opened Until=Mitigated",
            "Measurements:mitigate has the name of a usual one, which cannot be changed. Expected another name."
        },
        {
            "Shop", "From=Opened Until=Mitigated",
            "Measurements:Shop is no name for a measurement. Expected small letters, digits and hyphens, at most 40, not beginning with a hyphen."
        },
        {
            "shop", "From=Opened Until=Closed Service=checkout",
            "Measurements:shop:Service is of no use from Opened until Closed. Expected From ImpactBegan or Until Mitigated: "
                + "people say no more of a service."
        },
    };

    [Theory]
    [MemberData(nameof(Slips))]
    public void Each_slip_has_its_sentence(string name, string settings, string expected)
    {
        var faults = new SettingFaults();
        MeasurementOptionsCheck.Read(Read(name, settings), faults);
        Assert.Equal([expected], faults.All);
    }

    [Fact]
    public void What_is_whole_comes_behind_the_usual_ones()
    {
        var options = Read("shop-back", "From=ImpactBegan Until=Mitigated Which=First Service=checkout");
        var faults = new SettingFaults();
        MeasurementOptionsCheck.Read(options, faults);
        Assert.Empty(faults.All);
        Assert.Equal(
            [
                .. Measurement.Usual,
                new Measurement("shop-back", PointName.ImpactBegan, PointName.Mitigated) { Which = Occurrence.First, Service = "checkout" },
            ],
            MeasurementServices.All(options));
    }

    private static MeasurementsOptions Read(string name, string settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Split(' ').Select(setting => setting.Split('=', 2))
                .Select(setting => KeyValuePair.Create($"Measurements:{name}:{setting[0]}", (string?)setting[1])))
            .Build();
        var options = new MeasurementsOptions();
        new SettingsReader(configuration, new SettingFaults()).Read(
            new SettingsSection(MeasurementsOptions.Section, typeof(Dictionary<string, MeasurementOptions>)), options.Named);
        return options;
    }
}
