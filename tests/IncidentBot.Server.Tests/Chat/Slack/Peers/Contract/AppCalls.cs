namespace IncidentBot.Server.Tests.Chat.Slack.Peers.Contract;

/// <summary>Whose token it is, sockets, and what there is not.</summary>
internal static class AppCalls
{
    public static readonly IReadOnlyList<ContractCall> All =
    [
        new("who am I", "auth.test", [], "ok user_id=<me> team_id=<team> team=Acme user=incidentbot"),
        new("who am I, without a token", "auth.test", [], "not_authed") { Token = ContractToken.None },
        new("who am I, with a wrong token", "auth.test", [], "invalid_auth") { Token = ContractToken.Stranger },
        new("Socket Mode", "apps.connections.open", [], "ok url=<socket>") { Token = ContractToken.App },
        new("Socket Mode with a workspace's token", "apps.connections.open", [], "not_allowed_token_type"),
        new("Socket Mode without a token", "apps.connections.open", [], "not_authed") { Token = ContractToken.None },
        new("a method that there is not", "no.such", [], "unknown_method"),
    ];
}
