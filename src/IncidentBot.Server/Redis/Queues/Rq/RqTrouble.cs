using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>One thing that is wrong with a queue.</summary>
/// <param name="Stops">Nothing is done there until somebody does something.</param>
/// <param name="Sentence">What follows the name of the queue.</param>
internal sealed record RqTrouble(bool Stops, string Sentence, Suggestion? Next);
