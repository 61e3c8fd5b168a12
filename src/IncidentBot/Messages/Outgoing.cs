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

    /// <summary>Messages of one lane of a channel are delivered in order. Lanes do not wait for each other: an answer does not queue behind chatter.</summary>
    [JsonIgnore]
    public abstract string Lane { get; }

    /// <summary>Whether it goes out before others that are due: how things stand, before what was said on the way there.</summary>
    [JsonIgnore]
    public virtual bool Overtakes => false;

    /// <summary>An answer to one person.</summary>
    public sealed record Reply(ReplyAddress To, Card Card) : Outgoing
    {
        [JsonIgnore]
        public override ChannelRef Channel => To.Channel;

        [JsonIgnore]
        public override string Lane => $"to {To.To}";
    }

    /// <summary>A new message for everyone in the channel.</summary>
    public sealed record Post(ChannelRef In, Card Card) : Outgoing
    {
        /// <summary>In the thread of this subject's living message there; in the open where there is none, or none any more.</summary>
        public LiveSubject? Under { get; init; }

        [JsonIgnore]
        public override ChannelRef Channel => In;

        [JsonIgnore]
        public override string Lane => "posts";
    }

    /// <summary>Brings the one living message of a subject up to date; drawn when it is sent, so several waiting ones are one.</summary>
    public sealed record Refresh(ChannelRef In, LiveSubject Subject) : Outgoing
    {
        [JsonIgnore]
        public override ChannelRef Channel => In;

        [JsonIgnore]
        public override string Lane => $"live {Subject}";

        [JsonIgnore]
        public override bool Overtakes => true;
    }
}
