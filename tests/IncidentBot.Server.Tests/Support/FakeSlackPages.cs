using System.Globalization;
using System.Text;
using System.Text.Json.Nodes;

namespace IncidentBot.Server.Tests.Support;

/// <summary>Long answers come in pages, and only Slack can read where the next one begins. See https://docs.slack.dev/apis/web-api/pagination.</summary>
internal static class FakeSlackPages
{
    /// <returns>Null for a cursor that Slack never gave.</returns>
    public static (IReadOnlyList<T> Items, string Next)? Page<T>(JsonObject arguments, IReadOnlyList<T> all, int size)
    {
        var from = 0;
        if ((string?)arguments["cursor"] is { Length: > 0 } cursor && (Read(cursor) is not { } given || (from = given) >= all.Count))
        {
            return null;
        }

        return ([.. all.Skip(from).Take(size)], from + size < all.Count ? Convert.ToBase64String(Encoding.ASCII.GetBytes($"from:{from + size}")) : "");
    }

    private static int? Read(string cursor)
    {
        Span<byte> bytes = stackalloc byte[64];
        return Convert.TryFromBase64String(cursor, bytes, out var length)
            && Encoding.ASCII.GetString(bytes[..length]) is var text
            && text.StartsWith("from:", StringComparison.Ordinal)
            && int.TryParse(text["from:".Length..], NumberStyles.None, CultureInfo.InvariantCulture, out var from) ? from : null;
    }
}
