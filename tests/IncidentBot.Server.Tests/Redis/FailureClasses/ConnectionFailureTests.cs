using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class ConnectionFailureTests
{
    [Theory]
    [MemberData(nameof(ActionRig.Users), MemberType = typeof(ActionRig))]
    public async Task A_full_server_is_let_breathe_over_the_held_connection(string user)
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "8");
        await using var rig = await ActionRig.ConnectedAsync(server, user);
        var crowd = await RedisTroubles.FillClientsAsync(server);

        var diagnosis = await rig.DiagnosedAsync(FailureClass.MaxClients);

        Assert.Contains(diagnosis.Steps, line => line.Contains("`/redis set-maxclients`", StringComparison.Ordinal));
        await rig.DoAsync("set-maxclients 100");
        await rig.OverAsync();
        Assert.NotEmpty(crowd);
    }

    [Fact]
    public async Task A_full_server_has_room_again_once_the_idle_are_closed()
    {
        await using var server = await RedisServer.StartAsync("--maxclients", "8");
        await using var rig = await ActionRig.ConnectedAsync(server);
        var crowd = await RedisTroubles.FillClientsAsync(server);
        await rig.DiagnosedAsync(FailureClass.MaxClients);
        await Eventually.TrueAsync(async () => (await rig.PlanAsync("kill-idle 1s")) is IncidentBot.Actions.PlanResult.Ready, "they are idle");

        await rig.DoAsync("kill-idle 1s");

        await rig.OverAsync();
        Assert.NotEmpty(crowd);
    }

    [Fact]
    public async Task A_server_that_is_back_is_not_answered_for_from_memory()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);
        await server.KillAsync();
        await Eventually.TrueAsync(() => rig.Target.HeldNow is null, "the bot has seen that the connection is lost");
        Assert.Equal("REFUSED", (await rig.ReadAsync("clients")).FailureClass);

        await server.RestartAsync();

        Assert.Null((await rig.ReadAsync("clients")).FailureClass);
    }

    [Fact]
    public async Task A_dead_server_is_refused_until_somebody_starts_it()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server);
        await server.KillAsync();
        await Eventually.TrueAsync(() => rig.Target.HeldNow is null, "the bot has seen that the connection is lost");

        await rig.DiagnosedAsync(FailureClass.Refused);

        await server.RestartAsync();
        await rig.OverAsync();
    }

    [Fact]
    public async Task A_stopped_server_hangs_until_it_goes_on()
    {
        await using var server = await RedisServer.StartAsync();
        await using var rig = await ActionRig.ConnectedAsync(server, ActionRig.DefaultUser, ActionRig.Hasty);
        server.Pause();

        await rig.DiagnosedAsync(FailureClass.Hung);

        server.Resume();
        await rig.OverAsync();
    }

    [Fact]
    public async Task A_host_that_drops_packets_is_a_connect_timeout()
    {
        using var host = await FullBacklog.CreateAsync();
        await using var rig = new ActionRig(host.Url, ActionRig.Hasty);

        await rig.DiagnosedAsync(FailureClass.ConnectTimeout);
    }

    /// <summary>Redis says this only to clients of other hosts; the words are its own.</summary>
    [Fact]
    public async Task Protected_mode_is_named_from_its_words()
    {
        await using var peer = FakePeer.Saying(
            "-DENIED Redis is running in protected mode because protected mode is enabled and no password is set for the default user.\r\n");
        await using var rig = new ActionRig(peer.Url);

        await rig.DiagnosedAsync(FailureClass.ProtectedMode);
    }
}
