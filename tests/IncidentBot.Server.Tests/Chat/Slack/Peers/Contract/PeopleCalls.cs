namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>What people call themselves.</summary>
internal static class PeopleCalls
{
    private static readonly ContractCall Info =
        new("a person", "users.info", new() { ["user"] = "<alice>" }, "ok user.id=<alice> user.real_name=Alice user.profile.real_name=Alice");

    public static readonly IReadOnlyList<ContractCall> All =
    [
        Info,
        Info.WithoutTheScope("users:read"),
        new("a person that there is not", "users.info", new() { ["user"] = "U0NOBODY" }, "user_not_found"),
    ];
}
