using IncidentBot.Incidents;
using IncidentBot.Messages;
using IncidentBot.Storage;

namespace IncidentBot.Dashboard;

/// <summary>
/// Server-sent events of one page for one reader: that it is not as it was any more, so that its script asks for it again. What is in
/// it is not sent here: a page is drawn in one place, for whoever may see it.
/// </summary>
internal sealed class FollowPage(Pulse pulse, IChannelLog log, IWakeUp wakeUp, IHostApplicationLifetime lifetime)
{
    private static readonly TimeSpan KeepAlive = TimeSpan.FromSeconds(15);

    /// <summary>Commits come in bursts, and people read no faster than this.</summary>
    private static readonly TimeSpan Rest = TimeSpan.FromMilliseconds(700);

    public async Task<IResult> GetAsync(Visitor visitor, string? what, int? incident, HttpContext http)
    {
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(http.RequestAborted, lifetime.ApplicationStopping);
        http.Response.ContentType = "text/event-stream";
        try
        {
            await FollowAsync(visitor.Answers(incident), visitor, what, http.Response, stopping.Token);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // The reader has left, or the server stops.
        }

        return TypedResults.Empty;
    }

    private async Task FollowAsync(ChannelRef answers, Visitor visitor, string? what, HttpResponse response, CancellationToken ct)
    {
        await response.WriteAsync("retry: 2000\n\n", ct);
        string? known = null;
        long newest = 0;
        while (true)
        {
            // Asked for before reading: a commit between the two must not be slept through.
            var woken = wakeUp.WaitAsync(KeepAlive, ct);
            newest = (await log.ReadAsync(answers, visitor.Person.Id, newest, ShowIncident.AnswersShown, ct))
                .Select(message => message.Revision).DefaultIfEmpty(newest).Max();
            var now = $"{newest} {(what is null ? null : await pulse.NowAsync(what, Reader.Of(visitor.Person), ct))}";
            await response.WriteAsync(known is not null && now != known ? "event: changed\ndata: \n\n" : ": alive\n\n", ct);
            await response.Body.FlushAsync(ct);
            known = now;
            await woken;
            await Task.Delay(Rest, ct);
        }
    }
}
