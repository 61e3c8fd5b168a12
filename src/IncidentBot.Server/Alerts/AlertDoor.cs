using System.Net.Http.Headers;
using IncidentBot.Alerts.Wire;
using IncidentBot.Doors;
using IncidentBot.Storage;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;

namespace IncidentBot.Alerts;

/// <param name="at">When it came.</param>
/// <returns>Null where bodies of that content type are not read.</returns>
internal delegate BodyReading? BodyReader(string mediaType, ReadOnlyMemory<byte> body, DateTimeOffset at);

/// <summary>
/// Lets in what a configured source has sent, and says that it is stored only when it is. An Alertmanager says it again after a 5xx
/// and never after a 4xx, 429 included: so whatever may go better later is answered 503.
/// </summary>
internal sealed class AlertDoor(
    AlertSenders senders,
    IAlertInbox inbox,
    Heartbeats heartbeats,
    Intake intake,
    Refusals<AlertDoor> refusals,
    IOptions<AlertOptions> options,
    TimeProvider time)
{
    /// <summary>A sender waits about this long before it gives up.</summary>
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);

    /// <param name="expected">The content types that are read, in words.</param>
    public Task<IResult> TakeAsync(HttpRequest request, AlertSourceKind kind, string expected, BodyReader read, CancellationToken ct) =>
        EnterAsync(
            request,
            kind,
            (source, body) =>
            {
                var at = time.GetUtcNow();
                return read(MediaType(request), body, at) switch
                {
                    null => Task.FromResult<IResult>(
                        Refuse(StatusCodes.Status415UnsupportedMediaType, $"Expected {expected}.", $"what {source} sent is not {expected}")),

                    // What is wrong may show what was sent, which is not for the log.
                    BodyReading.Unreadable unreadable => Task.FromResult<IResult>(
                        Refuse(StatusCodes.Status400BadRequest, unreadable.Why, $"what {source} sent cannot be read, and it was told why")),
                    BodyReading.Read { Deliveries: var deliveries } => StoreAsync(request, source, within => AddAsync(source, deliveries, at, within), ct),
                    _ => throw new InvalidOperationException(),
                };
            },
            ct);

    public Task<IResult> BeatAsync(HttpRequest request, string name, CancellationToken ct) =>
        EnterAsync(
            request,
            AlertSourceKind.Heartbeat,
            (source, _) => source == name
                ? StoreAsync(
                    request,
                    source,
                    async within =>
                    {
                        await heartbeats.BeatAsync(source, within);
                        return true;
                    },
                    ct)
                : Task.FromResult<IResult>(Unknown(request, $"{source} is not the heartbeat that its address names")),
            ct);

    /// <param name="handle">Given the name of the source, and the body.</param>
    private Task<IResult> EnterAsync(
        HttpRequest request, AlertSourceKind kind, Func<string, ReadOnlyMemory<byte>, Task<IResult>> handle, CancellationToken ct) =>
        refusals.CountAsync(async () =>
        {
            var mostBytes = options.Value.LargestBody;
            var source = senders.ByAuthorization(kind, request.Headers.Authorization);
            if (source is null && senders.WhyNotSigned(kind, request.Headers) is { } why)
            {
                return Unknown(request, why);
            }

            if (await RequestBody.ReadAsync(request, mostBytes, time, ct) is not { } body)
            {
                return Refuse(StatusCodes.Status413PayloadTooLarge, $"The body is larger than {mostBytes} bytes.", "it is larger than Alerts:LargestBody");
            }

            source ??= senders.BySignature(kind, request.Headers, body);
            return source is null ? Unknown(request, "no source of this kind has signed it so") : await handle(source, body);
        });

    /// <param name="store">False where there is no room.</param>
    private Task<IResult> StoreAsync(HttpRequest request, string source, Func<CancellationToken, Task<bool>> store, CancellationToken ct) =>
        intake.WithinAsync<IResult>(
            Patience,
            async within => await store(within)
                ? TypedResults.Text("stored")
                : Later(request, $"what {source} sent finds no room, because Alerts:MostWaiting deliveries wait to be looked at"),
            why => Later(request, $"what {source} sent was not stored: {why}"),
            ct);

    /// <summary>What was stored before the room ended is sent again with the rest, and that does no harm.</summary>
    private async Task<bool> AddAsync(string source, IReadOnlyList<AlertDelivery> deliveries, DateTimeOffset at, CancellationToken ct)
    {
        foreach (var delivery in deliveries)
        {
            if (!await inbox.AddAsync(source, delivery, at, ct))
            {
                return false;
            }
        }

        return true;
    }

    /// <summary>One answer, whether there is no such source or only its secret is another one.</summary>
    private ContentHttpResult Unknown(HttpRequest request, string why)
    {
        request.HttpContext.Response.Headers.WWWAuthenticate = "Bearer";
        return Refuse(StatusCodes.Status401Unauthorized, "No source of alerts has sent this, as far as its proof says.", why);
    }

    private ContentHttpResult Later(HttpRequest request, string why)
    {
        request.HttpContext.Response.Headers.RetryAfter = "10";
        return Refuse(StatusCodes.Status503ServiceUnavailable, "Not stored. Send it again later.", why);
    }

    private ContentHttpResult Refuse(int status, string said, string why)
    {
        refusals.Tell(why);
        return TypedResults.Text(said, statusCode: status);
    }

    private static string MediaType(HttpRequest request) =>
        MediaTypeHeaderValue.TryParse(request.ContentType, out var sent) ? sent.MediaType?.ToLowerInvariant() ?? "" : "";
}
