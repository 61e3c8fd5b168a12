using IncidentBot.Messages;

namespace IncidentBot.Chat.Local;

/// <summary>What a page offers to press on which nothing has been said yet.</summary>
internal static class FirstSteps
{
    public static IReadOnlyList<CardButton> Buttons { get; } =
    [
        new("Ping Redis", "/redis ping") { Style = ButtonStyle.Primary },
        new("Open an incident", "/incident open") { Form = ButtonForm.Needed },
    ];
}
