using System.Text;
using IncidentBot.Words;

namespace IncidentBot.Redis.Info;

/// <summary>The group a key belongs to: up to its first colon, BullMQ's keys up to their queue.</summary>
internal static class KeyPrefix
{
    /// <summary>Keys without a colon; each may be alone.</summary>
    public const string None = "(no colon)";

    private const int Longest = 64;

    /// <returns>A pattern such as `rl:*` or `bull:email:*`.</returns>
    public static string Of(ReadOnlySpan<byte> key)
    {
        var colon = key.IndexOf((byte)':');
        if (colon < 0)
        {
            return None;
        }

        if (key.StartsWith("bull:"u8) && key[(colon + 1)..].IndexOf((byte)':') is var second and > 0)
        {
            colon += second + 1;
        }

        var text = Encoding.UTF8.GetString(key[..colon]);
        var printable = Printable.Marked(text.Length > Longest ? text[..Longest] : text);
        return $"{printable}{(text.Length > Longest ? "…" : "")}:*";
    }
}
