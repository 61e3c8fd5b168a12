namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>Who is in a user group.</summary>
internal static class GroupCalls
{
    private static readonly ContractCall List = new(
        "the people of a group",
        "usergroups.users.list",
        new() { ["usergroup"] = "S0ONCALL" },
        "ok users[0]=<alice> response_metadata.next_cursor=<more-people>");

    public static readonly IReadOnlyList<ContractCall> All =
    [
        List,
        List.WithoutTheScope("usergroups:read"),
        new(
            "the people after them",
            "usergroups.users.list",
            new() { ["usergroup"] = "S0ONCALL", ["cursor"] = "<more-people>" },
            "ok users[0]=<bob> response_metadata.next_cursor="),
        new("the people of no group", "usergroups.users.list", new() { ["usergroup"] = "S0NOPE" }, "no_such_subteam"),
    ];
}
