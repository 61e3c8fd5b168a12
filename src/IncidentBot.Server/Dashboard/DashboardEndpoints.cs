using System.Globalization;
using System.Text;
using IncidentBot.Actions;
using IncidentBot.Alerts;
using IncidentBot.Dashboard.Pages;
using IncidentBot.Dashboard.SignIn;
using IncidentBot.Desk;
using IncidentBot.Doors;
using IncidentBot.Execution;
using IncidentBot.Incidents;
using IncidentBot.Markup;
using IncidentBot.Reporting.Reports;
using IncidentBot.Reporting.Summaries;
using IncidentBot.Runbooks;
using IncidentBot.Storage;
using IncidentBot.Targets;
using IncidentBot.Words;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Mvc;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Options;

namespace IncidentBot.Dashboard;

/// <summary>The addresses of the dashboard.</summary>
internal static class DashboardEndpoints
{
    // As much as the longest text takes in a form, and what stands around it.
    private const long LargestForm = 160 * 1024;

    /// <param name="pages">Behind a door: whoever comes is one of the <see cref="Visitors"/>.</param>
    public static void MapDashboard(this RouteGroupBuilder pages)
    {
        pages.MapGet("/dashboard/assets/{name}", DashboardAssets.All.Get).WithMetadata(new OpenToAll());
        Get("/incidents", (visitor, http, ct) => Ask<ShowIncidents>(http).GetAsync(visitor, http.Request.Query, ct));
        Get("/incidents/{label}", IncidentAsync);
        Get("/incidents/{label}/summary", SummaryAsync);
        Get("/reports", ReportsAsync);
        Get("/reports/csv", (visitor, http, ct) => ReportFileAsync(visitor, http, "csv", "text/csv; charset=utf-8", ReportCsv.Render, ct));
        Get("/reports/json", (visitor, http, ct) => ReportFileAsync(visitor, http, "json", "application/json", ReportJson.Render, ct));
        Get("/targets", TargetsAsync);
        Get("/targets/{system}/{name}", TargetAsync);
        Get("/alerts", AlertsAsync);
        Get("/runbooks", RunbooksAsync);
        Get("/runbooks/{id}", RunbookAsync);
        Get("/actions", ActionsAsync);
        Get("/deliveries", DeliveriesAsync);
        Get("/audit", (visitor, http, ct) => Ask<ShowAudit>(http).GetAsync(visitor, http.Request.Query, ct));
        Get("/dashboard/events", (visitor, http, _) => Ask<FollowPage>(http).GetAsync(
            visitor, http.Request.Query["what"], DashboardPages.NumberOf(http.Request.Query["incident"].ToString()), http));
        Get("/dashboard/form", (visitor, http, ct) => FormAsync(visitor, http, http.Request.Query["command"].ToString(), Of(http.Request.Query), null, ct));
        Post("/dashboard/form", (visitor, form, http, ct) => FormAsync(visitor, http, form["command"].ToString(), Of(form), form, ct));
        Post("/dashboard/act", (visitor, form, http, ct) => Ask<Act>(http).PostAsync(visitor, form, ct));

        void Get(string path, Func<Visitor, HttpContext, CancellationToken, Task<IResult>> show) => pages.MapGet(path, async (HttpContext http) =>
            await Ask<Visitors>(http).OfAsync(http, http.Request.Query["as"]) is { } visitor
                ? await show(visitor, http, http.RequestAborted)
                : Nobody(http, http.Request.Query["as"].ToString()));

        void Post(string path, Func<Visitor, IFormCollection, HttpContext, CancellationToken, Task<IResult>> take) => pages.MapPost(
            path,
            async Task<IResult> (HttpContext http) => await SentForm.ReadAsync(http, async form =>
                !FormTokens.IsRight(http, form) ? FormTokens.Refused
                    : await Ask<Visitors>(http).OfAsync(http, form["as"]) is { } visitor
                    ? await take(visitor, form, http, http.RequestAborted)
                    : Nobody(http, form["as"].ToString()))).WithMetadata(new RequestSizeLimitAttribute(LargestForm));
    }

    private static T Ask<T>(HttpContext http)
        where T : notnull => http.RequestServices.GetRequiredService<T>();

    private static ContentHttpResult Nobody(HttpContext http, string named) => TypedResults.Text(
        $"There is nobody called '{named}' here. There are: {string.Join(", ", Ask<Visitors>(http).Names)}.\n",
        statusCode: StatusCodes.Status400BadRequest);

    private static (int? Incident, string Back) Of(IEnumerable<KeyValuePair<string, Microsoft.Extensions.Primitives.StringValues>> sent)
    {
        var all = sent.ToDictionary(one => one.Key, one => one.Value.ToString());
        return (DashboardPages.NumberOf(all.GetValueOrDefault("incident", "")), Act.Inside(all.GetValueOrDefault("back", "")));
    }

    private static Task<IResult> FormAsync(
        Visitor visitor, HttpContext http, string command, (int? Incident, string Back) sent, IFormCollection? filled, CancellationToken ct) =>
        Ask<Act>(http).FormAsync(visitor, command, sent.Incident, sent.Back, filled, ct);

