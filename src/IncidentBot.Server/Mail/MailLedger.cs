using IncidentBot.Incidents;
using IncidentBot.Storage;

namespace IncidentBot.Mail;

/// <summary>
/// What is told by e-mail follows from the entries that are written, and is in their commit: nothing is told of what was not written, and
/// nothing that was written is forgotten.
/// </summary>
internal sealed class MailLedger(ILedger inner, IIncidentStore incidents, SqlMail store, IncidentLetters letters) : ILedger
{
    public async Task<CommitResult> CommitAsync(Changes changes, CancellationToken ct)
    {
        var mail = changes.Mail;
        foreach (var entries in changes.Timeline.Where(entry => MailNewsOf.Entry(entry) is not null).GroupBy(entry => entry.Incident))
        {
            var incident = changes.Incident?.Id == entries.Key ? changes.Incident : await incidents.FindAsync(entries.Key, ct);
            if (incident is null)
            {
                continue;
            }

            var threads = await store.ThreadsAsync(incident.Id, ct);
            foreach (var entry in entries)
            {
                var told = letters.Of(incident, entry, threads);

                // What the first entry of a commit begins, the next one goes on with.
                threads = [.. threads.ExceptBy(told.Threads.Select(thread => thread.List), thread => thread.List), .. told.Threads];
                mail = mail with { Letters = [.. mail.Letters, .. told.Letters], Threads = [.. mail.Threads, .. told.Threads] };
            }
        }

        return await inner.CommitAsync(changes with { Mail = mail }, ct);
    }

    public Task<int> NextNumberAsync(string series, CancellationToken ct) => inner.NextNumberAsync(series, ct);
}
