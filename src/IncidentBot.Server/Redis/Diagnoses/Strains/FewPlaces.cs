using IncidentBot.Actions;
using IncidentBot.Words;

namespace IncidentBot.Redis.Diagnoses.Strains;

/// <summary>Nearly as many clients as maxclients lets in.</summary>
internal static class FewPlaces
{
    public static Strain? Of(DiagnosisReads reads) => !DiagnosisRules.NearMaxClients(reads.Info!) ? null : new Strain(
        FailureClass.FewPlaces,
        $"serves, but {Figures.Count(reads.Info!.Clients.Connected ?? 0)} of {Figures.Count(reads.Info.Clients.MaxClients ?? 0)} places for clients are taken"
            + DiagnosisWords.Most(reads.Clients))
    {
        NextSteps = [FailureClass.MaxClients.Text().NextStep],
        Commands = [new Suggestion("Clients", $"/redis clients on {reads.Target}")],
    };
}
