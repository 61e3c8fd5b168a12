using IncidentBot.Markup;

namespace IncidentBot.Chat.Local;

/// <summary>Script, style and icon, carried inside the assembly so that no working directory matters.</summary>
internal static class LocalAssets
{
    public const string Path = "/chat/assets";

    public static ServedAssets All { get; } = new(
        Path,
        CardAssets.Style,
        CardAssets.Times,
        EmbeddedAsset.Load(typeof(LocalAssets), "chat.css", EmbeddedAsset.Css),
        EmbeddedAsset.Load(typeof(LocalAssets), "chat.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "channels.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "completion.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "draft.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "earlier.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "live.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "sent.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "ticks.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "unread.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(LocalAssets), "icon.svg", "image/svg+xml"));
}
