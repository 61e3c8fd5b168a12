using System.Globalization;
using System.Text.RegularExpressions;
using IncidentBot.Actions;
using IncidentBot.Runbooks.Shell;

namespace IncidentBot.Runbooks.Rules;

/// <summary>
/// Which server and which database a call of redis-cli names: <c>-h</c>, <c>-p</c>, <c>-n</c>, <c>-u</c>, <c>-s</c>, and the host or the container
/// that it is run in.
/// </summary>
/// <param name="Inside">The container, for people: an address in it says nothing outside.</param>
internal sealed partial record RedisAim(string? Address, int? Database, string? Inside = null)
{
    private const string DefaultPort = "6379";

    public static RedisAim None { get; } = new(null, null);

    /// <returns>Null where it names neither.</returns>
    public static RedisAim? Of(Invocation call, Place? place = null) => place is null ? Named(call) : Named(call) switch
    {
        { Address: { } address } named when !IsHere(address) => named,
        var named when place.Host is { } host =>
            new RedisAim($"{host}{(named?.Address is { } address ? address[address.LastIndexOf(':')..] : $":{DefaultPort}")}", named?.Database),
        var named => new RedisAim(named?.Address, named?.Database, place.Container),
    };

    /// <summary>The aim of what is typed at a prompt: <c>cache:6379[4]&gt;</c>. Its own host is the one that redis-cli takes by itself.</summary>
    public RedisAim At(string prompt) => Prompt().Match(prompt) is not { Success: true } seen ? this
        : new RedisAim(IsHere(seen.Groups[1].Value) ? Address : seen.Groups[1].Value, seen.Groups[2].Success ? Number(seen.Groups[2].Value) : null, Inside);

    /// <summary>What <c>SELECT 4</c> makes of it.</summary>
    public RedisAim Selecting(string line) => Select().Match(line) is { Success: true } select ? this with { Database = Number(select.Groups[1].Value) } : this;

    private static bool IsHere(string address) =>
        address.StartsWith("127.", StringComparison.Ordinal) || address.StartsWith("localhost:", StringComparison.Ordinal);

    private static int? Number(string text) => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : null;

    private static RedisAim? Named(Invocation call)
    {
        var (host, port, number, uri, socket) = (Value(call, "-h"), Value(call, "-p"), Value(call, "-n"), Value(call, "-u"), Value(call, "-s"));
        var database = Number(number ?? "");
        if (uri is not null && Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0)
        {
            database ??= Number(parsed.AbsolutePath.Trim('/'));
            return new RedisAim($"{parsed.Host}:{(parsed.Port > 0 ? parsed.Port.ToString(CultureInfo.InvariantCulture) : DefaultPort)}", database);
        }

        var address = socket ?? uri ?? (host is null && port is null ? null : $"{host ?? "127.0.0.1"}:{port ?? DefaultPort}");
        return address is null && database is null ? null : new RedisAim(address, database);
    }

    /// <summary>Leads to the target that has the address, or says that it has to be named.</summary>
    public Verdict Lead(Verdict verdict, TargetCatalogue targets)
    {
        string?[] parts = [Address, Inside is null ? null : $"in {Inside}", Database is null ? null : $"database {Database}"];
        if (parts.All(part => part is null))
        {
            return verdict;
        }

        var where = $"It is aimed at {(Address is null && Inside is not null ? "the Redis " : "")}{string.Join(", ", parts.Where(part => part is not null))}";
        if (verdict.Action is not { } action)
        {
            return verdict.And($"{where}.");
        }

        var known = targets.All.Where(target => target.System == action.System).ToList();
        return known.FirstOrDefault(IsAt) is { } there
                ? verdict.And($"{where}, which is the target {there.Name}.") with
                {
                    Becomes = $"{verdict.Becomes} on {there.Name}",
                    Words = [.. verdict.Words, "on", there.Name],
                }
            : Address is not null && ShellText.IsOpen(Address)
                ? verdict.And($"{where}, and what that stands for is not in the runbook; name the target that is meant with on.")
            : known.Count > 0 ? verdict.And($"{where}; no configured target is that one, so name the one that is meant with on.")
            : verdict.And($"{where}; name the target that is meant with on.");
    }

    /// <summary>Addresses of targets are URLs: <c>redis://user:***@host:6379/2</c>.</summary>
    private bool IsAt(Target target)
    {
        var url = target.Address;
        var hostAndPath = url[(url.IndexOf("://", StringComparison.Ordinal) is >= 0 and var scheme ? scheme + 3 : 0)..];
        hostAndPath = hostAndPath[(hostAndPath.LastIndexOf('@') + 1)..];
        var slash = hostAndPath.IndexOf('/', StringComparison.Ordinal);
        var (place, path) = slash < 0 ? (hostAndPath, "") : (hostAndPath[..slash], hostAndPath[(slash + 1)..]);
        return Inside is null && place.Equals(Address, StringComparison.OrdinalIgnoreCase)
            && (Database ?? 0).ToString(CultureInfo.InvariantCulture) == (path.Length == 0 ? "0" : path);
    }

    private static string? Value(Invocation call, string option)
    {
        for (var i = 0; i < call.Arguments.Count; i++)
        {
            if (call.Arguments[i].Value == option)
            {
                return call.Arguments.ElementAtOrDefault(i + 1)?.Value;
            }

            if (RedisCli.EndsOptions(call.Arguments[i].Value))
            {
                return null;
            }

            i += RedisCli.TakesValue(call.Arguments[i].Value) ? 1 : 0;
        }

        return null;
    }

    [GeneratedRegex(@"^\s*(?:redis\s+)?([\w.-]+:\d{2,5})(?:\[(\d+)\])?[>(]", RegexOptions.NonBacktracking)]
    private static partial Regex Prompt();

    [GeneratedRegex(@"^\s*SELECT\s+(\d+)\s*;?$", RegexOptions.IgnoreCase | RegexOptions.NonBacktracking)]
    private static partial Regex Select();
}
