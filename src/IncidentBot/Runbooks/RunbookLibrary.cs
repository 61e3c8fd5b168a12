using System.Collections.Concurrent;

namespace IncidentBot.Runbooks;

/// <summary>The runbooks there are now. A file that has not changed is not read twice; one that is broken hides no other.</summary>
public sealed class RunbookLibrary(IRunbookFiles files, RunbookReader reader)
{
    private readonly ConcurrentDictionary<string, (string Text, Runbook Runbook)> known = [];

    public async Task<RunbookShelf> OpenAsync(CancellationToken ct)
    {
        var runbooks = new List<Runbook>();
        var faults = new List<RunbookFault>();
        foreach (var file in await files.ReadAsync(ct))
        {
            if (file.Trouble is { } trouble)
            {
                faults.Add(new RunbookFault(file.Name, 1, trouble, "Until then it cannot be used."));
                continue;
            }

            var runbook = Read(file);
            faults.AddRange(runbook.Faults);
            if (runbooks.Find(other => other.Id == runbook.Id) is { } first)
            {
                faults.Add(SameId(file.Name, runbook.Id, first.File));
            }
            else
            {
                runbooks.Add(runbook);
            }
        }

        return new RunbookShelf([.. runbooks.OrderBy(runbook => runbook.Id, StringComparer.Ordinal)], faults);
    }

    public static RunbookFault SameId(string file, string id, string first) =>
        new(file, 1, $"The id {id} is that of {first} too, and only that one can be used.", "Give one of them another id in its front matter.");

    private Runbook Read(RunbookFile file)
    {
        if (known.TryGetValue(file.Name, out var before) && before.Text == file.Text)
        {
            return before.Runbook;
        }

        var runbook = reader.Read(file.Name, file.Text);
        known[file.Name] = (file.Text, runbook);
        return runbook;
    }
}
