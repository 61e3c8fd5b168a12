using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Support;

namespace IncidentBot.Redis;

/// <summary>Ended by who keeps the secrets: in the settings of the bot, or on the server.</summary>
public sealed class AccessFailureTests
{
    [Theory]
    [InlineData("", nameof(FailureClass.NoAuth))]
    [InlineData("old-secret", nameof(FailureClass.WrongPassword))]
    public async Task A_password_that_is_missing_or_wrong_is_mended_in_the_settings(string password, string expected)
    {
        await using var server = await RedisServer.StartAsync("--requirepass", ActionRig.Password);
        await using var rig = new ActionRig(password.Length == 0 ? server.Url : server.UrlWith($":{password}"));

        await rig.DiagnosedAsync(Enum.Parse<FailureClass>(expected));

        await using var mended = new ActionRig(server.UrlWith($":{ActionRig.Password}"));
        await mended.OverAsync();
    }

    [Fact]
    public async Task A_password_whose_variable_was_not_set_is_none_and_missed_only_where_there_is_one()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = new ActionRig(server.UrlWith(":"));
        await rig.OverAsync();

        await server.AskAsync("CONFIG", "SET", "requirepass", ActionRig.Password);
        await using var locked = new ActionRig(server.UrlWith("default:"));
        await locked.DiagnosedAsync(FailureClass.NoAuth);
    }

    [Fact]
    public async Task A_database_that_the_server_does_not_have_is_mended_in_the_settings()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = new ActionRig($"{server.Url}/99");

        var diagnosis = await rig.DiagnosedAsync(FailureClass.NoSuchDatabase);

        Assert.Contains($"no database of the number that the URL of 127.0.0.1:{server.Port} ends with", diagnosis.Answer, StringComparison.Ordinal);
        await using var mended = new ActionRig($"{server.Url}/9");
        await mended.OverAsync();
    }

    [Fact]
    public async Task A_password_that_the_server_does_not_expect_is_mended_there()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = new ActionRig(server.UrlWith($":{ActionRig.Password}"));

        await rig.DiagnosedAsync(FailureClass.PasswordNotExpected);

        await server.AskAsync("CONFIG", "SET", "requirepass", ActionRig.Password);
        await rig.OverAsync();
    }

    [Fact]
    public async Task A_right_that_lacks_is_granted_and_was_no_outage()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = new ActionRig(await ActionRig.UrlAsync(server, ActionRig.NamedUser, "-@all"));

        Assert.True((await rig.DiagnosedAsync(FailureClass.NoPermission)).Healthy);

        await ActionRig.UrlAsync(server, ActionRig.NamedUser);
        await rig.OverAsync();
    }
}
