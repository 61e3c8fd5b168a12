using System.Text.Json;

namespace IncidentBot.Chat.Teams.Wire;

internal static class StrictJson
{
    /// <summary>
    /// Whether it is JSON, all of it, and every text in it is text. Microsoft's types are read by a parser that also takes
    /// comments, single quotes, bare names and what follows the end.
    /// </summary>
    public static bool IsValid(ReadOnlySpan<byte> body)
    {
        try
        {
            var reader = new Utf8JsonReader(body);
            while (reader.Read())
            {
                if (reader.TokenType is JsonTokenType.String or JsonTokenType.PropertyName)
                {
                    // Half a surrogate pair can be written in JSON and is no text.
                    _ = reader.GetString();
                }
            }

            return true;
        }
        catch (Exception e) when (e is JsonException or InvalidOperationException)
        {
            return false;
        }
    }
}
