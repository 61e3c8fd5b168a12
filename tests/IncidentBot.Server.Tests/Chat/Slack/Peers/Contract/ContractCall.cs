using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>One call that is made to both workspaces, after those before it.</summary>
/// <param name="Method">Of the Web API; or an address in angle brackets, to which <see cref="Bytes"/> go.</param>
/// <param name="Arguments">A name in angle brackets stands for what is known by it: given with the workspace, or read from an answer.</param>
/// <param name="Answer">
/// <c>ok</c> or the error word, then the parts of the answer that are read, <c>path=value</c>. What stands in angle brackets
/// there is remembered when it comes for the first time, and has to be the same from then on.
/// </param>
internal sealed record ContractCall(string Name, string Method, JsonObject Arguments, string Answer)
{
    public ContractToken Token { get; init; } = ContractToken.Full;

    public string? Bytes { get; init; }

    /// <summary>The same by an app that may do nothing.</summary>
    public ContractCall WithoutTheScope(string scope) =>
        new($"{Name}, without the scope", Method, Arguments.DeepClone().AsObject(), $"missing_scope needed={scope}") { Token = ContractToken.Thin };
}

internal enum ContractToken
{
    /// <summary>With every scope of the manifest.</summary>
    Full,

    /// <summary>With <c>commands</c> and nothing else.</summary>
    Thin,

    /// <summary>Nobody's.</summary>
    Stranger,

    /// <summary>The app's own, for Socket Mode.</summary>
    App,
    None,
}

/// <param name="Known">By name: <c>channel</c>, <c>alice</c>, <c>bob</c>, and <c>theirs</c>, a message of Alice in it.</param>
/// <param name="Trigger">A press of somebody, which may be answered with a form.</param>
internal sealed record ContractWorkspace(
    Uri Api,
    IReadOnlyDictionary<ContractToken, string> Tokens,
    Dictionary<string, string> Known,
    Func<Task<string>> Trigger);
