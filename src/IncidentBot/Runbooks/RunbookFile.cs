namespace IncidentBot.Runbooks;

/// <param name="Name">As people know it: the path within its folder.</param>
/// <param name="Trouble">Why the text could not be read; the text is empty then.</param>
public sealed record RunbookFile(string Name, string Text, string? Trouble = null);
