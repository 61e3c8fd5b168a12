using System.ComponentModel;
using IncidentBot.Settings;

namespace IncidentBot.Webhooks;

/// <summary>The section <c>Webhooks</c>: each endpoint by its name.</summary>
internal sealed class WebhooksOptions
{
    public const string Section = "Webhooks";

    public Dictionary<string, WebhookOptions> Endpoints { get; } = new(StringComparer.OrdinalIgnoreCase);

    /// <summary>Those that are told what happens.</summary>
    public IEnumerable<KeyValuePair<string, WebhookOptions>> Active => Endpoints.Where(endpoint => endpoint.Value.Enabled);
}

/// <summary>Somebody outside who is told what happens to incidents.</summary>
internal sealed class WebhookOptions
{
    /// <summary>Where it is told, as https://; with <see cref="AllowPrivate"/> as http:// too.</summary>
    public string Url { get; init; } = "";

    /// <summary>
    /// What is signed with, as <c>whsec_</c> and 24 to 64 bytes in base64. Two while they are exchanged: both sign until the old one is taken away.
    /// </summary>
    [OneOrMore]
    [PasswordPropertyText(true)]
    public IReadOnlyList<string> Secrets { get; init; } = [];

    /// <summary>
    /// What it is told: types of events, <c>incidentbot.incident.resolved</c>, or the beginning of some, <c>incidentbot.incident</c>. The default is all.
    /// </summary>
    [OneOrMore]
    public IReadOnlyList<string> Events { get; init; } = [];

    /// <summary>The content type. The default value is Json; CloudEvents says application/cloudevents+json of the same body.</summary>
    public WebhookContent Content { get; init; }

    /// <summary>Whether it may be on the machine or in a network of its own. The default value is false.</summary>
    public bool AllowPrivate { get; init; }

    /// <summary>Whether it is told anything. The default value is true.</summary>
    public bool Enabled { get; init; } = true;

    /// <summary>Whether it wants to hear of such events.</summary>
    public bool Takes(string type) => Events.Count == 0 || Events.Any(wanted => WebhookTypes.Fits(wanted, type));
}

internal enum WebhookContent
{
    Json,
    CloudEvents,
}
