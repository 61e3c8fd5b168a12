namespace IncidentBot.Alerts.Wire;

/// <summary>What a body says.</summary>
internal abstract record BodyReading
{
    private BodyReading()
    {
    }

    /// <summary>One for each group in it.</summary>
    internal sealed record Read(IReadOnlyList<AlertDelivery> Deliveries) : BodyReading;

    /// <param name="Why">For whoever sent it: what came, and what is expected.</param>
    internal sealed record Unreadable(string Why) : BodyReading;
}
