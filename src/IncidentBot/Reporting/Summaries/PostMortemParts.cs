namespace IncidentBot.Reporting.Summaries;

/// <summary>The sections of a post-mortem in their order, by the keys that templates and programs name them by.</summary>
public static class PostMortemParts
{
    public const string Summary = "summary";
    public const string Impact = "impact";
    public const string Durations = "durations";
    public const string Cause = "cause";
    public const string Conditions = "conditions";
    public const string RuledOut = "ruled-out";
    public const string Actions = "actions";
    public const string Exceptions = "exceptions";
    public const string Verification = "verification";
    public const string WentWell = "went-well";
    public const string WentBadly = "went-badly";
    public const string Lessons = "lessons";
    public const string FollowUps = "follow-ups";
    public const string Open = "open";
    public const string NotLookedAt = "not-looked-at";
    public const string Prevention = "prevention";
    public const string Readings = "readings";
    public const string Timeline = "timeline";
    public const string People = "people";
    public const string Corrections = "corrections";

    public static IReadOnlyList<(string Key, string? Heading)> All { get; } =
    [
        (Summary, null),
        (Impact, "Impact"),
        (Durations, "How long it took"),
        (Cause, "Why"),
        (Conditions, "What was measured to be wrong"),
        (RuledOut, "What was ruled out"),
        (Actions, "What was done"),
        (Exceptions, "Exceptions"),
        (Verification, "What verified the recovery"),
        (WentWell, "What went well"),
        (WentBadly, "What went badly or was slow"),
        (Lessons, "What people learned"),
        (FollowUps, "Follow-ups"),
        (Open, "Still open"),
        (NotLookedAt, "What nobody looked at"),
        (Prevention, "Prevention"),
        (Readings, "Readings"),
        (Timeline, "Timeline"),
        (People, "Who took part"),
        (Corrections, "Corrections"),
    ];

    public static string? HeadingOf(string key) => All.First(part => part.Key == key).Heading;
}
