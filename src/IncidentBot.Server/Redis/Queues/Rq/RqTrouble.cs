using IncidentBot.Actions;

namespace IncidentBot.Redis.Queues.Rq;

/// <summary>One thing that is wrong with a queue.</summary>
/// <param name="Gravity">An outage where nothing is done until somebody does something.</param>
/// <param name="Sentence">What follows the name of the queue.</param>
internal sealed record RqTrouble(Gravity Gravity, string Sentence, Suggestion? Next)
{
    public bool Stops => Gravity is Gravity.Outage;
}
