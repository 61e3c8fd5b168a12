using System.Runtime.CompilerServices;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Sessions;

namespace IncidentBot.Redis.Wire;

/// <summary>MONITOR with an end: after a time, after an amount, or when the connection closes.</summary>
internal static class MonitorStream
{
    public static async IAsyncEnumerable<string> ReadAsync(
        Func<CancellationToken, Task<Dialed>> dial, TimeSpan duration, long maxBytes, TimeSpan readTimeout,
        TimeProvider time, [EnumeratorCancellation] CancellationToken ct)
    {
        await using var dialed = await dial(ct);
        if (dialed.Connection is not { } connection || dialed.Failure is not null)
        {
            throw new RedisUnavailableException(dialed.Failure!);
        }

        using var limit = new CancellationTokenSource(duration, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, limit.Token);
        if (await new DialStages(time).AskAsync(ConnectStage.Command, connection, RedisCommand.OfConnection("MONITOR"), readTimeout, ct) is { } refused)
        {
            throw new RedisErrorException(new RespError(refused.Detail));
        }

        for (var bytes = 0L; await NextAsync(connection, either.Token, ct) is { } line; bytes += line.Length)
        {
            if (bytes + line.Length > maxBytes)
            {
                yield break;
            }

            yield return line;
        }
    }

    private static async Task<string?> NextAsync(RespConnection connection, CancellationToken either, CancellationToken ct)
    {
        try
        {
            return (await connection.ReadAsync(either)).AsString();
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return null;
        }
        catch (Exception e) when (DialStages.IsConnectionTrouble(e))
        {
            return null;
        }
    }
}
