namespace IncidentBot.Watch;

/// <summary>A measure of one target, or of one of several things on it: <c>queue_waiting:emails</c>.</summary>
/// <param name="Of">The name of that thing, which may hold anything; null where there is only one.</param>
public readonly record struct Gauge(string Measure, string? Of)
{
    public static Gauge Read(string text) =>
        text.IndexOf(':', StringComparison.Ordinal) is var colon and > 0 ? new Gauge(text[..colon], text[(colon + 1)..]) : new Gauge(text, null);

    public override string ToString() => Of is null ? Measure : $"{Measure}:{Of}";
}
