using System.Net.Http.Headers;
using IncidentBot.Doors;

namespace IncidentBot.Chat.Slack;

/// <summary>Lets in what Slack signed. Nothing is parsed before the signature over the raw bytes has been checked.</summary>
internal sealed class SlackGate(SlackSignature signature, Refusals<SlackGate> refusals, TimeProvider time)
{
    /// <summary>Slack's largest interaction carries the message it belongs to: some tens of kilobytes.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    /// <param name="mediaType">The one in which Slack sends this kind of request.</param>
    public Task<IResult> EnterAsync(HttpRequest request, string mediaType, Func<ReadOnlyMemory<byte>, Task<IResult>> handle, CancellationToken ct) =>
        refusals.CountAsync(() => AdmitAsync(request, mediaType, handle, ct));

    private async Task<IResult> AdmitAsync(HttpRequest request, string mediaType, Func<ReadOnlyMemory<byte>, Task<IResult>> handle, CancellationToken ct)
    {
        if (await RequestBody.ReadAsync(request, MaxBodyBytes, time, ct) is not { } body)
        {
            refusals.Tell("it is too large");
            return TypedResults.Text($"The request is larger than {MaxBodyBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        if (signature.Refusal(request.Headers[SlackSignature.TimestampHeader], request.Headers[SlackSignature.SignatureHeader], body) is { } refusal)
        {
            refusals.Tell(refusal);
            return TypedResults.Text(refusal, statusCode: StatusCodes.Status401Unauthorized);
        }

        if (!MediaTypeHeaderValue.TryParse(request.ContentType, out var sent) || !mediaType.Equals(sent.MediaType, StringComparison.OrdinalIgnoreCase))
        {
            return TypedResults.Text($"Expected {mediaType}.", statusCode: StatusCodes.Status415UnsupportedMediaType);
        }

        return await handle(body);
    }
}
