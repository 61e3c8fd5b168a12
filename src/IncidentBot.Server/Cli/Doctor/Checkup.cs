using System.Runtime.CompilerServices;
using IncidentBot.Actions;
using IncidentBot.Chat;
using IncidentBot.Execution;
using IncidentBot.Mail;
using IncidentBot.People;
using IncidentBot.Settings;
using Microsoft.Extensions.Options;

namespace IncidentBot.Cli.Doctor;

/// <summary>Everything that the settings name, looked at one after the other, in the order in which the one rests on the other.</summary>
internal sealed class Checkup(string[] settings, IReadOnlyDictionary<string, Examination> chats)
{
    private const string Settings = "settings";

    private const string Runbooks = "runbooks";

    /// <summary>What takes longer is told as such: whoever asks has an outage at hand.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(5);

    /// <summary>Files answer; many of them are read on a machine that is busy.</summary>
    private static readonly TimeSpan PatienceWithFiles = TimeSpan.FromMinutes(1);

    /// <exception cref="ArgumentException">A person or a cache of the settings cannot be used.</exception>
    public async IAsyncEnumerable<Finding> ExamineAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var builder = Bot.ConfigureAsWritten(settings);
        builder.Logging.ClearProviders();
        var (built, faults) = await BuildAsync(builder);
        if (built is null)
        {
            // Nothing else can be looked at as it would be.
            foreach (var finding in faults.Select(OfSettings))
            {
                yield return finding;
            }

            yield break;
        }

        await using var app = built;
        _ = (app.Services.GetRequiredService<PeopleDirectory>(), app.Services.GetRequiredService<TargetCatalogue>());
        var redactor = app.Services.GetRequiredService<Redactor>();
        yield return Finding.Ok(Settings, "can be read.");

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
        var builder = Bot.ConfigureAsWritten(settings);
        if (SettingsCheck.Faults(builder.Configuration, BotSettings.All) is { Count: > 0 } faults)
        {
            foreach (var finding in faults.Select(OfSettings))
            {
                yield return finding;
            }

            yield break;
        }

        await foreach (var (isWell, line) in examination(builder, ct))
        {
            yield return new Finding(isWell ? Mark.Ok : Mark.Wrong, name, line);
        }
    }

    private static Finding OfSettings(string fault) => Finding.Wrong(Settings, fault);

    /// <returns>The bot, not started; or why there can be none.</returns>
    private static async Task<(WebApplication? Bot, IReadOnlyList<string> Faults)> BuildAsync(WebApplicationBuilder builder)
    {
        if (SettingsCheck.Faults(builder.Configuration, BotSettings.All) is { Count: > 0 } slips)
        {
            return (null, slips);
        }

        try
        {
            var app = Bot.Build(builder);
            if (app.Services.FaultsOfSettings() is { Count: > 0 } faults)
            {
                await app.DisposeAsync();
                return (null, faults);
            }

            return (app, []);
        }
        catch (OptionsValidationException e)
        {
            return (null, [.. e.Failures]);
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

        if (bot.GetService<MailDoctor>() is { } mail)
        {
            yield return (MailDoctor.Area, async ct => [await mail.FindAsync(ct)]);
        }

        yield return (NewsCheck.Area, _ => Task.FromResult<IReadOnlyList<Finding>>([.. NewsCheck.Find(bot)]));
        yield return ("targets", new TargetCheck(bot).FindAsync);
        yield return (Runbooks, new RunbookCheck(bot).FindAsync);
        yield return ("addresses", new AddressCheck(bot).FindAsync);
    }

    private static async Task<IReadOnlyList<Finding>> WithinPatienceAsync(
        string area,
        Func<CancellationToken, Task<IReadOnlyList<Finding>>> check,
        CancellationToken ct)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var most = area == Runbooks ? PatienceWithFiles : Patience;
        patience.CancelAfter(most);
        try
        {
            return await check(patience.Token).WaitAsync(patience.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return [Finding.Wrong(area, $"gave no answer within {most.TotalSeconds:0} s.")];
        }
    }
}
