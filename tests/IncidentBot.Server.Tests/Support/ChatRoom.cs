using System.Net;
using System.Text.RegularExpressions;
using IncidentBot.Chat.Local;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Support;

/// <summary>Ada and Grace at the local chat of a bot: what they send goes over HTTP, what they see is read from the channel log.</summary>
internal sealed partial class ChatRoom(Uri address, LocalToken token, IChannelLog log) : IDisposable
{
    private readonly HttpClient http = LocalVisitor.Of(address, token);

    /// <summary>Types, as the page would send it.</summary>
    /// <param name="key">The request's own id; the same one again is the same request.</param>
    public Task<HttpStatusCode> SayAsync(Person who, string channel, string text, string? key = null) =>
        SendAsync(channel, new() { ["as"] = who.Id.Value, ["text"] = text, ["key"] = key ?? Guid.NewGuid().ToString("N") });

    /// <summary>Presses the button with this label, and says yes where the page asks.</summary>
    public Task<HttpStatusCode> PressAsync(Person who, ChannelMessage message, string label)
    {
        var button = message.Card.Buttons.FirstOrDefault(button => button.Label == label);
        Assert.True(button is not null, $"No button '{label}' on: {PlainText.Render(message.Card)}");
        var form = new Dictionary<string, string>
        {
            ["as"] = who.Id.Value,
            ["text"] = button.Command,
            ["key"] = Guid.NewGuid().ToString("N"),
            ["confirm"] = button.Confirm ?? "",
            ["confirmed"] = "yes",
        };
        if (button.OnceKey is { } once)
        {
            form["once"] = once;
        }

        return SendAsync(message.Channel.ChannelId, form);
    }

    /// <summary>Waits until the person can read a message that holds all of these.</summary>
    public async Task<ChannelMessage> SeesAsync(Person who, string channel, params string[] texts)
    {
        ChannelMessage? found = null;
        var last = "";
        try
        {
            await Eventually.TrueAsync(async () =>
            {
                var messages = await ReadAsync(who, channel);
                found = messages.LastOrDefault(
                    message => message.Author is null && texts.All(text => PlainText.Render(message.Card).Contains(text, StringComparison.Ordinal)));
                last = string.Join("\n---\n", messages.Select(message => $"{message.Author?.Value ?? "bot"}: {PlainText.Render(message.Card)}"));
                return found is not null;
            }, $"{who.Name} sees '{string.Join("' and '", texts)}' in #{channel}");
        }
        catch (Exception e) when (found is null)
        {
            Assert.Fail($"{e.Message}\nWhat was there:\n{last}");
        }

        return found!;
    }

    public Task<IReadOnlyList<ChannelMessage>> ReadAsync(Person who, string channel) =>
        log.ReadAsync(LocalChannels.Ref(channel), who.Id, afterRevision: 0, limit: 500, CancellationToken.None);

    /// <summary>Opens an incident and finds the channel it got.</summary>
    public async Task<string> OpenAsync(Person who, string title, Severity severity = Severity.P0)
    {
        await SayAsync(who, LocalChannels.General, $"/incident open {severity} {title}");
        var reply = await SeesAsync(who, LocalChannels.General, "opened", "It is handled in");
        return IncidentChannel().Match(PlainText.Render(reply.Card)).Value;
    }

    public void Dispose() => http.Dispose();

    private async Task<HttpStatusCode> SendAsync(string channel, Dictionary<string, string> fields)
    {
        using var form = new FormUrlEncodedContent(fields);
        using var response = await http.PostAsync($"/chat/{channel}/messages", form);
        return response.StatusCode;
    }

    [GeneratedRegex("inc-[0-9]+[a-z0-9-]*")]
    private static partial Regex IncidentChannel();
}
