using IncidentBot.Alerts.Wire;
using IncidentBot.Settings;

namespace IncidentBot.Alerts;

internal static class AlertEndpoints
{
    private const string Json = "application/json";

    /// <summary>Maps what a source is configured for, and nothing where none is.</summary>
    public static IEndpointRouteBuilder MapAlerts(this IEndpointRouteBuilder app)
    {
        // As they are written: what is wrong with them stops the start later, with all else that is.
        var sources = app.ServiceProvider.GetRequiredService<IConfiguration>().Read<AlertOptions>(AlertOptions.Section).Sources.Values;
        var kinds = sources.Select(source => source.Kind).ToHashSet();

        // Anonymous to ASP.NET: each source has a secret of its own, and the door checks that.
        var alerts = app.MapGroup("/alerts").AllowAnonymous();
        if (kinds.Contains(AlertSourceKind.Alertmanager))
        {
            alerts.MapPost("/alertmanager", FromAlertmanager);
        }

        if (kinds.Contains(AlertSourceKind.Grafana))
        {
            alerts.MapMethods("/grafana", [HttpMethods.Post, HttpMethods.Put], FromGrafana);
        }

        if (kinds.Contains(AlertSourceKind.Events))
        {
            alerts.MapPost("/events", Events);
        }

        if (kinds.Contains(AlertSourceKind.Heartbeat))
        {
            alerts.MapPost("/heartbeat/{name}", Beat);
        }

        return app;
    }

    private static Task<IResult> FromAlertmanager(HttpRequest request, AlertDoor door, CancellationToken ct) => door.TakeAsync(
        request, AlertSourceKind.Alertmanager, Json, (type, body, at) => type == Json ? AlertmanagerBody.Read(body, at) : null, ct);

    private static Task<IResult> FromGrafana(HttpRequest request, AlertDoor door, CancellationToken ct) => door.TakeAsync(
        request, AlertSourceKind.Grafana, Json, (type, body, at) => type == Json ? GrafanaBody.Read(body, at) : null, ct);

    private static Task<IResult> Events(HttpRequest request, AlertDoor door, CancellationToken ct) => door.TakeAsync(
        request,
        AlertSourceKind.Events,
        $"{Json}, {CloudEventsBody.Structured} or {CloudEventsBody.Batch}",
        (type, body, at) => type switch
        {
            CloudEventsBody.Structured => CloudEventsBody.ReadOne(body, at),
            CloudEventsBody.Batch => CloudEventsBody.ReadBatch(body, at),
            Json when CloudEventHeaders.Of(request.Headers) is { } attributes => CloudEventsBody.ReadBinary(attributes, body, at),
            Json => EventsBody.Read(body, at),
            _ => null,
        },
        ct);

    private static Task<IResult> Beat(string name, HttpRequest request, AlertDoor door, CancellationToken ct) => door.BeatAsync(request, name, ct);
}
