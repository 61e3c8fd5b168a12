using System.Text.Json;
using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Messages;

namespace IncidentBot.Chat.Slack.Views;

/// <summary>
/// Where a form was asked for, carried through Slack in the view's private metadata together with the form itself, so
/// that any replica can read what comes back. Slack signs what it sends and shows this to nobody.
/// </summary>
internal sealed record FormOrigin(string Channel, string? Ticket)
{
    public string Write(Form form)
    {
        // Choices arrive by their value, so their options need not travel.
        var bare = form with
        {
            About = null,
            Fields = [.. form.Fields.Select(field => field is FormField.Choice choice ? choice with { Options = [] } : field)],
        };
        return JsonSerializer.Serialize(new Carried(this, bare), SlackJson.Options);
    }

    /// <returns>Null when it is not one of ours.</returns>
    public static (FormOrigin Origin, Form Form)? Read(string? metadata)
    {
        try
        {
            return metadata is not null
                && JsonSerializer.Deserialize<Carried>(metadata, SlackJson.Options) is { Origin.Channel.Length: > 0, Form.Command.Length: > 0 } read
                ? (read.Origin, read.Form)
                : null;
        }
        catch (Exception e) when (e is JsonException or NotSupportedException)
        {
            return null;
        }
    }

    private sealed record Carried(FormOrigin Origin, Form Form);
}
