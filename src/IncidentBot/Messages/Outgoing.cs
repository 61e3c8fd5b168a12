using System.Text.Json.Serialization;

namespace IncidentBot.Messages;

/// <summary>Something to be said, committed with the change it speaks of and delivered afterwards.</summary>
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Post), "post")]
[JsonDerivedType(typeof(Refresh), "refresh")]
public abstract record Outgoing
{
    private Outgoing()
    {
    }

    [JsonIgnore]
    public abstract ChannelRef Channel { get; }

    /// <summary>An answer to one person.</summary>
    public sealed record Reply(ReplyAddress To, Card Card) : Outgoing
    {
        [JsonIgnore]
        public override ChannelRef Channel => To.Channel;
    }

    /// <summary>A new message for everyone in the channel.</summary>
    public sealed record Post(ChannelRef In, Card Card) : Outgoing
    {
        [JsonIgnore]
        public override ChannelRef Channel => In;
    }

    /// <summary>Brings the one living message of a subject up to date; drawn when it is sent, so several waiting ones are one.</summary>
    public sealed record Refresh(ChannelRef In, LiveSubject Subject) : Outgoing
    {
        [JsonIgnore]
        public override ChannelRef Channel => In;
    }
}
