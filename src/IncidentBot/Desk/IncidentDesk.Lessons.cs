using IncidentBot.Messages;
using IncidentBot.Timeline;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>Says what is to be learned of it, also after its end. Whoever saw something may say so, as with a note.</summary>
    public Task<Answer> LearnedAsync(Request request, int? number, LearnedKind how, string? text, CancellationToken ct) => decisions.DecideAsync(
        request,
        number,
        incident => Clean(text) is { Length: > 0 } lesson
            ? Answered(
                changes.Of(incident, request.By.Id, new TimelineEvent.Learned(how, lesson)), request, $"Noted for the post-mortem of {incident.Label}")
            : decisions.Refuse(
                request, incident.Label, "What is to be learned of it is missing.", $"Type /incident learned {incident.Label} <what you learned>."),
        ct);
}
