using System.Diagnostics;
using System.Text.RegularExpressions;
using IncidentBot.Commands;
using IncidentBot.Dashboard.Pages;
using IncidentBot.Doors;
using IncidentBot.Execution;
using IncidentBot.Markup;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Dashboard;

/// <summary>What somebody typed or pressed on a page: one row in the inbox, as from any chat, and back to the page where the answer is.</summary>
internal sealed partial class Act(
    Intake intake, TooMany tooMany, IChannelLog log, IWakeUp wakeUp, ComponentMarkup markup, Redactor redactor, TimeProvider time)
{
    private const int LongestText = 4000;
    private const int LongestOnceKey = 200;

    /// <summary>Most answers are there by then, so that a page without script has them at once.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(2);

    public async Task<IResult> PostAsync(Visitor visitor, IFormCollection form, CancellationToken ct)
    {
        var typed = new Typed(form);
        if (typed.Mistake() is { } mistake)
        {
            return await ProblemAsync(visitor, typed.Back, mistake, StatusCodes.Status400BadRequest);
        }

        if (typed.AwaitsConfirmation)
        {
            return await markup.PageAsync<ConfirmPage>(new()
            {
                [nameof(ConfirmPage.Visitor)] = visitor,
                [nameof(ConfirmPage.Back)] = typed.Back,
                [nameof(ConfirmPage.Incident)] = typed.Incident,
                [nameof(ConfirmPage.Question)] = typed.Confirm,
                [nameof(ConfirmPage.Yes)] = typed.Yes,
                [nameof(ConfirmPage.No)] = typed.No,
                [nameof(ConfirmPage.Command)] = typed.Text,
                [nameof(ConfirmPage.Once)] = typed.Once,
            });
        }

        return await TypeAsync(visitor, typed.Incident, typed.Text, typed.Key, typed.Once, typed.Back, ct);
    }

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
            Filling.Typed typed => await TypeAsync(visitor, incident, typed.Command, filled["key"].ToString(), once: "", back, ct),
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

    private async Task<IResult> TypeAsync(Visitor visitor, int? incident, string text, string key, string once, string back, CancellationToken ct)
    {
        var place = visitor.Answers(incident);
        if (!WellFormedKey().IsMatch(key))
        {
            return await ProblemAsync(visitor, back, "Not sent: the request key is not well formed.", StatusCodes.Status400BadRequest);
        }

        var before = await NewestAsync(place, visitor, ct);
        var said = redactor.Clean(new Card(text));
        await log.AddAsync(new ChannelMessage($"typed-{key}", place, time.GetUtcNow(), visitor.Person.Id, OnlyFor: null, said, Revision: 0), ct);
        var taken = await intake.TakeAsync(
            new Arrival(key, visitor.Account, visitor.Person.Name, place, text) { Once = once.Length > 0 ? once : null }, ct);
        if (taken is Taken.TooMany)
        {
            return await ProblemAsync(visitor, back, tooMany.Text, StatusCodes.Status429TooManyRequests);
        }

        if (taken is Taken.PressedBefore)
        {
            var answer = Card.Say("Already pressed", "This was asked for before, so nothing was done again.") with { Tone = Tone.Warning };
            await log.AddAsync(new ChannelMessage($"pressed-{key}", place, time.GetUtcNow(), Author: null, visitor.Person.Id, answer, Revision: 0), ct);
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

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex WellFormedKey();

    [GeneratedRegex("^/[a-z]+(?:/[A-Za-z0-9._~%-]+)*(?:\\?[A-Za-z0-9._~%&=+-]*)?$", RegexOptions.NonBacktracking)]
    private static partial Regex WellFormedPath();

    private sealed class Typed(IFormCollection form)
    {
        public int? Incident { get; } = DashboardPages.NumberOf(form["incident"].ToString());
        public string Back { get; } = Inside(form["back"].ToString());
        public string Text { get; } = TypedLine.Visible(form["text"].ToString());
        public string Key { get; } = form["key"].ToString() is { Length: > 0 } key ? key : Guid.NewGuid().ToString("N");
        public string Once { get; } = form["once"].ToString();
        public string Confirm { get; } = form["confirm"].ToString();
        public string Yes { get; } = form["yes"].ToString() is { Length: > 0 } yes ? yes : "Go ahead";
        public string No { get; } = form["no"].ToString() is { Length: > 0 } no ? no : "Do nothing";
        public bool AwaitsConfirmation => Confirm.Length > 0 && form["confirmed"] != "yes";

        public string? Mistake() =>
            Text.Length == 0 ? "Nothing was sent: the line is empty. Type a command, for example /help."
            : Text.Length > LongestText ? $"Not sent: the line has {Text.Length} characters, at most {LongestText} are possible."
            : !Text.StartsWith('/') ? "Not sent: a command begins with a slash, for example /incident note what you have seen. Talk is for the chat."
            : Once.Length > LongestOnceKey ? "Not sent: the key of the button is not well formed."
            : null;
    }

    /// <summary>After a form, 303 makes the browser fetch the page; 302 leaves that to custom.</summary>
    private sealed class SeeOther(string url) : IResult
    {
        public Task ExecuteAsync(HttpContext httpContext)
        {
            httpContext.Response.StatusCode = StatusCodes.Status303SeeOther;
            httpContext.Response.Headers.Location = url;
            return Task.CompletedTask;
        }
    }
}
