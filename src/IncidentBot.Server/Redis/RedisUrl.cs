using System.Globalization;
using System.Net;
using System.Text;

namespace IncidentBot.Redis;

/// <summary>
/// Reads `redis://[[user]:password@]host[:port][/database]` by hand: <see cref="Uri"/> refuses passwords people really have
/// (`#`, `/`, `?` unescaped come out as another host), and its messages quote the whole URL. Ours never quote the part before `@`.
/// A unix socket is written as redis-py (`unix://[[user]:password@]/path[?db=1]`) and Celery (`redis+socket://`) write it.
/// What other libraries write is read where it is certain, else it is said what to write instead.
/// </summary>
internal static class RedisUrl
{
    private const string Example = "Example: redis://default:password@redis.internal:6379/0";

    /// <summary>`sun_path` of unix(7), without the NUL at its end.</summary>
    private const int LongestPath = 107;

    private static readonly string[] SocketSchemes = ["unix://", "redis+socket://", "redis-socket://", "redis+unix://", "valkey+unix://"];

    /// <summary>As redis-py and Lettuce, Aiven's valkey-py and Predis write them.</summary>
    private static readonly (string Scheme, bool UseTls)[] Schemes =
    [
        ("redis://", false), ("rediss://", true), ("valkey://", false), ("valkeys://", true), ("tcp://", false), ("tls://", true),
        ("redis+ssl://", true), ("redis+tls://", true),
    ];

    private const string SentinelsNamed = "it names sentinels, and a target is one server";
    private const string SeveralNamed = "it names several servers, and a target is one";

    public static RedisEndpoint Parse(string url)
    {
        var rest = PastedUrl.Bare(url);
        UnsetVariable.Refuse(rest);
        if (SocketSchemes.FirstOrDefault(scheme => rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase)) is { } socket)
        {
            return Socket(rest[socket.Length..]);
        }

        if ((SentinelUrl.Instead(rest) ?? SentinelUrl.OfSetting(rest)) is { } instead)
        {
            throw Wrong(SentinelsNamed, instead);
        }

        if (rest.StartsWith("redis:?", StringComparison.OrdinalIgnoreCase) && SentinelUrl.HostsOfSymfony(rest["redis:?".Length..]) is { Count: > 0 } hosts)
        {
            throw new UrlQuery(rest["redis:?".Length..]).SentinelMaster is { } watched ? Wrong(SentinelsNamed, SentinelUrl.Instead(hosts, watched))
                : hosts.Count > 1 ? Several(hosts[0])
                : Wrong("it has no server before its ?", $"redis://{Shown(hosts[0]) ?? "host:6379"}");
        }

        if (StackExchangeString.Is(rest))
        {
            return StackExchangeString.Parse(rest);
        }

        var useTls = Scheme(ref rest);
        if (StackExchangeString.Is(rest) && !rest.Split(',')[0].Contains('@', StringComparison.Ordinal))
        {
            return StackExchangeString.Parse(rest, useTls);
        }

        if (AnotherUrl(rest) is { } first)
        {
            throw Several(first);
        }

        if (rest.StartsWith('/'))
        {
            // As phpredis and Symfony name a socket.
            return Socket(rest);
        }

        var query = CutSecretQuery(ref rest);
        var credentials = CutCredentials(ref rest);
        query ??= CutAfter(ref rest, '?');
        CutAfter(ref rest, '#');
        var path = CutAfter(ref rest, '/');
        UnsetVariable.Refuse([.. (credentials ?? "").Split(':', 2), .. rest.Split(':'), path]);
        var (host, port) = HostAndPort(rest);
        var settings = new UrlQuery(query);
        if (settings.SentinelMaster is { Length: > 0 } master)
        {
            throw Wrong(SentinelsNamed, SentinelUrl.Instead([rest, .. settings.Others], master));
        }

