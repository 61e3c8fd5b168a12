using IncidentBot.Words;
using Microsoft.Extensions.Options;
using Npgsql;

namespace IncidentBot.Databases;

/// <summary>
/// Lets each database parse its queries at the start. What can never run stops the start: no SQL, several statements, no SELECT.
/// What may run later (a database that is away, a table not there yet, a missing grant) is only logged.
/// </summary>
internal sealed partial class QueryCheck(DatabaseTargets targets, TimeProvider time, ILogger<QueryCheck> log) : IHostedService
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(2);

    /// <exception cref="OptionsValidationException">A query can never run.</exception>
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        var faults = await Task.WhenAll(targets.All.Select(target => CheckAsync(target, cancellationToken)));
        if (faults.SelectMany(fault => fault).ToList() is { Count: > 0 } wrong)
        {
            throw new OptionsValidationException(nameof(DatabaseOptions), typeof(DatabaseOptions), wrong);
        }
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    private async Task<IReadOnlyList<string>> CheckAsync(DatabaseTarget target, CancellationToken ct)
    {
        using var timeout = new CancellationTokenSource(Limit, time);
        using var either = CancellationTokenSource.CreateLinkedTokenSource(timeout.Token, ct);
        List<string> faults = [];
        foreach (var query in target.Queries)
        {
            try
            {
                if (await FaultAsync(target, query, either.Token) is { } fault)
                {
                    faults.Add(fault);
                }
            }
            catch (OperationCanceledException) when (!ct.IsCancellationRequested)
            {
                LogNotChecked(target.Name, $"no answer within {Duration.Limit(Limit)}");
                break;
            }
            catch (NpgsqlException e)
            {
                LogNotChecked(target.Name, DatabaseTrouble.Of(target, e).Reason);
                break;
            }
        }

        return faults;
    }

    private async Task<string?> FaultAsync(DatabaseTarget target, ConfiguredQuery query, CancellationToken ct)
    {
        var setting = $"Databases:{target.Name}:Queries:{query.Name}:Sql";
        try
        {
            return await target.ReadAsync(Limit, async connection =>
            {
                await using var open =
                    query.Open(connection, query.Arguments.ToDictionary(argument => argument.Name, argument => argument.Example), time.GetUtcNow());
                await open.PrepareAsync(ct);
                return (string?)null;
            }, ct);
        }
        catch (NotSupportedException)
        {
            return $"{setting} holds several statements. Expected one SELECT.";
        }
        catch (PostgresException e)
            when (e.SqlState is PostgresErrorCodes.SyntaxError or PostgresErrorCodes.FeatureNotSupported or PostgresErrorCodes.IndeterminateDatatype)
        {
            return $"{setting} is refused by the database: {e.MessageText}. Expected one SELECT.";
        }
        catch (PostgresException e) when (e.SqlState.StartsWith("42", StringComparison.Ordinal))
        {
            LogCannotRun(setting, DatabaseTrouble.Of(target, e).Reason);
            return null;
        }
    }

    [LoggerMessage(Level = LogLevel.Warning, Message = "The queries of {Database} were not checked: {Reason}")]
    private partial void LogNotChecked(string database, string reason);

    [LoggerMessage(Level = LogLevel.Warning, Message = "{Setting} cannot run as it stands: {Reason}")]
    private partial void LogCannotRun(string setting, string reason);
}