    private static async Task<IResult> IncidentAsync(Visitor visitor, HttpContext http, CancellationToken ct)
    {
        var label = $"{http.Request.RouteValues["label"]}";
        return DashboardPages.NumberOf(label) is { } number && await Ask<ShowIncident>(http).GetAsync(visitor, number, http.Request.Query, ct) is { } page
            ? page
            : await NothingAsync(visitor, http, $"There is no incident {label}. The list has those that there are.");
    }

    private static async Task<IResult> SummaryAsync(Visitor visitor, HttpContext http, CancellationToken ct)
    {
        var label = $"{http.Request.RouteValues["label"]}";
        if (DashboardPages.NumberOf(label) is not { } number || await Ask<Lookup>(http).IncidentAsync(visitor.Person, number, ct) is not { } incident)
        {
            return await NothingAsync(visitor, http, $"There is no incident {label}. The list has those that there are.");
        }

        var length = Enum.TryParse<SummaryLength>(http.Request.Query["length"], ignoreCase: true, out var given) && Enum.IsDefined(given)
            ? given
            : SummaryLength.Executive;
        return await PageAsync<SummaryPage>(http, new()
        {
            [nameof(SummaryPage.Visitor)] = visitor,
            [nameof(SummaryPage.Incident)] = incident,
            [nameof(SummaryPage.Document)] = await Ask<SummaryDesk>(http).DocumentAsync(incident, length, ct),
            [nameof(SummaryPage.Said)] = await Ask<IChannelLog>(http).ReadAsync(
                visitor.Answers(number), visitor.Person.Id, afterRevision: 0, ShowIncident.AnswersShown, ct),
        });
    }

    private static async Task<IResult> TargetsAsync(Visitor visitor, HttpContext http, CancellationToken ct)
    {
        var (measured, now) = (Ask<MeasuredTargets>(http), Ask<TimeProvider>(http).GetUtcNow());
        var targets = new List<MeasuredTarget>();
        foreach (var target in measured.All)
        {
            targets.Add(await measured.OfAsync(target, now - TimeSpan.FromHours(1), now, [], ct));
        }

        return await PageAsync<TargetsPage>(http, new()
        {
            [nameof(TargetsPage.Visitor)] = visitor,
            [nameof(TargetsPage.Targets)] = targets,
            [nameof(TargetsPage.Said)] = await SaidAsync(visitor, http, ct),
        });
    }

    private static async Task<IResult> TargetAsync(Visitor visitor, HttpContext http, CancellationToken ct)
    {
        var (measured, now) = (Ask<MeasuredTargets>(http), Ask<TimeProvider>(http).GetUtcNow());
        var asked = new TargetRef($"{http.Request.RouteValues["system"]}", $"{http.Request.RouteValues["name"]}");
        if (!measured.All.Contains(asked))
        {
            return await NothingAsync(visitor, http, $"No {asked.System} called '{asked.Name}' is watched. Those that are stand under Targets.");
        }

        var hours = int.TryParse(http.Request.Query["hours"], CultureInfo.InvariantCulture, out var given) && TargetPage.Spans.Any(span => span.Hours == given)
            ? given
            : TargetPage.Spans[0].Hours;
        return await PageAsync<TargetPage>(http, new()
        {
            [nameof(TargetPage.Visitor)] = visitor,
            [nameof(TargetPage.Measured)] = await measured.OfAsync(asked, now - TimeSpan.FromHours(hours), now, [], ct),
            [nameof(TargetPage.Hours)] = hours,
            [nameof(TargetPage.Reads)] = (IReadOnlyList<ActionDefinition>)[.. Ask<ActionCatalogue>(http).All.Select(action => action.Definition)
                .Where(action => action.Id.System == asked.System && action.Risk is Risk.Observe && !action.Parameters.Any(parameter => parameter.Required))],
            [nameof(TargetPage.Said)] = await SaidAsync(visitor, http, ct),
        });
    }

    /// <summary>An alert of an incident that the reader may not see is not there.</summary>
    private static async Task<IResult> AlertsAsync(Visitor visitor, HttpContext http, CancellationToken ct)
    {
        var (store, lookup) = (Ask<IAlertStore>(http), Ask<Lookup>(http));
        var seen = new Dictionary<IncidentId, bool>();
        var firing = new List<KnownAlert>();
        foreach (var alert in await store.FiringAsync(withoutIncident: false, AlertsPage.Most, ct))
        {
            if (alert.Incident is { } id && !seen.ContainsKey(id))
            {
                seen[id] = await lookup.IncidentAsync(visitor.Person, id, ct) is not null;
            }

            if (alert.Incident is not { } counted || seen[counted])
            {
                firing.Add(alert);
            }
        }

        return await PageAsync<AlertsPage>(http, new()
        {
            [nameof(AlertsPage.Visitor)] = visitor,
            [nameof(AlertsPage.Firing)] = firing,
            [nameof(AlertsPage.Silences)] = await store.SilencesAsync(ct),
            [nameof(AlertsPage.Sources)] = (IReadOnlyList<string>)[.. Ask<IOptions<AlertOptions>>(http).Value.Sources.Keys.Order(StringComparer.Ordinal)],
            [nameof(AlertsPage.Said)] = await SaidAsync(visitor, http, ct),
        });
    }

