using IncidentBot.Chat.Local.Pages;
using IncidentBot.Doors;
using IncidentBot.Markup;
using IncidentBot.Messages;
using IncidentBot.People;

namespace IncidentBot.Chat.Local;

/// <summary>The form of a command on a page of its own, complete without script. Filled in, it types the command.</summary>
internal sealed class FillForm(Intake intake, ReceiveMessage receive, ShowChannel show, ComponentMarkup markup, NothingThere nothing)
{
    public static string Url(string channel, Person reader, string command) => $"/chat/{channel}/form?as={reader.Id}&command={Uri.EscapeDataString(command)}";

    public async Task<IResult> GetAsync(HttpRequest request, string channel, string? person, string command, CancellationToken ct)
    {
        if (await nothing.OfChannelAsync(request, channel, person) is { } mistake)
        {
            return mistake;
        }

        var reader = LocalPeople.Find(person)!;
        return await intake.FormAsync(command, LocalPeople.AccountOf(reader), LocalChannels.Ref(channel), pressed: true, ct) is { } form
            ? await PageAsync(channel, reader, command, form, entered: [], faults: new Dictionary<string, string>())
            : await show.WithErrorAsync(channel, reader, command, "There is nothing to fill in any more. Send the command to hear how things stand.", ct);
    }

    public Task<IResult> PostAsync(string channel, HttpContext http) => SentForm.ReadAsync(http, async sent =>
    {
        var (person, command) = (sent["as"].ToString(), sent["command"].ToString());
        if (LocalChat.Mistake(channel, person) is { } mistake)
        {
            return LocalChat.Refuse(mistake);
        }

        return await intake.FillAsync(
            command,
            LocalPeople.AccountOf(LocalPeople.Find(person)!),
            LocalChannels.Ref(channel),
            Entered,
            http.RequestAborted) switch
        {
            Filling.Typed typed => await receive.TakeAsync(channel, TypedForm.Of(typed.Command, sent), http),
            Filling.Lacking lacking => await PageAsync(channel, LocalPeople.Find(person)!, command, lacking.Form, Entered(lacking.Form), lacking.Faults),
            _ => throw new System.Diagnostics.UnreachableException(),
        };

        Dictionary<string, string> Entered(Form form) => form.Fields.ToDictionary(field => field.Key, field => sent[FormFields.NameOf(field)].ToString());
    });

    private Task<IResult> PageAsync(
        string channel,
        Person reader,
        string command,
        Form form,
        Dictionary<string, string> entered,
        IReadOnlyDictionary<string, string> faults) => markup.PageAsync<FormPage>(
        new()
        {
            [nameof(FormPage.Channel)] = channel,
            [nameof(FormPage.Reader)] = reader,
            [nameof(FormPage.Command)] = command,
            [nameof(FormPage.Form)] = form,
            [nameof(FormPage.Entered)] = entered,
            [nameof(FormPage.Faults)] = faults,
        },
        faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
}
