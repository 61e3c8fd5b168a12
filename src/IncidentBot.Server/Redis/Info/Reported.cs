using IncidentBot.Words;

namespace IncidentBot.Redis.Info;

/// <summary>A figure of INFO in words. What a server does not report is an answer of its own: neither zero, nor off, nor never.</summary>
internal static class Reported
{
    public const string No = "not reported here";

    public static string Count(long? number) => number is { } known ? Figures.Count(known) : No;

    /// <summary><c>3 changes since</c>, or <c>changes since: not reported here</c>.</summary>
    public static string Count(long? number, string what) => number is { } known ? $"{Figures.Count(known)} {what}" : $"{what}: {No}";

    public static string Bytes(long? bytes, string what) => bytes is { } known ? $"{Figures.Bytes(known)} {what}" : $"{what}: {No}";

    public static string Bytes(long? bytes) => bytes is { } known ? Figures.Bytes(known) : No;
}
