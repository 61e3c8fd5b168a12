using Microsoft.AspNetCore.Http.HttpResults;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>What a pressed <c>Action.Execute</c> is answered with. See https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format.</summary>
internal sealed record InvokeReply(int StatusCode, string Type, object Value)
{
    public static JsonHttpResult<InvokeReply> Say(string text) => Of(new(200, "application/vnd.microsoft.activity.message", text));

    public static JsonHttpResult<InvokeReply> Refuse(string code, string message) => Of(new(400, "application/vnd.microsoft.error", new InvokeFault(code, message)));

    private static JsonHttpResult<InvokeReply> Of(InvokeReply reply) => TypedResults.Json(reply, TeamsJson.Options);
}

internal sealed record InvokeFault(string Code, string Message);
