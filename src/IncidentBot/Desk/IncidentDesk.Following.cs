using IncidentBot.Audit;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Reporting;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Desk;

public sealed partial class IncidentDesk
{
    /// <summary>
    /// Tells somebody alone from here on what readers must know. Anybody may who sees the incident; of a private one only who has a part in
    /// it, because what is told leaves it. That they hear of it is nothing that has happened in it: the audit has it, the timeline not.
    /// </summary>
    public Task<Answer> FollowAsync(Request request, int? number, CancellationToken ct) => decisions.DecideAsync(request, number, async incident =>
    {
        var (by, to) = (request.By.Id, request.ReplyTo.To);
        if (incident.Followers.Any(follower => follower.By == by))
        {
            return decisions.Refuse(request, incident.Label, $"You follow {incident.Label} already.", HowToUnfollow(incident));
        }

        if (!incident.IsOpen)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{incident.Label} is {incident.State}; there is nothing more to hear of it.",
                $"What happened: /incident summary {incident.Label}.");
        }

        if (incident.IsPrivate && !incident.Involved.Contains(by))
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{incident.Label} is private; only who has a part in it may follow it.",
                $"Ask somebody who has: /incident invite {incident.Label} and your name.");
        }

        if (incident.Followers.Count >= Follower.Most)
        {
            return decisions.Refuse(
                request,
                incident.Label,
                $"{Figures.Count(Follower.Most)} people follow {incident.Label}, and more are not told one by one.",
                "A channel of stakeholders tells any number; the configuration names those.");
        }

        return await whyNotAlone(to, ct) is { } why
            ? decisions.Refuse(request, incident.Label, why, $"Then type /incident follow {incident.Label} again.")
            : Followed(
                request,
                incident with { Followers = [.. incident.Followers, new Follower(by, to, time.GetUtcNow())] },
                "follows it",
                $"You follow {incident.Label}",
                $"You are told alone of another severity, of status updates and of how it ends. {HowToUnfollow(incident)}");
    }, ct);

    public Task<Answer> UnfollowAsync(Request request, int? number, CancellationToken ct) => decisions.DecideAsync(request, number, incident =>
        incident.Followers.Any(follower => follower.By == request.By.Id)
            ? Followed(
                request,
                incident with { Followers = [.. incident.Followers.Where(follower => follower.By != request.By.Id)] },
                "follows it no more",
                $"You follow {incident.Label} no more")
            : decisions.Refuse(
                request, incident.Label, $"You do not follow {incident.Label}.", $"To be told alone how it goes: /incident follow {incident.Label}."), ct);

    private Changes Followed(Request request, Incident incident, string what, string answer, params string[] lines) => Answered(
        new Changes { Incident = incident, Audit = [changes.Entry(incident, request.By.Id, AuditKind.Incident, what)] }, request, answer, lines);

    private static string HowToUnfollow(Incident incident) => $"/incident unfollow {incident.Label} ends that.";
}
