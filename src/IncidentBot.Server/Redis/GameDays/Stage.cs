namespace IncidentBot.Redis.GameDays;

/// <summary>Where one outage at a time is made and ended.</summary>
internal sealed class Stage(StagePorts ports, RedisTargets targets, TimeProvider time) : IAsyncDisposable
{
    private readonly SemaphoreSlim one = new(1);
    private Scene? scene;

    /// <summary>Ends the outage that is there, and makes this one.</summary>
    /// <param name="refused">A command that its servers refuse the bot; null for none.</param>
    /// <exception cref="SceneException">It could not be made; the message says why.</exception>
    public async Task SetAsync(Outage outage, string? refused, CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            await EndAsync();
            Forget();
            scene = new Scene(ports, time, held => HoldAsync(outage.Target, held));
            await outage.MakeAsync(scene);
            if (refused is not null)
            {
                await scene.RefuseAsync(refused);
            }
        }
        catch
        {
            await EndAsync();
            throw;
        }
        finally
        {
            one.Release();
        }
    }

    public async Task ClearAsync(CancellationToken ct)
    {
        await one.WaitAsync(ct);
        try
        {
            await EndAsync();
        }
        finally
        {
            one.Release();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        one.Dispose();
    }

    private async Task HoldAsync(string name, CancellationToken ct)
    {
        if (targets.TryGet(name, out var target, out _))
        {
            // The server before was taken away, and that is remembered for a moment.
            await target.RefusalAgesAsync(ct);
            try
            {
                await target.HoldAsync(ct);
            }
            catch (RedisUnavailableException e)
            {
                throw new SceneException($"The bot could not connect to {name}: {e.Failure.Headline}.", e);
            }
        }
    }

    /// <summary>What the bot knows of a target is of the last server there, which is not this one.</summary>
    private void Forget()
    {
        foreach (var target in targets.All.Where(target => StageTargets.Names.Contains(target.Name)))
        {
            target.WasMaster = false;
        }
    }

    private async Task EndAsync()
    {
        if (scene is { } last)
        {
            scene = null;
            await last.DisposeAsync();
        }
    }
}
