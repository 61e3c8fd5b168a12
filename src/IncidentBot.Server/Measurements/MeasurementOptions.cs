namespace IncidentBot.Measurements;

/// <summary>The section <c>Measurements</c>: each by its name.</summary>
internal sealed class MeasurementsOptions
{
    public const string Section = "Measurements";

    public Dictionary<string, MeasurementOptions> Named { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>A length of time that is measured of each incident, beside the usual ones.</summary>
internal sealed class MeasurementOptions
{
    /// <summary>Where it begins. Expected with every one.</summary>
    public PointName? From { get; init; }

    /// <summary>Where it ends. Expected with every one.</summary>
    public PointName? Until { get; init; }

    /// <summary>Of what happened several times, as a mitigation that did not hold. The default value is Last.</summary>
    public Occurrence? Which { get; init; }

    /// <summary>Of this service alone, from what people said of it. The default is the whole of the incident.</summary>
    public string Service { get; init; } = "";
}
