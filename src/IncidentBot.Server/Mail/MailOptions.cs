using System.ComponentModel;
using System.ComponentModel.DataAnnotations;
using IncidentBot.Incidents;
using IncidentBot.Settings;

namespace IncidentBot.Mail;

/// <summary>The section <c>Mail</c>: the server that takes e-mail for us, and the lists that are told of incidents.</summary>
internal sealed class MailOptions
{
    public const string Section = "Mail";

    /// <summary>The mail server that takes what we send, <c>smtp.your.org</c>.</summary>
    public string Host { get; init; } = "";

    /// <summary>Its port. The default value is 587; with Tls it is mostly 465.</summary>
    [Range(1, 65_535)]
    public int Port { get; init; } = 587;

    /// <summary>
    /// How the connection is encrypted. The default value is StartTls: in the clear at first, and nothing is said before it is encrypted. Tls is
    /// from the beginning; None only for a server on this machine.
    /// </summary>
    public MailSecurity Security { get; init; }

    /// <summary>Whether Security may be None for a server elsewhere too. The default value is false.</summary>
    public bool AllowPlain { get; init; }

    /// <summary>A PEM file with the authorities to trust instead of those of the machine.</summary>
    public string? CaFile { get; init; }

    /// <summary>Whom the bot logs in as. The default is not at all.</summary>
    public string User { get; init; } = "";

    /// <summary>Its password.</summary>
    [PasswordPropertyText(true)]
    public string Password { get; init; } = "";

    /// <summary>Who the letters are from, <c>incidents@your.org</c> or <c>Incidents &lt;incidents@your.org&gt;</c>.</summary>
    public string From { get; init; } = "";

    /// <summary>Who is told, by a name of small letters, digits and hyphens.</summary>
    public Dictionary<string, MailListOptions> To { get; } = new(StringComparer.OrdinalIgnoreCase);
}

/// <summary>People who are told of the same incidents.</summary>
internal sealed class MailListOptions
{
    /// <summary>Each is told by a letter of its own, and does not see the others.</summary>
    [OneOrMore]
    public IReadOnlyList<string> Addresses { get; init; } = [];

    /// <summary>Of which severities it is told. The default is P0 and P1.</summary>
    [OneOrMore]
    public IReadOnlyList<Severity> Severities { get; init; } = [];

    /// <summary>It is told where one of these is affected, by their names in runbooks and in what people say. The default is all.</summary>
    [OneOrMore]
    public IReadOnlyList<string> Services { get; init; } = [];

    /// <summary>Of which kinds it is told. The default is Real: of drills only where that is asked for.</summary>
    [OneOrMore]
    public IReadOnlyList<IncidentKind> Kinds { get; init; } = [];

    /// <summary>With what holds where nothing is said.</summary>
    public IReadOnlyList<Severity> SeveritiesInForce => Severities.Count > 0 ? Severities : [Severity.P0, Severity.P1];

    /// <summary>Whether such an incident is told to it from now on.</summary>
    /// <param name="affected">The services that it is noticed of, or may be.</param>
    public bool IsConcernedBy(Incident incident, IReadOnlyList<string> affected) =>
        SeveritiesInForce.Contains(incident.Severity)
        && (Kinds.Count > 0 ? Kinds.Contains(incident.Kind) : incident.Kind is IncidentKind.Real)
        && (Services.Count == 0 || Services.Any(service => affected.Contains(service, StringComparer.OrdinalIgnoreCase)));
}

internal enum MailSecurity
{
    StartTls,
    Tls,
    None,
}