    private static async Task<IResult> RunbooksAsync(Visitor visitor, HttpContext http, CancellationToken ct) =>
        await PageAsync<RunbooksPage>(http, new()
        {
            [nameof(RunbooksPage.Visitor)] = visitor,
            [nameof(RunbooksPage.Shelf)] = await Ask<RunbookLibrary>(http).OpenAsync(ct),
        });

    private static async Task<IResult> ReportsAsync(Visitor visitor, HttpContext http, CancellationToken ct) =>
        await PageAsync<ReportsPage>(http, new()
        {
            [nameof(ReportsPage.Visitor)] = visitor,
            [nameof(ReportsPage.Report)] = await ReportAsync(visitor, http, ct),
            [nameof(ReportsPage.Said)] = await SaidAsync(visitor, http, ct),
        });

    private static async Task<IResult> ReportFileAsync(
        Visitor visitor, HttpContext http, string ending, string type, Func<Report, string> render, CancellationToken ct)
    {
        var report = await ReportAsync(visitor, http, ct);
        return TypedResults.File(Encoding.UTF8.GetBytes(render(report)), type, report.Period.FileName(report.Until, ending));
    }

    private static Task<Report> ReportAsync(Visitor visitor, HttpContext http, CancellationToken ct) => Ask<ReportDesk>(http).ReadAsync(
        Reader.Of(visitor.Person), ReportPeriod.Read(http.Request.Query["period"].ToString()) ?? ReportPeriod.Month, ct);

    private static async Task<IResult> RunbookAsync(Visitor visitor, HttpContext http, CancellationToken ct)
    {
        var (id, shelf) = ($"{http.Request.RouteValues["id"]}", await Ask<RunbookLibrary>(http).OpenAsync(ct));
        return shelf.Find(id) is { } runbook
            ? await PageAsync<RunbookPage>(http, new() { [nameof(RunbookPage.Visitor)] = visitor, [nameof(RunbookPage.Runbook)] = runbook })
            : await NothingAsync(visitor, http, $"There is no runbook '{id}'. {shelf.Hint(id)}");
    }

    private static async Task<IResult> ActionsAsync(Visitor visitor, HttpContext http, CancellationToken ct) =>
        await PageAsync<ActionsPage>(http, new()
        {
            [nameof(ActionsPage.Visitor)] = visitor,
            [nameof(ActionsPage.Actions)] = (IReadOnlyList<ActionDefinition>)[.. Ask<ActionCatalogue>(http).All.Select(action => action.Definition)],
            [nameof(ActionsPage.Said)] = await SaidAsync(visitor, http, ct),
        });

    private static async Task<IResult> DeliveriesAsync(Visitor visitor, HttpContext http, CancellationToken ct)
    {
        var report = http.RequestServices.GetService<HealthCheckService>() is { } checks ? await checks.CheckHealthAsync(ct) : null;
        var redactor = Ask<Redactor>(http);
        return await PageAsync<DeliveriesPage>(http, new()
        {
            [nameof(DeliveriesPage.Visitor)] = visitor,
            [nameof(DeliveriesPage.Ways)] = (IReadOnlyList<(string, bool, string)>)[.. (report?.Entries ?? new Dictionary<string, HealthReportEntry>())
                .Select(entry => (entry.Key, entry.Value.Status is HealthStatus.Healthy, Invisible.Shown(redactor.Clean(entry.Value.Description ?? ""))))],
            [nameof(DeliveriesPage.GivenUp)] = await Ask<IOutbox>(http).GivenUpAsync(Ask<TimeProvider>(http).GetUtcNow().AddDays(-1), ct),
            [nameof(DeliveriesPage.Said)] = await SaidAsync(visitor, http, ct),
        });
    }

    private static Task<IResult> NothingAsync(Visitor visitor, HttpContext http, string what) => Ask<ComponentMarkup>(http).PageAsync<NotFoundPage>(
        new() { [nameof(NotFoundPage.Visitor)] = visitor, [nameof(NotFoundPage.What)] = what },
        StatusCodes.Status404NotFound);

    private static Task<IResult> PageAsync<TPage>(HttpContext http, Dictionary<string, object?> parameters)
        where TPage : Microsoft.AspNetCore.Components.IComponent => Ask<ComponentMarkup>(http).PageAsync<TPage>(parameters);

    private static Task<IReadOnlyList<ChannelMessage>> SaidAsync(Visitor visitor, HttpContext http, CancellationToken ct) =>
        Ask<IChannelLog>(http).ReadAsync(visitor.Answers(null), visitor.Person.Id, afterRevision: 0, ShowIncident.AnswersShown, ct);
}
