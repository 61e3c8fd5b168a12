using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Alerts;

/// <summary>Alerts that somebody expects for a while: they are kept, and nobody is told of them. It ends by itself.</summary>
/// <param name="Matchers">All have to fit, as <see cref="LabelMatcher"/> writes them.</param>
/// <param name="In">Where it was asked for, and where its end is said.</param>
public sealed record AlertSilence(
    int Number, IReadOnlyList<string> Matchers, DateTimeOffset Until, string Reason, PersonId By, DateTimeOffset At, ChannelRef In)
{
    /// <summary>Null while it lasts; the time at which it ended, by itself or before that.</summary>
    public DateTimeOffset? EndedAt { get; init; }

    /// <summary>As people type it.</summary>
    public string Label => $"s{Number}";

    /// <summary>Names it among the appointments.</summary>
    public Guid Subject => new(Number, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0);

    /// <summary>Says of alerts whether it is about them; read once for however many.</summary>
    public Func<Alert, bool> Fitting()
    {
        var matchers = Matchers.Select(text => LabelMatcher.Read(text, out _)).ToList();
        return alert => matchers.Count > 0 && matchers.TrueForAll(matcher => matcher?.Fits(alert.Labels) is true);
    }
}
