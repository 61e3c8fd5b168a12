using IncidentBot.Runbooks;
using IncidentBot.Words;

namespace IncidentBot.Cli.Doctor;

internal sealed class RunbookCheck(IServiceProvider bot)
{
    private const string Area = "runbooks";

    public async Task<IReadOnlyList<Finding>> FindAsync(CancellationToken ct)
    {
        var shelf = await bot.GetRequiredService<RunbookLibrary>().OpenAsync(ct);
        var there = shelf.Runbooks.Count == 0
            ? Finding.Warning(Area, "there is none: Runbooks:Path names the folder with yours.")
            : Finding.Ok(Area, $"{Plural.Of(shelf.Runbooks.Count, "runbook")}: {string.Join(", ", shelf.Runbooks.Select(runbook => runbook.Id))}.");
        return [there, .. shelf.Faults.Select(fault => Finding.Wrong(Area, $"{fault}"))];
    }
}
