using System.Diagnostics;
using System.Globalization;
using IncidentBot.Chat;
using IncidentBot.Commands;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;

namespace IncidentBot.Doors;

/// <summary>
/// What every way in has in common: a request becomes one durable row before it is acknowledged, and where it lacks
/// something its form is filled in first. A door says who sent it, and in what words the sender hears of it.
/// </summary>
/// <param name="formFor">Null where no door has forms.</param>
internal sealed class Intake(IInbox inbox, TimeProvider time, FormFor? formFor = null)
{
    /// <summary>What the answer to a request says that came while the store could not be used.</summary>
    public const string NotStored = "The request could not be stored. Nothing was done.";

    /// <summary>What somebody hears whose press is not the first.</summary>
    public const string ReceivedBefore = "Already received: somebody has pressed this button before, and it counts once.";

    /// <summary>The one insert that comes before the acknowledgement.</summary>
    public async Task<Taken> TakeAsync(Arrival arrival, CancellationToken ct)
    {
        var message = new InboxMessage(arrival.Key, arrival.From, arrival.DisplayName, arrival.Channel, arrival.Text, arrival.Ticket, time.GetUtcNow())
        {
            SignedInAt = arrival.SignedInAt,
        };
        return await inbox.AddAsync(message, ct) switch
        {
            Receipt.New => Taken.New,
            Receipt.TooMany => Taken.TooMany,
            _ => arrival.Once is null ? Taken.Again : Taken.PressedBefore,
        };
    }

    /// <summary>
    /// What the sender was told failed is not taken on later: the work is given up when its time is over. A store that cannot
    /// be used is answered in the same way.
    /// </summary>
    /// <param name="notStored">What is answered then, given the reason for the log.</param>
    public async Task<T> WithinAsync<T>(TimeSpan limit, Func<CancellationToken, Task<T>> work, Func<string, T> notStored, CancellationToken ct)
    {
        using var deadline = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return await work(either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            return notStored(string.Create(CultureInfo.InvariantCulture, $"it was not stored within {limit.TotalSeconds:0.#} s"));
        }
        catch (StoreUnavailableException e)
        {
            return notStored(e.Message);
        }
    }

    /// <inheritdoc cref="FormFor"/>
    public Task<Form?> FormAsync(string command, Account by, ChannelRef channel, bool pressed, CancellationToken ct) =>
        formFor is null || command.Length > CommandReader.LongestText ? Task.FromResult<Form?>(null) : formFor(command, by, channel, pressed, ct);

    /// <summary>Reads what was filled in against the form as it is now. Where there is none any more, the command's own answer says how things stand.</summary>
    /// <param name="entered">What was entered, by the keys of the form's fields.</param>
    public async Task<Filling> FillAsync(
        string command, Account by, ChannelRef channel, Func<Form, IReadOnlyDictionary<string, string>> entered, CancellationToken ct) =>
        await FormAsync(command, by, channel, pressed: true, ct) is not { } form ? new Filling.Typed(command) : form.Read(entered(form)) switch
        {
            FormReading.Complete complete => new Filling.Typed(complete.Command),
            FormReading.Lacking lacking => new Filling.Lacking(form, lacking.Fields),
            _ => throw new UnreachableException(),
        };
}

internal enum Taken
{
    New,

    /// <summary>The platform has sent it again.</summary>
    Again,

    /// <summary>Somebody, perhaps the same person, has pressed the button that counts once.</summary>
    PressedBefore,

    /// <summary>Not kept: as many commands of the sender wait as may.</summary>
    TooMany,
}

/// <summary>What came of a form.</summary>
internal abstract record Filling
{
    private Filling()
    {
    }

    internal sealed record Typed(string Command) : Filling;

    /// <param name="Faults">What is wrong, by the key of the field.</param>
    internal sealed record Lacking(Form Form, IReadOnlyDictionary<string, string> Faults) : Filling;
}
