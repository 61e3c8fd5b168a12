using IncidentBot.Redis.Diagnoses;
using IncidentBot.Redis.Probe;
using IncidentBot.Redis.Wire;

namespace IncidentBot.Redis.Sessions;

/// <summary>
/// A session over our own connection. Callers share it: a reading loop hands replies out in order, and the late reply of a caller
/// that gave up is dropped, so a slow server costs nobody the connection.
/// </summary>
internal sealed class RespSession : IRedisSession
{
    private readonly RespConnection connection;
    private readonly TimeSpan commandTimeout;
    private readonly TimeProvider time;
    private readonly SemaphoreSlim writing = new(1, 1);
    private readonly Queue<TaskCompletionSource<RespValue>> owed = new();
    private readonly CancellationTokenSource lifetime = new();
    private readonly Task reading;
    private Exception? lost;

    private RespSession(RespConnection connection, TimeSpan commandTimeout, TimeProvider time)
    {
        this.connection = connection;
        this.commandTimeout = commandTimeout;
        this.time = time;
        reading = ReadAsync();
    }

    public Task Closed => reading;

    /// <summary>Takes the connection over.</summary>
    public static async Task<RespSession> StartAsync(RespConnection connection, TimeSpan commandTimeout, TimeProvider time, CancellationToken ct)
    {
        var session = new RespSession(connection, commandTimeout, time);
        try
        {
            // An error (no permission, a managed service) leaves the connection without a name, which is no reason not to use it.
            await session.ExecuteAsync(RedisCommand.OfConnection("CLIENT", "SETNAME", RespDialer.ClientName), ct);
            return session;
        }
        catch
        {
            await session.DisposeAsync();
            throw;
        }
    }

    public async Task<RespValue> ExecuteAsync(RedisCommand command, CancellationToken ct, TimeSpan? deadline = null) =>
        (await PipelineAsync([command], ct, deadline))[0];

    public async Task<IReadOnlyList<RespValue>> PipelineAsync(IReadOnlyList<RedisCommand> commands, CancellationToken ct, TimeSpan? deadline = null)
    {
        var started = time.GetTimestamp();
        var limit = deadline ?? commandTimeout;
        using var expired = new CancellationTokenSource(limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(ct, expired.Token);
        try
        {
            var replies = await SendAsync(commands, expired.Token, either.Token);
            return await Task.WhenAll(replies).WaitAsync(either.Token);
        }
        catch (OperationCanceledException e) when (!ct.IsCancellationRequested)
        {
            throw Failed(FailureClass.Hung, $"No reply to {commands[0].Name} within {limit.TotalMilliseconds:0} ms.", e);
        }
        catch (Exception e) when (DialStages.IsConnectionTrouble(e))
        {
            throw Failed(e is RespProtocolException ? FailureClass.NotRedis : FailureClass.Closed, e.Message, e);
        }

        RedisUnavailableException Failed(FailureClass failure, string detail, Exception e) =>
            new(new RedisFailure(failure, ConnectStage.Command, time.GetElapsedTime(started), detail), e);
    }

    public async ValueTask DisposeAsync()
    {
        await lifetime.CancelAsync();
        await reading;
    }

    private async Task<Task<RespValue>[]> SendAsync(IReadOnlyList<RedisCommand> commands, CancellationToken expired, CancellationToken either)
    {
        var bytes = RespWriter.Encode(commands);
        await writing.WaitAsync(either);
        try
        {
            var replies = Owe(commands.Count);

            // Only the deadline stops a write: half a command would spoil the connection for everybody, so it is then given up.
            await connection.SendAsync(bytes, expired);
            return replies;
        }
        catch (Exception)
        {
            await lifetime.CancelAsync();
            throw;
        }
        finally
        {
            writing.Release();
        }
    }

    private Task<RespValue>[] Owe(int count)
    {
        lock (owed)
        {
            if (lost is not null)
            {
                throw new IOException("The connection is lost.", lost);
            }

            var replies = new Task<RespValue>[count];
            for (var i = 0; i < count; i++)
            {
                var reply = new TaskCompletionSource<RespValue>(TaskCreationOptions.RunContinuationsAsynchronously);
                owed.Enqueue(reply);
                replies[i] = reply.Task;
            }

            return replies;
        }
    }

    private async Task ReadAsync()
    {
        Exception? end = null;
        try
        {
            while (true)
            {
                var reply = await connection.ReadAsync(lifetime.Token);
                TaskCompletionSource<RespValue>? caller;
                lock (owed)
                {
                    caller = owed.TryDequeue(out var next) ? next : throw new RespProtocolException("A reply came that nobody asked for.");
                }

                caller.TrySetResult(reply);
            }
        }
        catch (Exception e) when (DialStages.IsConnectionTrouble(e) || e is OperationCanceledException)
        {
            end = e is OperationCanceledException ? new IOException("The connection was given up.", e) : e;
        }
        finally
        {
            Abandon(end ?? new IOException("Reading stopped."));
            await connection.DisposeAsync();
        }
    }

    private void Abandon(Exception reason)
    {
        TaskCompletionSource<RespValue>[] left;
        lock (owed)
        {
            lost = reason;
            left = [.. owed];
            owed.Clear();
        }

        foreach (var caller in left)
        {
            caller.TrySetException(reason);
            _ = caller.Task.Exception; // Seen: its caller may have given up waiting.
        }
    }
}
