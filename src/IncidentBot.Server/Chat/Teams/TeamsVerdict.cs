using System.Text.Json;
using Microsoft.Bot.Schema;
using Microsoft.IdentityModel.Tokens;

namespace IncidentBot.Chat.Teams;

internal abstract record TeamsVerdict
{
    private TeamsVerdict()
    {
    }

    /// <summary>
    /// The token is genuine: its bearer may send activities of these channels that name this address. Of the channels, the bot
    /// serves Teams alone.
    /// </summary>
    internal sealed record Accepted(string ServiceUrl, IReadOnlyList<string> Channels) : TeamsVerdict
    {
        public bool Covers(Activity activity) => activity.ServiceUrl == ServiceUrl
            && activity.ChannelId == TeamsPlatform.ConnectorChannel
            && Channels.Contains(TeamsPlatform.ConnectorChannel, StringComparer.Ordinal);
    }

    /// <summary>Nothing was looked at: <see cref="TeamsOptions.WithoutAuthentication"/>.</summary>
    internal sealed record Unchecked : TeamsVerdict;

    /// <param name="Reason">For the log; whoever sent the request is told nothing.</param>
    internal sealed record Refused(string Reason) : TeamsVerdict;
}

internal static class Endorsements
{
    /// <summary>The channels whose activities a key may vouch for: <c>"endorsements": ["msteams"]</c> beside the key.</summary>
    public static IReadOnlyList<string> Of(JsonWebKey key) =>
        key.AdditionalData.TryGetValue("endorsements", out var value) && value is JsonElement { ValueKind: JsonValueKind.Array } list
            ? [.. list.EnumerateArray().Where(item => item.ValueKind is JsonValueKind.String).Select(item => item.GetString()!)]
            : [];
}
