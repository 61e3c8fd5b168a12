using System.Collections.Frozen;

namespace IncidentBot.Execution.Secrets;

/// <summary>Where the command line of one program has its secrets.</summary>
/// <param name="Options">The value follows: attached, behind =, or as the next word.</param>
internal sealed record ProgramRule(params string[] Options)
{
    private const int None = int.MaxValue;

    /// <summary>The value is attached, or is asked for: <c>mysql -p app</c> names a database.</summary>
    public string Attached { get; init; } = "";

    /// <summary>Of these the value is a user and a password: <c>curl -u bot:x</c>.</summary>
    public string[] Pairs { get; init; } = [];

    /// <summary>The first of the words, counted without options, from which on all are secret.</summary>
    public int From { get; init; } = None;

    /// <summary>What stands behind every = is one: <c>vault kv put secret/db value=x</c>.</summary>
    public bool Fields { get; init; }

    /// <summary>By the program, or by the program and one of its verbs.</summary>
    public static FrozenDictionary<string, ProgramRule> All { get; } = Table().ToFrozenDictionary(StringComparer.Ordinal);

    private static Dictionary<string, ProgramRule> Table()
    {
        Dictionary<string, ProgramRule> all = [];
        Add(new("-a", "--pass", "--authenticate"), "redis-cli", "valkey-cli", "keydb-cli", "redis-benchmark", "valkey-benchmark", "redis-server",
            "valkey-server", "memtier_benchmark", "iredis", "redli");
        Add(new() { Attached = "-p" }, "mysql", "mysqldump", "mysqladmin", "mysqlbinlog", "mysqlimport", "mariadb", "mariadb-dump", "mariadb-admin",
            "7z", "7za");
        Add(new("-p"), "mycli", "sshpass", "mongo", "mongosh", "mongodump", "mongorestore", "mongoexport", "mongoimport",
            "cqlsh", "rabbitmqadmin", "ncftpput", "ncftpget", "psexec", "usermod", "useradd");
        Add(new("-p", "--password"), "docker login", "podman login", "buildah login", "skopeo login", "nerdctl login", "oc login", "helm login", "az login",
            "twine upload");
        Add(new("-P"), "sqlcmd", "bcp", "zip", "unzip", "ipmitool", "freetds", "tsql");
        Add(new("-P", "--pw"), "mosquitto_sub", "mosquitto_pub");
        Add(new("-w"), "ldapsearch", "ldapmodify", "ldapadd", "ldapdelete", "ldapwhoami");
        Add(new("-w", "-s", "-a"), "ldappasswd");
        Add(new("-A", "-X", "-c"), "snmpwalk", "snmpget", "snmpset", "snmpbulkwalk");
        Add(new("-k", "-K", "-pass", "-passin", "-passout"), "openssl");
        Add(new("-k"), "dotnet push");
        Add(new() { Pairs = ["-u", "-U", "-E", "--user", "--proxy-user", "--cert"] }, "curl", "wget", "etcdctl", "lftp", "smbclient");
        Add(new() { Pairs = ["-a", "-A", "--auth"] }, "http", "https", "xh", "ab");
        Add(new("--value"), "aws put-parameter", "az secret");
        Add(new("--secret-string"), "aws create-secret", "aws put-secret-value", "aws update-secret");
        Add(new("--passwords"), "aws modify-user", "aws create-user");
        Add(new("-b", "--body"), "gh secret");
        Add(new("--from-literal"), "kubectl create", "oc create");
        Add(new() { From = 0 }, "vault login", "vault unseal", "grafana-cli reset-admin-password", "grafana reset-admin-password");
        Add(new() { From = 1 }, "rabbitmqctl add_user", "rabbitmqctl change_password", "rabbitmqctl authenticate_user", "gcloud activate-refresh-token");
        Add(new() { From = 2 }, "htpasswd");
        Add(new() { From = 3 }, "mc alias");
        Add(new() { Fields = true }, "vault put", "vault write", "vault patch", "fly secrets", "flyctl secrets");
        return all;

        void Add(ProgramRule rule, params ReadOnlySpan<string> programs)
        {
            foreach (var program in programs)
            {
                all.Add(program, rule);
            }
        }
    }
}
