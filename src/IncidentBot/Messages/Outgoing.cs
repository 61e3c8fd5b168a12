using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using IncidentBot.People;

namespace IncidentBot.Messages;

/// <summary>Something to be said, committed with the change it speaks of and delivered afterwards.</summary>
[JsonDerivedType(typeof(Reply), "reply")]
[JsonDerivedType(typeof(Notice), "notice")]
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

    /// <summary>Whether it goes out before others that are due: how things stand and what was decided, before what was said on the way there.</summary>
    [JsonIgnore]
    public virtual bool Overtakes => false;

    /// <summary>What gets through on this way says nothing about others of its lane; null where all of them share one.</summary>
    [JsonIgnore]
    public virtual string? Way => null;

    /// <summary>An answer to one person. People read their answers in the order of what they asked.</summary>
    public sealed record Reply(ReplyAddress To, Card Card) : Outgoing
    {
        /// <summary>Whether it answers one. Like the decision itself, it waits for no answers to reads of others.</summary>
        public bool ToDecision { get; init; }

        [JsonIgnore]
        public override bool Overtakes => ToDecision;

        [JsonIgnore]
        public override ChannelRef Channel => To.Channel;

        [JsonIgnore]
        public override string Lane => $"to {To.To}";

        /// <summary>Told apart and not written down once more: whoever has a ticket may answer with it.</summary>
        [JsonIgnore]
        public override string? Way =>
            To.Ticket is { } ticket ? Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(ticket)))[..16] : null;
    }

    /// <summary>Told to one person alone, who has not asked for it and may be anywhere.</summary>
    public sealed record Notice(Account To, Card Card) : Outgoing
    {
        /// <summary>Said where their platform has no way to them alone; null where others have read of it already.</summary>
        public Post? Otherwise { get; init; }

        [JsonIgnore]
        public override ChannelRef Channel => new(To.Platform, To.Workspace, To.UserId);

        [JsonIgnore]
        public override string Lane => "notices";

        /// <summary>By the account that is nearest to where it happens.</summary>
        /// <returns>Null for somebody who has none.</returns>
        public static Notice? Of(IEnumerable<Account> accounts, ChannelRef near, Card card) => accounts
            .OrderByDescending(account => account.Platform == near.Platform)
            .ThenByDescending(account => account.Workspace == near.Workspace)
            .FirstOrDefault() is { } account ? new Notice(account, card) : null;
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
