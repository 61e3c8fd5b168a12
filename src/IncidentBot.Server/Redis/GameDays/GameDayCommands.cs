using IncidentBot.Actions;
using IncidentBot.Commands;
using IncidentBot.Desk;
using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.People;
using IncidentBot.Storage;
using IncidentBot.Words;

namespace IncidentBot.Redis.GameDays;

/// <summary><c>/gameday</c>: makes an outage of the gallery on servers of the bot's own, for people to rehearse on.</summary>
internal sealed class GameDayCommands(Stage stage, Lazy<IncidentDesk> desk, ILedger ledger, TimeProvider time)
{
    /// <summary>In the place of a name: nobody is told which it is until it is over.</summary>
    private const string Any = "any";

    private static readonly Parameter Named = new("outage", "one that /gameday list names, or any", "memory-cache")
    {
        Required = true,
        Question = "Which outage?",
        Hint = "/gameday list names them; /gameday start any makes one, and nobody is told which until it is over.",
    };

    public IEnumerable<Command> Table =>
    [
        new("/gameday list", [], "Lists the outages that can be rehearsed", Permissions.Observe,
            (context, ct) => ledger.AnswerAsync(context.Request, Answer.Done(List), ct)),
        new("/gameday start", [Named], "Makes an outage on a server of its own, and opens a drill", Permissions.Respond, StartAsync),
        new("/gameday stop", [], "Ends the rehearsal, and says what it was and how long everything took", Permissions.Respond, StopAsync),
    ];

    private static Card List { get; } = new($"{Gallery.All.Count} outages, and servers that only look sick")
    {
        Blocks =
        [
            new CardBlock.Lines([.. Gallery.All.OrderBy(outage => outage.Name, StringComparer.Ordinal).Select(outage => $"{outage.Name,-24} {outage.Title}")])
            {
                Output = "/gameday list",
            },
            new CardBlock.Footnote("What people would report is beside each. /gameday start any makes one that nobody is told the name of."),
        ],
    };

    private async Task<Answer> StartAsync(CommandContext context, CancellationToken ct)
    {
        var request = context.Request;
        if (!request.By.May(Permissions.Respond))
        {
            var rule = $"{request.By.Name} may not start a rehearsal: that takes the {Permissions.Respond} permission.";
            return await RefuseAsync(request, rule, "/gameday list shows what there is.", ct);
        }

        if (await desk.Value.CurrentDrillAsync(request.By, ct) is { } current)
        {
            return await RefuseAsync(request, $"{current.Label} is rehearsed already: {current.Title}.", "/gameday stop ends it.", ct);
        }

        if ((IsAny(context[Named]) ? Gallery.All[Random.Shared.Next(Gallery.All.Count)] : Gallery.Find(context[Named])) is not { } outage)
        {
            return await ledger.AnswerAsync(request, Unknown(context[Named]), ct);
        }

        try
        {
            await stage.SetAsync(outage, refused: null, ct);
        }
        catch (SceneException e)
        {
            return await RefuseAsync(request, $"{outage.Name} could not be made: {e.Message}", "Nothing of it is left. Type /gameday start for another.", ct);
        }

        var opening = new Opening(Severity.P1, outage.Title, outage.Target) { Kind = IncidentKind.Drill, Rehearses = outage.Name };
        var answer = await desk.Value.OpenAsync(request, opening, ct);
        if (answer.Outcome is not Outcome.Done)
        {
            // Nobody could end what no drill tells of.
            await stage.ClearAsync(ct);
        }

        return answer;
    }

    private async Task<Answer> StopAsync(CommandContext context, CancellationToken ct)
    {
        var request = context.Request;
        if (await desk.Value.CurrentDrillAsync(request.By, ct) is not { Drill: { } drill } current)
        {
            return await RefuseAsync(request, "Nothing is rehearsed now.", "/gameday list, then /gameday start <outage>.", ct);
        }

        var outage = Gallery.Find(drill.Of);
        var answer = await desk.Value.EndDrillAsync(
            request, current.Number, outage?.Cause ?? "an outage that the gallery has no more", (text, sick) => outage?.IsNamedIn(text, !sick) == true, ct);
        if (answer.Outcome is Outcome.Done)
        {
            await stage.ClearAsync(ct);
        }

        return answer;
    }

    private Task<Answer> RefuseAsync(Request request, string rule, string hint, CancellationToken ct) =>
        ledger.AnswerAsync(request, request.Refuse(time.GetUtcNow(), "/gameday", rule, hint), ct);

    private static Answer Unknown(string typed) => Answer.Wrong(
        $"'{typed}' is no outage of the gallery.",
        [
            .. EditDistance.Closest(typed, [.. Gallery.All.Select(outage => outage.Name)]) is { Count: > 0 } close
                ? [$"Did you mean {string.Join(" or ", close)}?"]
                : Array.Empty<string>(),
            Named.Hint!,
        ]);

    private static bool IsAny(string word) => word.Equals(Any, StringComparison.OrdinalIgnoreCase);
}
