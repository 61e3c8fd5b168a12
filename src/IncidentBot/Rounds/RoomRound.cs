using IncidentBot.Desk;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Reporting;
using IncidentBot.Rooms;
using IncidentBot.Storage;
using IncidentBot.Timeline;

namespace IncidentBot.Rounds;

/// <summary>
/// Makes the room of an incident, keeps it up to date and puts it away: one step of the platform, one commit with what
/// came out of it, until nothing is left to do.
/// </summary>
public sealed class RoomRound(
    RoundDecisions rounds,
    IncidentRooms rooms,
    IIncidentStore incidents,
    IRunStore runs,
    IOutbox outbox,
    RoomPeople roomPeople,
    IncidentPolicy policy,
    PeopleDirectory people,
    TimeProvider time) : IRound
{
    /// <summary>More than any room needs; a platform that never comes to an end is asked again a while later.</summary>
    private const int MostSteps = 100;

    private const string Unread = "The members of a group could not be read, so responders may be missing here. "
        + "It is tried again every few minutes; until then invite them by hand.";

    private static readonly TimeSpan Retry = TimeSpan.FromMinutes(5);
    private static readonly TimeSpan Busy = TimeSpan.FromSeconds(5);

    /// <summary>Somebody else is at work; when they are done there may be nothing left to do.</summary>
    private static readonly TimeSpan Crowded = TimeSpan.FromSeconds(0.5);
    private readonly IncidentChanges changes = new(policy, people, time);

    public AppointmentKind Kind => AppointmentKind.Room;

    public async Task CarryOutAsync(DueItem item, CancellationToken ct)
    {
        var holder = Guid.NewGuid();
        RoomResponders? responders = null;
        for (var step = 0; step < MostSteps; step++)
        {
            if (await rounds.FindAsync(item, ct) is not { Room: { } room } incident || rooms.For(room.Origin) is not { } platform)
            {
                await rounds.DropAsync(item, ct);
                return;
            }

            responders ??= await RespondersAsync(incident, room, platform, ct);
            if (platform.Next(await WorkAsync(incident, room, responders, ct)) is not { } task)
            {
                // Apart from the item: that may have been replaced meanwhile, and the turn ends all the same.
                await rounds.NoteAsync(
                    item,
                    current => Task.FromResult(Told(current, Released(responders is { Unread: true } ? Without(current, Unread) : current, holder))),
                    ct);
                await (responders is { Unread: true } ? rounds.PostponeAsync(item, Retry, ct) : rounds.DropAsync(item, ct));
                return;
            }

            var now = time.GetUtcNow();
            if (room.Turn is { } turn && turn.Holder != holder && turn.Until > now)
            {
                await rounds.PostponeAsync(item, Crowded, ct);
                return;
            }

            if (!HoldsForLong(room, holder, now) && !await TakeTurnAsync(incident, holder, now, ct))
            {
                // Somebody was faster, with the turn or with something else: looked at anew.
                continue;
            }

            if (await CarryOnAsync(item, await task(ct), holder, ct) is { } pause)
            {
                await rounds.PostponeAsync(item, pause, ct);
                return;
            }
        }

        await rounds.PostponeAsync(item, Busy, ct);
    }

    /// <summary>For half of a turn at least; work that takes longer than that takes it again on the way.</summary>
    private bool HoldsForLong(Room room, Guid holder, DateTimeOffset now) =>
        room.Turn is { } turn && turn.Holder == holder && turn.Until - now > policy.RoomTurn / 2;

    private Task<bool> TakeTurnAsync(Incident seen, Guid holder, DateTimeOffset now, CancellationToken ct) =>
        rounds.TryAsync(new Changes { Incident = seen with { Room = seen.Room! with { Turn = new RoomTurn(holder, now + policy.RoomTurn) } } }, ct);

    /// <returns>How long to wait before this goes on; null to go on at once.</returns>
    private async Task<TimeSpan?> CarryOnAsync(DueItem item, RoomStep step, Guid holder, CancellationToken ct)
    {
        await rounds.NoteAsync(
            item,
            async incident => step switch
            {
                RoomStep.Later => Told(incident, Released(incident, holder)),
                RoomStep.Impossible impossible => Told(incident, Released(Without(incident, impossible.Why), holder)),
                _ => await NoteAsync(incident, step, ct),
            },
            ct);
        return step switch
        {
            RoomStep.Later later => later.In,
            RoomStep.Impossible => Retry,

            // Also where others kept changing the incident and nothing was recorded: the step is done again, by whoever has the turn.
            _ => null,
        };
    }

    private async Task<Changes?> NoteAsync(Incident incident, RoomStep step, CancellationToken ct) => step switch
    {
        RoomStep.Made made when incident.Room?.Place != made.Place || incident.Room.Archived => await MovedAsync(incident, made, ct),
        RoomStep.Did did => new Changes { Incident = With(incident, did.What, did.Outcome) },
        RoomStep.Lacks lacks => new Changes { Incident = Without(With(incident, lacks.What, lacks.Outcome), lacks.Why) },
        RoomStep.Gone gone when incident.Room is { IsOpen: true } => Left(incident, gone.Why),
        _ => null,
    };

    /// <summary>What was said so far is said in the room too, in one message.</summary>
    private async Task<Changes> MovedAsync(Incident incident, RoomStep.Made made, CancellationToken ct)
    {
        var room = incident.Room! with { Place = made.Place, Name = made.Name, Archived = false };
        var moved = incident with { Channel = made.Place, Room = room };
        var written = changes.Of(moved, by: null, new TimelineEvent.RoomMoved(RoomStay.Begun, made.Name, null));
        var sofar = new TimelineCard(people).Draw(moved, await incidents.CorrectedAsync(TimelineCard.Newest(incident), ct));
        var waiting = (await runs.OfIncidentAsync(incident.Id, ct)).Where(run => run.IsUnderWay);
        return written with
        {
            Say =
            [
                .. written.Say,
                new Outgoing.Post(
                    made.Place,
                    sofar with { Title = $"{incident.Label} so far", Blocks = [new CardBlock.Text($"Opened in {Place.Of(room.Origin)}."), .. sofar.Blocks] }),
                .. moved.Runbook is null ? Array.Empty<Outgoing>() : [IncidentChanges.RefreshRunbook(moved)],
                .. waiting.Select(run => RunChanges.RefreshIn(made.Place, run)),
                new Outgoing.Post(room.Origin, Card.Say(
                    $"{incident.Label} has a channel of its own",
                    $"It is handled in {Place.Of(made.Place, made.Name)}. The card here stays up to date.")),
            ],
        };
    }

    private Changes Left(Incident incident, string? why)
    {
        var room = incident.Room!;
        var left = incident with
        {
            Channel = room.Origin,
            Room = room with
            {
                Archived = true,
                Done = why is null ? new Dictionary<string, string>() : new Dictionary<string, string> { [Room.Removed] = why },
            }
        };
        var written = changes.Of(left, by: null, new TimelineEvent.RoomMoved(RoomStay.Ended, room.Name ?? "", why)) with { Schedule = [] };
        return why is null ? written : written with
        {
            Say =
            [
                .. written.Say,
                new Outgoing.Post(room.Origin, Card.Say($"{incident.Label} is handled here again", $"{room.Name} {why}") with { Tone = Tone.Warning }),
            ],
        };
    }

    private static Incident Released(Incident incident, Guid holder) =>
        incident.Room?.Turn?.Holder == holder ? incident with { Room = incident.Room with { Turn = null } } : incident;

    /// <summary>Says what could not be done, each thing once and all of it in one message.</summary>
    private static Changes? Told(Incident before, Incident incident)
    {
        var room = incident.Room!;
        var news = room.Troubles.Skip(room.TroublesSaid).ToList();
        if (news.Count == 0)
        {
            return ReferenceEquals(before, incident) ? null : new Changes { Incident = incident };
        }

        var card = new Card(room.Place is null ? $"{incident.Label} goes on in this channel" : $"{room.Name} lacks something")
        {
            Tone = Tone.Warning,
            Blocks = [.. news.Select(trouble => new CardBlock.Text(trouble))],
        };
        return new Changes
        {
            Incident = incident with { Room = room with { TroublesSaid = room.Troubles.Count } },
            Say = [new Outgoing.Post(incident.Channel, card)],
        };
    }

    private static Incident With(Incident incident, string what, string outcome) => incident with
    {
        Room = incident.Room! with { Done = new Dictionary<string, string>(incident.Room.Done) { [what] = outcome } },
    };

    private static Incident Without(Incident incident, string why) => incident.Room!.Troubles.Contains(why) ? incident : incident with
    {
        Room = incident.Room with { Troubles = [.. incident.Room.Troubles, why] },
    };

    /// <returns>Null while there is no room to invite them to.</returns>
    private async Task<RoomResponders?> RespondersAsync(Incident incident, Room room, IIncidentRooms platform, CancellationToken ct) =>
        room is not { IsOpen: true, Place: { } place } ? null
        : platform.InvitesResponders && incident is { IsOpen: true, IsPrivate: false } ? await roomPeople.RespondersAsync(place, ct)
        : RoomResponders.None;

    private async Task<RoomWork> WorkAsync(Incident incident, Room room, RoomResponders? responders, CancellationToken ct)
    {
        var card = room.Place is null ? null : await outbox.FindPostedAsync(room.Place, new LiveSubject(LiveSubject.Incident, incident.Id.Value), ct);
        var quiet = room.Place is null || !await outbox.HasWaitingAsync(room.Place, ct);
        return new RoomWork(
            incident,
            room,
            responders is null ? [] : [.. (await roomPeople.InvolvedAsync(incident, ct)).Union(responders.Accounts)],
            card,
            quiet);
    }
}
