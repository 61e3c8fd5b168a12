namespace IncidentBot.Redis.Probe;

/// <summary>The steps of connecting, in their order.</summary>
internal enum ConnectStage
{
    Dns,
    Tcp,

    /// <summary>In place of <see cref="Dns"/> and <see cref="Tcp"/>: the unix socket on this machine.</summary>
    Socket,
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
