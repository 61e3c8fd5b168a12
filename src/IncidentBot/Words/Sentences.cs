namespace IncidentBot.Words;

internal static class Sentences
{
    /// <summary>With its full stop, where it has none.</summary>
    public static string End(string text) => text.EndsWith('.') ? text : $"{text}.";
}
