using IncidentBot.Markup;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Net.Http.Headers;

namespace IncidentBot.Dashboard;

/// <summary>Style, script, icon and manifest, carried inside the assembly.</summary>
internal static class DashboardAssets
{
    private static readonly Dictionary<string, EmbeddedAsset> Assets = new[]
    {
        CardAssets.Style,
        CardAssets.Charts,
        CardAssets.Documents,
        CardAssets.Times,
        EmbeddedAsset.Load(typeof(DashboardAssets), "dashboard.css", EmbeddedAsset.Css),
        EmbeddedAsset.Load(typeof(DashboardAssets), "dashboard.js", EmbeddedAsset.Script),
        EmbeddedAsset.Load(typeof(DashboardAssets), "icon.svg", "image/svg+xml"),
        EmbeddedAsset.Load(typeof(DashboardAssets), "app.webmanifest", "application/manifest+json"),
    }.ToDictionary(asset => asset.Name);

    /// <summary>An address that changes with the content.</summary>
    public static string Url(string name) => $"/dashboard/assets/{name}?v={Assets[name].Hash}";

    public static Results<FileContentHttpResult, NotFound> Get(string name, string? v, HttpResponse response)
    {
        if (!Assets.TryGetValue(name, out var asset))
        {
            return TypedResults.NotFound();
        }

        response.Headers.CacheControl = v == asset.Hash ? "public, max-age=31536000, immutable" : "no-cache";
        return TypedResults.Bytes(asset.Content, asset.ContentType, entityTag: new EntityTagHeaderValue($"\"{asset.Hash}\""));
    }
}
