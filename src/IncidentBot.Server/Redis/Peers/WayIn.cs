using IncidentBot.Redis.Diagnoses;

namespace IncidentBot.Redis.Peers;

/// <summary>A server that is there and that our settings do not fit: nothing is wrong with it, and the settings say where to mend that.</summary>
internal static class WayIn
{
    /// <param name="setting">The one that names the server.</param>
    /// <returns>What to change; null where it is the server that is in trouble.</returns>
    public static string? Mend(FailureClass? failure, string setting) => failure switch
    {
        FailureClass.NoAuth => $"Put user and password into {setting}: that server wants them.",
        FailureClass.WrongPassword => $"Compare user and password in {setting} with those of that server: each may have its own.",
        FailureClass.PasswordNotExpected => $"Take the password out of {setting}: none is set at that server.",
        FailureClass.NoPermission => $"Grant the user in {setting} what it lacks there, with ACL SETUSER at that server.",
        FailureClass.TlsExpected => $"Begin {setting} with rediss://, because that port speaks TLS.",
        FailureClass.TlsNotOffered => $"Begin {setting} with redis://, because that port speaks no TLS, or give the tls-port.",
        FailureClass.TlsUntrusted => $"Compare the certificate of that server with {Beside(setting, "TlsCaFile")} (one file for all authorities) and "
            + $"{Beside(setting, "TlsServerName")}; renew it where it has expired.",
        FailureClass.TlsFailed => $"Set `tls-auth-clients no` at the server of {setting} if it asks for a certificate: the bot shows none.",
        FailureClass.Sentinel => $"Put {setting} under Sentinels: it is one.",
        FailureClass.NotRedis => $"Check host and port in {setting}: what listens there is no Redis.",
        _ => null,
    };

    /// <summary>One file and one name count for all servers of a target.</summary>
    private static string Beside(string setting, string other) => string.Join(':', setting.Split(':').Take(2).Append(other));
}
