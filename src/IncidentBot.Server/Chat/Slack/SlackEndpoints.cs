namespace IncidentBot.Chat.Slack;

internal static class SlackEndpoints
{
    /// <summary>Maps nothing where Slack is not configured.</summary>
    public static IEndpointRouteBuilder MapSlack(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<SlackGate>() is not null)
        {
            // Anonymous to ASP.NET: Slack signs what it sends, and the gate checks that.
            var slack = app.MapGroup("/slack").AllowAnonymous();
            slack.MapPost("/commands", Command);
            slack.MapPost("/interactions", Interaction);
        }

        return app;
    }

    private static Task<IResult> Command(HttpRequest request, SlackGate gate, SlackIntake intake, CancellationToken ct) =>
        gate.EnterAsync(request, form => intake.CommandAsync(form, ct), ct);

    private static Task<IResult> Interaction(HttpRequest request, SlackGate gate, SlackIntake intake, CancellationToken ct) =>
        gate.EnterAsync(request, form => intake.InteractionAsync(form, ct), ct);
}
