using System.Globalization;
using IncidentBot.Actions;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>What a failure class is called, what it means in plain words, and what to do next.</summary>
internal sealed record FailureText(string Name, string Cause, string NextStep)
{
    /// <summary>The cause, with the place it happened at filled in.</summary>
    public string CauseAt(RedisEndpoint endpoint) => endpoint.SocketPath is { } path
        ? (CauseAtSocket ?? Cause).Replace("{port}", path, StringComparison.Ordinal)
        : Cause
            .Replace("{host}", endpoint.Host, StringComparison.Ordinal)
            .Replace("{port}", endpoint.Port.ToString(CultureInfo.InvariantCulture), StringComparison.Ordinal);

    /// <summary>How bad it is.</summary>
    public Gravity Gravity { get; init; } = Gravity.Outage;

    /// <summary>The cause where the server is reached over a unix socket, and that reads otherwise.</summary>
    public string? CauseAtSocket { get; init; }
}

/// <summary>The one table of failure classes.</summary>
internal static class FailureClasses
{
    private static readonly Dictionary<FailureClass, FailureText> Table = new()
    {
        [FailureClass.NameResolution] = new("NO SUCH NAME",
            "The name {host} does not resolve from here.",
            "Check the host in the URL and the DNS of this machine."),
        [FailureClass.Refused] = new("REFUSED",
            "The host answers, nothing listens on {port}: Redis is down or bound elsewhere.",
            "Check the Redis process on its host and start it; then `/redis ping`.")
        {
            CauseAtSocket = "Nothing listens at {port}: Redis is down, or makes its socket elsewhere (`unixsocket`).",
        },
        [FailureClass.ConnectTimeout] = new("CONNECT TIMEOUT",
            "{host}:{port} does not answer at all: the host is down, a firewall drops packets, or the accept queue is full.",
            "Check the host, then the firewall between here and it.")
        {
            CauseAtSocket = "{port} takes no more connections: its accept queue is full.",
        },
        [FailureClass.Unreachable] = new("UNREACHABLE",
            "The network says there is no way to {host}.",
            "Check routing, VPN and the address in the URL."),
        [FailureClass.SocketDenied] = new("SOCKET DENIED",
            "The bot may not open the socket {port}. This is no outage.",
            "Put the user it runs as into the socket's group, and set `unixsocketperm 770` in redis.conf."),
        [FailureClass.Hung] = new("HUNG",
            "The connection opens but Redis does not reply: it runs one long command, swaps, or is stopped.",
            "Wait one deadline and `/redis ping` again; then check the CPU and swap of its host. Do not restart before."),
        [FailureClass.Closed] = new("CLOSED",
            "The other side closed the connection without a word.",
            "`/redis ping` again; if it stays so, check maxclients, a proxy or TLS in front of {port}."),
        [FailureClass.NotRedis] = new("NOT REDIS",
            "Something answers on {port}, but it does not speak Redis.",
            "Check host and port in the URL; see which process listens there."),
        [FailureClass.TlsFailed] = new("TLS",
            "The TLS handshake failed.",
            "Check protocol versions and whether the server asks for client certificates (tls-auth-clients)."),
        [FailureClass.TlsUntrusted] = new("TLS CERTIFICATE",
            "The server's certificate is not accepted.",
            "Renew the certificate, or set TlsCaFile or TlsServerName of this target.")
        {
            Gravity = Gravity.Unread,
        },
        [FailureClass.TlsExpected] = new("TLS EXPECTED",
            "{port} is a TLS port and was spoken to in plain text.",
            "Use rediss:// in the URL.")
        {
            Gravity = Gravity.Unread,
        },
        [FailureClass.TlsNotOffered] = new("NO TLS THERE",
            "{port} speaks plain Redis, the URL asks for TLS.",
            "Use redis:// in the URL, or the server's tls-port.")
        {
            Gravity = Gravity.Unread,
        },
        [FailureClass.NoAuth] = new("NOAUTH",
            "Redis wants a password and the URL has none.",
            "Put the password into the URL of this target."),
        [FailureClass.WrongPassword] = new("WRONGPASS",
            "Redis is up; user or password in the URL is wrong, or the user is disabled.",
            "Compare the secret with the server's; after a rotation, restart what still uses the old one."),
        [FailureClass.PasswordNotExpected] = new("PASSWORD NOT EXPECTED",
            "The URL has a password, the server has none set: it runs without its configuration, or is another server.",
            "Check that this is the right server and that it started with its configuration file."),
        [FailureClass.NoPermission] = new("NOPERM",
            "Redis is up; our user lacks the permission. This is no outage.",
            "Grant the command or key pattern to the user (ACL SETUSER); ACL LOG names it."),
        [FailureClass.NoSuchDatabase] = new("NO SUCH DATABASE",
            "Redis is up; it has no database of the number that the URL of {host}:{port} ends with.",
            "End the URL after the port, or with a number below `databases` of redis.conf (16 unless set); a cluster has only 0."),
        [FailureClass.Sentinel] = new("A SENTINEL",
            "{host}:{port} is a sentinel: it knows where the master is, and holds no data.",
            "Put the master's address into Url of this target, this one under its Sentinels, and what it calls the master into MasterName.")
        {
            Gravity = Gravity.Unread,
        },
        [FailureClass.ProtectedMode] = new("PROTECTED MODE",
            "Redis has no password and accepts only connections from its own host.",
            "Set a password there, or bind it to the right interface."),
        [FailureClass.MaxClients] = new("MAX CLIENTS",
            "Redis is up but refuses new connections: maxclients is reached.",
            "`/redis clients` shows who holds them; `/redis set-maxclients` lets more in, `/redis kill-idle` closes what nobody uses."),
        [FailureClass.Loading] = new("LOADING",
            "Redis has started and is reading its data from disk.",
            "Wait; a restart would begin again from the start."),
        [FailureClass.MasterDown] = new("MASTERDOWN",
            "This is a replica that has lost its master and does not serve old data.",
            "`/redis replication`; repair the link, or see who can take over: `/redis sentinels`, `/redis standby`."),
        [FailureClass.ReadOnly] = new("READONLY",
            "This is a replica: it refuses writes. After a failover the URL may still point at the old master.",
            "`/redis replication` names the master, `/redis sentinels` whether all agree on it; point the URL at it."),
        [FailureClass.Misconf] = new("MISCONF",
            "Redis cannot save to disk and therefore refuses writes.",
            "Free disk or repair rights on its host, then `/redis bgsave`. Do not restart: only memory has all the data."),
        [FailureClass.OutOfMemory] = new("OOM",
            "Memory is used up to maxmemory and the policy evicts nothing: writes are refused.",
            "`/redis memory` names what fills it; `/redis clear-cache` or `/redis set-maxmemory` makes room. Never turn eviction on: it destroys queues."),
        [FailureClass.Busy] = new("BUSY",
            "One Lua script has been running too long; everybody waits for it.",
            "Wait, or `/redis kill-script`, which works while the script has written nothing."),
        [FailureClass.Unkillable] = new("UNKILLABLE",
            "The running script has written already and cannot be stopped without losing data.",
            "Wait for it to end. Only SHUTDOWN NOSAVE would stop it, and loses everything since the last save."),
        [FailureClass.ClusterDown] = new("CLUSTERDOWN",
            "The cluster does not serve these slots: a node with them is missing.",
            "`/redis cluster` names the missing node; restore it, or let its replica take over: `/redis cluster-failover`."),
        [FailureClass.ClusterRedirect] = new("OTHER NODE",
            "This target is one node of a Redis Cluster; the key lives on another.",
            "List the other nodes under Nodes of this target, then `/redis cluster`."),
        [FailureClass.NoReplicas] = new("NOREPLICAS",
            "Fewer healthy replicas than min-replicas-to-write: the master refuses writes.",
            "`/redis replication` counts them; restore a replica."),
        [FailureClass.NoQuorum] = new("NOQUORUM",
            "Too few sentinels reach each other: if the master fails now, nobody takes over.",
            "Start the missing sentinels, or repair the network between them; then `/redis sentinels`.")
        {
            Gravity = Gravity.Risk,
        },
        [FailureClass.SplitBrain] = new("SPLIT",
            "There is more than one answer to who the master is: what is written to the loser will be lost.",
            "Keep applications away from the one that loses, and end it; then `/redis sentinels`."),
        [FailureClass.Paused] = new("WRITES PAUSED",
            "Redis holds back whoever writes, as CLIENT PAUSE and a failover make it.",
            "`/redis clients` shows who waits; CLIENT UNPAUSE lets them go on where nobody fails over."),
        [FailureClass.Evicting] = new("EVICTS QUEUES",
            "Memory is full and keys are thrown away, those of a queue among them: jobs are lost.",
            "Make room (`/redis memory`), then `/redis set-policy noeviction`."),
        [FailureClass.ClientsRefused] = new("CLIENTS REFUSED",
            "Redis is well and turns its applications away: a right was taken, or a password changed.",
            "ACL LOG names the user and what it lacks.")
        {
            Gravity = Gravity.Degraded,
        },
        [FailureClass.Slow] = new("SLOW",
            "Redis does one thing at a time, and something takes its time.",
            "`/redis slowlog` and `/redis activity` name it.")
        {
            Gravity = Gravity.Degraded,
        },
        [FailureClass.ExpiryStorm] = new("EXPIRY STORM",
            "Very many keys end at one time, and throwing them away takes the server's time.",
            "It ends by itself; spread the times to live of these keys.")
        {
            Gravity = Gravity.Degraded,
        },
        [FailureClass.SlowDisk] = new("SLOW DISK",
            "The append-only file waits for the disk, and the writers with it.",
            "`/redis persistence`; see what else writes to that disk.")
        {
            Gravity = Gravity.Degraded,
        },
        [FailureClass.ReplicaBehind] = new("REPLICA BEHIND",
            "A replica has not got what was written here: a failover to it would lose that.",
            "`/redis replication`; check the network to it and its host.")
        {
            Gravity = Gravity.Risk,
        },
        [FailureClass.FewPlaces] = new("FEW PLACES LEFT",
            "Nearly as many clients are connected as maxclients lets in.",
            "`/redis clients` shows who holds the places.")
        {
            Gravity = Gravity.Risk,
        },
        [FailureClass.NearlyFull] = new("NEARLY FULL",
            "Memory is close to maxmemory, and at it writes are refused.",
            "`/redis memory` names what fills it.")
        {
            Gravity = Gravity.Risk,
        },
        [FailureClass.SnapshotFailed] = new("SNAPSHOT FAILED",
            "The last snapshot failed; writes are accepted and would be lost with the process.",
            "Free disk or repair rights on its host, then `/redis bgsave`.")
        {
            Gravity = Gravity.Risk,
        },
        [FailureClass.Fragmented] = new("FRAGMENTED",
            "Redis holds far more of its host's memory than it uses.",
            "CONFIG SET activedefrag yes, or MEMORY PURGE.")
        {
            Gravity = Gravity.Risk,
        },
        [FailureClass.NotAvailable] = new("NOT AVAILABLE",
            "This server does not offer the command: it is too old, or a managed service that blocks it. This is no outage.",
            "Use the provider's console for it."),
        [FailureClass.Quota] = new("QUOTA",
            "The provider does not offer more: a limit of the plan is used up, and it refuses the command. This is no outage of the server.",
            "See the usage in the provider's console: send fewer commands, remove data, or take a larger plan."),
        [FailureClass.UnknownServerError] = new("SERVER ERROR",
            "Redis answered with an error that is not in our list.",
            "Read its words; `/redis info errorstats` counts them."),
    };

    public static FailureText Text(this FailureClass failure) => Table[failure];

    /// <summary>What says something about us or about what is offered here, and nothing about whether the server works.</summary>
    public static bool IsNoOutage(this FailureClass failure) => failure is FailureClass.NoPermission or FailureClass.NotAvailable or FailureClass.Quota;
}
