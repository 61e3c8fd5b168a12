using IncidentBot.Actions;

namespace IncidentBot.Execution;

/// <summary>
/// Which runs are approved on their page alone, by whoever has just shown who they are: whoever has somebody's chat, on a phone that lies
/// about, does not approve these.
/// </summary>
/// <param name="Risks">Theirs.</param>
/// <param name="Within">How long ago the sign-in may have been.</param>
/// <param name="PageOf">Where such a run is approved.</param>
public sealed record StepUp(IReadOnlyList<Risk> Risks, TimeSpan Within, Func<Run, Uri> PageOf)
{
    /// <summary>Everything is approved in the chat as well.</summary>
    public static StepUp None { get; } = new([], TimeSpan.Zero, _ => throw new InvalidOperationException("Nothing is approved on a page alone."));

    public bool IsFor(Run run) => Risks.Contains(run.Risk);

    /// <returns>Null where it is approved in the chat as well.</returns>
    public Uri? PageFor(Run run) => IsFor(run) ? PageOf(run) : null;

    /// <param name="signedInAt">Null for whoever has not signed in on a page.</param>
    public bool Suffices(DateTimeOffset? signedInAt, DateTimeOffset now) => signedInAt is { } at && now - at <= Within;
}
