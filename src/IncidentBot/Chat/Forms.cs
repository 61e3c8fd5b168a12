using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Runbooks;
using IncidentBot.Storage;

namespace IncidentBot.Chat;

/// <summary>The form of a command, for platforms that have forms. Reads only, and nothing where the command has no form.</summary>
/// <param name="by">Whoever typed or pressed it.</param>
/// <param name="channel">Where it was typed or pressed.</param>
/// <param name="pressed">A button that offers the form was pressed; otherwise the command was typed, and gets one only where it
/// lacks something, be it a reason that it may do without.</param>
/// <returns>Null when the command is fine as it is, or its own answer says more than a form could.</returns>
public delegate Task<Form?> FormFor(string command, Account by, ChannelRef channel, bool pressed, CancellationToken ct);

/// <inheritdoc cref="FormFor"/>
public sealed class Forms(
    CommandReader reader,
    TargetCatalogue targets,
    RunbookLibrary library,
    Identities identities,
    IncidentFinder incidents,
    Lookup lookup,
    RunCard runCard,
    UpdatePreview preview,
    Redactor redactor)
{
    public async Task<Form?> ForAsync(string command, Account by, ChannelRef channel, bool pressed, CancellationToken ct) =>
        await DrawAsync(command, by, channel, pressed, ct) is { } form ? redactor.Clean(form) : null;

    private async Task<Form?> DrawAsync(string command, Account by, ChannelRef channel, bool pressed, CancellationToken ct)
    {
        if (reader.Read(command) is not CommandReading.Found found || Asked(found, pressed) is not { } typed)
        {
            return null;
        }

        var subject = found.Command.Parameters[0];
        return subject.Kind switch
        {
            ParameterKind.Incident => await incidents.NamedAsync(await WhoAsync(by, ct), typed.NumberOf(subject), channel, ct) is { } incident
                ? await WithWhatIsKnownAsync(found.Command.Verb, incident, IncidentForms.Draw(found.Command.Verb, incident, pressed), ct)
                : null,
            ParameterKind.Run or ParameterKind.RunOrIncident => await WithRunAsync(found.Command, typed.Find(subject), command, by, ct),

            // About nothing that is there already.
            _ => typed.AreNone ? OpeningForm.Draw(await library.OpenAsync(ct), targets) : null,
        };
    }

    private async Task<Form?> WithWhatIsKnownAsync(string verb, Incident incident, Form? form, CancellationToken ct) =>
        form is not null && verb == IncidentForms.Update ? form with { About = await preview.DrawAsync(incident, ct) } : form;

    /// <returns>What was typed of a command that a form goes on asking about; null where nothing is left to ask.</returns>
    private static Arguments? Asked(CommandReading.Found found, bool pressed)
    {
        var typed = Arguments.ReadSoFar(found.Command, found.Words, found.Rest);
        var asked = found.Command.Parameters.Where(parameter => parameter.Form is not AsksWithForm.Never).ToList();
        return asked.Count > 0
            && typed is not null
            && asked.All(parameter => parameter.Form is AsksWithForm.WhenPressed ? pressed && typed.Has(parameter) : !typed.Has(parameter))
            ? typed
            : null;
    }

    /// <summary>What they may see is asked, not what they are called: no platform has to be.</summary>
    private Task<Person> WhoAsync(Account by, CancellationToken ct) => identities.ResolveAsync(by, "Somebody", ct);

    private async Task<Form?> WithRunAsync(Command typed, string? label, string command, Account by, CancellationToken ct) =>
        label is not null
            && Subject.Read(label) is { Kind: SubjectKind.Run, Number: var number }
            && await lookup.RunAsync(await WhoAsync(by, ct), number, ct) is { } run
            ? RunForms.Draw(typed.Verb, run, runCard.Draw(run) with { Buttons = [] }, command)
            : null;
}
