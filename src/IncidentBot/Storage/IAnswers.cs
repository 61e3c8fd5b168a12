using IncidentBot.Messages;

namespace IncidentBot.Storage;

/// <summary>What became of requests, by the keys of their inbox rows: whichever replica answered, and also after a restart.</summary>
public interface IAnswers
{
    Task<AnswerState> OfAsync(string key, CancellationToken ct);
}

public abstract record AnswerState
{
    private AnswerState()
    {
    }

    /// <summary>Never received, or forgotten since.</summary>
    public sealed record NotKnown : AnswerState;

    /// <summary>Received, and not answered yet.</summary>
    public sealed record Waiting : AnswerState;

    public sealed record Given(Answer Answer) : AnswerState;
}
