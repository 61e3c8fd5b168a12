namespace IncidentBot.Markup;

/// <summary>What every page with a card on it needs.</summary>
internal static class CardAssets
{
    public static readonly EmbeddedAsset Style = EmbeddedAsset.Load(typeof(CardAssets), "card.css", EmbeddedAsset.Css);
    public static readonly EmbeddedAsset Charts = EmbeddedAsset.Load(typeof(CardAssets), "charts.css", EmbeddedAsset.Css);
    public static readonly EmbeddedAsset Documents = EmbeddedAsset.Load(typeof(CardAssets), "documents.css", EmbeddedAsset.Css);
    public static readonly EmbeddedAsset Times = EmbeddedAsset.Load(typeof(CardAssets), "times.js", EmbeddedAsset.Script);
}
