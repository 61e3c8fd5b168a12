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
internal sealed class ReceiveMessage(
    Intake intake, TooMany tooMany, IChannelLog log, ShowChannel show, ComponentMarkup markup, Redactor redactor, TimeProvider time)
{
    public Task<IResult> PostAsync(string channel, HttpContext http) => SentForm.ReadAsync(http, form => TakeAsync(channel, new TypedForm(form), http));

    public async Task<IResult> TakeAsync(string channel, TypedForm typed, HttpContext http)
    {
        var ct = http.RequestAborted;
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

    private async Task<Taken> AcceptAsync(string channel, Person person, TypedForm typed, CancellationToken ct)
    {
        var place = LocalChannels.Ref(channel);
        var now = time.GetUtcNow();

        // The message first: an answer can come at once, and must not stand above its question. A repeated insert is a no-op.
        var said = redactor.Clean(new Card(typed.Text));
        await log.AddAsync(new ChannelMessage($"typed-{typed.Key}", place, now, person.Id, OnlyFor: null, said, Revision: 0), ct);
        if (!typed.IsCommand)
        {
            return Taken.New;
        }

        var arrival =
            new Arrival(typed.Key, LocalPeople.AccountOf(person), person.Name, place, typed.Text) { Once = typed.Once };
        var taken = await intake.TakeAsync(arrival, ct);
        if (taken is Taken.PressedBefore)
        {
            var answer = Card.Say("Already pressed", "This was asked for before, so nothing was done again.") with { Tone = Tone.Warning };
            await log.AddAsync(new ChannelMessage($"pressed-{typed.Key}", place, now, Author: null, person.Id, answer, Revision: 0), ct);
        }

        return taken;
    }

    private Task<IResult> AskAsync(string channel, Person person, TypedForm typed) =>
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
}
