using IncidentBot.Actions;
using IncidentBot.Settings;

namespace IncidentBot.Http;

/// <summary>One request that the configuration allows, and nothing beside it.</summary>
/// <param name="TokenSetting">Where its token stands, such as <c>Http:api:Token</c>; null where none is sent.</param>
internal sealed record Endpoint(string Name, HttpMethod Method, UrlTemplate Url, string Help, string? Token, string? TokenSetting)
{
    /// <summary>Null for an endpoint that only reads.</summary>
    public Risk? Risk { get; init; }
    public int? Expect { get; init; }
    public string? Verify { get; init; }
    public TimeSpan TimeLimit { get; init; }
    public IReadOnlyList<Argument> Arguments { get; init; } = [];

    public bool OnlyReads => Method == HttpMethod.Get || Method == HttpMethod.Head;

    public bool IsWell(int status) => Expect is { } expected ? status == expected : status is >= 200 and < 300;

    /// <summary>As it is typed: <c>failed-jobs since=…</c></summary>
    public string Usage => string.Join(' ', [Name, .. Arguments.Select(argument => $"{argument.Name}={argument.Example}")]);
}
