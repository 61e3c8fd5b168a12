namespace IncidentBot.Chat;

/// <summary>A card in the wire format of a platform.</summary>
internal interface IDrawnCard
{
    /// <summary>Whether something of the card is missing.</summary>
    bool IsCut { get; }
}
