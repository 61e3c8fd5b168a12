using System.Buffers;
using System.Text;
using Microsoft.AspNetCore.WebUtilities;
using Microsoft.Extensions.Primitives;

namespace IncidentBot.Chat.Slack;

/// <summary>Lets in what Slack signed. Nothing is parsed before the signature over the raw bytes has been checked.</summary>
internal sealed partial class SlackGate(SlackSignature signature, ILogger<SlackGate> logger)
{
    /// <summary>Slack's largest interaction carries the message it belongs to: some tens of kilobytes.</summary>
    public const int MaxBodyBytes = 1024 * 1024;

    public async Task<IResult> EnterAsync(HttpRequest request, Func<IReadOnlyDictionary<string, StringValues>, Task<IResult>> handle, CancellationToken ct)
    {
        if (await ReadAsync(request, ct) is not { } body)
        {
            LogTooLarge(request.Path);
            return TypedResults.Text($"The request is larger than {MaxBodyBytes} bytes.", statusCode: StatusCodes.Status413PayloadTooLarge);
        }

        if (signature.Refusal(request.Headers[SlackSignature.TimestampHeader], request.Headers[SlackSignature.SignatureHeader], body) is { } refusal)
        {
            LogRefused(request.Path, refusal);
            return TypedResults.Text(refusal, statusCode: StatusCodes.Status401Unauthorized);
        }

        return Parse(body) is { } form
            ? await handle(form)
            : TypedResults.Text("The body is not form data.", statusCode: StatusCodes.Status400BadRequest);
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request, CancellationToken ct)
    {
        if (request.ContentLength > MaxBodyBytes)
        {
            return null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > MaxBodyBytes)
            {
                return null;
            }

            if (read.IsCompleted)
            {
                var body = read.Buffer.ToArray();
                request.BodyReader.AdvanceTo(read.Buffer.End);
                return body;
            }

            request.BodyReader.AdvanceTo(read.Buffer.Start, read.Buffer.End);
        }
    }

    private static Dictionary<string, StringValues>? Parse(byte[] body)
    {
        try
        {
            using var reader = new FormReader(Encoding.UTF8.GetString(body));
            return reader.ReadForm();
        }
        catch (InvalidDataException)
        {
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a request to {Path}: {Reason}")]
    private partial void LogRefused(PathString path, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "Refused a request to {Path}: it is too large")]
    private partial void LogTooLarge(PathString path);
}
