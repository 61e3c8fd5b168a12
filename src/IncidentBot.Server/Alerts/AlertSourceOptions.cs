using System.ComponentModel;
using System.ComponentModel.DataAnnotations;

namespace IncidentBot.Alerts;

/// <summary>One sender of alerts. It proves by one kind of secret that it is the one.</summary>
internal sealed class AlertSourceOptions
{
    /// <summary>What it is, and so in which words it speaks.</summary>
    public AlertSourceKind? Kind { get; init; }

    /// <summary>Sent as <c>Authorization: Bearer</c>.</summary>
    [PasswordPropertyText(true)]
    public string? Token { get; init; }

    /// <summary>For basic authentication, together with <see cref="Password"/>.</summary>
    public string? User { get; init; }

    /// <summary>For basic authentication, together with <see cref="User"/>.</summary>
    [PasswordPropertyText(true)]
    public string? Password { get; init; }

    /// <summary>What the sender signs each body with, by HMAC-SHA256.</summary>
    [PasswordPropertyText(true)]
    public string? SigningSecret { get; init; }

    /// <summary>Whether what is signed has to say when. What does not can be sent again by whoever has seen it once, for ever.</summary>
    public bool RequireTimestamp { get; init; } = true;

    /// <summary>Of a heartbeat, how often it is expected.</summary>
    [Range(typeof(TimeSpan), "00:00:30", "31.00:00:00")]
    public TimeSpan? Every { get; init; }

    /// <summary>Where the bot asks an Alertmanager how its alerts stand, as http:// or https://.</summary>
    public string? Address { get; init; }
}

internal enum AlertSourceKind
{
    Alertmanager,
    Grafana,
    Events,
    Heartbeat,
}
