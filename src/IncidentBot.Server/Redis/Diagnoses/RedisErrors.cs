namespace IncidentBot.Redis.Diagnoses;

/// <summary>From the words of an error reply to its class. The only place that knows them, with <see cref="ProviderErrors"/>.</summary>
internal static class RedisErrors
{
    private static readonly (string Start, FailureClass Class)[] Sentences =
    [
        ("ERR max number of clients", FailureClass.MaxClients),
        ("ERR AUTH <password> called without any password", FailureClass.PasswordNotExpected),
        ("ERR Client sent AUTH, but no password is set", FailureClass.PasswordNotExpected),
        ("ERR invalid password", FailureClass.WrongPassword),
        ("ERR operation not permitted", FailureClass.NoAuth),
        ("ERR unknown command", FailureClass.NotAvailable),
        ("ERR unknown subcommand", FailureClass.NotAvailable),
        ("ERR Unknown subcommand", FailureClass.NotAvailable),
        ("ERR DB index is out of range", FailureClass.NoSuchDatabase),
        ("ERR invalid DB index", FailureClass.NoSuchDatabase),
        ("ERR SELECT is not allowed in cluster mode", FailureClass.NoSuchDatabase),
        ("DENIED Redis is running in protected mode", FailureClass.ProtectedMode),
    ];

    public static FailureClass Classify(string message)
    {
        foreach (var (start, known) in Sentences)
        {
            if (message.StartsWith(start, StringComparison.Ordinal))
            {
                return known;
            }
        }

        if (ProviderErrors.Classify(message) is { } hosted)
        {
            return hosted;
        }

        // What a call inside a script is refused; before Redis 7 the script's own name comes first.
        if (message.Contains("The user executing the script can't", StringComparison.Ordinal))
        {
            return FailureClass.NoPermission;
        }

        if (message.Contains("Unknown Redis command called from", StringComparison.Ordinal))
        {
            return FailureClass.NotAvailable;
        }

        return Code(message) switch
        {
            "NOAUTH" => FailureClass.NoAuth,
            "WRONGPASS" => FailureClass.WrongPassword,
            "NOPERM" => FailureClass.NoPermission,
            "LOADING" => FailureClass.Loading,
            "MASTERDOWN" => FailureClass.MasterDown,
            "READONLY" => FailureClass.ReadOnly,
            "MISCONF" => FailureClass.Misconf,
            "OOM" => FailureClass.OutOfMemory,
            "BUSY" => FailureClass.Busy,
            "UNKILLABLE" => FailureClass.Unkillable,
            "CLUSTERDOWN" => FailureClass.ClusterDown,
            "MOVED" or "ASK" or "CROSSSLOT" or "TRYAGAIN" => FailureClass.ClusterRedirect,
            "NOREPLICAS" => FailureClass.NoReplicas,
            "NOQUORUM" => FailureClass.NoQuorum,
            _ => FailureClass.UnknownServerError,
        };
    }

    /// <summary>The first word; BUSY and BUSYGROUP are different codes.</summary>
    public static string Code(string message) => message.Split(' ', 2)[0];
}
