using IncidentBot.Messages;

namespace IncidentBot.Storage;

/// <summary>Reads what <see cref="SqlInbox.FinishAsync"/> kept.</summary>
internal sealed class SqlAnswers(IDatabase database) : IAnswers
{
    public async Task<AnswerState> OfAsync(string key, CancellationToken ct) =>
        await database.ReadAsync(session => session.FindAsync(Find(key), row => State(row.GetBoolean(0), row.IsDBNull(1) ? null : row.GetString(1)), ct), ct)
            ?? new AnswerState.NotKnown();

    internal static Statement Find(string key) => new("select finished, answer from inbox where key = @key") { ["key"] = key };

    /// <summary>Of a request that an older version has answered, nothing but the key is left.</summary>
    private static AnswerState State(bool isFinished, string? answer) =>
        !isFinished ? new AnswerState.Waiting()
        : answer is null ? new AnswerState.NotKnown()
        : new AnswerState.Given(Json.Read(answer, StoreJson.Default.Answer));
}
