using FsCheck;
using FsCheck.Fluent;
using IncidentBot.Actions;

namespace IncidentBot.Http;

/// <summary>What people type fills its place, and nothing beside it.</summary>
public sealed class ArgumentTests
{
    private static readonly Uri Base = new("https://api.internal:8443/v1/");

    [Fact]
    public void No_argument_changes_the_host_the_path_or_the_parameters()
    {
        var nasty = Gen.Elements(
            "../", "..", ".", "/", "//evil.example/", "?", "&admin=true", "#", "%2e%2e", "%2F", "\\", "@", ":", ";", "\r\n",
            "\0", "é", "\ud83d", " ", "=", "+", "a");
        var text = Gen.ListOf(Gen.OneOf(nasty, ArbMap.Default.GeneratorFor<string>().Where(part => part is not null))).Select(string.Concat);
        var template = new UrlTemplate(Base, "jobs/{id}/log?since={since}&state=failed");
        Prop.ForAll(text.ToArbitrary(), text.ToArbitrary(), (id, since) =>
        {
            if (template.Fill(new Dictionary<string, string> { ["id"] = id, ["since"] = since }) is not { } url)
            {
                // Refused, which is the other way to change nothing. Harmless values are not.
                return id.Length == 0 || !id.All(char.IsAsciiLetterOrDigit);
            }

            var parameters = url.Query[1..].Split('&');
            return url.GetLeftPart(UriPartial.Authority) == "https://api.internal:8443"
                && url.UserInfo.Length == 0
                && url.Fragment.Length == 0
                && url.Segments is ["/", "v1/", "jobs/", _, "log"]
                && Uri.UnescapeDataString(url.Segments[3][..^1]) == Valid(id)
                && parameters is [_, "state=failed"]
                && Uri.UnescapeDataString(parameters[0]) == $"since={Valid(since)}";
        }).Check(Config.QuickThrowOnFailure.WithMaxTest(2000));

        // Half a surrogate pair is no text and is sent as the sign for that.
        static string Valid(string value) => System.Text.Encoding.UTF8.GetString(System.Text.Encoding.UTF8.GetBytes(value));
    }

    [Theory]
    [InlineData("..")]
    [InlineData(".")]
    public async Task A_step_up_is_refused_and_nothing_is_sent(string dots)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);

        var report = await rig.ReadAsync($"check job id={dots}");

        Assert.Equal("These values would make it another address than the one configured.", report.Answer);
        Assert.Empty(service.Requests);
    }

    [Theory]
    [InlineData("check failed-jobs", "since is missing.", "Type /http check failed-jobs since=2026-11-22T10:15:00Z on api")]
    [InlineData("check health since=45m", "health takes no since.", "Type /http check health on api")]
    [InlineData("check job since=45m id=1", "job takes no since.", "Type /http check job id=j-1 on api")]
    public async Task What_does_not_fit_the_endpoint_is_said_and_nothing_is_sent(string typed, string fault, string hint)
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);

        var report = await rig.ReadAsync(typed);

        Assert.Equal((fault, hint), (report.Answer, Assert.Single(report.Evidence)));
        Assert.False(report.Healthy);
        Assert.Empty(service.Requests);
    }

    [Theory]
    [InlineData("check nothing", "endpoint cannot be 'nothing'.")]
    [InlineData("check retry-stalled", "endpoint cannot be 'retry-stalled'.")]
    [InlineData("call health", "endpoint cannot be 'health'.")]
    [InlineData("check", "endpoint is missing: which one; /http endpoints lists them.")]
    [InlineData("check page page=2x", "page '2x': is no whole number.")]
    [InlineData("check failed-jobs since=yesterday", "since 'yesterday': is no time. Write it as 2026-11-22T10:15:00Z, or how long ago as 45m.")]
    [InlineData("check failed-jobs since=99999999m", "since '99999999m': is no time.")]
    [InlineData("check page page=1 page=2", "page is given twice.")]
    [InlineData("check job id=a\u202Eb", "id 'a\\u202Eb' has a character in it that nobody sees.")]
    public async Task What_no_endpoint_takes_is_refused_by_the_reader(string typed, string fault)
    {
        await using var rig = new HttpRig("http://127.0.0.1:1");

        var wrong = Assert.IsType<ActionReading.Wrong>(rig.Type(typed));

        Assert.StartsWith(fault, wrong.Fault, StringComparison.Ordinal);
    }

    [Fact]
    public async Task How_long_ago_becomes_a_time()
    {
        await using var service = await FakeService.StartAsync();
        await using var rig = new HttpRig(service.Address);
        var now = TimeProvider.System.GetUtcNow();

        await rig.ReadAsync("check failed-jobs since=45m");

        var since = DateTimeOffset.Parse(
            Uri.UnescapeDataString(service.Requests.Single().Target.Split("since=")[1].Split('&')[0]),
            System.Globalization.CultureInfo.InvariantCulture);
        Assert.InRange(since, now - TimeSpan.FromMinutes(46), now - TimeSpan.FromMinutes(44));
    }
}
