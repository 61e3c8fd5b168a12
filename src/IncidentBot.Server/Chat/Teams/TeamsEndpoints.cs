namespace IncidentBot.Chat.Teams;

internal static class TeamsEndpoints
{
    /// <summary>Maps nothing where Teams is not configured.</summary>
    public static IEndpointRouteBuilder MapTeams(this IEndpointRouteBuilder app)
    {
        if (app.ServiceProvider.GetService<TeamsGate>() is not null)
        {
            // Anonymous to ASP.NET: the Bot Connector sends a token, and the gate checks that.
            app.MapPost("/api/messages", Messages).AllowAnonymous();
        }

        return app;
    }

    private static Task<IResult> Messages(HttpRequest request, TeamsGate gate, CancellationToken ct) => gate.EnterAsync(request, ct);
}
