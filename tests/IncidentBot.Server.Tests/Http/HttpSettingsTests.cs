using IncidentBot.Support;
using Microsoft.Extensions.Options;

namespace IncidentBot.Http;

/// <summary>Settings that cannot be used are named at the start, and never show a token.</summary>
public sealed class HttpSettingsTests
{
    [Theory]
    [InlineData("BaseUrl=ftp://api.internal", "Http:api:BaseUrl cannot be used.")]
    [InlineData("BaseUrl=https://user:tok-correct-horse-battery@api.internal/", "Http:api:BaseUrl cannot be used.")]
    [InlineData("BaseUrl=https://api.internal/?a=b", "Http:api:BaseUrl cannot be used.")]
    [InlineData("Token=", "Http:api:Token is missing: the endpoint")]
    [InlineData("TestToken=", "Put it into the environment as Http__api__TestToken")]
    [InlineData("Token=tok-correct-horse-battery\r\nX-Admin: 1", "Http:api:Token holds a blank, a line break")]
    [InlineData("CaFile=/nowhere/ca.pem", "Http:api:CaFile: there is no file /nowhere/ca.pem.")]
    [InlineData("Endpoints:health:Method=TRACE", "Http:api:Endpoints:health:Method is 'TRACE'. Expected one of GET, HEAD")]
    [InlineData("Endpoints:health:Risk=Change", "Http:api:Endpoints:health:Risk is set, but GET only reads.")]
    [InlineData("Endpoints:retry-stalled:Risk=Observe", "Http:api:Endpoints:retry-stalled:Risk is missing.")]
    [InlineData("Endpoints:purge:Risk=Change", "Http:api:Endpoints:purge:Risk must be Destructive for DELETE.")]
    [InlineData("Endpoints:retry-stalled:Help=", "Http:api:Endpoints:retry-stalled:Help is missing.")]
    [InlineData("Endpoints:retry-stalled:Verify=nothing", "Http:api:Endpoints:retry-stalled:Verify is 'nothing'.")]
    [InlineData("Endpoints:retry-stalled:Verify=purge", "Http:api:Endpoints:retry-stalled:Verify is 'purge'.")]
    [InlineData("Endpoints:retry-stalled:Verify=page", "Http:api:Endpoints:retry-stalled:Verify is 'page'.")]
    [InlineData("Endpoints:health:Expect=20", "Http:api:Endpoints:health:Expect is '20'.")]
    [InlineData("Endpoints:health:TimeLimit=00:05:00", "Http:api:Endpoints:health:TimeLimit is '00:05:00'. Expected a time from 50ms to 30s.")]
    [InlineData("Endpoints:health:Path=../admin", "Http:api:Endpoints:health:Path is '../admin'")]
    [InlineData("Endpoints:health:Path=//evil.example/x", "Http:api:Endpoints:health:Path is '//evil.example/x'")]
    [InlineData("Endpoints:health:Path=jobs/{id}", "Path has a place that Arguments does not name: id.")]
    [InlineData("Endpoints:page:Path=jobs", "Arguments has one for which Path has no place.")]
    [InlineData("Endpoints:page:Arguments:page:Example=two", "Http:api:Endpoints:page:Arguments:page:Example is 'two': is no whole number.")]
    [InlineData("Endpoints:job:Arguments:id:Pattern=(", "Http:api:Endpoints:job:Arguments:id:Pattern cannot be used")]
    public void What_cannot_be_used_is_named(string setting, string said)
    {
        var refused = Assert.Throws<OptionsValidationException>(() => new HttpRig("https://api.internal", setting));

        Assert.Contains(said, refused.Message, StringComparison.Ordinal);
        Assert.DoesNotContain(HttpRig.Secret, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_README_shows_can_be_used()
    {
        await using var rig = new HttpRig("https://nowhere.example", ReadmeSettings.Of("Http", "Http:api:"));

        var listed = await rig.ReadAsync("endpoints");

        Assert.Contains("    GET https://api.internal/v1/admin/jobs/failed?since={since}", listed.Evidence);
        rig.Call("check failed-jobs since=45m");
        rig.Call("call retry-stalled");
    }

    [Theory]
    [InlineData("Endpoints:health:Anonymos=true", "Anonymos")]
    [InlineData("Endpoints:health:Expect=soon", "Http:api:Endpoints:health:Expect")]
    [InlineData("Endpoints:retry-stalled:Risk=Harmless", "Http:api:Endpoints:retry-stalled:Risk")]
    public void A_misspelt_setting_is_named(string setting, string said) =>
        Assert.Contains(
            said,
            Assert.Throws<OptionsValidationException>(() => new HttpRig("https://api.internal", setting)).ToString(),
            StringComparison.Ordinal);
}
