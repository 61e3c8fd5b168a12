namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>People who are brought into a channel.</summary>
internal static class InvitationCalls
{
    private static readonly ContractCall Invite = Of("somebody is invited", "<bob>", "ok channel.id=<room>");

    public static readonly IReadOnlyList<ContractCall> All =
    [
        Invite,
        Invite.WithoutTheScope("channels:manage"),
        Of("somebody is invited again", "<bob>", "already_in_channel errors[0].user=<bob> errors[0].error=already_in_channel"),
        Of("the bot invites itself", "<me>", "cant_invite_self errors[0].user=<me> errors[0].error=cant_invite_self"),
        Of("somebody whom there is not is invited", "U0NOBODY", "user_not_found errors[0].user=U0NOBODY errors[0].error=user_not_found"),
        Of("one who is there and one who is not", "<alice>,U0NOBODY", "user_not_found errors[0].user=U0NOBODY"),
        new(
            "the same, and whoever can be is invited",
            "conversations.invite",
            new() { ["channel"] = "<room>", ["users"] = "<alice>,U0NOBODY", ["force"] = true },
            "ok channel.id=<room>"),
        Of("nobody is invited", "", "no_user"),
        Of("more than a hundred are invited", string.Join(',', Enumerable.Range(100, 101).Select(n => $"U0CROWD{n}")), "too_many_users"),
        new("somebody is invited nowhere", "conversations.invite", new() { ["channel"] = "C0NOPE", ["users"] = "<bob>" }, "channel_not_found"),
    ];

    private static ContractCall Of(string what, string users, string answer) =>
        new(what, "conversations.invite", new() { ["channel"] = "<room>", ["users"] = users }, answer);
}
