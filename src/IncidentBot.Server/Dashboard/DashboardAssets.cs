using IncidentBot.Markup;

namespace IncidentBot.Dashboard;

/// <summary>Style, script, icon and manifest, carried inside the assembly.</summary>
internal static class DashboardAssets
{
    public const string Path = "/dashboard/assets";

    public static ServedAssets All { get; } = new(
        Path,
        CardAssets.Style,
        CardAssets.Charts,
        CardAssets.Documents,
        CardAssets.Times,
        EmbeddedAsset.Load(typeof(DashboardAssets), "dashboard.css", EmbeddedAsset.Css),
        EmbeddedAsset.Load(typeof(DashboardAssets), "dashboard.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(DashboardAssets), "icon.svg", "image/svg+xml"),
        EmbeddedAsset.Load(typeof(DashboardAssets), "app.webmanifest", "application/manifest+json"));
}
