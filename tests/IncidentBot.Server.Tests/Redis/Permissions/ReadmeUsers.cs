using System.Text.RegularExpressions;
using IncidentBot.Redis.Sessions;
using IncidentBot.Support;
using IncidentBot.Tests;

namespace IncidentBot.Redis.Permissions;

/// <summary>The users that the README of Redis tells people to make, from its very lines.</summary>
internal static partial class ReadmeUsers
{
    public const string Reader = "incidentbot-reader";
    public const string Repair = "incidentbot-repair";

    private const string Password = "change-me";

    private static readonly string Text = File.ReadAllText(Path.Combine(Repository.Root, "src", "IncidentBot.Server", "Redis", "README.md"));

    /// <summary>The rules of one user, line by line.</summary>
    public static IReadOnlyList<string> Lines(string user) =>
        [.. Line().Matches(Text).Where(line => line.Groups["user"].Value == user).Select(line => line.Groups["rules"].Value)];

    /// <summary>The numbered reasons that follow a user's lines.</summary>
    public static IReadOnlyList<int> Reasons(string user)
    {
        var section = Text[Text.IndexOf($"ACL SETUSER {user} ", StringComparison.Ordinal)..];
        section = section[(section.IndexOf("```", StringComparison.Ordinal) + 3)..];
        section = section.Split("**`", 2)[0].Split("\n## ", 2)[0];
        return [.. Reason().Matches(section).Select(reason => int.Parse(reason.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];
    }

    /// <summary>Types the lines as a person would.</summary>
    /// <returns>The URL of that user.</returns>
    public static async Task<string> MakeAsync(RedisServer server, string user)
    {
        foreach (var rules in Lines(user))
        {
            await AllowAsync(server, user, rules.Split(' '));
        }

        return server.UrlWith($"{user}:{Password}");
    }

    public static async Task AllowAsync(RedisServer server, string user, params string[] rules)
    {
        var reply = await server.AskAsync("ACL", ["SETUSER", user, .. rules.Select(rule => (RedisArgument)rule)]);
        Assert.True(reply.AsError is null, $"ACL SETUSER {user} {string.Join(' ', rules)}\n{reply}");
    }

    [GeneratedRegex("^ACL SETUSER (?<user>[a-z-]+) (?<rules>.+)$", RegexOptions.Multiline)]
    private static partial Regex Line();

    [GeneratedRegex(@"^([0-9]+)\. ", RegexOptions.Multiline)]
    private static partial Regex Reason();
}
