using System.Text.Json;
using IncidentBot.Actions;
using IncidentBot.Chat.Teams.Wire;
using IncidentBot.Incidents;

namespace IncidentBot.Chat.Teams;

/// <summary>Opens an incident: <c>/incident open P0 Redis is down on primary</c>.</summary>
internal sealed class OpenForm(TargetCatalogue targets)
{
    private const int LongestTitle = 120;

    public DialogReply Show(string? fault)
    {
        IReadOnlyList<string> names = [.. targets.All.Select(target => target.Name).Distinct()];
        List<CardElement> body =
        [
            .. FormFields.Fault(fault),
            new CardElement.TextInput("title", "What do people notice?") { MaxLength = LongestTitle, Placeholder = "Publishing is stuck, writes to Redis fail", ErrorMessage = "An incident needs a title." },
            new CardElement.ChoiceInput("severity", "How bad is it?", [new("P0: nothing works", "P0"), new("P1: much does not work", "P1"), new("P2: something is wrong", "P2")], nameof(Severity.P1)),
        ];
        if (names.Count > 0)
        {
            body.Add(new CardElement.ChoiceInput("target", "Where?", [.. names.Select(name => new InputChoice(name, name))], names[0]));
        }

        return DialogReply.Show("Open an incident", FormFields.Card(body, "Open", new DialogData(DialogData.Open)));
    }

    public (string? Command, string? Fault) Read(JsonElement data)
    {
        var title = FormFields.Text(data, "title");
        var severity = FormFields.Text(data, "severity");
        var target = FormFields.Text(data, "target");
        return title.Length == 0 ? (null, "An incident needs a title.")
            : severity is not ("P0" or "P1" or "P2") ? (null, "Choose P0, P1 or P2.")
            : target.Length > 0 && !targets.All.Any(known => known.Name == target) ? (null, "Choose one of the targets.")
            : ($"/incident open {severity} {title}{(target.Length > 0 ? $" on {target}" : "")}", null);
    }
}
