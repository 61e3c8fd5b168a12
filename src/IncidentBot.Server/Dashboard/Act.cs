using System.Diagnostics;
using System.Text.RegularExpressions;
using IncidentBot.Commands;
using IncidentBot.Dashboard.Pages;
using IncidentBot.Dashboard.SignIn;
using IncidentBot.Doors;
using IncidentBot.Execution;
using IncidentBot.Markup;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Dashboard;

/// <summary>What somebody typed or pressed on a page: one row in the inbox, as from any chat, and back to the page where the answer is.</summary>
internal sealed partial class Act(
    Intake intake,
    TooMany tooMany,
    IChannelLog log,
    Lookup lookup,
    StepUp stepUp,
    IWakeUp wakeUp,
    ComponentMarkup markup,
    Redactor redactor,
    TimeProvider time)
{
    /// <summary>Most answers are there by then, so that a page without script has them at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public Task<IResult> PostAsync(Visitor visitor, IFormCollection form, CancellationToken ct) =>
        TakeAsync(visitor, DashboardPages.NumberOf(form["incident"].ToString()), new TypedForm(form), Inside(form["back"].ToString()), ct);

    public async Task<IResult> FormAsync(
        Visitor visitor, string command, int? incident, string back, IFormCollection? filled, CancellationToken ct)
    {
        var place = visitor.Answers(incident);
        if (filled is null)
        {
            return await intake.FormAsync(command, visitor.Account, place, pressed: true, ct) is { } form
                ? await FormPageAsync(form, [], new Dictionary<string, string>())
                : await ProblemAsync(
                    visitor, back, "There is nothing to fill in any more. Type the command to hear how things stand.", StatusCodes.Status409Conflict);
        }

        return await intake.FillAsync(command, visitor.Account, place, Entered, ct) switch
        {
            Filling.Typed typed => await TakeAsync(visitor, incident, TypedForm.Of(typed.Command, filled), back, ct),
            Filling.Lacking lacking => await FormPageAsync(lacking.Form, Entered(lacking.Form), lacking.Faults),
            _ => throw new UnreachableException(),
        };

        Dictionary<string, string> Entered(Form form) => form.Fields.ToDictionary(field => field.Key, field => filled[FormFields.NameOf(field)].ToString());

        Task<IResult> FormPageAsync(Form form, Dictionary<string, string> entered, IReadOnlyDictionary<string, string> faults) => markup.PageAsync<FormPage>(
            new()
            {
                [nameof(FormPage.Visitor)] = visitor,
                [nameof(FormPage.Back)] = back,
                [nameof(FormPage.Incident)] = incident,
                [nameof(FormPage.Command)] = command,
                [nameof(FormPage.Form)] = form,
                [nameof(FormPage.Entered)] = entered,
                [nameof(FormPage.Faults)] = faults,
            },
            faults.Count == 0 ? StatusCodes.Status200OK : StatusCodes.Status400BadRequest);
    }

    /// <summary>An address of this server, whatever a form says: nobody is led elsewhere.</summary>
    public static string Inside(string back) => WellFormedPath().IsMatch(back) ? back : DashboardPages.Incidents;

    private async Task<IResult> TakeAsync(Visitor visitor, int? incident, TypedForm typed, string back, CancellationToken ct)
    {
        if (Mistake(typed) is { } mistake)
        {
            return await ProblemAsync(visitor, back, mistake, StatusCodes.Status400BadRequest);
        }

        if (await SignInAgainAsync(visitor, typed.Text, ct) is { } address)
        {
            return new SeeOther(address);
        }

        if (typed.AwaitsConfirmation)
        {
            return await markup.PageAsync<ConfirmPage>(new()
            {
                [nameof(ConfirmPage.Visitor)] = visitor,
                [nameof(ConfirmPage.Back)] = back,
                [nameof(ConfirmPage.Incident)] = incident,
                [nameof(ConfirmPage.Question)] = typed.Confirm,
                [nameof(ConfirmPage.Yes)] = typed.Yes,
                [nameof(ConfirmPage.No)] = typed.No,
                [nameof(ConfirmPage.Command)] = typed.Text,
                [nameof(ConfirmPage.Once)] = typed.Once,
            });
        }

        return await TypeAsync(visitor, incident, typed, back, ct);
    }

    /// <summary>Where somebody shows again who they are, who approves what takes that; null where nothing does.</summary>
    private async Task<string?> SignInAgainAsync(Visitor visitor, string text, CancellationToken ct) =>
        stepUp.Risks.Count > 0
            && visitor.SignedIn is { At: { } at }
            && text.Split(' ', StringSplitOptions.RemoveEmptyEntries) is ["/approve", var named, ..]
            && Subject.Read(named) is { Kind: SubjectKind.Run, Number: var number }
            && await lookup.RunAsync(visitor.Person, number, ct) is { } run
            && stepUp.IsFor(run)
            && !stepUp.Suffices(at, time.GetUtcNow())
            ? SignInDoor.SignInAt(SignInServices.ApprovalPage(run), fresh: true)
            : null;

    private static string? Mistake(TypedForm typed) => typed.Mistake()
        ?? (typed.IsCommand ? null
        : "Not sent: a command begins with a slash, for example /incident note what you have seen. Talk is for the chat.");

    private async Task<IResult> TypeAsync(Visitor visitor, int? incident, TypedForm typed, string back, CancellationToken ct)
    {
        var place = visitor.Answers(incident);
        var before = await NewestAsync(place, visitor, ct);
        var said = redactor.Clean(new Card(typed.Text));
        await log.AddAsync(new ChannelMessage($"typed-{typed.Key}", place, time.GetUtcNow(), visitor.Person.Id, OnlyFor: null, said, Revision: 0), ct);
        var taken = await intake.TakeAsync(
            new Arrival(typed.Key, visitor.Account, visitor.Person.Name, place, typed.Text) { Once = typed.Once, SignedInAt = visitor.SignedIn?.At }, ct);
        if (taken is Taken.TooMany)
        {
            return await ProblemAsync(visitor, back, tooMany.Text, StatusCodes.Status429TooManyRequests);
        }

        if (taken is Taken.PressedBefore)
        {
            var answer = Card.Say("Already pressed", "This was asked for before, so nothing was done again.") with { Tone = Tone.Warning };
            await log.AddAsync(new ChannelMessage($"pressed-{typed.Key}", place, time.GetUtcNow(), Author: null, visitor.Person.Id, answer, Revision: 0), ct);
        }

        await AnswerAsync(place, visitor, before, ct);
        return new SeeOther($"{visitor.At(back)}#answers");
    }

    /// <summary>Waits for what the bot says next there, and no longer than people do for a page.</summary>
    private async Task AnswerAsync(ChannelRef place, Visitor visitor, long before, CancellationToken ct)
    {
        using var patience = new CancellationTokenSource(Patience, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(patience.Token, ct);
        try
        {
            while (true)
            {
                var woken = wakeUp.WaitAsync(Patience, either.Token);
                if ((await log.ReadAsync(place, visitor.Person.Id, before, ShowIncident.AnswersShown, either.Token)).Any(message => message.Author is null))
                {
                    return;
                }

                await woken;
            }
        }
        catch (OperationCanceledException) when (patience.IsCancellationRequested)
        {
            // The page shows it when it is there.
        }
    }

    private async Task<long> NewestAsync(ChannelRef place, Visitor visitor, CancellationToken ct) =>
        (await log.ReadAsync(place, visitor.Person.Id, afterRevision: 0, ShowIncident.AnswersShown, ct))
            .Select(message => message.Revision).DefaultIfEmpty(0).Max();

    private Task<IResult> ProblemAsync(Visitor visitor, string back, string problem, int status) => markup.PageAsync<ProblemPage>(
        new() { [nameof(ProblemPage.Visitor)] = visitor, [nameof(ProblemPage.Back)] = back, [nameof(ProblemPage.Problem)] = problem },
        status);

    [GeneratedRegex("^/[a-z]+(?:/[A-Za-z0-9._~%-]+)*(?:\\?[A-Za-z0-9._~%&=+-]*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex WellFormedPath();
}
