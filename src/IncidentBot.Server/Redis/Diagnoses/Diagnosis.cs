using IncidentBot.Redis.Info;
using IncidentBot.Redis.Probe;

namespace IncidentBot.Redis.Diagnoses;

/// <summary>What is wrong with a target, in one sentence, with what it rests on and what to do.</summary>
/// <param name="Class">Null when nothing is wrong that stops work.</param>
/// <param name="Warnings">What does not stop work yet.</param>
internal sealed record Diagnosis(
    string Target,
    FailureClass? Class,
    string Sentence,
    IReadOnlyList<string> Evidence,
    IReadOnlyList<string> Warnings,
    IReadOnlyList<string> NextSteps,
    ProbeReport Probe,
    RedisInfo? Info,
    KeyspaceSample? Keys,
    ClientList? Clients)
{
    /// <summary>Lacking a permission or a command says something about us, nothing about the server.</summary>
    public bool IsOutage => Class is not (null or FailureClass.NoPermission or FailureClass.NotAvailable);
}
