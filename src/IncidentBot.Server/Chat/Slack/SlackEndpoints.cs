using IncidentBot.Chat.Slack.Wire;
using IncidentBot.Doors;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Chat.Slack;

internal static class SlackEndpoints
{
    private const string Form = "application/x-www-form-urlencoded";
    private const string Json = "application/json";

    /// <summary>Maps nothing where no signing secret is configured: Slack is off, or Socket Mode alone.</summary>
    public static IEndpointRouteBuilder MapSlack(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<SlackGate>() is not null)
        {
            // Anonymous to ASP.NET: Slack signs what it sends, and the gate checks that.
            var slack = app.MapGroup("/slack").AllowAnonymous();
            slack.MapPost("/commands", Command);
            slack.MapPost("/interactions", Interaction);
            slack.MapPost("/events", Event);
        }

        return app;
    }

    private static Task<IResult> Command(HttpRequest request, SlackGate gate, SlackIntake intake, CancellationToken ct) =>
        FormAsync(request, gate, form => intake.CommandAsync(form, ct), ct);

    private static Task<IResult> Interaction(HttpRequest request, SlackGate gate, SlackIntake intake, CancellationToken ct) =>
        FormAsync(request, gate, form => intake.InteractionAsync(form, ct), ct);

    private static Task<IResult> Event(HttpRequest request, SlackGate gate, SlackEvents events, CancellationToken ct) =>
        gate.EnterAsync(request, Json, async body => Answer(await events.ReceiveAsync(body, ct)), ct);

    private static Task<IResult> FormAsync(
        HttpRequest request,
        SlackGate gate,
        Func<IReadOnlyDictionary<string, StringValues>, Task<SlackAck>> handle,
        CancellationToken ct) =>
        gate.EnterAsync(
            request,
            Form,
            async body => Answer(SlackForm.Read(body.Span) is { } form ? await handle(form) : new SlackAck.Malformed("The body is not form data.")),
            ct);

    private static IResult Answer(SlackAck ack) => ack switch
    {
        SlackAck.Done { Body: { } body } => TypedResults.Json(body, SlackJson.Options),
        SlackAck.Malformed malformed => TypedResults.Text(malformed.What, statusCode: StatusCodes.Status400BadRequest),
        SlackAck.NotStored =>
            TypedResults.Text(Intake.NotStored, statusCode: StatusCodes.Status503ServiceUnavailable),
        _ => TypedResults.Ok(),
    };
}
