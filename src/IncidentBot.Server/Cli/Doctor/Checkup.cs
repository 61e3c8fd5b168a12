using System.Runtime.CompilerServices;
using IncidentBot.Actions;
using IncidentBot.Chat;
using IncidentBot.Execution;
using IncidentBot.People;
using IncidentBot.Settings;

namespace IncidentBot.Cli.Doctor;

/// <summary>Everything that the settings name, looked at one after the other, in the order in which the one rests on the other.</summary>
internal sealed class Checkup(string[] settings, IReadOnlyDictionary<string, Examination> chats)
{
    /// <summary>What takes longer is told as such: whoever asks has an outage at hand.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <exception cref="ArgumentException">A person or a cache of the settings cannot be used.</exception>
    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var builder = Bot.ConfigureAsWritten(settings);
        builder.Logging.ClearProviders();
        await using var app = Bot.Build(builder);
        List<string> faults = [.. SettingsCheck.Faults(builder.Configuration, BotSettings.All).Union(app.Services.FaultsOfSettings())];
        foreach (var fault in faults)
        {
            yield return Finding.Wrong("settings", fault);
        }

        if (faults.Count > 0)
        {
            // Nothing else can be looked at as it would be.
            yield break;
        }

        _ = (app.Services.GetRequiredService<PeopleDirectory>(), app.Services.GetRequiredService<TargetCatalogue>());
        var redactor = app.Services.GetRequiredService<Redactor>();
        yield return Finding.Ok("settings", "can be read.");

        foreach (var (area, check) in Checks(app.Services))
        {
            foreach (var finding in await WithinPatienceAsync(area, check, ct))
            {
                yield return finding with { Line = redactor.Clean(finding.Line) };
            }
        }
    }

    public static async IAsyncEnumerable<Finding> OfChat(
        string name,
        Examination examination,
        string[] settings,
        [EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (isWell, line) in examination(Bot.Configure(settings), ct))
        {
            yield return new Finding(isWell ? Mark.Ok : Mark.Wrong, name, line);
        }
    }

    private IEnumerable<(string Area, Func<CancellationToken, Task<IReadOnlyList<Finding>>> Check)> Checks(IServiceProvider bot)
    {
        yield return ("store", new StoreCheck(bot).FindAsync);
        yield return ("audit", new AuditCheck(bot).FindAsync);
        yield return ("people", _ => Task.FromResult<IReadOnlyList<Finding>>([.. PeopleCheck.Find(bot)]));
        var configured = bot.GetServices<IChatPlatform>().Select(platform => platform.Name).ToHashSet();
        foreach (var (name, examination) in chats.Where(chat => configured.Contains(chat.Key)))
        {
            yield return (name, async ct => await OfChat(name, examination, settings, ct).ToListAsync(ct));
        }

        yield return ("targets", new TargetCheck(bot).FindAsync);
        yield return ("runbooks", new RunbookCheck(bot).FindAsync);
        yield return ("addresses", new AddressCheck(bot).FindAsync);
    }

    private static async Task<IReadOnlyList<Finding>> WithinPatienceAsync(
        string area,
        Func<CancellationToken, Task<IReadOnlyList<Finding>>> check,
        CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        patience.CancelAfter(Patience);
        try
        {
            return await check(patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return [Finding.Wrong(area, $"gave no answer within {Patience.TotalSeconds:0} s.")];
        }
    }
}
