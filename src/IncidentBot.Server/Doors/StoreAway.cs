using IncidentBot.Storage;

namespace IncidentBot.Doors;

/// <summary>
/// A page whose store cannot be used answers 503 and says so in one line of the log. The doors of the platforms do the same
/// by <see cref="Intake.WithinAsync"/>, whichever way a request came.
/// </summary>
internal sealed partial class StoreAway(ILogger<StoreAway> log) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        try
        {
            return await next(context);
        }
        catch (StoreUnavailableException e) when (!context.HttpContext.Response.HasStarted)
        {
            LogStoreAway(context.HttpContext.Request.Path, e.Message);
            return TypedResults.Text($"{Intake.NotStored}\n", statusCode: StatusCodes.Status503ServiceUnavailable);
        }
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "A request to {Path} could not be answered: {Reason}")]
    private partial void LogStoreAway(PathString path, string reason);
}