        var (user, password) = settings.Credentials(UserAndPassword(credentials, rest));
        return new RedisEndpoint(host, port, settings.Tls(useTls), user, password, Database(path, settings));
    }

    /// <param name="what">Holds nothing of the credentials.</param>
    public static FormatException Wrong(string what, string expected) => new($"Redis URL: {what}. Expected {expected}. {Example}");

    /// <summary>An address as somebody wrote it, to be repeated in what to write instead; null for what may be a lone password.</summary>
    public static string? Shown(string? text) => text is not null && text.Split(':') is [{ Length: > 0 } host, var port] && port.All(char.IsAsciiDigit)
        && host.All(c => char.IsAsciiLetterOrDigit(c) || c is '.' or '-' or '_') ? text : null;

    public static (string Host, int? Port) Address(string text)
    {
        var (host, port) = text.StartsWith('[') ? Bracketed(text) : Plain(text);
        if (host.Length == 0)
        {
            throw Wrong("the host is missing", "a host name or address after :// (and after @, if there are credentials)");
        }

        if (host.Any(c => char.IsWhiteSpace(c) || char.IsControl(c)))
        {
            throw Wrong("the host contains blanks", "a host name or address");
        }

        return (host, port is null ? null : Port(port));
    }

    private static FormatException Several(string first) =>
        Wrong(SeveralNamed, $"redis://{Shown(first) ?? "host:6379"}, and the others under Nodes of the target");

    /// <returns>The address of the first of several URLs, as <c>redis://a:6379,redis://b:6379</c> names them; null where there is one.</returns>
    private static string? AnotherUrl(string rest)
    {
        var next = Schemes.SelectMany(scheme => ",; ".Select(mark => rest.IndexOf($"{mark}{scheme.Scheme}", StringComparison.OrdinalIgnoreCase)))
            .Where(place => place > 0).DefaultIfEmpty(-1).Min();
        return next < 0 ? null : rest[(rest[..next].LastIndexOf('@') + 1)..next].Split('/', '?')[0];
    }

    private static RedisEndpoint Socket(string rest)
    {
        // A path may hold an @, so only one before its first / ends the credentials.
        var at = rest.StartsWith('/') ? -1 : rest.LastIndexOf("@/", StringComparison.Ordinal);
        var path = rest[(at + 1)..];
        var query = new UrlQuery(CutAfter(ref path, '?'));
        var (user, password) = query.Credentials(UserAndPassword(at < 0 ? null : rest[..at], null));
        path = Decode(path);
        return path switch
        {
            _ when !path.StartsWith('/') || path.EndsWith('/') || path.Any(char.IsControl) => throw Wrong(
                "the path of the socket is missing or not absolute",
                "unix:// and the path that redis.conf has at unixsocket, as in unix:///run/redis/redis.sock"),
            _ when Encoding.UTF8.GetByteCount(path) > LongestPath => throw Wrong(
                $"the path of the socket has more than {LongestPath} bytes", "a shorter one: no system opens a longer"),
            _ => new RedisEndpoint("localhost", 0, User: user, Password: password, Database: Database(null, query)) { SocketPath = path },
        };
    }

    private static bool Scheme(ref string rest)
    {
        foreach (var (scheme, useTls) in Schemes)
        {
            if (rest.StartsWith(scheme, StringComparison.OrdinalIgnoreCase))
            {
                rest = rest[scheme.Length..];
                return useTls;
            }
        }

        if (rest.Split([',', ';', ' '], StringSplitOptions.RemoveEmptyEntries) is [var first, _, ..] all && all.All(one => Shown(one) is not null))
        {
            throw Several(first);
        }

        if (Uri.TryCreate(rest, UriKind.Absolute, out var web) && web.Scheme is "http" or "https" && Uri.CheckHostName(web.Host) != UriHostNameType.Unknown)
        {
            throw Wrong("it is a web address, as of a REST API", $"the address of Redis itself, as in rediss://default:password@{web.Host}:6379");
        }

        throw Wrong(
            "the URL does not start with redis:// or rediss://",
            Shown(rest) is { } address ? $"redis://{address} (plain) or rediss://{address} (TLS)"
                : "redis:// (plain), rediss:// (TLS) or unix:// (a socket on this machine)");
    }

    // `host:6379?password=…` comes before the last @, which may be one of the password's.
    private static string? CutSecretQuery(ref string rest)
    {
        var mark = rest.IndexOf('?', StringComparison.Ordinal);
        return mark > 0 && new UrlQuery(rest[(mark + 1)..]).HasPassword ? CutAfter(ref rest, '?') : null;
    }

    // The last @ ends the credentials, so that a password with an unescaped @, / or ? still works and is not taken for a host.
    private static string? CutCredentials(ref string rest)
    {
        var at = rest.LastIndexOf('@');
        if (at < 0)
        {
            return null;
        }

        var credentials = rest[..at];
        rest = rest[(at + 1)..];
        return credentials;
    }

    private static string? CutAfter(ref string rest, char mark)
    {
        var at = rest.IndexOf(mark, StringComparison.Ordinal);
        if (at < 0)
        {
            return null;
        }

        var tail = rest[(at + 1)..];
        rest = rest[..at];
        return tail;
    }

    private static (string Host, int Port) HostAndPort(string text)
    {
        if (text.Contains(',', StringComparison.Ordinal))
        {
            throw Several(text.Split(',')[0]);
        }

        var (host, port) = Address(text);
        return (host, port ?? RedisEndpoint.DefaultPort);
    }

    private static (string Host, string? Port) Bracketed(string text)
    {
        var close = text.IndexOf(']', StringComparison.Ordinal);
        var after = close < 0 ? "" : text[(close + 1)..];
        if (close < 0 || !IPAddress.TryParse(text[1..close], out _) || (after.Length > 0 && after[0] != ':'))
        {
            throw Wrong("the IPv6 address is not readable", "an address in brackets, as in redis://[::1]:6379");
        }

        return (text[1..close], after.Length > 0 ? after[1..] : null);
    }

    private static (string Host, string? Port) Plain(string text)
    {
        var parts = text.Split(':');
        return parts.Length switch
        {
            1 => (parts[0], null),
            2 => (parts[0], parts[1]),
            _ => throw Wrong(
                "there is more than one ':' after the credentials",
                $"host:port, or an IPv6 address in brackets, as in redis://[{(IPAddress.TryParse(text, out var address) ? $"{address}" : "::1")}]:6379"),
        };
    }

    private static int Port(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var port) && port is > 0 and <= 65535
            ? port
            : throw Wrong("the port is not a number from 1 to 65535", "digits after the host, as in redis.internal:6379");

    /// <param name="address">Shown in what to write instead.</param>
    private static (string? User, string? Password) UserAndPassword(string? credentials, string? address)
    {
        // Nobody, as where the variable of the password is not set: a server without a password lets anybody in so, and one with a
        // password says NOAUTH.
        if (credentials is null or "" or ":" or "default:")
        {
            return (null, null);
        }

        // A lone word before the @ is the password, as redis-cli reads it (RFC 3986 would call it a user). A user name alone
        // cannot log in to Redis, and taking a secret for a user name would print it.
        var colon = credentials.IndexOf(':', StringComparison.Ordinal);
        var user = colon < 0 ? "" : Decode(credentials[..colon]);
        var password = Decode(credentials[(colon + 1)..]);
        if (password.Length == 0)
        {
            throw Wrong("there is a user but no password", $"both, as in redis://user:password@{Shown(address) ?? "host"}, or neither");
        }

        return (user.Length == 0 ? null : user, password);
    }

    // A stray % is kept as it stands: a password pasted without encoding still works.
    public static string Decode(string text) => Uri.UnescapeDataString(text);

    // ?db= is honoured because redis-py writes it so and working on another database would be harm.
    private static int Database(string? path, UrlQuery query)
    {
        var fromPath = path?.Trim('/') is { Length: > 0 } text ? text : null;
        if (fromPath is not null && query.Database is { } other && fromPath != other)
        {
            throw Wrong("the database is given twice, differently", "either /3 or ?db=3");
        }

        return (fromPath ?? query.Database) is { } database ? DatabaseNumber(database) : 0;
    }

    public static int DatabaseNumber(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
        ? number
        : throw Wrong("the database is not a number", "digits after the host, as in redis.internal:6379/3");
}
