namespace IncidentBot.Runbooks.Rules;

/// <summary>What a pipe, a redirection or a here-document feeds a program.</summary>
/// <param name="Text">Null where it is not in the runbook: what it does then cannot be told, so it is never a read.</param>
internal sealed record StandardInput(string? Text)
{
    public static StandardInput Unseen { get; } = new((string?)null);
}
