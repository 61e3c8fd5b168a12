using System.Globalization;
using IncidentBot.Chat.Local.Pages;
using IncidentBot.Incidents;
using IncidentBot.Markup;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Storage.Queries;

namespace IncidentBot.Chat.Local;

/// <summary>A channel that was found, with the title of its incident where that was looked for.</summary>
public sealed record FoundChannel(string Name, string? Title = null);

/// <summary>All channels by page, and those that somebody looks for: by an incident's number, words of its title, or a name.</summary>
internal sealed class FindChannels(
    IChannelLog log, IIncidentStore incidents, ListedChannels listed, ComponentMarkup markup, NothingThere nothing)
{
    public const int OnAPage = 50;
    public const int LongestText = 200;

    public static string Url(string channel, Person reader, string? find = null, string? after = null) =>
        $"/chat/{channel}/channels?as={reader.Id}"
        + (string.IsNullOrEmpty(find) ? "" : $"&find={Uri.EscapeDataString(find)}")
        + (after is null ? "" : $"&after={after}");

    public async Task<IResult> GetAsync(HttpRequest request, string channel, string? person, string? find, string? after, CancellationToken ct)
    {
        if (await nothing.OfChannelAsync(request, channel, person) is { } mistake)
        {
            return mistake;
        }

        var reader = LocalPeople.Find(person)!;
        var text = (find ?? "").Trim();
        if (text.Length > LongestText)
        {
            return LocalChat.Refuse($"Look for at most {LongestText} characters.");
        }

        var (found, next) = text.Length == 0 ? await AllAsync(after, ct) : await LookAsync(text, reader, after, ct);
        return await markup.PageAsync<ChannelsPage>(new()
        {
            [nameof(ChannelsPage.Channel)] = channel,
            [nameof(ChannelsPage.Reader)] = reader,
            [nameof(ChannelsPage.Find)] = text,
            [nameof(ChannelsPage.Found)] = found,
            [nameof(ChannelsPage.Next)] = next is null ? null : Url(channel, reader, text, next),
        });
    }

    private async Task<(IReadOnlyList<FoundChannel> Found, string? Next)> AllAsync(string? after, CancellationToken ct)
    {
        var before = long.TryParse(after, NumberStyles.None, CultureInfo.InvariantCulture, out var position) ? position : long.MaxValue;
        var page = await log.ChannelsAsync(LocalPlatform.PlatformName, before, OnAPage + 1, ct);
        return (
            [.. page.Take(OnAPage).Select(one => new FoundChannel(one.Channel.ChannelId))],
            page.Count > OnAPage ? page[OnAPage - 1].LastPosition.ToString(CultureInfo.InvariantCulture) : null);
    }

    private async Task<(IReadOnlyList<FoundChannel> Found, string? Next)> LookAsync(string text, Person reader, string? after, CancellationToken ct)
    {
        // Without a word, all incidents would be found.
        if (SearchText.WordsOf(text).Count == 0)
        {
            return ([], null);
        }

        var begin = after is null ? null : Cursor.TryRead(after);
        var page = await incidents.ListAsync(new IncidentQuery(Reader.Of(reader)) { Text = text, After = begin, Limit = OnAPage }, ct);
        var first = begin is null ? [.. await NumberedAsync(text, reader, ct), .. await NamedAsync(text, reader, ct)] : Array.Empty<FoundChannel>();
        return (
            [.. first.Concat(page.Items.SelectMany(Found)).DistinctBy(one => one.Name)],
            page.Next?.ToString());
    }

    private async Task<IEnumerable<FoundChannel>> NumberedAsync(string text, Person reader, CancellationToken ct)
    {
        var digits = text.TrimStart('#').StartsWith("inc-", StringComparison.OrdinalIgnoreCase) ? text.TrimStart('#')[4..] : text;
        return int.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var number)
            && await incidents.FindAsync(number, ct) is { } incident
            && IncidentVisibility.MaySee(reader, incident)
            ? Found(incident)
            : [];
    }

    /// <summary>Those that are no incident's: of the listed ones by a part of the name, of all by the whole name.</summary>
    private async Task<IEnumerable<FoundChannel>> NamedAsync(string text, Person reader, CancellationToken ct)
    {
        var name = text.TrimStart('#').ToLowerInvariant();
        var known = (await listed.NowAsync(ct))
            .Where(one => LocalChannels.IncidentNumber(one) is null && one.Contains(name, StringComparison.Ordinal))
            .Select(one => new FoundChannel(one));
        return LocalChannels.IsName(name)
            && LocalChannels.IncidentNumber(name) is null
            && await log.ReadAsync(LocalChannels.Ref(name), reader.Id, afterRevision: 0, limit: 1, ct) is not []
            ? known.Prepend(new FoundChannel(name))
            : known;
    }

    private static IEnumerable<FoundChannel> Found(Incident incident) =>
        incident.Channel.Platform == LocalPlatform.PlatformName ? [new FoundChannel(incident.Channel.ChannelId, incident.Title)] : [];
}
