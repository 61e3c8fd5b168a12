namespace IncidentBot.Runbooks.Rules;

/// <summary>Whether a host and a port answer.</summary>
internal sealed class NetworkChecks : ICommandFamily
{
    public IReadOnlyList<string> Programs { get; } =
    [
        "telnet", "nc", "ncat", "netcat", "ping", "ping6", "dig", "nslookup", "host", "traceroute", "tracepath", "mtr",
        "openssl", "nmap", "tcpdump", "iptables", "nft", "ufw", "ip", "ifconfig", "route", "arp", "socat", "whois",
    ];

    public Verdict Read(Invocation call, Rulebook rules) => call.Program switch
    {
        "telnet" or "nc" or "ncat" or "netcat" or "socat" when call.Input is { Text: not "" } input => Sockets.Send(input, rules),
        "openssl" when call.Arguments is [{ Value: "s_client" }, ..] && call.Input is { Text: not "" } input => Sockets.Send(input, rules),
        "telnet" => rules.Offers.Guarded("redis.ping", "telnet hangs until somebody types its escape, "
            + "and cutting host and port out of a URL with sed goes wrong without a user, with a database number or over IPv6. "
            + "The action times DNS, TCP, TLS and AUTH one by one, with a deadline."),
        "nc" or "ncat" or "netcat" when call.Has("-l") => Verdict.Manual("done by a person on the host", "It opens a port and waits."),
        "nc" or "ncat" or "netcat" when IsRedis(call) =>
            rules.Offers.Guarded("redis.ping", "An open port says little. The action times DNS, TCP, TLS, AUTH and PING one by one, with a deadline."),
        "openssl" when call.Arguments is [{ Value: "s_client" }, ..] && IsRedis(call) =>
            rules.Offers.Guarded("redis.ping", "s_client waits for input. The action times the TLS handshake and says what is wrong with the certificate."),
        "openssl" => call.Arguments is [{ Value: "x509" or "s_client" or "version" or "verify" or "rand" }, ..]
            ? Hosts.Reads(call.ToString())
            : Verdict.Manual("done by a person", "It handles keys or certificates."),
        "tcpdump" or "nmap" =>
            Verdict.Manual("done by a person with leave to do so", "It listens to or probes the network; what it records may hold passwords."),
        "iptables" or "nft" or "ufw" => call.Has("-L", "-S", "list", "status")
            || call.Arguments.Any(word => word.Value.StartsWith("-nL", StringComparison.Ordinal) || word.Value.StartsWith("-L", StringComparison.Ordinal))
            ? Hosts.Reads(call.ToString())
            : Verdict.Manual("done by a person with leave to do so", "It changes who reaches what."),
        "ip" when call.Operands() is ["netns", "exec", _, _, ..] => rules.ReadRest(call, call.FirstOperand() + 3),
        "ip" or "ifconfig" or "route" or "arp" => call.Has("-d", "-s")
            || call.Arguments.Any(word => word.Value is "add" or "del" or "delete" or "set" or "change" or "replace" or "up" or "down" or "flush" or "exec")
            ? Verdict.Manual("done by a person on the host", "It changes the network of the host.")
            : Hosts.Reads(call.ToString()),
        "ping" or "ping6" => Hosts.Reads(
            call.Has("-c") ? call.ToString() : $"{call} -c 3",
            "Without -c it never ends. A host that answers says nothing about Redis: /redis ping does."),
        "mtr" => Hosts.Reads($"{call} --report", "Without --report it never ends."),
        "socat" => Verdict.Manual("done by a person", "It connects whatever it is told to."),
        _ => Hosts.Reads(call.ToString()),
    };

    private static bool IsRedis(Invocation call) =>
        call.Arguments.Any(word => word.Value.Contains("redis", StringComparison.OrdinalIgnoreCase) || word.Value.Contains("6379", StringComparison.Ordinal));
}
