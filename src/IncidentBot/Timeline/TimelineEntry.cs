using IncidentBot.Incidents;
using IncidentBot.People;

namespace IncidentBot.Timeline;

/// <summary>One recorded event of an incident. Summaries cite it as <c>e7</c>.</summary>
/// <param name="Sequence">1, 2, 3… within the incident; given by the store, 0 before that.</param>
/// <param name="By">Null when the bot itself did it.</param>
/// <param name="What">The fact. Whoever wants to know something about the entry asks this.</param>
/// <param name="Text">
/// What people read that day; it does not change with the code that words it. Shown as it is, and never read by code: an
/// architecture test keeps that so.
/// </param>
public sealed record TimelineEntry(IncidentId Incident, int Sequence, DateTimeOffset At, PersonId? By, TimelineEvent What, string Text)
{
    public TimelineKind Kind => What.Kind;

    /// <summary>Set by <see cref="Corrections"/> where somebody has said since that it is not so, or not quite.</summary>
    public Amendment? Amended { get; init; }

    /// <summary>Null where nothing moved.</summary>
    public IncidentState? From => What switch
    {
        TimelineEvent.Moved moved => moved.From,
        TimelineEvent.Said said => said.From,
        _ => null,
    };

    /// <inheritdoc cref="From"/>
    public IncidentState? To => What switch
    {
        TimelineEvent.Moved moved => moved.To,
        TimelineEvent.Said said => said.To,
        _ => null,
    };

    /// <summary>See <see cref="Turns"/>.</summary>
    public Turn Turn => Turns.Of(From, To, What is TimelineEvent.Moved { ByOverride: true });

    /// <summary>A new entry, in the words of today.</summary>
    public static TimelineEntry Of(IncidentId incident, DateTimeOffset at, PersonId? by, TimelineEvent what) =>
        new(incident, 0, at, by, what, EventText.Of(what));
}

/// <summary>What people have done to an entry since; the last word counts.</summary>
/// <param name="Last">The entry by which they did it last.</param>
/// <param name="Original">As it was written.</param>
public sealed record Amendment(TimelineEntry Last, TimelineEntry Original, bool Struck);
