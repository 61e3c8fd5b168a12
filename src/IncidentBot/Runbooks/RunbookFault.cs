using System.Globalization;

namespace IncidentBot.Runbooks;

/// <summary>What is wrong with a runbook, where, and what to write instead.</summary>
public sealed record RunbookFault(string File, int Line, string What, string Fix)
{
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{File}:{Line}: {What} {Fix}");
}
