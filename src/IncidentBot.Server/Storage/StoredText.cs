using System.Globalization;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Storage;

/// <summary>How single values are written in columns.</summary>
internal static class StoredText
{
    /// <summary>UTC to 100 ns in fixed width: sorts as text, reads as a time.</summary>
    public static string Of(DateTimeOffset at) => at.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff'Z'", CultureInfo.InvariantCulture);

    public static DateTimeOffset Time(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.RoundtripKind);

    public static string Of(ChannelRef channel) => Join(channel.Platform, channel.Workspace, channel.ChannelId);

    public static string Of(Account account) => Join(account.Platform, account.Workspace, account.UserId);

    public static ChannelRef Channel(string text)
    {
        var parts = text.Split(':', 3);
        return new ChannelRef(Unescape(parts[0]), Unescape(parts[1]), parts[2]);
    }

    public static Account Account(string text)
    {
        var parts = text.Split(':', 3);
        return new Account(Unescape(parts[0]), Unescape(parts[1]), parts[2]);
    }

    /// <summary>PostgreSQL has no NUL in text, and half of a surrogate pair is no text at all.</summary>
    public static string Clean(string text)
    {
        var clean = text.Contains('\0', StringComparison.Ordinal) ? text.Replace('\0', '\uFFFD') : text;
        return clean.AsSpan().ContainsAnyInRange('\uD800', '\uDFFF')
            ? string.Concat(clean.EnumerateRunes().Select(rune => rune.ToString()))
            : clean;
    }

    // Colons are common in the last part (a Teams channel is 19:…@thread.tacv2) and unheard of in the others.
    private static string Join(string platform, string workspace, string last) => $"{Escape(platform)}:{Escape(workspace)}:{last}";

    private static string Escape(string part) => part.Replace("%", "%25", StringComparison.Ordinal).Replace(":", "%3A", StringComparison.Ordinal);

    private static string Unescape(string part) => part.Replace("%3A", ":", StringComparison.Ordinal).Replace("%25", "%", StringComparison.Ordinal);
}
