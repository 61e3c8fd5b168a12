using IncidentBot.Redis.Actions;
using IncidentBot.Redis.Diagnoses;
using IncidentBot.Support;

namespace IncidentBot.Redis;

public sealed class LoadingFailureTests
{
    [Fact]
    public async Task A_loading_server_is_waited_for()
    {
        await using var server = await RedisTroubles.LoadingAsync();
        await using var rig = new ActionRig(server.Url);

        var diagnosis = await rig.DiagnosedAsync(FailureClass.Loading);

        Assert.Contains(diagnosis.Steps, line => line.StartsWith("Wait", StringComparison.Ordinal));
        await server.AskAsync("CONFIG", "SET", "key-load-delay", "0");
        await rig.OverAsync();
    }
}
