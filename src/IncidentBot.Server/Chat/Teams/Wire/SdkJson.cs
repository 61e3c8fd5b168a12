using System.Text.Json;
using Microsoft.Bot.Schema;
using Newtonsoft.Json;
using Newtonsoft.Json.Linq;
using Newtonsoft.Json.Serialization;

namespace IncidentBot.Chat.Teams.Wire;

/// <summary>How Microsoft's types are written, and our cards within them.</summary>
internal static class SdkJson
{
    /// <summary>One for all: it keeps what it learns about a type, and the SDK would make a new one for each client.</summary>
    public static readonly IContractResolver Resolver = new DefaultContractResolver();

    private static readonly JsonSerializerSettings Settings = new() { NullValueHandling = NullValueHandling.Ignore, ContractResolver = Resolver };

    public static string Write(object body) => JsonConvert.SerializeObject(body, Settings);

    /// <summary>Written once, by the serializer that it is measured with.</summary>
    public static Attachment Attached(this AdaptiveCard card) => new()
    {
        ContentType = AdaptiveCard.ContentType,
        Content = new JRaw(System.Text.Json.JsonSerializer.Serialize(card, TeamsJson.Options)),
    };
}
