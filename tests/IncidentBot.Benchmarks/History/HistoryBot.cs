using System.Diagnostics;
using System.Net;
using IncidentBot.Benchmarks.Report;
using IncidentBot.Benchmarks.Server;
using IncidentBot.Benchmarks.Support;
using IncidentBot.Chat.Local;
using IncidentBot.Storage;
using IncidentBot.Support;

namespace IncidentBot.Benchmarks.History;

/// <summary>A bot with three years behind it, and somebody who reads its pages and types in Slack.</summary>
internal sealed class HistoryBot : IAsyncDisposable
{
    private const string Who = "U0OLGA";

    private readonly QuietSlack slack;
    private readonly BotServer server;
    private readonly SlackPerson person;
    private readonly HttpClient visitor;

    private HistoryBot(YearsOfHistory years, QuietSlack slack, BotServer server, LocalToken token)
    {
        (Years, this.slack, this.server) = (years, slack, server);
        person = new SlackPerson(slack, server.Address, Who);
        visitor = LocalVisitor.Of(server.Address, token);
        visitor.DefaultRequestHeaders.Add("Accept", "text/html");
    }

    public YearsOfHistory Years { get; }

    /// <param name="storage">The settings of an empty store.</param>
    /// <param name="longer">The same, for statements that fill it.</param>
    public static async Task<HistoryBot> StartAsync(
        string folder, string redisUrl, YearsOfHistory years, string storage, string longer, CancellationToken ct)
    {
        var auditKey = $"--Audit:KeyFile={Path.Combine(folder, "audit.key")}";
        LocalToken token;
        await using (var store = BotStore.Over([longer, auditKey]))
        {
            await store.Get<StorageStart>().UpgradeAsync(ct);
            await years.WriteAsync(store.Get<IDatabase>(), store.Get<AuditKey>().Chain, ct);
            token = new LocalToken(store.Get<AuditKey>());
        }

        var slack = await QuietSlack.StartAsync(ct);
        string[] person =
        [
            "--People:0:Id=olga", "--People:0:Name=Olga", $"--People:0:Accounts:0=slack:T0ACME:{Who}", "--People:0:Permissions:0=Observe",
        ];
        var server = await BotServer.StartAsync(
            folder, redisUrl, ct, [storage, auditKey, .. slack.Settings, .. person, "--Local:Enabled=true", "--Local:Administers=true"]);
        return new HistoryBot(years, slack, server, token);
    }

    /// <returns>The milliseconds until it is there.</returns>
    public async Task<double> MeasureAsync(Look look, CancellationToken ct)
    {
        var (what, since) = (look.Of(Years), Stopwatch.GetTimestamp());
        var said = look.IsCommand ? await TypeAsync(what, ct) : await visitor.GetStringAsync(new Uri(what, UriKind.Relative), ct);
        var took = Stopwatch.GetElapsedTime(since).TotalMilliseconds;
        said = look.IsCommand ? said : WebUtility.HtmlDecode(said);
        return said.Contains(look.Says(Years), StringComparison.Ordinal) && (look.Lacks is null || !said.Contains(look.Lacks, StringComparison.Ordinal))
            ? took
            : throw new BenchmarkException($"{what} at {Years.Incidents:N0} incidents does not say {look.Says(Years)}: {said}");
    }

    public async Task<double> ResidentAsync(CancellationToken ct) => await server.ResidentAsync(ct) / 1e6;

    public async ValueTask DisposeAsync()
    {
        person.Dispose();
        visitor.Dispose();
        await server.DisposeAsync();
        await slack.DisposeAsync();
    }

    private async Task<string> TypeAsync(string line, CancellationToken ct)
    {
        var answer = slack.NextAsync($"/{Who}", "");
        var parts = line.Split(' ', 2);
        await person.TypeAsync(parts[0], parts[1], ct);
        return await answer;
    }
}
