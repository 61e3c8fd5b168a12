using System.Globalization;
using IncidentBot.Actions;

namespace IncidentBot.Runbooks.Rules;

/// <summary>Which server and which database a call of redis-cli names: <c>-h</c>, <c>-p</c>, <c>-n</c>, <c>-u</c>, <c>-s</c>.</summary>
internal sealed record RedisAim(string? Address, int? Database)
{
    private const string DefaultPort = "6379";

    /// <returns>Null where it names neither.</returns>
    public static RedisAim? Of(Invocation call)
    {
        var (host, port, number, uri, socket) = (Value(call, "-h"), Value(call, "-p"), Value(call, "-n"), Value(call, "-u"), Value(call, "-s"));
        int? database = int.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var typed) ? typed : null;
        if (uri is not null && Uri.TryCreate(uri, UriKind.Absolute, out var parsed) && parsed.Host.Length > 0)
        {
            database ??= int.TryParse(parsed.AbsolutePath.Trim('/'), NumberStyles.None, CultureInfo.InvariantCulture, out var path) ? path : null;
            return new RedisAim($"{parsed.Host}:{(parsed.Port > 0 ? parsed.Port.ToString(CultureInfo.InvariantCulture) : DefaultPort)}", database);
        }

        var address = socket ?? uri ?? (host is null && port is null ? null : $"{host ?? "127.0.0.1"}:{port ?? DefaultPort}");
        return address is null && database is null ? null : new RedisAim(address, database);
    }

    /// <summary>Leads to the target that has the address, or says that it has to be named.</summary>
    public Verdict Lead(Verdict verdict, TargetCatalogue targets)
    {
        var where = (Address, Database) switch
        {
            ({ } address, { } number) => $"It is aimed at {address}, database {number}",
            ({ } address, _) => $"It is aimed at {address}",
            (_, { } number) => $"It is aimed at database {number}",
            _ => "",
        };
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
        return place.Equals(Address, StringComparison.OrdinalIgnoreCase)
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
}
