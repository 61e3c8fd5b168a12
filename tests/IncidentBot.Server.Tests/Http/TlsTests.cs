using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Http;

/// <summary>Certificates are checked, and what is wrong with one is said in words.</summary>
public sealed class TlsTests : IDisposable
{
    private readonly DirectoryInfo folder = Directory.CreateTempSubdirectory("incidentbot-http-");

    public void Dispose() => folder.Delete(recursive: true);

    [Fact]
    public async Task A_certificate_of_the_configured_authority_is_trusted_and_of_no_other()
    {
        var files = TestCertificates.Create(folder.FullName);
        await using var service = await FakeService.StartAsync(files);

        await using var trusting = new HttpRig(service.Address, $"CaFile={files.CaFile}");
        Assert.True((await trusting.ReadAsync("check content")).Healthy);

        await using var strange = new HttpRig(service.Address);
        var report = await strange.ReadAsync("check content");
        Assert.Equal("TLS", report.FailureClass);
        Assert.Contains("signed by nobody we trust; Http:api:CaFile can name the authority", report.Answer, StringComparison.Ordinal);
        Assert.Single(service.Requests);
    }

    [Fact]
    public async Task An_expired_certificate_is_named()
    {
        var files = TestCertificates.Create(folder.FullName, days: -10);
        await using var service = await FakeService.StartAsync(files);
        await using var rig = new HttpRig(service.Address, $"CaFile={files.CaFile}");

        Assert.Contains("has expired, or is not valid yet", (await rig.ReadAsync("check content")).Answer, StringComparison.Ordinal);
        Assert.Empty(service.Requests);
    }

    [Fact]
    public async Task A_certificate_that_ends_soon_is_a_risk_and_one_that_lasts_is_not()
    {
        var files = TestCertificates.Create(folder.FullName, days: 3);
        await using var service = await FakeService.StartAsync(files);
        await using var rig = new HttpRig(service.Address, $"CaFile={files.CaFile}");

        var report = await rig.ReadAsync("check health");

        Assert.Equal((false, "CERTIFICATE ENDS", Gravity.Risk), (report.Healthy, report.FailureClass, report.Gravity));
        Assert.StartsWith("api health: its certificate ends in 2 d 23 h (", report.Answer, StringComparison.Ordinal);
        Assert.StartsWith("Renew the certificate of 127.0.0.1:", Assert.Single(report.Steps), StringComparison.Ordinal);
        Assert.InRange(report.Readings.ValueOf("http.certificate_left"), TimeSpan.FromDays(2.9).TotalSeconds, TimeSpan.FromDays(3).TotalSeconds);
        Assert.Equal(200, report.Readings.ValueOf("http.status"));
    }

    [Fact]
    public async Task A_certificate_for_another_name_is_named()
    {
        var files = TestCertificates.Create(folder.FullName);
        await using var service = await FakeService.StartAsync(files);
        await using var rig = new HttpRig(service.Address.Replace("127.0.0.1", "127.0.0.1.nip.invalid", StringComparison.Ordinal), $"CaFile={files.CaFile}");
        Assert.Equal("DNS", (await rig.ReadAsync("check content")).FailureClass);

        await using var other = new HttpRig(service.Address.Replace("127.0.0.1", "[::ffff:127.0.0.1]", StringComparison.Ordinal), $"CaFile={files.CaFile}");
        Assert.Contains("is for another name", (await other.ReadAsync("check content")).Answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Plain_HTTP_where_TLS_is_expected_is_named()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address.Replace("http:", "https:", StringComparison.Ordinal));

        var report = await rig.ReadAsync("check content");

        Assert.Equal("TLS", report.FailureClass);
        Assert.Contains("does not speak TLS; is BaseUrl meant to begin with http://?", report.Answer, StringComparison.Ordinal);
    }
}
