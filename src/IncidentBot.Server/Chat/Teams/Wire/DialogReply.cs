using Microsoft.Bot.Schema.Teams;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>
/// What <c>task/fetch</c> and <c>task/submit</c> are answered with. See
/// https://learn.microsoft.com/microsoftteams/platform/task-modules-and-cards/task-modules/task-modules-bots.
/// </summary>
internal static class DialogReply
{
    /// <summary>Shows a card, or shows it anew.</summary>
    public static TaskModuleResponse Show(string title, AdaptiveCard card) => new()
    {
        Task = new TaskModuleContinueResponse(new TaskModuleTaskInfo { Title = title, Height = "medium", Width = "medium", Card = card.Attached() }),
    };

    /// <summary>Closes the dialog with a word.</summary>
    public static TaskModuleResponse Say(string text) => new() { Task = new TaskModuleMessageResponse(text) };
}
