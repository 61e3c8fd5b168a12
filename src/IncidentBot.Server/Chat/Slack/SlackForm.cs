using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Chat.Slack;

/// <summary>The form data in which Slack sends commands and interactions.</summary>
internal static class SlackForm
{
    /// <returns>Null when the body is not a form.</returns>
    public static Dictionary<string, StringValues>? Read(ReadOnlySpan<byte> body)
    {
        try
        {
            using var reader = new FormReader(Encoding.UTF8.GetString(body));
            return reader.ReadForm();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }
}
