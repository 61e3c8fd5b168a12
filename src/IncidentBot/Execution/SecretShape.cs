using System.Text.RegularExpressions;

namespace IncidentBot.Execution;

/// <summary>What a secret looks like of which nobody need know the value: the token of a platform. All that matches is taken out.</summary>
public sealed record SecretShape(Regex Pattern);
