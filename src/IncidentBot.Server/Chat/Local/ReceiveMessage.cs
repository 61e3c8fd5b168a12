using System.Text.RegularExpressions;
using IncidentBot.Chat.Local.Pages;
using IncidentBot.Commands;
using IncidentBot.Doors;
using IncidentBot.Execution;
using IncidentBot.Markup;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Chat.Local;

/// <summary>What somebody typed or pressed: one message in the channel, and for a command one row in the inbox, before the answer.</summary>
internal sealed partial class ReceiveMessage(
    Intake intake, TooMany tooMany, IChannelLog log, ShowChannel show, ComponentMarkup markup, Redactor redactor, TimeProvider time)
{
    private const int LongestText = 4000;
    private const int LongestOnceKey = 200;

    public Task<IResult> PostAsync(string channel, HttpContext http) => SentForm.ReadAsync(http, form => TakeAsync(channel, form, http));

    /// <param name="form">As the page sends it: <c>as</c>, <c>text</c>, <c>key</c>.</param>
    public async Task<IResult> TakeAsync(string channel, IFormCollection form, HttpContext http)
    {
        var ct = http.RequestAborted;
        var typed = new Typed(form);
        if (LocalChat.Mistake(channel, typed.As) is { } mistake)
        {
            return LocalChat.Refuse(mistake);
        }

        var person = LocalPeople.Find(typed.As)!;
        var wantsPage = ComponentMarkup.IsWantedBy(http.Request);
        if (typed.Mistake() is { } error)
        {
            return wantsPage ? await show.WithErrorAsync(channel, person, typed.Text, error, ct) : LocalChat.Refuse(error);
        }

        if (typed.AwaitsConfirmation)
        {
            return wantsPage ? await AskAsync(channel, person, typed) : LocalChat.Refuse($"Not confirmed: {typed.Confirm} Send confirmed=yes to go ahead.");
        }

        var taken = await AcceptAsync(channel, person, typed, ct);
        return (wantsPage, taken) switch
        {
            (true, Taken.TooMany) => await show.WithErrorAsync(channel, person, typed.Text, tooMany.Text, ct),
            (_, Taken.TooMany) => TypedResults.Text($"{tooMany.Text}\n", statusCode: StatusCodes.Status429TooManyRequests),
            (true, _) => new SeeOther($"{ShowChannel.Url(channel, person)}#latest"),
            (_, Taken.New) => TypedResults.Text("Received\n", statusCode: StatusCodes.Status202Accepted),
            (_, Taken.PressedBefore) => TypedResults.Text("Already pressed\n"),
            _ => TypedResults.Text("Already received\n"),
        };
    }

    private async Task<Taken> AcceptAsync(string channel, Person person, Typed typed, CancellationToken ct)
    {
        var place = LocalChannels.Ref(channel);
        var now = time.GetUtcNow();

        // The message first: an answer can come at once, and must not stand above its question. A repeated insert is a no-op.
        var said = redactor.Clean(new Card(typed.Text));
        await log.AddAsync(new ChannelMessage($"typed-{typed.Key}", place, now, person.Id, OnlyFor: null, said, Revision: 0), ct);
        if (!typed.Text.StartsWith('/'))
        {
            return Taken.New;
        }

        var arrival =
            new Arrival(typed.Key, LocalPeople.AccountOf(person), person.Name, place, typed.Text) { Once = typed.Once.Length > 0 ? typed.Once : null };
        var taken = await intake.TakeAsync(arrival, ct);
        if (taken is Taken.PressedBefore)
        {
            var answer = Card.Say("Already pressed", "This was asked for before, so nothing was done again.") with { Tone = Tone.Warning };
            await log.AddAsync(new ChannelMessage($"pressed-{typed.Key}", place, now, Author: null, person.Id, answer, Revision: 0), ct);
        }

        return taken;
    }

    private Task<IResult> AskAsync(string channel, Person person, Typed typed) =>
        markup.PageAsync<ConfirmPage>(new()
        {
            [nameof(ConfirmPage.Channel)] = channel,
            [nameof(ConfirmPage.Reader)] = person,
            [nameof(ConfirmPage.Question)] = typed.Confirm,
            [nameof(ConfirmPage.Yes)] = typed.Yes,
            [nameof(ConfirmPage.No)] = typed.No,
            [nameof(ConfirmPage.Command)] = typed.Text,
            [nameof(ConfirmPage.Once)] = typed.Once,
            [nameof(ConfirmPage.Key)] = typed.Key,
        });

    [GeneratedRegex("^[A-Za-z0-9_-]{1,64}$", RegexOptions.NonBacktracking)]
    private static partial Regex WellFormedKey();

    private sealed class Typed(IFormCollection form)
    {
        public string As { get; } = form["as"].ToString();
        public string Text { get; } = TypedLine.Visible(form["text"].ToString());
        public string Key { get; } = form["key"].ToString() is { Length: > 0 } key ? key : Guid.NewGuid().ToString("N");
        public string Once { get; } = form["once"].ToString();
        public string Confirm { get; } = form["confirm"].ToString();
        public string Yes { get; } = form["yes"].ToString() is { Length: > 0 } yes ? yes : "Go ahead";
        public string No { get; } = form["no"].ToString() is { Length: > 0 } no ? no : "Do nothing";
        public bool AwaitsConfirmation => Confirm.Length > 0 && form["confirmed"] != "yes";

        public string? Mistake() =>
            Text.Length == 0 ? "Nothing was sent: the message is empty."
            : Text.Length > LongestText ? $"Not sent: the message has {Text.Length} characters, at most {LongestText} are possible."
            : !WellFormedKey().IsMatch(Key) || Once.Length > LongestOnceKey ? "Not sent: the request key is not well formed."
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
