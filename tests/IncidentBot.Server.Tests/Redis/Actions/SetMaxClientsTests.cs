using IncidentBot.Actions;
using IncidentBot.Support;

namespace IncidentBot.Redis.Actions;

public sealed class SetMaxClientsTests
{
    [Fact]
    public async Task It_works_on_the_held_connection_while_new_clients_are_refused()
    {
        await using var scene = await RedisScene.StartAsync("--maxclients", "12");
        await Eventually.TrueAsync(
            async () => (await scene.ReadAsync("clients")).Answer.StartsWith("primary: 1 ", StringComparison.Ordinal), "only the held connection is left");
        var crowd = await RedisTroubles.FillClientsAsync(scene.Server);

        var ran = await scene.RunAsync("set-maxclients 100");

        Assert.IsType<ApplyResult.Done>(ran.Applied);
        Assert.True(ran.Verified.Holds, ran.Verified.Answer);
        Assert.StartsWith("a new client is let in", ran.Verified.Answer, StringComparison.Ordinal);
        Assert.Equal("100", await scene.SettingAsync("maxclients"));

        var undone = await scene.RunAsync(ran.Plan.Undo!);

        Assert.True(undone.Verified.Holds, undone.Verified.Answer);
        Assert.Contains("a new client is not let in", undone.Verified.Answer, StringComparison.Ordinal);
        Assert.Contains(undone.Plan.Notes, note => note.Contains("because it undoes a change", StringComparison.Ordinal));
        foreach (var client in crowd)
        {
            await client.DisposeAsync();
        }
    }

    [Fact]
    public async Task Fewer_than_are_connected_is_refused()
    {
        await using var scene = await RedisScene.StartAsync();

        Assert.Contains("every new one would be refused at once", (await scene.RefusedAsync("set-maxclients 1")).Rule, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_the_operating_system_does_not_allow_is_said_in_its_words()
    {
        await using var scene = await RedisScene.StartAsync("--maxclients", "500");
        using var limit = System.Diagnostics.Process.Start(
            "prlimit",
            ["--pid", (await scene.Server.AskAsync("INFO", "server")).AsString()!.Split("process_id:")[1].Split('\r')[0], "--nofile=1000:1000"]);
        await limit.WaitForExitAsync();
        var before = await scene.SettingAsync("maxclients");

        var ran = await scene.RunAsync("set-maxclients 1000000");

        Assert.Matches(
            "^The operating system lets this Redis open fewer files: it offers [0-9,]+ clients.",
            Assert.IsType<ApplyResult.Failed>(ran.Applied).Reason);
        Assert.False(ran.Verified.Holds);
        Assert.Equal(before, await scene.SettingAsync("maxclients"));
    }
}
