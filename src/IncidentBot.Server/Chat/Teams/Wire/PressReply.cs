using Microsoft.Bot.Builder;
using Microsoft.Bot.Schema;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>
/// What a pressed <c>Action.Execute</c> is answered with. See
/// https://learn.microsoft.com/adaptive-cards/authoring-cards/universal-action-model#response-format.
/// </summary>
internal static class PressReply
{
    public static InvokeResponse Say(string text) => Of(StatusCodes.Status200OK, "application/vnd.microsoft.activity.message", text);

    public static InvokeResponse Refuse(string code, string message) =>
        Of(StatusCodes.Status400BadRequest, "application/vnd.microsoft.error", new Error(code, message));

    // Taken by HTTP either way; what became of the button stands inside.
    private static InvokeResponse Of(int status, string type, object value) => new()
    {
        Status = StatusCodes.Status200OK,
        Body = new AdaptiveCardInvokeResponse { StatusCode = status, Type = type, Value = value },
    };
}
