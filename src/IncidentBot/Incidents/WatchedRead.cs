using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>
/// A read that saw something wrong while the incident was worked on. It is one of the incident's checks from then on: what was
/// wrong has to be well before the incident is over, or a person says why it does not matter.
/// </summary>
/// <param name="Number">From 1 within the incident, and never given again: <c>c2</c>.</param>
/// <param name="Action">The id of a read, such as <c>queue.status</c>.</param>
/// <param name="Problem">What it said then.</param>
/// <param name="By">Whose reading it was; null for the bot's own.</param>
public sealed record WatchedRead(
    int Number, string Action, string Target, IReadOnlyDictionary<string, string> Arguments, string Problem, DateTimeOffset At, PersonId? By)
{
    /// <summary>Work stood still, or went on badly: where only a risk is left of it, it is well again.</summary>
    public bool WasWorseThanRisk { get; init; }

    public string Label => $"c{Number}";

    /// <summary>As checks are called: <c>queue.status mails on primary</c>.</summary>
    public string Name => string.Join(' ', [Action, .. Arguments.Values, "on", Target]);
}
