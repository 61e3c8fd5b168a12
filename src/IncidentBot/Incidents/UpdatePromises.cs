using System.Text.Json.Serialization;
using IncidentBot.People;

namespace IncidentBot.Incidents;

/// <summary>
/// When readers were promised the next update of an incident that goes on. How often that was kept is counted from the entries, in
/// <see cref="Milestones"/>.
/// </summary>
/// <param name="Next">As readers were told. Nothing but the next update moves it; one that is due sooner takes its place.</param>
public sealed record UpdatePromises(DateTimeOffset Next)
{
    /// <summary>Nobody who waits for an update looks at the seconds.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromMinutes(1);

    /// <summary>How many updates in a row the bot has given since a person gave one, or since the opening.</summary>
    public int Alone { get; init; }

    /// <summary>Null while the bot gives updates.</summary>
    public UpdateSnooze? Snooze { get; init; }

    /// <summary>When the bot gives the next one, if nobody does before.</summary>
    [JsonIgnore]
    public DateTimeOffset Due => Snooze?.Until ?? Next;

    public static bool IsKept(DateTimeOffset promised, DateTimeOffset given) => given <= promised + Grace;

    /// <summary>A promise that stands is not put off by another one.</summary>
    public static UpdatePromises By(DateTimeOffset next, UpdatePromises? standing) =>
        standing is null ? new(next) : standing with { Next = next < standing.Next ? next : standing.Next, Snooze = null };
}

/// <summary>Somebody has asked the bot to give no updates for a while.</summary>
public sealed record UpdateSnooze(DateTimeOffset Until, PersonId By, string Reason);
