namespace IncidentBot.Redis.GameDays;

/// <summary>One way in which a real server gets sick, or looks sick and is well.</summary>
/// <param name="Name">As it is typed.</param>
/// <param name="Title">What somebody would report who sees only the symptom.</param>
/// <param name="Cause">What is wrong, for whoever prepares a game day.</param>
/// <param name="Says">Cause and subject: what the first line of a right finding holds, in any case of letters. Each may offer several with <c>|</c>.</param>
/// <param name="MakeAsync">Makes it, and returns once it is there.</param>
internal sealed record Outage(string Name, string Title, string Cause, IReadOnlyList<string> Says, Func<Scene, Task> MakeAsync)
{
    /// <summary>The target that gets sick.</summary>
    public string Target { get; init; } = StageTargets.Single;

    /// <summary>The first right step, as a part of what the finding offers or says; empty where the finding alone is judged.</summary>
    public string FirstStep { get; init; } = "";

    /// <summary>Nothing is wrong with it: busy, full of work, or odd, and well.</summary>
    public bool IsWell { get; init; }

    /// <summary>Whether a finding's first line names the cause and its subject; of what is well, whether nothing is called wrong.</summary>
    public bool IsNamedIn(string firstLine, bool healthy) => IsWell
        ? healthy
        : !healthy && Says.All(word => word.Split('|').Any(one => firstLine.Contains(one, StringComparison.OrdinalIgnoreCase)));
}
