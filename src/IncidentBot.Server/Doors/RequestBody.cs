using System.Buffers;

namespace IncidentBot.Doors;

/// <summary>
/// The raw bytes of a request, up to a limit and within a time: what a signature covers, and never more, nor for longer,
/// than was meant to be held.
/// </summary>
internal static class RequestBody
{
    /// <summary>For the whole of it. The web server sees to it that something comes; a body of a megabyte may take an hour all the same.</summary>
    public static readonly TimeSpan Deadline = TimeSpan.FromSeconds(10);

    /// <returns>Null where it is larger.</returns>
    /// <exception cref="BadHttpRequestException">It did not arrive in time, or not whole.</exception>
    public static async Task<byte[]?> ReadAsync(HttpRequest request, int mostBytes, TimeProvider time, CancellationToken ct)
    {
        if (request.ContentLength > mostBytes)
        {
            return null;
        }

        using var deadline = new CancellationTokenSource(Deadline, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token, ct);
        try
        {
            return await ReadAsync(request, mostBytes, either.Token);
        }
        catch (OperationCanceledException) when (deadline.IsCancellationRequested)
        {
            throw new BadHttpRequestException($"The body did not arrive within {Deadline.TotalSeconds} s.", StatusCodes.Status408RequestTimeout);
        }
    }

    private static async Task<byte[]?> ReadAsync(HttpRequest request, int mostBytes, CancellationToken ct)
    {
        while (true)
        {
            var read = await request.BodyReader.ReadAsync(ct);
            if (read.Buffer.Length > mostBytes)
            {
                // Or the web server could not read the rest away, and would cut the connection before the answer is there.
                request.BodyReader.AdvanceTo(read.Buffer.End);
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
