using System.Buffers;

namespace IncidentBot.Chat;

/// <summary>The raw bytes of a request, up to a limit: what a signature covers, and never more than was meant to be held.</summary>
internal static class RequestBody
{
    /// <returns>Null where it is larger.</returns>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int mostBytes, CancellationToken ct)
    {
        if (request.ContentLength > mostBytes)
        {
            return null;
        }

        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > mostBytes)
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
}
