namespace IncidentBot.Redis.Probe;

/// <summary>The steps of connecting, in their order.</summary>
internal enum ConnectStage
{
    Dns,
    Tcp,
    Tls,
    Auth,
    Select,
    Ping,

    /// <summary>The connection is open; a command failed on it.</summary>
    Command,
}

internal static class ConnectStageNames
{
    public static string Name(this ConnectStage stage) => stage switch
    {
        ConnectStage.Command => "command",
        _ => stage.ToString().ToUpperInvariant(),
    };
}
