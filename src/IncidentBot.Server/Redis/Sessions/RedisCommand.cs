using System.Text;

namespace IncidentBot.Redis.Sessions;

/// <summary>A command name and its arguments as bytes.</summary>
internal sealed class RedisCommand
{
    // A session is shared: a command that changes what the connection is would change it under everybody else.
    private static readonly HashSet<string> ChangeTheConnection = new(StringComparer.OrdinalIgnoreCase)
    {
        "AUTH", "HELLO", "SELECT", "QUIT", "RESET", "MONITOR", "SYNC", "PSYNC", "MULTI", "EXEC", "DISCARD", "WATCH", "UNWATCH",
        "SUBSCRIBE", "UNSUBSCRIBE", "PSUBSCRIBE", "PUNSUBSCRIBE", "SSUBSCRIBE", "SUNSUBSCRIBE", "ASKING", "READONLY", "READWRITE",
    };

    /// <summary>Whose rights go by their second word.</summary>
    private static readonly HashSet<string> Containers = ["ACL", "CLIENT", "CLUSTER", "CONFIG", "FUNCTION", "SCRIPT", "SENTINEL"];

    private RedisCommand(string name, RedisArgument[] arguments) => (Name, Arguments) = (name, arguments);

    public string Name { get; }

    public IReadOnlyList<RedisArgument> Arguments { get; }

    /// <summary>The part of it that names a right: <c>GET</c>, <c>CONFIG SET</c>.</summary>
    public string Words => Containers.Contains(Name) && Arguments.Count > 0 ? $"{Name} {Text(Arguments[0])}" : Name;

    /// <summary>As ACL SETUSER takes it behind a plus: <c>get</c>, <c>config|set</c>.</summary>
    public string Right => Words.Replace(' ', '|').ToLowerInvariant();

    /// <exception cref="ArgumentException">The command belongs to the connection, not to its users.</exception>
    public static RedisCommand Of(string name, params RedisArgument[] arguments) =>
        ChangeTheConnection.Contains(name) || IsOfThisClient(name, arguments)
            ? throw new ArgumentException($"{name.ToUpperInvariant()} changes the connection, which others share.", nameof(name))
            : new RedisCommand(name, arguments);

    /// <summary>For the code that sets a connection up.</summary>
    public static RedisCommand OfConnection(string name, params RedisArgument[] arguments) => new(name, arguments);

    // Arguments may be secrets or customers' data: the name is all that anybody may log.
    public override string ToString() => Name;

    private static bool IsOfThisClient(string name, RedisArgument[] arguments) =>
        name.Equals("CLIENT", StringComparison.OrdinalIgnoreCase)
        && arguments.Length > 0
        && Text(arguments[0]).ToUpperInvariant() is ("REPLY" or "TRACKING" or "SETNAME");

    private static string Text(RedisArgument argument) => Encoding.UTF8.GetString(argument.Bytes.Span);
}
